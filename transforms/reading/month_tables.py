"""The tables kept for one month of deposits, besides the accepted rows: schemas, and how one file's facts become rows."""

from __future__ import annotations

import calendar
from datetime import date

import polars as pl

from contracts.deposits.columns import DATASETS, DTYPES, Dataset
from transforms.reading.deposit_paths import DepositFile

DEPOTS = {
    "depot": pl.Int64,
    "depot_id": pl.String,
    "mois": pl.String,
    "chemin": pl.String,
    "partie": pl.String,
    "sha256": pl.String,
    "octets": pl.Int64,
    "dialecte": pl.String,
    "jeu": pl.String,
    "serie": pl.String,
    "numero": pl.Int64,
    "finess_dossier": pl.String,
    "lignes_lues": pl.Int64,
    "refus": pl.String,
    "refus_colonnes": pl.String,
    "colonnes_ignorees": pl.String,
    "lignes_hors_donnees": pl.Int64,
    "feuille_masquee": pl.Boolean,
}
"""One row per file, or per table or series (`partie`) of a file in a dialect. `refus` is the rule for which it was set aside
whole when it was read, if any; `lignes_hors_donnees` counts titles, totals and footers.
"""

PAROLES = {"depot": pl.Int64, "finess_et": pl.String, "periode_debut": pl.Date, "periode_fin": pl.Date}
"""Who a file speaks for, and for which period: one row per file and establishment."""

REJETS = {
    "depot": pl.Int64,
    "ligne": pl.Int32,
    "colonne": pl.String,
    "en_tete": pl.String,
    "regle": pl.String,
    "finess_et": pl.String,
}
"""One row per fault; `ligne` is null when the whole file is set aside, `en_tete` is the sender's name of the column if it is not
ours.
"""

COMPTAGES = {"depot": pl.Int64, "finess_et": pl.String, "mois_civil": pl.Date, "lignes": pl.Int64}
"""Accepted rows per file, establishment and, for what is counted once, calendar month (its first day)."""

CORRECTIONS = {"depot": pl.Int64, "finess_et": pl.String, "lignes": pl.Int64}
"""Rows whose FINESS number had lost its zero."""


def rows_schema(dataset: Dataset) -> dict[str, pl.DataType | type[pl.DataType]]:
    """Columns of the stored rows of a dataset: the person's number is replaced by `dossier`, a number too (`pseudonym`)."""
    stored: dict[str, pl.DataType | type[pl.DataType]] = {"depot": pl.Int64, "ligne": pl.Int32}
    for column in dataset.columns:
        stored |= {"dossier": pl.Int64} if column.name == "dossier_id" else {column.name: DTYPES[column.kind]}
    return stored


MONTH_TABLES: dict[str, dict[str, pl.DataType | type[pl.DataType]]] = {
    "depots": DEPOTS,
    "paroles": PAROLES,
    "rejets": REJETS,
    "comptages": COMPTAGES,
    "corrections": CORRECTIONS,
} | {f"lignes_{name}": rows_schema(dataset) for name, dataset in DATASETS.items()}
"""Every table of a month, by name."""


def month_period(mois: str) -> tuple[date, date]:
    """First and last day of a month `AAAA-MM`."""
    year, month = int(mois[:4]), int(mois[5:])
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def general_periods(files: list[DepositFile], declared: pl.DataFrame) -> pl.DataFrame:
    """Periods of every file: those declared, and the month of the folder for a file without a general declaration."""
    said = set(declared.filter(pl.col("finess_et").is_null())["depot"])
    rows = [(file.depot, None, *month_period(file.mois)) for file in files if file.mois and file.depot not in said]
    return pl.concat([declared, pl.DataFrame(rows, schema=declared.schema, orient="row")])


def speech(named: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """Who each file speaks for (`PAROLES`): its folder, those its rows name, those `couverture.csv` names.

    Args:
        named: distinct `depot`, `finess_et` of folders and rows.
        periods: as `general_periods` gives them.
    """
    own = periods.filter(pl.col("finess_et").is_not_null())
    general = periods.filter(pl.col("finess_et").is_null()).drop("finess_et")
    others = named.select("depot", "finess_et").unique().join(own, on=["depot", "finess_et"], how="anti")
    said = others.join(general, on="depot", how="inner").select(PAROLES.keys())
    return pl.concat([own.select(PAROLES.keys()), said]).sort("depot", "finess_et")


def declared_for_part(file: DepositFile, declared: pl.DataFrame, own: tuple[date, date] | None) -> pl.DataFrame:
    """The periods of one table or series of a file.

    Args:
        file: the deposit it is.
        declared: what `couverture.csv` declares of the whole file: it prevails.
        own: the period the file itself says, if it says one; else that of the folder.
    """
    of_part = declared.with_columns(pl.lit(file.depot, pl.Int64).alias("depot"))
    if own and of_part.filter(pl.col("finess_et").is_null()).is_empty():
        said = pl.DataFrame([(file.depot, None, *own)], schema=of_part.schema, orient="row")
        of_part = pl.concat([of_part, said])
    return general_periods([file], of_part)


def tally(accepted: pl.DataFrame, dataset: Dataset, distinct: bool = False) -> pl.DataFrame:
    """Accepted rows per file and establishment (`COMPTAGES`).

    `distinct`: the rows that one line gives, when another table completes it, count once.
    """
    if distinct:
        accepted = accepted.unique(["depot", "ligne"], keep="first", maintain_order=True)
    month = pl.col(dataset.dated_by).dt.month_start() if dataset.dated_by else pl.lit(None, pl.Date)
    counted = accepted.group_by("depot", "finess_et", month.alias("mois_civil")).len("lignes")
    return counted.select(pl.col(name).cast(dtype) for name, dtype in COMPTAGES.items()).sort("depot", "finess_et", "mois_civil")
