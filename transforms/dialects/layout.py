"""Where each thing a dialect reads is in one table of a file, once its header is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.dialect import TableLue
from transforms.dialects.header import Head, Header, Months, Wanted
from transforms.dialects.series import Placed, placed_series
from transforms.reading.csv_header import Refusal


@dataclass(frozen=True)
class Layout:
    """Places of columns: those of the dataset, those of each series, the month, the printed rate, and the key of each table that
    completes this one.
    """

    header: Header
    columns: dict[str, int]
    series: list[Placed]
    mois: int | None
    taux: int | None
    keys: list[list[int]]

    @property
    def read(self) -> set[int]:
        """Every column that is read."""
        alone = {place for place in (self.mois, self.taux) if place is not None}
        return alone.union(self.columns.values(), *(serie.places.values() for serie in self.series), *self.keys)

    @property
    def ignored(self) -> tuple[str, ...]:
        """Names of the columns that are not read, on one line each."""
        read = self.read
        names = (" ".join(label.split()) for place, label in enumerate(self.header.labels) if place not in read)
        return tuple(dict.fromkeys(name for name in names if name))

    def headers(self, serie: Placed) -> dict[str, str]:
        """The sender's name of each column of the dataset."""
        return {
            column: " ".join(self.header.labels[place].split()) for column, place in (self.columns | {**serie.places}).items()
        }


def layout_of(table: TableLue, head: Head, months: Months) -> Layout:
    """Where everything is.

    Raises:
        Refusal: `colonnes_manquantes` or `colonne_en_double`.
    """
    header = head.find(Wanted.of_table(table), months)
    if header.missing:
        raise Refusal("colonnes_manquantes", header.missing)
    places = {column: header.place(names) for column, names in table.colonnes.items()}
    return Layout(
        header=header,
        columns={column: place for column, place in places.items() if place is not None},
        series=placed_series(table, header, months),
        mois=header.place(table.mois),
        taux=header.place(table.taux),
        keys=[_places(header, join.cle.values()) for join in table.jointures],
    )


def _places(header: Header, names: Sequence[str]) -> list[int]:
    return [place for name in names if (place := header.place((name,))) is not None]
