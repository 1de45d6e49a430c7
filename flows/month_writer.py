"""Writes the tables of one pigeonhole part after part; what a file gave can be taken back while it is not read to its end.

A table without a row has no part.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from flows.store import parts, write_part
from transforms.reading.month_tables import MONTH_TABLES


class MonthWriter:
    """The tables (`MONTH_TABLES`) being written in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written = dict.fromkeys(MONTH_TABLES, 0)

    def write(self, table: str, frame: pl.DataFrame) -> None:
        """Adds rows to a table; the columns of the table are taken from `frame`."""
        if frame.height:
            columns = MONTH_TABLES[table].items()
            write_part(self.folder, table, self.written[table], frame.select(pl.col(name).cast(dtype) for name, dtype in columns))
            self.written[table] += 1

    def mark(self) -> dict[str, int]:
        """What has been written so far."""
        return dict(self.written)

    def take_back(self, mark: dict[str, int]) -> None:
        """Removes what was written since `mark`."""
        for table, kept in mark.items():
            for path in parts([self.folder], table)[kept:]:
                path.unlink()
        self.written = dict(mark)
