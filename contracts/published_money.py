"""The published tables about the money of each decision: scale, shares, conditions, schedule. Names and comments are in SQL."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from contracts.published import EUROS, column

_SENTENCE = {
    "document": column(pl.String, nullable=True),
    "section": column(pl.String, nullable=True),
    "phrase": column(pl.String, nullable=True),
    "lecture": column(pl.String, nullable=True),
}

BAREME_TABLE = pa.DataFrameSchema(
    {
        "decision_id": column(pl.String),
        "rang": column(pl.Int64, pa.Check.ge(1)),
        "poste": column(pl.String),
        "libelle": column(pl.String),
        "finess_et": column(pl.String, nullable=True),
        "nombre": column(pl.Int64, pa.Check.ge(0)),
        "montant_unitaire": column(EUROS, pa.Check.ge(0)),
        "montant": column(EUROS, pa.Check.ge(0), nullable=True),
        "detail": column(pl.String, nullable=True),
    }
    | _SENTENCE,
    unique=["decision_id", "rang"],
    strict=True,
    name="decision_bareme",
)
"""One row per line of the calculation of a grant by the scale of its text."""

PARTAGES_TABLE = pa.DataFrameSchema(
    {
        "decision_id": column(pl.String),
        "region": column(pl.String),
        "nombre": column(pl.Int64, pa.Check.ge(0)),
        "montant": column(EUROS, pa.Check.ge(0), nullable=True),
    },
    unique=["decision_id", "region"],
    strict=True,
    name="decision_partages",
)
"""One row per region that pays a part of the grant."""

CONDITIONS_TABLE = pa.DataFrameSchema(
    {
        "decision_id": column(pl.String),
        "condition": column(pl.String),
        "etat": column(pl.String, pa.Check.isin(["remplie", "non_remplie", "inconnue", "sans_objet"])),
        "opposable": column(pl.Boolean),
        "detail": column(pl.String),
    }
    | _SENTENCE,
    unique=["decision_id", "condition"],
    strict=True,
    name="decision_conditions",
)
"""One row per condition of the text besides usage."""

VERSEMENTS_TABLE = pa.DataFrameSchema(
    {
        "decision_id": column(pl.String),
        "rang": column(pl.Int64, pa.Check.ge(1)),
        "versement": column(pl.String),
        "tranche": column(pl.String, nullable=True),
        "part": column(pl.Decimal(5, 2), nullable=True),
        "montant": column(EUROS, pa.Check.ge(0), nullable=True),
        "montant_du": column(EUROS, pa.Check.ge(0), nullable=True),
        "etat": column(pl.String, pa.Check.isin(["du", "bloque"])),
        "motif": column(pl.String, nullable=True),
    }
    | _SENTENCE,
    unique=["decision_id", "rang"],
    strict=True,
    name="decision_versements",
)
"""One row per instalment of the grant, or per tranche."""

MONEY_TABLES = {
    "bareme": BAREME_TABLE,
    "partages": PARTAGES_TABLE,
    "verifications": CONDITIONS_TABLE,
    "versements": VERSEMENTS_TABLE,
}
"""The tables, by the key of the record that holds their rows."""
