"""A project and its perimeter, typed as the register reads them, to change cell by cell. Not a test."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import polars as pl

from contracts.register import schema_of
from transforms.grants.grant import grant_of
from transforms.grants.record import Grant

PROJET: dict[str, Any] = dict.fromkeys(schema_of("projets")) | {
    "ligne": 2,
    "projet_id": "P",
    "type_operation": "acquisition",
    "phase": "projet",
}


def number(rank: int, departement: str = "54") -> str:
    """A FINESS number for the establishment of a rank; its key is not looked at here."""
    return f"{departement}{rank:07d}"


def some(count: int, **cells: Any) -> list[dict[str, Any]]:
    """Rows of `count` establishments that say the same."""
    return [{"finess_et": number(rank), **cells} for rank in range(1, count + 1)]


def perimetre(rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
    """Rows of `Perimetre`: what is not said is empty; amounts may be given as texts or whole numbers."""
    schema = schema_of("perimetre")
    filled = [
        {**dict.fromkeys(schema), "ligne": line, "projet_id": "P", **{name: _typed(schema[name], row[name]) for name in row}}
        for line, row in enumerate(rows, start=2)
    ]
    return pl.DataFrame(filled, schema=schema)


def _typed(dtype: Any, value: Any) -> Any:
    return Decimal(value) if isinstance(dtype, pl.Decimal) and value is not None else value


def grant(texte, rows, departements=None, **projet) -> Grant:
    """The grant of a project of these rows; `montant_subvention` may be given as a text."""
    if projet.get("montant_subvention") is not None:
        projet["montant_subvention"] = Decimal(projet["montant_subvention"])
    found = grant_of({**PROJET, **projet}, perimetre(rows), texte, departements or {})
    assert found is not None
    return found


def lines(found: Grant, poste: str | None = None) -> list[tuple]:
    """(poste, finess_et, nombre, montant) of each line, amounts as whole euros or texts."""
    return [
        (line.poste, line.finess_et, line.nombre, shown(line.montant)) for line in found.lignes if poste in (None, line.poste)
    ]


def shown(amount: Decimal | None) -> str | int | None:
    """A whole number of euros as an int, cents as a text."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else str(amount)
