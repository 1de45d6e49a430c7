"""Columns of one dataset under construction, as distinct texts and codes, and the text rows they end as."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import pyarrow as pa
import pyarrow.compute

from contracts.deposits.columns import Dataset
from transforms.reading.coded import Coded
from transforms.reading.csv_text import FILLED, PLACES, TextRows


@dataclass(frozen=True)
class Rows:
    """Rows: the rank of the line each comes from, and their cells by name."""

    ranks: pl.Series
    cells: dict[str, Coded]

    def take(self, places: pl.Series) -> Rows:
        """The rows at these places; a row may be taken several times."""
        cells = {name: Coded(cell.codes.gather(places), cell.texts) for name, cell in self.cells.items()}
        return Rows(self.ranks.gather(places), cells)

    def filter(self, mask: pl.Series) -> Rows:
        """The rows for which `mask` is true."""
        return Rows(self.ranks.filter(mask), {name: cell.filter(mask) for name, cell in self.cells.items()})

    def having(self, cells: dict[str, Coded]) -> Rows:
        """The same rows with other cells besides; a name that is already there is replaced."""
        return Rows(self.ranks, self.cells | cells)


def constant(text: str | None, height: int) -> Coded:
    """The same text in every row."""
    return Coded(pl.repeat(0, height, dtype=pl.UInt32, eager=True), pl.Series([text], dtype=pl.String))


def is_null(cell: Coded) -> pl.Series:
    """Whether each cell is empty."""
    return cell.spread(cell.texts.is_null())


def text_rows(rows: Rows, ragged: list[int], dataset: Dataset) -> TextRows:
    """The rows as those of one file of the pivot form, number 0: every column of the dataset, those that are not there empty.

    `rempli` says that each is a line, even if nothing of it is read.
    """
    height = len(rows.ranks)
    columns = [_dictionary(rows.cells.get(name), height) for name in dataset.names]
    table = pa.table([*columns, pa.repeat(True, height)], names=[*dataset.names, FILLED])
    return TextRows(table, places(rows.ranks), places(pl.Series("ligne", ragged, dtype=pl.Int32)))


def places(ranks: pl.Series) -> pl.DataFrame:
    """`rang` (0) and `ligne` of some lines."""
    return ranks.alias("ligne").to_frame().select(pl.lit(0, PLACES["rang"]).alias("rang"), pl.col("ligne").cast(PLACES["ligne"]))


def faults_at(ranks: pl.Series, column: str | None, rule: str) -> pl.DataFrame:
    """One fault per line (`rang`, `ligne`, `colonne`, `regle`)."""
    return places(ranks).with_columns(pl.lit(column, pl.String).alias("colonne"), pl.lit(rule).alias("regle"))


def _dictionary(cell: Coded | None, height: int) -> pa.DictionaryArray:
    # A null text would be in the dictionary, which Arrow cannot unify with another: the code is null instead.
    if cell is None:
        return pa.DictionaryArray.from_arrays(pa.nulls(height, pa.int32()), pa.array([], pa.string()))
    texts, codes = cell.texts.to_arrow().cast(pa.string()), cell.codes.to_arrow().cast(pa.int32())
    if texts.null_count:
        empty = pyarrow.compute.take(pyarrow.compute.is_null(texts), codes)
        codes = pyarrow.compute.if_else(empty, pa.scalar(None, pa.int32()), codes)
        texts = pyarrow.compute.fill_null(texts, "")
    return pa.DictionaryArray.from_arrays(codes, texts)
