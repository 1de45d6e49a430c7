"""What is told to one establishment, before it is laid out: its rows of each table, and how those of many are shared out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl

LISTED = 2_000
"""Lines set aside listed at most in one return, and dossiers at most for one count; a sentence says how many there are."""


class Tables(NamedTuple):
    """Rows of several establishments, each table sorted as it is to be read within each `finess_et`.

    `destinataires`: `RECIPIENTS`. `indicateurs`: published rows, with `libelle` and `unite` of the indicator, `portee` of its
    text. `depots`, `rejets`: files and lines as `sql/returns` gives them, with `message`. `manquants`: `indicateur`, `libelle`,
    `projets`, `chemin`, `ligne`, `lignes`, `raison`, `total`.
    """

    destinataires: pl.DataFrame
    indicateurs: pl.DataFrame
    depots: pl.DataFrame
    rejets: pl.DataFrame
    manquants: pl.DataFrame


@dataclass(frozen=True)
class Content:
    """The rows of one establishment, as `Tables` describes them."""

    mois: str
    essms: dict[str, Any]
    indicateurs: list[dict[str, Any]]
    depots: list[dict[str, Any]]
    rejets: list[dict[str, Any]]
    manquants: list[dict[str, Any]]


def contents(mois: str, tables: Tables) -> Iterator[Content]:
    """One `Content` per recipient, in their order."""
    others = [_by_establishment(table) for table in tables[1:]]
    for essms in tables.destinataires.iter_rows(named=True):
        yield Content(mois, essms, *(rows.get(essms["finess_et"], []) for rows in others))


def _by_establishment(table: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in table.iter_rows(named=True):
        found.setdefault(row["finess_et"], []).append(row)
    return found


def shares(tables: Tables, size: int) -> Iterator[Tables]:
    """The tables of `size` establishments at a time."""
    numbers = tables.destinataires["finess_et"]
    for first in range(0, len(numbers), size):
        own = numbers[first : first + size].implode()
        yield Tables(*(table.filter(pl.col("finess_et").is_in(own)) for table in tables))
