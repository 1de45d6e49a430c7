"""The records of a text below its header, by a fast parser, block after block; those it refuses are looked at one by one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl
import pyarrow as pa
import pyarrow.csv

from transforms.dialects.limits import Limits
from transforms.dialects.raw import Records, Row
from transforms.reading.csv_fields import read_record
from transforms.reading.csv_header import Refusal

_BLANKS = ' \t\r\n"'
"""Signs of a record without any text, besides its separators."""


@dataclass(frozen=True)
class Layout:
    """How the records of a text are laid out.

    Attributes:
        separateur: the sign between two fields.
        after: rank of the header.
        width: columns of the header.
        fields: fields of a record, more than `width` when lines end with separators that no column follows.
        limits: what is admitted.
    """

    separateur: str
    after: int
    width: int
    fields: int
    limits: Limits


def read_blocks(text: bytes | memoryview, layout: Layout) -> Iterator[Records]:
    """The records of `text`, which starts after the header. Raises Refusal (`csv_invalide`)."""
    if not len(text):
        return
    others, rank = _Others(layout), layout.after
    source = pa.BufferReader(pa.py_buffer(text))
    try:
        # Closed by `with`: a reader left open may abort the process when it ends.
        with pyarrow.csv.open_csv(source, **_options(layout, others)) as reader:
            for batch in reader:
                part = others.taken(rank, batch.num_rows)
                yield _block(batch, rank, part, layout)
                rank += batch.num_rows + len(part)
    except pa.ArrowInvalid as error:
        if others.refused or "Empty CSV" not in str(error):
            raise Refusal("csv_invalide") from None
    yield _records([], list(others.waiting), layout)


@dataclass
class _Other:
    """A record with another number of fields than most; a blank one has no cells."""

    rank: int
    cells: Row


@dataclass
class _Others:
    """Records the parser did not want, in order. The parser runs ahead of what it yields: they wait."""

    layout: Layout
    waiting: deque[_Other] = field(default_factory=deque)
    count: int = 0
    kept: int = 0
    refused: bool = False

    def add(self, row: pyarrow.csv.InvalidRow) -> str:
        """Notes a record and tells the parser to go on, or to stop when there are too many."""
        layout = self.layout
        cells: Row = []
        if row.text.strip(layout.separateur + _BLANKS):
            try:
                cells, _ = read_record(row.text.encode(), 0, layout.separateur, layout.limits.colonnes)
            except Refusal:
                self.refused = True
        self.waiting.append(_Other(row.number + layout.after, cells))
        self.count += 1
        self.kept += len(cells)
        self.refused |= self.count > layout.limits.lignes or self.kept > layout.limits.cellules
        return "error" if self.refused else "skip"

    def taken(self, rank: int, height: int) -> list[_Other]:
        """Those before the last of `height` good records that follow rank `rank`."""
        part: list[_Other] = []
        while self.waiting and self.waiting[0].rank <= rank + height + len(part):
            part.append(self.waiting.popleft())
        return part


def _block(batch: pa.RecordBatch, rank: int, part: list[_Other], layout: Layout) -> Records:
    ranks = pl.int_range(rank + 1, rank + 1 + batch.num_rows + len(part), dtype=pl.Int32, eager=True)
    if part:
        ranks = ranks.filter(~ranks.is_in([other.rank for other in part]))
    cells = pl.from_arrow(batch).with_columns(pl.all().replace("", None))
    beyond = [name for name in cells.columns if int(name) >= layout.width]
    filled = pl.any_horizontal(pl.exclude("rang").str.strip_chars() != "")
    cells = cells.with_columns(ranks.alias("rang")).filter(filled)
    if beyond:
        wrong = pl.any_horizontal(pl.col(beyond).is_not_null())
        part = part + [_Other(row[-1], list(row[:-1])) for row in cells.filter(wrong).rows()]
        cells = cells.filter(~wrong).drop(beyond)
    return _records([cells], part, layout)


def _records(parts: list[pl.DataFrame], others: list[_Other], layout: Layout) -> Records:
    """Good records of a block, and the others that are not blank."""
    schema = {str(rank): pl.String for rank in range(layout.width)} | {"rang": pl.Int32}
    cells = pl.concat([pl.DataFrame(schema=schema), *parts], how="diagonal").select(list(schema))
    return Records(cells.drop("rang"), cells["rang"], sorted((other.rank, other.cells) for other in others if other.cells))


def _options(layout: Layout, others: _Others) -> dict[str, object]:
    names = [str(rank) for rank in range(layout.fields)]
    return {
        "read_options": pyarrow.csv.ReadOptions(use_threads=False, block_size=layout.limits.enregistrement, column_names=names),
        "parse_options": pyarrow.csv.ParseOptions(
            delimiter=layout.separateur, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=others.add
        ),
        "convert_options": pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
    }
