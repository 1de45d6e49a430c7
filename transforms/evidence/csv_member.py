"""How a table is written in the archive of evidence: UTF-8, `;`, one header, and no text that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from transforms.decisions.json_text import json_text
from transforms.sheets.workbook import FORMULA_SIGNS

Rows = Iterable[Sequence[Any]]


def csv_bytes(columns: Sequence[str], rows: Rows) -> bytes:
    """The bytes of a table.

    Args:
        columns: names of the columns.
        rows: as wide as `columns`; amounts and dates are written as in the record of a decision, true and false as 1 and 0.
    """
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode()


def _cell(value: Any) -> Any:
    """None is an empty cell. A text that a spreadsheet would take for a formula gets an apostrophe in front of it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_SIGNS) else value
    return json_text(value)
