"""Who gets a return: the establishments of a perimeter on the last day of the month, measured or not, and what heads theirs."""

from __future__ import annotations

import polars as pl

from contracts.finess_register import FinessRegister
from contracts.register import Register
from transforms.measures.months import first_day, last_day
from transforms.measures.perimeter import by_project, inside

RECIPIENTS = {
    "finess_et": pl.String,
    "nom": pl.String,
    "commune": pl.String,
    "projets": pl.String,
    "premiere_mesure": pl.String,
    "premier_jour": pl.Date,
    "dernier_jour": pl.Date,
}
"""One row per establishment. `projets`: identifiers and names, one per line; `premiere_mesure`: the first month in which one of
them is measured (null: always); `premier_jour`, `dernier_jour`: the days that its published windows look at, or the month."""


def recipients(register: Register, finess: FinessRegister, mois: str, published: pl.DataFrame) -> pl.DataFrame:
    """Every establishment of a perimeter on the last day of the month (`RECIPIENTS`), by number.

    Args:
        register: the register.
        finess: the FINESS file, for names.
        mois: the month of the returns.
        published: rows of `indicateurs` of that month.
    """
    projets = register.projets.sort("ligne").with_columns(
        pl.format("{} – {}", "projet_id", "nom").alias("projet"), pl.int_range(pl.len()).alias("rang")
    )
    concerned = (
        members(register, mois)
        .join(projets.select("projet_id", "projet", "rang", pl.col("premiere_mesure").fill_null("")), on="projet_id")
        .sort("finess_et", "rang")
        .group_by("finess_et", maintain_order=True)
        .agg(pl.col("projet").str.join("\n").alias("projets"), pl.col("premiere_mesure").min())
        .with_columns(pl.when(pl.col("premiere_mesure") != "").then("premiere_mesure").alias("premiere_mesure"))
    )
    windows = published.group_by("finess_et").agg(pl.col("fenetre_debut").min().alias("premier_jour"))
    named = finess.et.select("finess_et", "nom", "commune").unique("finess_et", keep="first", maintain_order=True)
    return (
        concerned.join(named, on="finess_et", how="left")
        .join(windows, on="finess_et", how="left")
        .with_columns(pl.col("premier_jour").fill_null(first_day(mois)), pl.lit(last_day(mois)).alias("dernier_jour"))
        .select(pl.col(name).cast(dtype) for name, dtype in RECIPIENTS.items())
        .sort("finess_et")
    )


def members(register: Register, mois: str) -> pl.DataFrame:
    """`projet_id`, `finess_et` of every perimeter on the last day of the month, each once."""
    own = by_project(register)
    rows = [(projet_id, number) for projet_id in own for number in inside(own[projet_id].perimetre.to_dicts(), mois)]
    return pl.DataFrame(rows, schema={"projet_id": pl.String, "finess_et": pl.String}, orient="row")
