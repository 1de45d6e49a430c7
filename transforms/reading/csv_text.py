"""One CSV file of the pivot form as text columns: separator, header, records with their rank. No cell is interpreted.

Ranks are those a spreadsheet shows: the header is 1, and a line break inside quotes does not start a record.
"""

from __future__ import annotations

import csv
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

_BOM = b"\xef\xbb\xbf"
_HEADER_MAX = 64 * 1024
_BLOCK = 8 * 1024 * 1024
"""Bytes parsed at once; a record longer than this is refused (`csv_invalide`)."""

FILLED = "rempli"
"""Column that says whether a column the contract does not name had a text."""

_END = "fin"
"""Cells of a record added after the last one: if it is not read back, a quotation mark left open has swallowed it."""


class Refusal(Exception):
    """The whole file is set aside. `rule` is one of `FILE_RULES`; `columns` names the columns of the contract at fault."""

    def __init__(self, rule: str, columns: tuple[str, ...] = ()) -> None:
        super().__init__(rule)
        self.rule = rule
        self.columns = columns


@dataclass
class Header:
    """The header of a file: the known columns it has, those it adds, and where the records start."""

    known: tuple[str, ...]
    ignored: tuple[str, ...]
    names: tuple[str, ...]
    body: int


@dataclass
class TextRows:
    """Part of a file: `cells` has the dataset's columns as text, for the records with the right number of fields.

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

    @property
    def rows(self) -> pl.DataFrame:
        """The cells with `ligne`, the rank of their record."""
        return as_frame([self])


def read_header(head: bytes, dataset: Dataset) -> Header:
    """Reads the header from the first bytes of a file.

    Raises:
        Refusal: `fichier_vide`, `encodage`, `separateur`, `colonnes_manquantes` or `colonne_en_double`.
    """
    start = len(_BOM) if head.startswith(_BOM) else 0
    if not head[start:].strip():
        raise Refusal("fichier_vide")
    line, body = _first_line(head, start)
    try:
        names = tuple(name.strip() for name in next(csv.reader([line], delimiter=";"), []))
    except csv.Error:  # line ends of the old Macintosh, or a stray quotation mark
        raise Refusal("csv_invalide") from None
    missing = tuple(c.name for c in dataset.columns if c.required and c.name not in names)
    if missing and len(names) == 1 and any(sign in line for sign in ",\t|"):
        raise Refusal("separateur")
    if missing:
        raise Refusal("colonnes_manquantes", missing)
    twice = tuple(dict.fromkeys(name for name in names if name in dataset.names and names.count(name) > 1))
    if twice:
        raise Refusal("colonne_en_double", twice)
    known = tuple(name for name in names if name in dataset.names)
    return Header(known, tuple(name for name in names if name not in dataset.names), names, body)


def _first_line(head: bytes, start: int) -> tuple[str, int]:
    if b"\0" in head[:256]:
        raise Refusal("encodage")
    end = head.find(b"\n", start)
    while end >= 0 and head.count(b'"', start, end) % 2:  # a line break inside a quoted name
        end = head.find(b"\n", end + 1)
    if end < 0 and (len(head) >= _HEADER_MAX or head.count(b'"', start) % 2):
        raise Refusal("csv_invalide")
    body = end + 1 if end >= 0 else len(head)
    try:
        return head[start:body].decode("utf-8").rstrip("\r\n"), body
    except UnicodeDecodeError:
        raise Refusal("encodage") from None


def read_text(content: bytes, dataset: Dataset) -> tuple[Header, TextRows]:
    """Reads a whole small file.

    Raises:
        Refusal: the file cannot be read as the pivot form of this dataset.
    """
    header = read_header(content[:_HEADER_MAX], dataset)
    skipped = _Skipped()
    try:
        table = pyarrow.csv.read_csv(BytesIO(content[header.body :] + _end(header)), **_options(header, dataset, skipped))
    except pa.ArrowInvalid as error:
        raise _refusal(error) from None
    return header, _without_end(header, TextRows(_at_the_door(table, dataset), 1, *skipped.among(skipped.ranks)))


def stream_text(source: BinaryIO, dataset: Dataset) -> Iterator[tuple[Header, TextRows]]:
    """Reads a large file part by part, in bounded memory; `source` is at its start and seekable. Raises as `read_text`."""
    header = read_header(source.read(_HEADER_MAX), dataset)
    source.seek(header.body)
    skipped = _Skipped()
    held, rank = TextRows(_no_records(dataset)), 1
    try:
        # Closed by `with`: a reader left open may abort the process when it ends.
        with pyarrow.csv.open_csv(_Followed(source, _end(header)), **_options(header, dataset, skipped)) as reader:
            for batch in reader:
                if held.cells.num_rows:
                    yield header, held
                part = skipped.before_the_last(rank, batch.num_rows)
                held = TextRows(_at_the_door(pa.Table.from_batches([batch]), dataset), rank, *skipped.among(part))
                rank += batch.num_rows + len(part)
    except pa.ArrowInvalid as error:
        raise _refusal(error) from None
    yield header, _without_end(header, held)


def _end(header: Header) -> bytes:
    return ("\n" + ";".join([_END] * len(header.names)) + "\n").encode()


def _without_end(header: Header, text: TextRows) -> TextRows:
    """The rows without the record added after the last one."""
    height = text.cells.num_rows - 1
    last = text.cells.slice(max(height, 0)).to_pylist()
    if not last or any(last[0][name] != _END for name in header.known):
        raise Refusal("csv_invalide")
    return TextRows(text.cells.slice(0, height), text.after, text.ragged, text.blank)


class _Followed(RawIOBase):
    """A file, then some bytes. Each read is filled: the CSV reader takes a short one for a whole block."""

    def __init__(self, source: BinaryIO, tail: bytes) -> None:
        super().__init__()
        self.parts = [source, BytesIO(tail)]

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

    ranks: list[int] = field(default_factory=list)
    blank: set[int] = field(default_factory=set)

    def add(self, row: pyarrow.csv.InvalidRow) -> str:
        """Notes a record and tells the parser to go on."""
        self.ranks.append(row.number + 1)
        if not row.text.strip('; \t\r\n"'):
            self.blank.add(row.number + 1)
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
    others = [name for name in table.column_names if name not in dataset.names]
    if not others:
        return table
    filled = [pyarrow.compute.greater(pyarrow.compute.binary_length(table[name]), 0) for name in others]
    return table.select(list(dataset.names)).append_column(FILLED, functools.reduce(pyarrow.compute.or_, filled))


def _no_records(dataset: Dataset) -> pa.Table:
    return pa.table({name: pa.array([], pa.string()) for name in dataset.names})


def _options(header: Header, dataset: Dataset, skipped: _Skipped) -> dict[str, object]:
    # Columns the contract does not name are looked at only to see whether a line is empty (`_at_the_door`).
    names = [name if name in dataset.names else f"\0{rank}" for rank, name in enumerate(header.names)]
    others = [name for name in names if name not in dataset.names]
    return {
        "read_options": pyarrow.csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=names),
        "parse_options": pyarrow.csv.ParseOptions(
            delimiter=";", newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skipped.add
        ),
        "convert_options": pyarrow.csv.ConvertOptions(
            column_types={name: pa.string() for name in dataset.names} | {name: pa.binary() for name in others},
            include_columns=[*dataset.names, *others],
            include_missing_columns=True,
            strings_can_be_null=False,
        ),
    }


def _refusal(error: pa.ArrowInvalid) -> Refusal:
    return Refusal("encodage" if "UTF8" in str(error) else "csv_invalide")


def as_frame(parts: Sequence[TextRows]) -> pl.DataFrame:
    """The cells of several files of one dataset, one below the other, with `rempli` and `ligne`, the rank of each record."""
    cells = pl.from_arrow(pa.concat_tables([part.cells for part in parts], promote_options="permissive"))
    assert isinstance(cells, pl.DataFrame)
    filled = pl.col(FILLED).fill_null(False) if FILLED in cells.columns else pl.lit(False).alias(FILLED)
    texts = pl.exclude(FILLED).cast(pl.String)
    return cells.select(texts, filled).with_columns(pl.concat([part.ranks() for part in parts]))
