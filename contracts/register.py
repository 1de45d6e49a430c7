"""The GRADeS register once read: one Pandera model per table, which also drives the reading of each column.

A column's `metadata` says how its text is read (`forme`), which words it may hold (`codes`) and whether it may be absent
(`facultative`); a nullable column may be left empty. Rules between rows and tables are in `transforms/reading/register_checks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import pandera.polars as pa
import polars as pl

from contracts.finess import SHAPE
from contracts.vocabulary import ACTES, CHAMPS, INDICATEURS

PROJET_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
"""A project's identifier names files: no accent, no blank, no separator."""

TYPES_OPERATION = ("acquisition", "mise_a_niveau")
PHASES = ("projet", "maintenance")
STATUTS_CRITERE = ("retenu", "impossible")

Montant = Annotated[pl.Decimal, 14, 2]
"""Euros, hours, percents or counts, exact, two decimals at most."""


def _field(forme: str, *, due: bool = False, facultative: bool = False, codes: tuple[str, ...] = (), **checks: Any) -> Any:
    metadata = {"forme": forme, "facultative": facultative, "codes": codes}
    return pa.Field(nullable=not due, metadata=metadata, **checks, **({"isin": codes} if codes else {}))


def _line() -> Any:
    return pa.Field(ge=2, metadata=None)


def _projet(**checks: Any) -> Any:
    return _field("identifiant", due=True, str_matches=PROJET_ID, **checks)


class _Table(pa.DataFrameModel):
    class Config:
        strict = True
        ordered = True


class Projets(_Table):
    """One row per project; dates may be empty, `montant_subvention` too (then no amount is ever computed)."""

    ligne: pl.Int32 = _line()
    projet_id: pl.String = _projet(unique=True)
    nom: pl.String = _field("texte", due=True)
    porteur: pl.String = _field("texte", due=True)
    texte_id: pl.String = _field("texte", due=True)
    type_operation: pl.String = _field("code", due=True, codes=TYPES_OPERATION)
    phase: pl.String = _field("code", due=True, codes=PHASES)
    date_convention: pl.Date = _field("date")
    date_demarrage: pl.Date = _field("date")
    date_fin_deploiement: pl.Date = _field("date")
    premiere_mesure: pl.String = _field("mois", str_matches=r"^[0-9]{4}-(0[1-9]|1[0-2])$")
    montant_subvention: Montant = _field("nombre", ge=0)
    region: pl.String = _field("texte", facultative=True)
    national: pl.Boolean = _field("oui_non", facultative=True)
    amoa_marche: pl.Boolean = _field("oui_non", facultative=True)
    amoa_pilotage: pl.Boolean = _field("oui_non", facultative=True)


class Perimetre(_Table):
    """One row per establishment of a project and period, both days included; an empty day is an open end."""

    ligne: pl.Int32 = _line()
    projet_id: pl.String = _projet()
    finess_et: pl.String = _field("finess", due=True, str_matches=SHAPE)
    date_entree: pl.Date = _field("date", facultative=True)
    date_sortie: pl.Date = _field("date", facultative=True)
    organisme_gestionnaire: pl.String = _field("texte", facultative=True)
    region: pl.String = _field("texte", facultative=True)
    champ: pl.String = _field("code", facultative=True, codes=CHAMPS)
    tranche: pl.String = _field("texte", facultative=True)
    finess_precedent: pl.String = _field("finess", facultative=True, str_matches=SHAPE)
    petit_gestionnaire: pl.Boolean = _field("oui_non", facultative=True)
    segur_reference: pl.Boolean = _field("oui_non", facultative=True)
    sons_eligible: pl.Boolean = _field("oui_non", facultative=True)
    heures_medico_sociales: Montant = _field("nombre", facultative=True, ge=0)
    heures_totales: Montant = _field("nombre", facultative=True, ge=0)
    devis_equipement: Montant = _field("nombre", facultative=True, ge=0)
    devis_editeur: Montant = _field("nombre", facultative=True, ge=0)
    nombre_essms: pl.Int32 = _field("entier", facultative=True, ge=0)
    motif_nombre: pl.String = _field("texte", facultative=True)
    type_operation: pl.String = _field("code", facultative=True, codes=TYPES_OPERATION)


class Criteres(_Table):
    """Targets set per project: `evaluation` is a percent for a rate, a count otherwise; empty only when `impossible`."""

    ligne: pl.Int32 = _line()
    projet_id: pl.String = _projet()
    indicateur: pl.String = _field("code", due=True, codes=INDICATEURS)
    evaluation: Montant = _field("nombre", gt=0)
    statut: pl.String = _field("code", due=True, codes=STATUTS_CRITERE)
    motif: pl.String = _field("texte")


class Pieces(_Table):
    """Papers of a project; a filled `date_reception` means received."""

    ligne: pl.Int32 = _line()
    projet_id: pl.String = _projet()
    piece: pl.String = _field("texte", due=True)
    date_reception: pl.Date = _field("date")
    reference: pl.String = _field("texte")


class Actes(_Table):
    """What people did, appended, never edited."""

    ligne: pl.Int32 = _line()
    projet_id: pl.String = _projet()
    decision_id: pl.String = _field("texte")
    acte: pl.String = _field("code", due=True, codes=ACTES)
    montant: Montant = _field("nombre", ge=0)
    date: pl.Date = _field("date", due=True)
    auteur: pl.String = _field("texte")
    motif: pl.String = _field("texte")
    reference: pl.String = _field("texte")


TABLES: dict[str, type[_Table]] = {
    "projets": Projets,
    "perimetre": Perimetre,
    "criteres": Criteres,
    "pieces": Pieces,
    "actes": Actes,
}
"""Every table of the register, in the order in which problems are told."""

REQUIRED_TABLES = ("projets", "perimetre")
"""The others may be absent: then they have no row."""


@dataclass(frozen=True)
class RegisterColumn:
    """How one column of a table is read: its name, `forme`, words allowed, and whether a value or the column is due."""

    name: str
    forme: str
    codes: tuple[str, ...]
    value_due: bool
    column_due: bool


def columns_of(table: str) -> tuple[RegisterColumn, ...]:
    """The columns a table's file may have, in the model's order (`ligne`, which we add, is not one of them)."""
    schema = TABLES[table].to_schema().columns
    return tuple(
        RegisterColumn(
            name, column.metadata["forme"], column.metadata["codes"], not column.nullable, not column.metadata["facultative"]
        )
        for name, column in schema.items()
        if name != "ligne"
    )


def schema_of(table: str) -> dict[str, pl.DataType]:
    """Column types of a table once read, `ligne` first."""
    return {name: column.dtype.type for name, column in TABLES[table].to_schema().columns.items()}


@dataclass(frozen=True)
class Register:
    """The five tables, typed as their models say; `ligne` is the rank of the row as a spreadsheet shows it, header = 1."""

    projets: pl.DataFrame
    perimetre: pl.DataFrame
    criteres: pl.DataFrame
    pieces: pl.DataFrame
    actes: pl.DataFrame
