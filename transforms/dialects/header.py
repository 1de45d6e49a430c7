"""The header of a table among its first rows: where it is, which of its columns a dialect reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from contracts.dialect import Jointure, TableLue
from transforms.dialects.dates import read_month
from transforms.dialects.names import comparable, joined_labels
from transforms.dialects.raw import RawTable, Row
from transforms.reading.csv_header import Refusal


@dataclass(frozen=True)
class Months:
    """How months are written in a header, and whether one may be a serial date of Excel."""

    forms: tuple[str, ...]
    serials: bool


@dataclass(frozen=True)
class Wanted:
    """The header of a table, as its dialect describes it.

    `required`: the names each column that must be there may have; `beside`: the texts beside the months that are columns; `rows`:
    rows of the header.
    """

    required: tuple[tuple[str, ...], ...]
    beside: tuple[str, ...] = ()
    rows: int = 1

    @classmethod
    def of_table(cls, table: TableLue) -> Wanted:
        """The header of a table that a dialect reads."""
        names = [names for column, names in table.colonnes.items() if column not in table.facultatives]
        for serie in table.series:
            names += [(name,) for column, name in serie.colonnes.items() if column not in table.facultatives]
        for join in table.jointures:
            names += [(name,) for name in join.cle.values()]
        names += [group for group in (table.mois, table.taux) if group]
        return cls(tuple(dict.fromkeys(tuple(group) for group in names)), tuple(table.mois_en_colonnes.values()), table.entetes)

    @classmethod
    def of_join(cls, join: Jointure) -> Wanted:
        """The header of a table that completes another."""
        return cls(tuple((name,) for name in dict.fromkeys([*join.cle, *join.colonnes])))

    @property
    def height(self) -> int:
        """Columns that must be there."""
        return len(self.required) + len(self.beside)

    @cached_property
    def groups(self) -> list[tuple[str, frozenset[str]]]:
        """For each column that must be there, its first name and its comparable names."""
        return [(group[0], frozenset(map(comparable, group))) for group in self.required]


@dataclass(frozen=True)
class Header:
    """A row (or two) of a table taken for its header: `row`, the rank of the last one (0: none), its `labels` as typed, their
    comparable `names`, and the `missing` columns, by their name in the dialect.
    """

    row: int
    labels: tuple[str, ...]
    names: tuple[str, ...]
    missing: tuple[str, ...]

    def place(self, names: Sequence[str]) -> int | None:
        """The column that has the first of these names to be found; None when none is.

        Raises:
            Refusal: `colonne_en_double`, two columns have this name.
        """
        for name in map(comparable, names):
            if name in self.names:
                return _only([place for place, other in enumerate(self.names) if other == name], self.labels)
        return None

    def months(self, beside: str, months: Months) -> dict[str, int]:
        """The column of each month whose name is a month and this text. Raises as `place`."""
        found: dict[str, list[int]] = {}
        for place, name in enumerate(self.names):
            month = _month_beside(name, comparable(beside), months)
            if month:
                found.setdefault(month, []).append(place)
        return {month: _only(places, self.labels) for month, places in found.items()}


class Head:
    """The first rows of a table, their names made comparable once."""

    def __init__(self, table: RawTable) -> None:
        self.table = table
        self.rows: list[Row] = table.head

    @cached_property
    def blank(self) -> bool:
        """Whether no cell of these rows is filled."""
        return not any(cell and cell.strip() for row in self.rows for cell in row)

    def find(self, wanted: Wanted, months: Months) -> Header:
        """The first row that has every column wanted or, when none has, the one that lacks fewest."""
        best = Header(0, (), (), _missing((), wanted, months))
        for row, labels, names in self._two if wanted.rows == 2 else self._one:
            missing = _missing(names, wanted, months)
            if len(missing) < len(best.missing):
                best = Header(row, labels, names, missing)
            if not missing:
                break
        return best

    @cached_property
    def _one(self) -> list[tuple[int, tuple[str, ...], tuple[str, ...]]]:
        return [_named(row, [cell or "" for cell in cells]) for row, cells in enumerate(self.rows, 1)]

    @cached_property
    def _two(self) -> list[tuple[int, tuple[str, ...], tuple[str, ...]]]:
        pairs = zip(self.rows, self.rows[1:], strict=False)
        return [_named(row, joined_labels(first, second)) for row, (first, second) in enumerate(pairs, 2)]


def _named(row: int, labels: list[str]) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    while labels and not labels[-1].strip():
        labels = labels[:-1]
    return row, tuple(labels), tuple(map(comparable, labels))


def _missing(names: tuple[str, ...], wanted: Wanted, months: Months) -> tuple[str, ...]:
    here = set(names)
    missing = [name for name, group in wanted.groups if here.isdisjoint(group)]
    for beside in wanted.beside:
        text = comparable(beside)
        if not any(_month_beside(name, text, months) for name in here):
            missing.append(f"mois {beside}".strip())
    return tuple(missing)


def _month_beside(name: str, beside: str, months: Months) -> str | None:
    if beside and name.startswith(f"{beside} "):
        name = name[len(beside) :]
    elif beside and name.endswith(f" {beside}"):
        name = name[: -len(beside)]
    elif beside:
        return None
    return read_month(name.strip(), months.forms, months.serials)


def _only(places: list[int], labels: Sequence[str]) -> int:
    if len(places) > 1:
        raise Refusal("colonne_en_double", (" ".join(labels[places[0]].split()),))
    return places[0]
