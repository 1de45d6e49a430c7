"""Columns of text as distinct texts and codes: what depends on a cell alone is done once per distinct text, then spread by code.

The texts of a batch live as long as the batch: they may be the numbers of persons, and are in no cache.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from transforms.reading.csv_text import FILLED, TextRows


@dataclass(frozen=True)
class Coded:
    """One column. `texts` holds each text it has (null: no text), `codes` the place of each cell's text among them."""

    codes: pl.Series
    texts: pl.Series

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> Coded:
        """A column of Arrow dictionaries; a null cell has no text."""
        chunks = column.unify_dictionaries().chunks
        if not chunks:
            return cls(pl.Series(dtype=pl.UInt32), pl.Series(dtype=pl.String))
        texts = pl.Series(chunks[0].dictionary, dtype=pl.String)
        codes = pl.Series(pa.chunked_array([chunk.indices for chunk in chunks])).cast(pl.UInt32)
        if codes.null_count():
            codes, texts = codes.fill_null(len(texts)), texts.append(pl.Series([None], dtype=pl.String))
        return cls(codes, texts)

    def trimmed(self) -> Coded:
        """Without the white space (no-break spaces included) around each text; an empty text becomes null."""
        texts = self.texts.str.strip_chars()
        return Coded(self.codes, texts.set(texts == "", None))

    def spread(self, values: pl.Series) -> pl.Series:
        """The value of each cell; `values` has one for each text."""
        return values.gather(self.codes)

    def filter(self, mask: pl.Series) -> Coded:
        """The cells for which `mask` is true."""
        return Coded(self.codes.filter(mask), self.texts)


@dataclass(frozen=True)
class CodedRows:
    """The records of a batch: `places` (`rang`, `ligne`), and their cells, trimmed, by column."""

    places: pl.DataFrame
    cells: dict[str, Coded]


def coded_rows(text: TextRows, names: tuple[str, ...]) -> CodedRows:
    """The trimmed cells of the columns `names`. A record whose every cell is empty is none, and is left out."""
    cells = {name: Coded.of(text.cells[name]).trimmed() for name in names}
    empty = _empty_rows(text, list(cells.values()))
    if not empty.any():
        return CodedRows(text.places, cells)
    return CodedRows(text.places.filter(~empty), {name: cell.filter(~empty) for name, cell in cells.items()})


def _empty_rows(text: TextRows, cells: list[Coded]) -> pl.Series:
    empty = pl.repeat(True, text.places.height, dtype=pl.Boolean, eager=True)
    if FILLED in text.cells.column_names:
        empty = ~pl.Series(text.cells[FILLED], dtype=pl.Boolean).fill_null(False)
    for cell in cells:
        if not empty.any():
            break
        empty &= cell.spread(cell.texts.is_null())
    return empty
