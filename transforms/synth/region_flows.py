"""The other datasets of a batch of establishments in one month: documents, messages, exchanges, updates told one by one."""

from __future__ import annotations

import polars as pl

from transforms.synth.draws import among, drawn, one_of
from transforms.synth.months import first_day, last_day
from transforms.synth.region_dossiers import as_day, day_number, month_number

_MESSAGE_DAYS, _MONTH_DAYS, _STEPS = 8, 28, (3, 5, 9, 11)
"""Messages are sent on eight days at most of the first 28, that follow each other by a step without a common divisor with 28."""

_DOCUMENTS = ("OK", "OK", "", "ERREUR")


def dmp_rows(shown: pl.DataFrame, month: str) -> pl.DataFrame:
    """The rows of `dmp` as text, with `essms`, by day; with a failed one and one for somebody who may not benefit."""
    bits = drawn(pl.col("cle_dossier"), month_number(month))
    day = day_number(first_day(month)) + pl.col("premier") + among(bits, pl.col("dernier") - pl.col("premier") + 1, skip=10)
    rank, last = pl.col("rang"), pl.col("beneficiaires")
    counted = (rank >= last - pl.col("dmp")) & (rank < last)
    failed, other = (rank == 0) & (pl.col("dmp") < last), rank == last
    sent = shown.filter(pl.col("present") & (pl.col("dmp") > 0) & (counted | failed | other)).select(
        "essms",
        "finess_et",
        pl.col("numero").alias("dossier_id"),
        day.alias("date_depot"),
        one_of(_DOCUMENTS, pl.when(counted).then(among(bits, 3, skip=20)).when(failed).then(3).otherwise(0)).alias("statut"),
    )
    return sent.sort("essms", "date_depot", "dossier_id").with_columns(as_day("date_depot"))


def updates_rows(shown: pl.DataFrame, month: str) -> pl.DataFrame:
    """The rows of `mises_a_jour` as text, with `essms`, by day: those of the month, and an import of others on its last day."""
    updated = pl.col("maj_du_mois").is_not_null()
    imported = pl.col("present") & pl.col("sortie").is_null() & ~updated & (pl.col("rang") % 2 == 0)
    told = shown.filter(pl.col("journal") & (updated | imported)).select(
        "essms",
        "finess_et",
        pl.col("numero").alias("dossier_id"),
        pl.col("maj_du_mois").fill_null(day_number(last_day(month))).alias("date_maj"),
        one_of(("import", "saisie"), updated.cast(pl.Int32)).alias("origine"),
    )
    return told.sort("essms", "date_maj", "dossier_id").with_columns(as_day("date_maj"))


def messages_rows(profiles: pl.DataFrame, month: str) -> pl.DataFrame:
    """The rows of `mssante` as text, with `essms`, by day; one row of zero when there is none."""
    bits, each = drawn(pl.col("cle"), month_number(month)), pl.col("messages") // _MESSAGE_DAYS
    days = profiles.select(
        "essms", "finess_et", "messages", bits.alias("bits"), pl.int_ranges(0, _MESSAGE_DAYS, dtype=pl.Int32).alias("n")
    )
    days = days.explode("n")
    step = pl.lit(pl.Series(_STEPS, dtype=pl.Int32)).gather(among(pl.col("bits"), len(_STEPS)))
    day = (among(pl.col("bits"), _MONTH_DAYS, skip=10) + pl.col("n") * step) % _MONTH_DAYS
    sent = each + (pl.col("n") < pl.col("messages") % _MESSAGE_DAYS).cast(pl.Int32)
    rows = days.select(
        "essms", "finess_et", (day_number(first_day(month)) + day).alias("date_envoi"), sent.alias("nb_messages"), "n"
    )
    rows = rows.filter((pl.col("nb_messages") > 0) | (pl.col("n") == 0)).drop("n").sort("essms", "date_envoi")
    return rows.with_columns(as_day("date_envoi"), pl.col("nb_messages").cast(pl.String))


def exchanges_rows(profiles: pl.DataFrame, month: str) -> pl.DataFrame:
    """The rows of `echanges` as text, with `essms`: one per service, dated on the last day of the month."""
    services = {"e_parcours": "parcours", "e_prescription": "prescriptions"}
    tables = [
        profiles.select(
            "essms",
            "finess_et",
            pl.lit(code).alias("service"),
            pl.lit(last_day(month).isoformat()).alias("date"),
            pl.col(column).cast(pl.String).alias("nb"),
        )
        for code, column in services.items()
    ]
    return pl.concat(tables).sort("essms", "service")
