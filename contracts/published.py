"""The tables people read (`publication/cibles.duckdb`) that are computed in Python: their columns, types and promises.

Names, comments and the tables filled by SQL are in `sql/published/`.
"""

from __future__ import annotations

from typing import get_args

import pandera.polars as pa
import polars as pl

from contracts.vocabulary import INDICATEURS, Decision, Verdict

_SHARE = pl.Decimal(18, 4)
EUROS = pl.Decimal(14, 2)
"""Amounts in euros, exact."""
_MONTH = pa.Check.str_matches(r"^[0-9]{4}-(0[1-9]|1[0-2])$")


def column(dtype: object, *checks: pa.Check, nullable: bool = False) -> pa.Column:
    """A column of a published table."""
    return pa.Column(dtype, checks=list(checks), nullable=nullable)


_KEY = {
    "mois": column(pl.String, _MONTH),
    "projet_id": column(pl.String),
    "texte_id": column(pl.String),
    "finess_et": column(pl.String),
    "indicateur": column(pl.String, pa.Check.isin(list(INDICATEURS))),
}
_FIGURES = {
    "fenetre_debut": column(pl.Date),
    "fenetre_fin": column(pl.Date),
    "numerateur": column(pl.Int64, pa.Check.ge(0), nullable=True),
    "denominateur": column(pl.Int64, pa.Check.ge(0), nullable=True),
    "taux": column(_SHARE, pa.Check.ge(0), nullable=True),
    "cible": column(_SHARE, pa.Check.gt(0), nullable=True),
    "verdict": column(pl.String, pa.Check.isin(list(get_args(Verdict)))),
    "motif": column(pl.String, nullable=True),
}

INDICATEURS_TABLE = pa.DataFrameSchema(
    _KEY
    | _FIGURES
    | {
        "source": column(pl.String, pa.Check.isin(["calculee", "declaree"])),
        "source_denominateur": column(pl.String, pa.Check.isin(["dossiers", "effectifs", "declaree"]), nullable=True),
        "reste_a_faire": column(pl.Int64, pa.Check.ge(0), nullable=True),
    },
    unique=["mois", "projet_id", "finess_et", "indicateur"],
    strict=True,
    name="indicateurs",
)
"""One row per month, project, establishment and indicator: the window kept."""

LECTURES_TABLE = pa.DataFrameSchema(
    _KEY | {"finess_et": column(pl.String, nullable=True), "lecture": column(pl.String)} | _FIGURES,
    unique=["mois", "projet_id", "finess_et", "indicateur", "lecture"],
    strict=True,
    name="lectures",
)
"""The same under each admissible reading; `finess_et` is null for a reading of the project as a whole."""

CONTROLES_TABLE = pa.DataFrameSchema(
    {
        "mois": column(pl.String, _MONTH, nullable=True),
        "projet_id": column(pl.String, nullable=True),
        "finess_et": column(pl.String, nullable=True),
        "depot_id": column(pl.String, nullable=True),
        "controle": column(pl.String),
        "message": column(pl.String),
        "nombre": column(pl.Int64, nullable=True),
    },
    strict=True,
    name="controles",
)
"""Signals: shown beside the verdicts, never changing a figure."""

DECISIONS_TABLE = pa.DataFrameSchema(
    {
        "decision_id": column(pl.String),
        "version": column(pl.Int64, pa.Check.ge(1)),
        "remplace": column(pl.String, nullable=True),
        "courante": column(pl.Boolean),
        "mois": column(pl.String, _MONTH),
        "projet_id": column(pl.String),
        "texte_id": column(pl.String),
        "decision": column(pl.String, pa.Check.isin(list(get_args(Decision)))),
        "provisoire": column(pl.Boolean),
        "sensible_a_la_lecture": column(pl.Boolean),
        "lecture": column(pl.String),
        "lectures_qui_changent": column(pl.String, nullable=True),
        "part_solde": column(pl.Decimal(5, 2), nullable=True),
        "montant_subvention": column(EUROS, pa.Check.ge(0), nullable=True),
        "montant_solde": column(EUROS, pa.Check.ge(0), nullable=True),
        "montant_libere": column(EUROS, pa.Check.ge(0), nullable=True),
        "montant_bareme": column(EUROS, pa.Check.ge(0), nullable=True),
        "motif": column(pl.String, nullable=True),
        "empreinte": column(pl.String, pa.Check.str_matches(r"^[0-9a-f]{64}$")),
        "calculee_le": column(pl.Datetime("us")),
        "deja_verse": column(EUROS, pa.Check.ge(0), nullable=True),
    },
    unique=["decision_id"],
    strict=True,
    name="decisions",
)
"""One row per version of a decision."""

CRITERES_TABLE = pa.DataFrameSchema(
    {
        "decision_id": column(pl.String),
        "indicateur": column(pl.String, pa.Check.isin(list(INDICATEURS))),
        "poids": column(_SHARE, nullable=True),
        "cible": column(_SHARE, nullable=True),
        "numerateur": column(pl.Int64, nullable=True),
        "denominateur": column(pl.Int64, nullable=True),
        "verdict": column(pl.String, pa.Check.isin(list(get_args(Verdict)))),
        "montant_maximum": column(EUROS, nullable=True),
        "montant_libere": column(EUROS, nullable=True),
        "motif": column(pl.String, nullable=True),
        "reference": column(pl.String),
    },
    unique=["decision_id", "indicateur"],
    strict=True,
    name="decision_criteres",
)
"""One row per decision version and indicator with a target."""


def dtypes(table: pa.DataFrameSchema) -> dict[str, object]:
    """Column names and Polars types of a published table."""
    return {name: column.dtype.type for name, column in table.columns.items()}
