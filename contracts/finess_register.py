"""The national FINESS register once read: which establishments exist, what they are, and which numbers are not establishments.

How a file is read is in `transforms/reading/finess_register`; which numbers a project may name is in `register_links`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

ET_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "finess_et": pl.String,
    "finess_ej": pl.String,
    "siren": pl.String,
    "siret": pl.String,
    "nom": pl.String,
    "categorie": pl.String,
    "categorie_libelle": pl.String,
    "champ": pl.String,
    "commune": pl.String,
    "departement": pl.String,
    "date_fermeture": pl.Date,
    "ferme": pl.Boolean,
}
"""One row per establishment, `finess_et` unique and sorted; what the file does not say is null, never an empty text.

`siret` has 14 digits and `siren` is its first nine. `commune` is the name of the place, `departement` its public code
(`01`, `2A`, `971`). `ferme` is never null.
"""


@dataclass(frozen=True)
class FinessRegister:
    """`et` as `ET_SCHEMA`; `ej` and `sirens` are the numbers known as such that are no establishment.

    `source` is the name of the file the establishments come from, `format` how it was recognised, `situation` the date
    written inside it (None: it has none). `ecartees` counts its records without a usable establishment number.
    """

    et: pl.DataFrame
    ej: frozenset[str]
    sirens: frozenset[str]
    source: str
    format: str
    situation: date | None
    ecartees: int = 0


def closed_by(day: date) -> pl.Expr:
    """Whether an establishment of `et` is closed on or before a day: its date decides, `ferme` only where it has none."""
    dated = pl.col("date_fermeture") <= day
    return pl.when(pl.col("date_fermeture").is_not_null()).then(dated).otherwise(pl.col("ferme"))
