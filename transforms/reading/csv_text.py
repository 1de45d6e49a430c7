"""One CSV file of the pivot form as text columns: its records with their rank. No cell is interpreted.

Ranks are those a spreadsheet shows: the header is 1, and a line break inside quotes does not start a record. Columns are read as
dictionaries (distinct texts and, for each record, the place of its text among them): what follows is done once per text.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO, RawIOBase
from typing import BinaryIO

import polars as pl
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv

from contracts.deposits.columns import Dataset
from transforms.reading.csv_header import HEADER_MAX, Header, Refusal, read_header
from transforms.reading.csv_quotes import BLOCK, Mended, mended

FILLED = "rempli"
"""Column that says whether a column the contract does not name had a text."""

PLACES = {"rang": pl.UInt32, "ligne": pl.Int32}
"""Where a record is: the number of its file among those read together, and its rank in the file."""

_TEXT = pa.dictionary(pa.int32(), pa.string())

_END = "fin"
"""Cells of a record added after the last one: if it is not read back, a quotation mark left open has swallowed it."""


@dataclass
class TextRows:
    """Records of one file, of a part of one, or of several files.

    `cells` has the dataset's columns as dictionaries of texts (and `rempli` when a file has other columns), for the records with
    the right number of fields, and `places` says where each is (`PLACES`); `ragged` says where the other records are.
    """

    cells: pa.Table
    places: pl.DataFrame
    ragged: pl.DataFrame

    def moved(self, rang: int) -> TextRows:
        """The same records, of file number `rang`."""
        number = pl.lit(rang, pl.UInt32).alias("rang")
        return TextRows(self.cells, self.places.with_columns(number), self.ragged.with_columns(number))


def stacked(parts: Sequence[TextRows], dataset: Dataset) -> TextRows:
    """Records of several parts of one dataset, one below the other."""
    nothing = TextRows(_no_records(dataset), pl.DataFrame(schema=PLACES), pl.DataFrame(schema=PLACES))
    every = [nothing, *parts]
    return TextRows(
        pa.concat_tables([part.cells for part in every], promote_options="permissive"),
        pl.concat([part.places for part in every]),
        pl.concat([part.ragged for part in every]),
    )


@dataclass
class RawRows:
    """What the parser gives of some bytes: `cells`, and the ranks of the records it skipped.

    `after` is the rank of the record before the first one; `ragged` holds the ranks of those with a wrong number of fields,
    `blank` those of empty lines whose separators are not as many as in the header.
    """

    cells: pa.Table
    after: int = 1
    ragged: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)

    def ranks(self) -> pl.Series:
        """The rank of each record of `cells`: the ranks of ragged and blank ones are skipped, the others follow each other."""
        skipped = [*self.ragged, *self.blank]
        last = self.after + self.cells.num_rows + len(skipped)
        ranks = pl.int_range(self.after + 1, last + 1, dtype=pl.Int32, eager=True).alias("ligne")
        return ranks.filter(~ranks.is_in(skipped)) if skipped else ranks

    def placed(self) -> TextRows:
        """These records as those of one file, number 0."""
        return TextRows(self.cells, _places(self.ranks()), _places(pl.Series("ligne", self.ragged, dtype=pl.Int32)))


def _places(ranks: pl.Series) -> pl.DataFrame:
    return ranks.to_frame().select(pl.lit(0, pl.UInt32).alias("rang"), "ligne")


def read_text(content: bytes, dataset: Dataset) -> tuple[Header, TextRows]:
    """Reads a whole small file.

    Raises:
        Refusal: the file cannot be read as the pivot form of this dataset.
    """
    header = read_header(content[:HEADER_MAX], dataset)
    return header, read_body(content, header, dataset)


def read_body(content: bytes, header: Header, dataset: Dataset) -> TextRows:
    """The records of a whole small file whose header is known. Raises as `read_text`."""
    raw = read_records(mended(content, header) + _end(header), header, dataset, after=1)
    return _without_end(header, raw).placed()


def read_records(body: bytes, header: Header, dataset: Dataset, after: int) -> RawRows:
    """Reads the records of `body`; `after` is the rank given to what precedes them.

    Raises:
        Refusal: `encodage` or `csv_invalide`.
    """
    skipped = _Skipped(after)
    try:
        table = pyarrow.csv.read_csv(BytesIO(body), **_options(header, dataset, skipped))
    except pa.ArrowInvalid as error:
        raise _refusal(error) from None
    return RawRows(_at_the_door(table, dataset), after, *skipped.among(skipped.ranks))


def stream_text(source: BinaryIO, dataset: Dataset) -> Iterator[tuple[Header, TextRows]]:
    """Reads a large file part by part, in bounded memory; `source` is at its start. Raises as `read_text`."""
    head = source.read(HEADER_MAX)
    header = read_header(head, dataset)
    below = Mended(_Chain([BytesIO(head[header.body :]), source]), len(header.names) + 1)
    followed = _Chain([below, BytesIO(_end(header))])
    skipped = _Skipped(1)
    held, rank = RawRows(_no_records(dataset)), 1
    try:
        # Closed by `with`: a reader left open may abort the process when it ends.
        with pyarrow.csv.open_csv(followed, **_options(header, dataset, skipped)) as reader:
            for batch in reader:
                if held.cells.num_rows:
                    yield header, held.placed()
                part = skipped.before_the_last(rank, batch.num_rows)
                held = RawRows(_at_the_door(pa.Table.from_batches([batch]), dataset), rank, *skipped.among(part))
                rank += batch.num_rows + len(part)
    except pa.ArrowInvalid as error:
        raise _refusal(error) from None
    yield header, _without_end(header, held).placed()


def record(header: Header, cell: str) -> bytes:
    """A record of our own, every cell of which is `cell`."""
    return (";".join([cell] * len(header.names)) + "\n").encode()


def _end(header: Header) -> bytes:
    return b"\n" + record(header, _END)


def _without_end(header: Header, raw: RawRows) -> RawRows:
    """The rows without the record added after the last one."""
    height = raw.cells.num_rows - 1
    last = raw.cells.slice(max(height, 0)).to_pylist()
    if not last or any(last[0][name] != _END for name in header.known):
        raise Refusal("csv_invalide")
    return RawRows(raw.cells.slice(0, height), raw.after, raw.ragged, raw.blank)


class _Chain(RawIOBase):
    """Several sources, one after the other. Each read is filled: the CSV reader takes a short one for a whole block."""

    def __init__(self, parts: list[BinaryIO]) -> None:
        super().__init__()
        self.parts = parts

    def readable(self) -> bool:
        """It is only read."""
        return True

    def readinto(self, buffer: memoryview) -> int:
        """Fills `buffer` as far as there are bytes."""
        view, done = memoryview(buffer), 0
        while self.parts and done < len(view):
            read = self.parts[0].readinto(view[done:])
            done += read
            if not read:
                self.parts.pop(0)
        return done


@dataclass
class _Skipped:
    """Ranks of the records that do not have the number of fields of the header, in order; `blank` are those without any text."""

    after: int
    ranks: list[int] = field(default_factory=list)
    blank: set[int] = field(default_factory=set)

    def add(self, row: pyarrow.csv.InvalidRow) -> str:
        """Notes a record and tells the parser to go on."""
        self.ranks.append(row.number + self.after)
        if not row.text.strip('; \t\r\n"'):
            self.blank.add(row.number + self.after)
        return "skip"

    def before_the_last(self, rank: int, height: int) -> list[int]:
        """Those met before the last of `height` good records after `rank`: the parser runs ahead of what it yields."""
        part: list[int] = []
        for line in self.ranks:
            if rank < line <= rank + height + len(part):
                part.append(line)
        return part

    def among(self, ranks: list[int]) -> tuple[list[int], list[int]]:
        """Of these ranks, the ragged and the blank."""
        return [line for line in ranks if line not in self.blank], [line for line in ranks if line in self.blank]


def _at_the_door(table: pa.Table, dataset: Dataset) -> pa.Table:
    """Drops the columns the contract does not name; `rempli` keeps whether one of them had a text, so that no line is lost."""
    _refuse_another_header(table, dataset)
    others = [name for name in table.column_names if name not in dataset.names]
    if not others:
        return table
    filled = [pyarrow.compute.greater(pyarrow.compute.binary_length(table[name]), 0) for name in others]
    return table.select(list(dataset.names)).append_column(FILLED, functools.reduce(pyarrow.compute.or_, filled))


def _refuse_another_header(table: pa.Table, dataset: Dataset) -> None:
    """Raises Refusal (`tables_multiples`): below a second header with other names, cells are not what the first one says."""
    first = dataset.columns[0].name
    for chunk in table[first].chunks:
        place = chunk.dictionary.index(first).as_py()
        if place < 0:
            continue
        for row in table.filter(pyarrow.compute.equal(table[first].cast(pa.string()), first)).select(dataset.names).to_pylist():
            if any(text and text.strip() != name for name, text in row.items()):
                raise Refusal("tables_multiples")


def _no_records(dataset: Dataset) -> pa.Table:
    return pa.schema([(name, _TEXT) for name in dataset.names]).empty_table()


def _options(header: Header, dataset: Dataset, skipped: _Skipped) -> dict[str, object]:
    # Columns the contract does not name are looked at only to see whether a line is empty (`_at_the_door`).
    names = [name if name in dataset.names else f"\0{rank}" for rank, name in enumerate(header.names)]
    others = [name for name in names if name not in dataset.names]
    return {
        "read_options": pyarrow.csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names),
        "parse_options": pyarrow.csv.ParseOptions(
            delimiter=";", newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skipped.add
        ),
        "convert_options": pyarrow.csv.ConvertOptions(
            column_types={name: _TEXT for name in dataset.names} | {name: pa.binary() for name in others},
            include_columns=[*dataset.names, *others],
            include_missing_columns=True,
            strings_can_be_null=False,
        ),
    }


def _refusal(error: pa.ArrowInvalid) -> Refusal:
    return Refusal("encodage" if "UTF8" in str(error) else "csv_invalide")
