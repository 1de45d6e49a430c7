"""A file nobody has described, studied: how it is written, its tables, which column is which and how sure we are.

Bytes in, `Profile` out. It holds names of columns and masks of cells, never a value; `profile_toml` makes a dialect of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from contracts.dialect import Dialecte, Format
from transforms.dialects.dates import read_month
from transforms.dialects.finess_texts import number_among
from transforms.dialects.guess_cells import look, masked
from transforms.dialects.guess_columns import Guess, Label, guess_dataset
from transforms.dialects.guess_words import NO_DATA, PERSONAL, words_of
from transforms.dialects.limits import Limits
from transforms.dialects.names import comparable, matches, shown
from transforms.dialects.profile_nearest import Nearest, nearest
from transforms.dialects.profile_tables import Found, Way, find_header, read_tables
from transforms.dialects.raw import RawTable, Row
from transforms.dialects.recognise import formats_of
from transforms.reading.csv_header import Refusal

_FIRST, _LAST = 2_000, 100
"""Lines of a table that are looked at: its first and last ones."""

_MONTH_FORMS = ("mmm-aa", "mmmm aaaa", "mm/aaaa", "excel")
_PERIOD = re.compile(r"(periode )?du ([0-9]{2}/[0-9]{2}/[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}) au [0-9]")


@dataclass(frozen=True)
class Table:
    """One table of a file.

    Attributes:
        name: of its sheet or member ("" for a text).
        hidden: a sheet that a person does not see.
        header: where its header is; its labels may be values when it is not sure.
        labels: its columns.
        guess: what they are.
        lines: lines below the header, empty ones left out; `ragged`: those with another number of fields.
        months: texts beside the months that are columns (`""`: months alone); `month_places`: these columns.
        ignorer: patterns of the lines that are no data.
        period: a sentence that gives the period above the header, with its marks, if there is one; `period_days`: the shape of
            its days.
        serials: whether a number may be a serial date.
        finess_in: other places that hold one FINESS number: `nom`, `feuille`, `titre`.
        unreadable: the rule for which its lines cannot be read, if they cannot.
    """

    name: str
    hidden: bool
    header: Found
    labels: tuple[Label, ...]
    guess: Guess
    lines: int
    ragged: int
    months: tuple[str, ...]
    month_places: tuple[int, ...]
    ignorer: tuple[str, ...]
    period: str | None
    period_days: str
    serials: bool
    finess_in: tuple[str, ...]
    unreadable: str | None = None

    def shown(self, place: int) -> str:
        """The name of a column as it can be shown: masked when it may be a value, or hold one."""
        text = self.labels[place].text
        safe = self.header.sure and not re.search(r"[0-9]{5}|@", text)
        return shown(text) if safe else masked(text)

    def personal(self, place: int) -> bool:
        """Whether the header is that of what tells who a person is."""
        return self.header.sure and PERSONAL.search(words_of(self.labels[place].text)) is not None


@dataclass(frozen=True)
class Profile:
    """What was found of one file: its name, format, way of writing, tables; members that are no text; the dialects nearest, the
    best first; the dataset whose pivot form it has, if it has one.
    """

    name: str
    format: Format
    way: Way
    tables: tuple[Table, ...]
    unread: int
    near: tuple[Nearest, ...]
    pivot: str | None = None


def profile(content: bytes, file_name: str, dialectes: Sequence[Dialecte], limits: Limits) -> Profile:
    """Studies a file.

    Args:
        content: its bytes.
        file_name: its name, without its folders.
        dialectes: those known.
        limits: how much of it is read.

    Raises:
        Refusal: nothing of it can be read.
    """
    if len(content) > limits.octets:
        raise Refusal("dialecte_trop_gros")
    tables, form, way, unread = _opened(content, file_name, limits)
    near, pivot = nearest(content, file_name, form, dialectes, limits, tables, way)
    studied = [_table(table, file_name) for table in tables if any(any(row) for row in table.head)]
    return Profile(file_name, form, way, tuple(studied), unread, tuple(near), pivot)


def _opened(content: bytes, file_name: str, limits: Limits) -> tuple[list[RawTable], Format, Way, int]:
    formats = formats_of(file_name, content[:8])
    for form in formats:
        try:
            tables, way, unread = read_tables(content, form, limits)
        except Refusal:
            if form == formats[-1]:
                raise
            continue
        return tables, form, way, unread
    raise Refusal("fichier_vide")


def _table(table: RawTable, file_name: str) -> Table:
    header = find_header(table.head)
    width = len(header.labels)
    sample = _Sample(width)
    unreadable = sample.take(table, header.row)
    every = sample.frame()
    ignored = _ignored(every)
    sampled = _data(every, ignored)
    labels = tuple(Label(text, look(_column(sampled, place), table.serials)) for place, text in enumerate(header.labels))
    months, places = _months(header.labels, table.serials)
    context = words_of(f"{file_name.rpartition('.')[0]} {table.name}")
    above = table.head[: header.row - header.rows] if header.row else []
    period, days = _period(above)
    return Table(
        name=table.name,
        hidden=table.hidden,
        header=header,
        labels=labels,
        guess=guess_dataset(labels, context, months, places),
        lines=sample.lines,
        ragged=sample.ragged,
        months=months,
        month_places=places,
        ignorer=ignored,
        period=period,
        period_days=days,
        serials=table.serials,
        finess_in=tuple(_finess_in(file_name, table.name, above)),
        unreadable=unreadable,
    )


class _Sample:
    """The first and last lines of a table, and how many it has."""

    def __init__(self, width: int) -> None:
        self.empty = pl.DataFrame(schema={str(place): pl.String for place in range(width)})
        self.first, self.last, self.lines, self.ragged = self.empty, self.empty, 0, 0

    def take(self, table: RawTable, after: int) -> str | None:
        """Reads the lines below row `after`; the rule for which the rest cannot be read, if it cannot."""
        try:
            for block in table.records(after, self.empty.width):
                self.lines += block.cells.height
                self.ragged += len(block.ragged)
                more = block.cells.head(_FIRST - self.first.height)
                self.first = pl.concat([self.first, more])
                self.last = pl.concat([self.last, block.cells.slice(more.height)]).tail(_LAST)
        except Refusal as refusal:
            return refusal.rule
        return None

    def frame(self) -> pl.DataFrame:
        """These lines, trimmed, empty cells null."""
        return pl.concat([self.first, self.last]).select(pl.all().str.strip_chars().replace("", None))


def _column(sampled: pl.DataFrame, place: int) -> list[str | None]:
    return sampled[str(place)].to_list() if str(place) in sampled.columns else []


def _months(labels: Sequence[str], serials: bool) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The texts beside months, when at least two columns are months, and the places of these columns."""
    beside: dict[str, list[int]] = {}
    for place, label in enumerate(labels):
        text = _beside(label, serials)
        if text is not None:
            beside.setdefault(text, []).append(place)
    found = {text: places for text, places in beside.items() if len(places) > 1}
    return tuple(found), tuple(sorted(place for places in found.values() for place in places))


def _beside(label: str, serials: bool) -> str | None:
    """What is written beside a month; None when there is none."""
    words = label.split()
    for count in (1, 2):
        for month, text in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            if month and len(words) >= count and read_month(" ".join(month), _MONTH_FORMS, serials):
                return " ".join(text)
    return None


def _first(sampled: pl.DataFrame) -> pl.Series:
    """The first filled cell of each line."""
    return sampled.select(pl.coalesce(pl.all()).alias("premiere")).to_series() if sampled.width else pl.Series(dtype=pl.String)


def _ignored(sampled: pl.DataFrame) -> tuple[str, ...]:
    texts = _first(sampled).drop_nulls().unique().to_list()
    return tuple(pattern for pattern in NO_DATA if any(matches(pattern, text) for text in texts))


def _data(sampled: pl.DataFrame, ignored: tuple[str, ...]) -> pl.DataFrame:
    """The lines that are data."""
    first = _first(sampled)
    others = [text for text in first.drop_nulls().unique().to_list() if any(matches(pattern, text) for pattern in ignored)]
    return sampled.filter(first.is_not_null() & ~first.is_in(others)) if sampled.width else sampled


def _period(above: Sequence[Row]) -> tuple[str | None, str]:
    """A sentence of plain words: the rest of the cell may be anything, and is not shown; the shape of its days."""
    for row in above:
        for cell in row:
            if cell and (found := _PERIOD.search(comparable(cell))):
                return f"{'Période ' if found[1] else ''}du {{debut}} au {{fin}}", masked(found[2])
    return None, ""


def _finess_in(file_name: str, sheet: str, above: Sequence[Row]) -> Iterator[str]:
    if number_among([file_name], lost_zero=False):
        yield "nom"
    if sheet and number_among([sheet], lost_zero=True):
        yield "feuille"
    if number_among([cell for row in above for cell in row if cell], lost_zero=False):
        yield "titre"
