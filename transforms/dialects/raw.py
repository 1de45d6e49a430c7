"""What a reader gives of a sender's file before anything is interpreted: its tables, as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

HEAD_ROWS = 40
"""Rows in which the header of a table is looked for."""

Row = list[str | None]


@dataclass(frozen=True)
class Records:
    """Some records that follow the header.

    Attributes:
        cells: one String column per column of the header (`"0"`, `"1"`…); null is an empty cell. Text is as typed.
        ranks: the rank of each record as a spreadsheet shows it (Int32): a record of a text counts for one whatever its lines.
        ragged: rank and cells of each record that has not the number of fields of the header (a text only; blank lines left out).
    """

    cells: pl.DataFrame
    ranks: pl.Series
    ragged: list[tuple[int, Row]] = field(default_factory=list)


class RawTable(Protocol):
    """One table of a file: a text, a sheet of a workbook, a member of an archive.

    `name` is that of the sheet or member ("" for a text file alone), `hidden` says a hidden sheet, `head` holds the first rows
    (`HEAD_ROWS` at most, empty ones included, each of its own length), `serials` whether a number may be a serial date of Excel.
    """

    name: str
    hidden: bool
    head: list[Row]
    serials: bool

    def records(self, after: int, width: int) -> Iterator[Records]:
        """The records after row `after` (1 is the first row), block after block, in order; `width` is that of the header.

        Raises:
            Refusal: the rest of the table cannot be read (`csv_invalide`, `encodage`…).
        """
