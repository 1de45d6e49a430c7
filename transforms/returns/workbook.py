"""Sheets laid out as an .xlsx workbook, in bytes: the same sheets always give the same bytes.

Every text is written as text, whatever it begins with: nothing here is a formula, a link or a macro. Text that a spreadsheet
would take for a formula once edited is marked as text for good.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from transforms.returns.cells import Cell, Code, Column, Share, Sheet

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins with one of these can become a formula."""

_LONGEST = 32_000
"""Characters of one cell; a spreadsheet takes 32,767."""

_A4 = 9
_LINE = 15
"""Height of a line of text, in points."""
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

_SHOWN: dict[str, dict[str, Any]] = {
    "texte": {},
    "long": {"text_wrap": True},
    "signe": {"text_wrap": True, "quote_prefix": True},
    "nombre": {"num_format": "#,##0"},
    "decimal": {"num_format": "#,##0.##"},
    "part": {"num_format": "0.0\N{NO-BREAK SPACE}%"},
    "jour": {"num_format": "dd/mm/yyyy"},
    "moment": {"num_format": "dd/mm/yyyy hh:mm"},
    "titre": {"bold": True, "font_size": 14},
    "entete": {"bold": True, "text_wrap": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "border": 1},
    "bien": {"bg_color": "#E2EFDA", "font_color": "#1E4620"},
    "mal": {"bg_color": "#FCE4D6", "font_color": "#7B2C00"},
    "neutre": {"bg_color": "#EDEDED", "font_color": "#333333"},
}


def workbook(sheets: tuple[Sheet, ...], title: str, day: date) -> bytes:
    """The bytes of a workbook.

    Args:
        sheets: its sheets, in order; their names are plain and short.
        title: its title, among its properties.
        day: the day it says it was made, which the clock must not decide.
    """
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    # XlsxWriter writes it as it is, as universal time.
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)
    book.set_properties({"title": title, "author": "cibles", "created": made})
    formats = {name: book.add_format({"valign": "top"} | shown) for name, shown in _SHOWN.items()}
    for sheet in sheets:
        _lay_out(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    return buffer.getvalue()


def _lay_out(page: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    for rank, sentence in enumerate(sheet.sentences):
        shown = "long" if not sheet.columns else "titre" if rank == 0 else "texte"
        _write_text(page, rank, 0, sentence, formats, shown)
    header = len(sheet.sentences)
    page.set_paper(_A4)
    page.set_landscape()
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&RPage &P sur &N")
    if not sheet.columns:
        page.set_column(0, 0, 140)
        return
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(header, place, column.title, formats["entete"])
    page.freeze_panes(header + 1, 0)
    page.repeat_rows(header)
    page.autofilter(header, 0, header + max(1, len(sheet.rows)), len(sheet.columns) - 1)
    for rank, row in enumerate(sheet.rows, header + 1):
        if (lines := _lines(row, sheet.columns)) > 1:
            page.set_row(rank, lines * _LINE)
        for place, cell in enumerate(row):
            if cell is not None:
                _write(page, rank, place, cell, formats, "long" if sheet.columns[place].wrapped else "texte")


def _lines(row: tuple[Cell, ...], columns: tuple[Column, ...]) -> int:
    """How many lines the longest wrapped text of a row takes: LibreOffice does not make the row higher by itself."""
    wrapped = [
        len(cell) / column.width for cell, column in zip(row, columns, strict=True) if column.wrapped and isinstance(cell, str)
    ]
    return ceil(max(wrapped, default=0))


def _write(page: Worksheet, row: int, place: int, cell: Cell, formats: dict[str, Format], text: str) -> None:
    match cell:
        case str():
            _write_text(page, row, place, cell, formats, text)
        case int():
            page.write_number(row, place, cell, formats["nombre"])
        case Share():
            page.write_number(row, place, float(cell.value), formats["part"])
        case Code():
            page.write_string(row, place, cell.text, formats[cell.weight])
        case Decimal():
            page.write_number(row, place, float(cell), formats["nombre" if cell == int(cell) else "decimal"])
        case datetime():
            page.write_datetime(row, place, cell, formats["moment"])
        case date():
            page.write_datetime(row, place, cell, formats["jour"])


def _write_text(page: Worksheet, row: int, place: int, text: str, formats: dict[str, Format], shown: str) -> None:
    """A text as it is: never a formula, a number or a link."""
    page.write_string(row, place, text[:_LONGEST], formats["signe" if text.startswith(FORMULA_SIGNS) else shown])
