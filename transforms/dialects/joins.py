"""A table of a file completed by another one of the same file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from contracts.deposits.columns import Dataset
from contracts.dialect import Jointure
from transforms.dialects.header import Head, Header, Months, Wanted
from transforms.dialects.lines import Lines, read_lines
from transforms.dialects.names import comparable
from transforms.dialects.rows import Rows
from transforms.dialects.values import Writing
from transforms.reading.coded import Coded
from transforms.reading.csv_header import Refusal

_WORTH = 10
"""Rows that completing may give, per line of the two tables: beyond, the key is no key, and memory would not do."""
_SMALL = 1000
"""Rows it may always give."""


@dataclass(frozen=True)
class Other:
    """A table that completes others: its `lines`, the texts of their key (`keys`), their cells by column of the dataset."""

    head: Head
    header: Header
    lines: Lines
    keys: list[pl.Series]
    cells: dict[str, Coded]

    def unread(self, read: Iterable[str]) -> tuple[str, ...]:
        """Names of its columns other than those (`read`)."""
        names = {comparable(name) for name in read}
        labels = zip(self.header.labels, self.header.names, strict=True)
        return tuple(dict.fromkeys(" ".join(label.split()) for label, name in labels if name and name not in names))


def read_other(head: Head, join: Jointure, dataset: Dataset, writing: Writing, months: Months, ignored: tuple[str, ...]) -> Other:
    """Reads a table that completes another.

    Args:
        head: the table.
        join: how it completes.
        dataset: that of the table completed.
        writing: how its cells are written.
        months: how months are, in its header.
        ignored: the lines that are no data, as in the table completed.

    Raises:
        Refusal: `colonnes_manquantes`, `colonne_en_double`, or as `RawTable.records`.
    """
    header = head.find(Wanted.of_join(join), months)
    if header.missing:
        raise Refusal("colonnes_manquantes", header.missing)
    places = {name: _there(header, name) for name in (*join.cle, *join.colonnes)}
    lines = read_lines(head.table, header.row, len(header.labels), set(places.values()), ignored)
    columns = {column.name: column for column in dataset.columns}
    cells = {name: writing.converted(lines.cells[places[there]], columns[name]) for there, name in join.colonnes.items()}
    keys = [lines.cells[places[there]].spread(lines.cells[places[there]].texts) for there in join.cle]
    return Other(head, header, lines, keys, cells)


def completed(rows: Rows, keys: list[Coded], other: Other) -> tuple[Rows, pl.Series, pl.Series]:
    """The rows with the cells of the lines of the other table that have the same key.

    Args:
        rows: the rows to complete; one with several matches is there several times, one without any once, its cells empty.
        keys: the texts of their key, in the order of that of `other`; an empty one matches nothing.
        other: the other table. A line that repeats another one, key and cells, does not serve.

    Returns:
        The rows; the rank of each line that has no match; whether each line of the other table served.

    Raises:
        Refusal: `jointure_demesuree`.
    """
    names = [f"cle{rank}" for rank in range(len(keys))]
    here = pl.DataFrame({name: key.spread(key.texts) for name, key in zip(names, keys, strict=True)}).with_row_index("ici")
    there = pl.DataFrame(dict(zip(names, other.keys, strict=True))).with_row_index("autre")
    cells = [cell.spread(cell.texts).alias(name) for name, cell in other.cells.items()]
    once = there.with_columns(cells).unique([*names, *other.cells], keep="first", maintain_order=True).select("autre", *names)
    matched = here.join(once.group_by(names).len("fois"), on=names)["fois"].sum()
    if matched > _WORTH * (here.height + there.height) + _SMALL:
        raise Refusal("jointure_demesuree", (other.head.table.name,))
    pairs = here.join(once, on=names, how="left", maintain_order="left_right")
    served = there["autre"].is_in(pairs["autre"].drop_nulls().unique().implode())
    result = rows.take(pairs["ici"]).having({name: _gathered(cell, pairs["autre"]) for name, cell in other.cells.items()})
    return result, result.ranks.filter(pairs["autre"].is_null()), served


def _there(header: Header, name: str) -> int:
    place = header.place((name,))
    assert place is not None  # none is missing
    return place


def _gathered(cell: Coded, places: pl.Series) -> Coded:
    """The cells at these places; none for a null place."""
    nothing = len(cell.texts)
    texts = pl.concat([cell.texts, pl.Series([None], dtype=pl.String)], rechunk=True)
    codes = cell.codes.gather(places.fill_null(0)) if len(cell.codes) else pl.repeat(0, len(places), dtype=pl.UInt32, eager=True)
    return Coded(codes.set(places.is_null(), nothing), texts)
