"""The dossiers of a batch of establishments: places filled one after the other by people who stay one to six years.

Everything is a function of the key of the place and of the month: any month can be drawn without those before it.
Days are counted from 1970-01-01 (Int32) and months likewise, until they are written as text.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from transforms.synth.draws import among, drawn, one_of
from transforms.synth.months import first_day, last_day

_STAY_MIN, _STAY_SPREAD = 14, 60
"""Months of a stay: two stays of one place cannot end in one year."""

_NUMBERS, _STRIDE = 999_983, 61_681
"""Numbers of dossiers of one establishment: a prime, and a step that scatters them."""

_BACK_EVERY, _NEVER_UPDATED_EVERY, _NOT_VALID = 60, 8, 4
"""One person in sixty came back; one unused dossier in eight was never updated; ways of not having a valid project."""


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


def month_number(month: str) -> int:
    """Months since January 1970."""
    return (int(month[:4]) - 1970) * 12 + int(month[5:7]) - 1


def places(profiles: pl.DataFrame) -> pl.DataFrame:
    """One row per place of each establishment, in order: the profile, `rang`, `cle_place`, `duree` and `phase` (months)."""
    every = profiles.with_columns(pl.int_ranges(0, "effectif", dtype=pl.Int32).alias("rang")).explode("rang")
    every = every.with_columns(drawn(pl.col("cle"), pl.col("rang") + 1).alias("cle_place"))
    every = every.with_columns((among(pl.col("cle_place"), _STAY_SPREAD) + _STAY_MIN).alias("duree"))
    return every.with_columns(among(pl.col("cle_place"), pl.col("duree"), skip=20).alias("phase"))


def dossiers_of_month(every: pl.DataFrame, month: str) -> pl.DataFrame:
    """One row per dossier shown by the state of a month, in no order: who is there, and who left earlier in the year.

    Adds to `places`: `cle_dossier`, `numero`, `entree`, `sortie` (null while there), `present` (not left before the month),
    `premier` and `dernier` (first and last day in the month, 0 for its first day).
    """
    at, days = month_number(month), last_day(month).day - 1
    current = every.with_columns(((at + pl.col("phase")) // pl.col("duree")).alias("sejour"), pl.lit(True).alias("present"))
    former = current.with_columns(pl.col("sejour") - 1, pl.lit(False).alias("present"))
    begun = pl.col("sejour") * pl.col("duree") - pl.col("phase")
    left = begun + pl.col("duree") - 1
    shown = pl.concat([current, former.filter(left >= at // 12 * 12)])
    shown = shown.with_columns(drawn(pl.col("cle_place"), pl.col("sejour") + 1).alias("cle_dossier"), _number())
    entry, leaving = among(pl.col("cle_dossier"), 10), among(pl.col("cle_dossier"), 14, skip=8) + 14
    return shown.with_columns(
        (_first_day(begun) + entry).alias("entree"),
        pl.when(left <= at).then(_first_day(left) + leaving).alias("sortie"),
        pl.when(begun == at).then(entry).otherwise(0).alias("premier"),
        pl.when(left == at).then(leaving).otherwise(days).alias("dernier"),
    )


def with_updates(shown: pl.DataFrame, month: str) -> pl.DataFrame:
    """Adds `maj_du_mois`, the day of the update of those kept up in the month, and `maj`, the last update that the state shows.

    `retard` (a column of `shown`) is how many days after the end of the month the state was exported, 0 for its last day: a
    late one shows only the last update, made since; so it does for two dossiers that were not touched in the month.
    """
    bits = drawn(pl.col("cle_dossier"), month_number(month))
    own = day_number(first_day(month)) + pl.col("premier") + among(bits, pl.col("dernier") - pl.col("premier") + 1)
    since = day_number(last_day(month)) + 1 + among(bits, pl.max_horizontal("retard", 1), skip=20)
    kept = pl.col("present") & (pl.col("rang") < pl.col("actifs"))
    touched = pl.col("sortie").is_null() & (pl.col("rang") < pl.col("actifs") + 2) & (pl.col("retard") > 0)
    at_entry = pl.col("entree") + among(pl.col("cle_dossier"), 18, skip=33)
    ever = among(pl.col("cle_dossier"), _NEVER_UPDATED_EVERY, skip=30) > 0
    left_before = ~pl.col("present")
    return shown.with_columns(
        pl.when(kept).then(own).alias("maj_du_mois"),
        pl.when(touched)
        .then(since)
        .when(kept)
        .then(own)
        .when(left_before)
        .then(pl.col("sortie"))
        .when(ever)
        .then(at_entry)
        .alias("maj"),
    )


def state_rows(shown: pl.DataFrame) -> pl.DataFrame:
    """The rows of `dossiers` as text, with `essms`, by number; those who came back have an earlier stay too."""
    benefits = pl.when(pl.col("rang") >= pl.col("beneficiaires")).then(2).otherwise(among(pl.col("cle_dossier"), 3, skip=40) // 2)
    project = pl.struct(*_project())
    rows = shown.select(
        "essms",
        "finess_et",
        pl.col("numero").alias("dossier_id"),
        pl.col("entree").alias("date_entree"),
        pl.col("sortie").alias("date_sortie"),
        pl.col("maj").alias("date_derniere_maj"),
        project.alias("projet"),
        one_of(("O", "", "N"), benefits).alias("beneficiaire_projet"),
        (among(pl.col("cle_dossier"), _BACK_EVERY, skip=46) == 0).alias("revenu"),
    ).unnest("projet")
    before = rows.filter("revenu").with_columns(pl.col("date_entree") - 700, (pl.col("date_entree") - 120).alias("date_sortie"))
    both = pl.concat([rows, before]).drop("revenu").sort("essms", "dossier_id", "date_entree")
    return both.with_columns(as_day(name) for name in both.columns if both.schema[name] == pl.Int32)


def as_day(name: str) -> pl.Expr:
    """A column of days as text, AAAA-MM-JJ, empty when null."""
    return pl.col(name).cast(pl.Date).cast(pl.String).fill_null("")


def _project() -> tuple[pl.Expr, ...]:
    """`projet_statut`, start and end. The first active dossiers have no valid project, in each of four ways."""
    without = pl.col("rang") < pl.col("actifs") - pl.col("projets")
    way = pl.when(without).then(pl.col("rang") % _NOT_VALID).when(pl.col("rang") % 7 == 6).then(5).otherwise(4)
    told, ended = ~way.is_in([2]), way.is_in([0, 3])
    start = pl.when(way < 4).then(pl.col("entree")).otherwise(pl.col("entree") + 10 + pl.col("rang") % 50)
    return (
        one_of(("TERMINE", "ENPAUSE", "", "ENCOURS", "ENCOURS", "ENPREPARATION"), way).alias("projet_statut"),
        pl.when(told).then(start).alias("projet_date_debut"),
        pl.when(ended).then(pl.col("entree") + 60).alias("projet_date_fin"),
    )


def _number() -> pl.Expr:
    """Distinct in one establishment: a place has fewer than eight successive stays in five years."""
    rank = pl.col("rang").cast(pl.UInt64) * 8 + (pl.col("sejour") % 8).cast(pl.UInt64)
    scattered = (rank * _STRIDE + pl.col("cle") % _NUMBERS) % _NUMBERS
    return pl.concat_str(pl.lit("U-"), scattered.cast(pl.String).str.zfill(6)).alias("numero")


def _first_day(month: pl.Expr) -> pl.Expr:
    return pl.date(1970 + month // 12, month % 12 + 1, 1).cast(pl.Int32)
