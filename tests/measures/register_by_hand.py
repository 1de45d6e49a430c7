"""A register and a FINESS file written by hand, row by row: what a row does not say is empty. Not a test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from contracts.finess_register import ET_SCHEMA, FinessRegister
from contracts.register import Register, schema_of

PROJET: dict[str, Any] = {
    "nom": "Projet",
    "porteur": "Porteur",
    "texte_id": "ara-generalisation-2025",
    "type_operation": "acquisition",
    "phase": "projet",
}

Rows = Iterable[Mapping[str, Any]]


def table(name: str, rows: Rows) -> pl.DataFrame:
    """A table of the register; lines follow each other from 2, the project is `P`, unless a row says otherwise."""
    filled = [
        {**dict.fromkeys(schema_of(name)), "ligne": line, "projet_id": "P", **(PROJET if name == "projets" else {}), **row}
        for line, row in enumerate(rows, start=2)
    ]
    return pl.DataFrame(filled, schema=schema_of(name), orient="row")


def register(*, projets: Rows = ({},), perimetre: Rows = (), criteres: Rows = (), pieces: Rows = ()) -> Register:
    """A register, of one project unless told."""
    return Register(
        table("projets", projets),
        table("perimetre", perimetre),
        table("criteres", criteres),
        table("pieces", pieces),
        table("actes", ()),
    )


def finess_file(*rows: Mapping[str, Any]) -> FinessRegister:
    """A FINESS file of these establishments, open unless told."""
    filled = [dict.fromkeys(ET_SCHEMA) | {"ferme": False} | dict(row) for row in rows]
    return FinessRegister(
        pl.DataFrame(filled, schema=ET_SCHEMA, orient="row"), frozenset(), frozenset(), "f", "csv", date(2026, 6, 1)
    )
