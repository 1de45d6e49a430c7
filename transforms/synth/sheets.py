"""Invented workbooks and archives, in bytes that are the same on every machine: fixed dates, members stored as they are.

A compressed member would depend on the version of the compression library.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | date | None
"""A text, a number, a day (shown `jj/mm/aaaa`), or nothing."""

_MADE = datetime(2026, 7, 1, tzinfo=UTC)
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Page:
    """One sheet: its rows from A1, blocks of cells merged down a column (first row, last row, column, from 0), hidden or not."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[tuple[int, int, int]] = field(default_factory=tuple)
    hidden: bool = False


def workbook_bytes(pages: Iterable[Page]) -> bytes:
    """The workbook that holds these sheets."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    book.set_properties({"created": _MADE})
    shown = book.add_format({"num_format": "dd/mm/yyyy"})
    for page in pages:
        _lay_out(book.add_worksheet(page.name), page, shown)
    book.close()
    with ZipFile(buffer) as written:
        return archive_bytes((name, written.read(name)) for name in written.namelist())


def archive_bytes(members: Iterable[tuple[str, bytes]]) -> bytes:
    """The zip that holds these members, in this order."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name, content in members:
            entry = ZipInfo(name, _MADE.timetuple()[:6])
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def _lay_out(sheet: Worksheet, page: Page, shown: Format) -> None:
    if page.hidden:
        sheet.hide()
    for rank, row in enumerate(page.rows):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(rank, place, cell, shown)
            elif cell is not None:
                sheet.write(rank, place, cell)
    for first, last, place in page.merged:
        sheet.merge_range(first, place, last, place, page.rows[first][place])
