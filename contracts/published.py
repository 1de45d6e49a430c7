"""The tables people read (`publication/cibles.duckdb`) that are computed in Python: their columns, types and promises.

Names, comments and the tables filled by SQL are in `sql/published/`.
"""

from __future__ import annotations

from typing import get_args

import pandera.polars as pa
import polars as pl

from contracts.vocabulary import INDICATEURS, Decision, Verdict

_SHARE = pl.Decimal(18, 4)
_EUROS = pl.Decimal(14, 2)
_MONTH = pa.Check.str_matches(r"^[0-9]{4}-(0[1-9]|1[0-2])$")


def _column(dtype: object, *checks: pa.Check, nullable: bool = False) -> pa.Column:
    return pa.Column(dtype, checks=list(checks), nullable=nullable)


_KEY = {
    "mois": _column(pl.String, _MONTH),
    "projet_id": _column(pl.String),
    "texte_id": _column(pl.String),
    "finess_et": _column(pl.String),
    "indicateur": _column(pl.String, pa.Check.isin(list(INDICATEURS))),
}
_FIGURES = {
    "fenetre_debut": _column(pl.Date),
    "fenetre_fin": _column(pl.Date),
    "numerateur": _column(pl.Int64, pa.Check.ge(0), nullable=True),
    "denominateur": _column(pl.Int64, pa.Check.ge(0), nullable=True),
    "taux": _column(_SHARE, pa.Check.ge(0), nullable=True),
    "cible": _column(_SHARE, pa.Check.gt(0), nullable=True),
    "verdict": _column(pl.String, pa.Check.isin(list(get_args(Verdict)))),
    "motif": _column(pl.String, nullable=True),
}

INDICATEURS_TABLE = pa.DataFrameSchema(
    _KEY
    | _FIGURES
    | {
        "source": _column(pl.String, pa.Check.isin(["calculee", "declaree"])),
        "source_denominateur": _column(pl.String, pa.Check.isin(["dossiers", "effectifs", "declaree"]), nullable=True),
        "reste_a_faire": _column(pl.Int64, pa.Check.ge(0), nullable=True),
    },
    unique=["mois", "projet_id", "finess_et", "indicateur"],
    strict=True,
    name="indicateurs",
)
"""One row per month, project, establishment and indicator: the window kept."""

LECTURES_TABLE = pa.DataFrameSchema(
    _KEY | {"finess_et": _column(pl.String, nullable=True), "lecture": _column(pl.String)} | _FIGURES,
    unique=["mois", "projet_id", "finess_et", "indicateur", "lecture"],
    strict=True,
    name="lectures",
)
"""The same under each admissible reading; `finess_et` is null for a reading of the project as a whole."""

CONTROLES_TABLE = pa.DataFrameSchema(
    {
        "mois": _column(pl.String, _MONTH, nullable=True),
        "projet_id": _column(pl.String, nullable=True),
        "finess_et": _column(pl.String, nullable=True),
        "depot_id": _column(pl.String, nullable=True),
        "controle": _column(pl.String),
        "message": _column(pl.String),
        "nombre": _column(pl.Int64, nullable=True),
    },
    strict=True,
    name="controles",
)
"""Signals: shown beside the verdicts, never changing a figure."""

DECISIONS_TABLE = pa.DataFrameSchema(
    {
        "decision_id": _column(pl.String),
        "version": _column(pl.Int64, pa.Check.ge(1)),
        "remplace": _column(pl.String, nullable=True),
        "courante": _column(pl.Boolean),
        "mois": _column(pl.String, _MONTH),
        "projet_id": _column(pl.String),
        "texte_id": _column(pl.String),
        "decision": _column(pl.String, pa.Check.isin(list(get_args(Decision)))),
        "provisoire": _column(pl.Boolean),
        "sensible_a_la_lecture": _column(pl.Boolean),
        "lecture": _column(pl.String),
        "part_solde": _column(pl.Decimal(5, 2)),
        "montant_subvention": _column(_EUROS, pa.Check.ge(0), nullable=True),
        "montant_solde": _column(_EUROS, pa.Check.ge(0), nullable=True),
        "montant_libere": _column(_EUROS, pa.Check.ge(0), nullable=True),
        "motif": _column(pl.String, nullable=True),
        "empreinte": _column(pl.String, pa.Check.str_matches(r"^[0-9a-f]{64}$")),
        "calculee_le": _column(pl.Datetime("us")),
    },
    unique=["decision_id"],
    strict=True,
    name="decisions",
)
"""One row per version of a decision."""

CRITERES_TABLE = pa.DataFrameSchema(
    {
        "decision_id": _column(pl.String),
        "indicateur": _column(pl.String, pa.Check.isin(list(INDICATEURS))),
        "poids": _column(_SHARE, nullable=True),
        "cible": _column(_SHARE, nullable=True),
        "numerateur": _column(pl.Int64, nullable=True),
        "denominateur": _column(pl.Int64, nullable=True),
        "verdict": _column(pl.String, pa.Check.isin(list(get_args(Verdict)))),
        "montant_maximum": _column(_EUROS, nullable=True),
        "montant_libere": _column(_EUROS, nullable=True),
        "motif": _column(pl.String, nullable=True),
        "reference": _column(pl.String),
    },
    unique=["decision_id", "indicateur"],
    strict=True,
    name="decision_criteres",
)
"""One row per decision version and indicator with a target."""


def dtypes(table: pa.DataFrameSchema) -> dict[str, object]:
    """Column names and Polars types of a published table."""
    return {name: column.dtype.type for name, column in table.columns.items()}
