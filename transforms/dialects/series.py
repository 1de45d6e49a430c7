"""The figures a line holds side by side: which columns each series reads, whether a dialect names them or they are months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from contracts.dialect import TableLue
from transforms.dialects.header import Header, Months
from transforms.reading.csv_header import Refusal


@dataclass(frozen=True)
class Placed:
    """One series: its name ("" when the line is one row), the place of its own columns by column of the dataset, its constants,
    its month if it is one.
    """

    nom: str = ""
    places: Mapping[str, int] = field(default_factory=dict)
    constantes: Mapping[str, str] = field(default_factory=dict)
    mois: str | None = None


def placed_series(table: TableLue, header: Header, months: Months) -> list[Placed]:
    """The series of a table whose header is known: those it names, its months in order of time, or only one.

    Raises:
        Refusal: `colonne_en_double`; `colonnes_manquantes`, a month lacks one of the columns that the others have.
    """
    if table.mois_en_colonnes:
        return _months(table, header, months)
    if not table.series:
        return [Placed()]
    placed = []
    for serie in table.series:
        places = {column: header.place((name,)) for column, name in serie.colonnes.items()}
        found = {column: place for column, place in places.items() if place is not None}
        placed.append(Placed(serie.nom, found, serie.constantes))
    return placed


def _months(table: TableLue, header: Header, months: Months) -> list[Placed]:
    by_column = {column: header.months(beside, months) for column, beside in table.mois_en_colonnes.items()}
    every = sorted({month for places in by_column.values() for month in places})
    lacking = [
        f"{beside} {month}" for name, beside in table.mois_en_colonnes.items() for month in every if month not in by_column[name]
    ]
    if lacking:
        raise Refusal("colonnes_manquantes", tuple(text.strip() for text in lacking))
    return [Placed(month, {column: places[month] for column, places in by_column.items()}, {}, month) for month in every]
