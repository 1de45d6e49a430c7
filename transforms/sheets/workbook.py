"""Sheets laid out as an .xlsx workbook, in bytes: the same sheets always give the same bytes.

Every text is written as text, whatever it begins with: nothing here is a formula, a link or a macro. Text that a spreadsheet
would take for a formula once edited is marked as text for good.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from transforms.sheets.cells import Cell, Code, Column, Euros, Rate, Row, Share, Sheet

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins with one of these can become a formula."""

_LONGEST = 32_000
"""Characters of one cell; a spreadsheet takes 32,767."""

_DIGITS = 15
"""Digits of a number that every spreadsheet keeps."""

_A4 = 9
_LINE = 15
"""Height of a line of text, in points."""
_IN_MEMORY = 400_000
"""Cells held in memory at most: a larger workbook goes row by row through temporary files."""

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

_SHOWN: dict[str, dict[str, Any]] = {
    "phrase": {},
    "longue_phrase": {"text_wrap": True},
    "texte": {"align": "left", "indent": 1},
    "long": {"text_wrap": True, "align": "left", "indent": 1},
    "signe": {"text_wrap": True, "quote_prefix": True},
    "nombre": {"num_format": "#,##0"},
    "decimal": {"num_format": "#,##0.##"},
    "part": {"num_format": "0.0\N{NO-BREAK SPACE}%"},
    "taux": {"num_format": "0.00\N{NO-BREAK SPACE}%"},
    "euros": {"num_format": "#,##0.00\N{NO-BREAK SPACE}[$€-40C]"},
    "fort": {"align": "left", "indent": 1, "bold": True},
    "jour": {"num_format": "dd/mm/yyyy", "align": "center"},
    "moment": {"num_format": "dd/mm/yyyy hh:mm"},
    "titre": {"bold": True, "font_size": 14},
    "sous_titre": {"bold": True, "font_size": 12, "font_color": "#1F3864"},
    "entete": {
        "align": "left",
        "indent": 1,
        "bold": True,
        "text_wrap": True,
        "bg_color": "#1F3864",
        "font_color": "#FFFFFF",
        "border": 1,
    },
    "bien": {"align": "left", "indent": 1, "bg_color": "#E2EFDA", "font_color": "#1E4620"},
    "mal": {"align": "left", "indent": 1, "bg_color": "#FCE4D6", "font_color": "#7B2C00"},
    "attente": {"align": "left", "indent": 1, "bg_color": "#FFF2CC", "font_color": "#5C4400"},
    "neutre": {"align": "left", "indent": 1, "bg_color": "#EDEDED", "font_color": "#333333"},
}


def workbook(sheets: tuple[Sheet, ...], title: str, made: date, footer: str = "") -> bytes:
    """The bytes of a workbook.

    Args:
        sheets: its sheets, in order; their names are plain and short.
        title: its title, among its properties.
        made: the day, or the moment in universal time, that it says it was made, which the clock must not decide.
        footer: what is printed at the foot of each page, besides the name of the sheet and the number of the page.
    """
    buffer = BytesIO()
    small = sum(len(sheet.rows) * len(sheet.columns) for sheet in sheets) <= _IN_MEMORY
    book = xlsxwriter.Workbook(buffer, _OPTIONS | ({"in_memory": True} if small else {"constant_memory": True}))
    # XlsxWriter writes it as it is, as universal time.
    moment = made.replace(microsecond=0) if isinstance(made, datetime) else datetime(made.year, made.month, made.day, tzinfo=UTC)
    book.set_properties({"title": title, "author": "cibles", "created": moment})
    formats = {name: book.add_format({"valign": "top"} | shown) for name, shown in _SHOWN.items()}
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        _set_up(page, footer)
        _lay_out(page, sheet, formats)
    book.close()
    return buffer.getvalue()


def _set_up(page: Worksheet, footer: str) -> None:
    """How it is printed; a FINESS number is a text on purpose."""
    page.set_paper(_A4)
    page.set_landscape()
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    left = f"{footer.replace('&', '&&')} – &A" if footer else "&A"
    page.set_footer(f"&L{left}&RPage &P sur &N")
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _lay_out(page: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
    if not sheet.columns:
        page.set_column(0, 0, 140)
    for rank, sentence in enumerate(sheet.sentences):
        shown = "longue_phrase" if not sheet.columns else "titre" if rank == 0 else "phrase"
        _write_text(page, rank, 0, sentence, formats, shown)
    header = len(sheet.sentences)
    if sheet.blocks:
        _write_blocks(page, sheet, header, formats)
    elif sheet.columns:
        _write_header(page, header, tuple(column.title for column in sheet.columns), sheet.columns, formats)
        page.freeze_panes(header + 1, sheet.frozen)
        page.repeat_rows(header)
        if sheet.printed:
            page.print_area(0, 0, header + len(sheet.rows), sheet.printed - 1)
        page.autofilter(header, 0, header + max(1, len(sheet.rows)), len(sheet.columns) - 1)
        _write_rows(page, header + 1, sheet.rows, sheet.columns, formats)


def _write_blocks(page: Worksheet, sheet: Sheet, top: int, formats: dict[str, Format]) -> None:
    """The tables of a sheet, a line left empty above each."""
    for block in sheet.blocks:
        _write_text(page, top + 1, 0, block.title, formats, "sous_titre")
        _write_header(page, top + 2, block.titles, sheet.columns, formats)
        _write_rows(page, top + 3, block.rows, sheet.columns[: len(block.titles)], formats)
        top += 3 + len(block.rows)


def _write_header(
    page: Worksheet, row: int, titles: tuple[str, ...], columns: tuple[Column, ...], formats: dict[str, Format]
) -> None:
    lines = max(len(wrap(title, column.width - 3)) for title, column in zip(titles, columns, strict=False))
    page.set_row(row, lines * _LINE + 3)
    for place, title in enumerate(titles):
        page.write_string(row, place, title, formats["entete"])


def _write_rows(
    page: Worksheet, top: int, rows: tuple[Row, ...], columns: tuple[Column, ...], formats: dict[str, Format]
) -> None:
    for rank, row in enumerate(rows, top):
        if (lines := _lines(row, columns)) > 1:
            page.set_row(rank, lines * _LINE)
        for place, cell in enumerate(row):
            if cell is not None:
                _write(page, rank, place, cell, formats, "long" if columns[place].wrapped else "texte")


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
            _write_number(page, row, place, Decimal(cell), formats["nombre"])
        case Share():
            _write_number(page, row, place, cell.value, formats["part"])
        case Rate():
            _write_number(page, row, place, cell.value, formats["taux"])
        case Euros():
            _write_number(page, row, place, cell.value, formats["euros"])
        case Code():
            page.write_string(row, place, cell.text, formats[cell.weight])
        case Decimal():
            _write_number(page, row, place, cell, formats["nombre" if cell == int(cell) else "decimal"])
        case datetime():
            page.write_datetime(row, place, cell, formats["moment"])
        case date():
            page.write_datetime(row, place, cell, formats["jour"])


def _write_number(page: Worksheet, row: int, place: int, value: Decimal, shown: Format) -> None:
    """A number, or its text when a spreadsheet could not hold it exactly (more than 15 digits)."""
    if len(value.normalize().as_tuple().digits) > _DIGITS:
        page.write_string(row, place, f"{value:f}")
    else:
        page.write_number(row, place, float(value), shown)


def _write_text(page: Worksheet, row: int, place: int, text: str, formats: dict[str, Format], shown: str) -> None:
    """A text as it is: never a formula, a number or a link."""
    page.write_string(row, place, text[:_LONGEST], formats["signe" if text.startswith(FORMULA_SIGNS) else shown])
