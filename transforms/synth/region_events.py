"""The events of a batch of establishments in one month: several natures and statuses, cancelled ones told by a second row."""

from __future__ import annotations

import polars as pl

from transforms.synth.draws import among, drawn, one_of
from transforms.synth.months import last_day
from transforms.synth.region_dossiers import month_number

_NATURES = ("agenda", "agenda", "agenda", "", "soin", "soin", "soin", "transmission", "transmission", "entretien")
_AGENDA = 4
"""The first natures are the agenda's: an empty one is too."""

_STATUTS = ("VALIDE", "VALIDE", "TERMINE", "VALIDE", "PLANIFIE", "", "VALIDE", "ANNULE")
_ANNULE = 7
_CANCELLED_EVERY = 40
_HOURS, _QUARTERS = range(8, 19), ("00", "15", "30", "45")
_OF_DAY = len(_HOURS) * len(_QUARTERS)


def events_rows(shown: pl.DataFrame, month: str) -> pl.DataFrame:
    """The rows of `evenements` as text, with `essms`, by moment. `shown` is that of `dossiers_of_month`.

    The first `agenda` dossiers of an establishment have at least one event of the agenda that stands; the other active ones
    have none, whatever they have besides; half of those nobody keeps up have events all the same.
    """
    events = _drawn_events(shown, month)
    cancelled = events.filter("annule").with_columns(pl.lit(_ANNULE, pl.Int32).alias("statut"))
    told = pl.concat([events, cancelled]).sort("ordre", maintain_order=True)
    return told.select(
        "essms",
        "finess_et",
        pl.col("numero").alias("dossier_id"),
        one_of(_moments(month), pl.col("moment")).alias("date_debut"),
        one_of(_STATUTS, pl.col("statut")).alias("statut"),
        one_of(_NATURES, pl.col("nature")).alias("nature"),
    )


def _drawn_events(shown: pl.DataFrame, month: str) -> pl.DataFrame:
    """One row per event: its moment, status and nature as ranks, and whether it is cancelled."""
    active = pl.col("rang") < pl.col("actifs")
    met = shown.filter(pl.col("present") & (active | (pl.col("rang") % 2 == 1))).select(
        "essms",
        "finess_et",
        "numero",
        drawn(pl.col("cle_dossier"), month_number(month)).alias("cle"),
        "premier",
        (pl.col("dernier") - pl.col("premier") + 1).alias("jours"),
        (pl.col("rang") < pl.col("agenda")).alias("tenu"),
        (active & (pl.col("rang") >= pl.col("agenda"))).alias("sans"),
        "intensite",
    )
    many = pl.int_ranges(0, among(pl.col("cle"), pl.col("intensite")) + 1, dtype=pl.Int32).alias("n")
    every = met.with_columns(many).drop("intensite").explode("n")
    every = every.with_columns(
        drawn(pl.col("cle"), pl.col("n") + 1).alias("tire"), (pl.col("tenu") & (pl.col("n") == 0)).alias("sur")
    )
    bits = pl.col("tire")
    day = pl.col("premier") + among(bits, pl.col("jours"))
    every = every.with_columns(
        (day * _OF_DAY + among(bits, _OF_DAY, skip=16)).alias("moment"),
        among(bits, _ANNULE, skip=28).alias("statut"),
        pl.when("sur").then(0).otherwise(among(bits, len(_NATURES), skip=36)).alias("nature"),
    )
    never = pl.col("sans") & (pl.col("nature") < _AGENDA)
    return every.select(
        "essms",
        "finess_et",
        "numero",
        "moment",
        "statut",
        "nature",
        (never | (~pl.col("sur") & (among(bits, _CANCELLED_EVERY, skip=44) == 0))).alias("annule"),
        (pl.col("essms") * 2048 + pl.col("moment").cast(pl.UInt32)).alias("ordre"),
    )


def _moments(month: str) -> tuple[str, ...]:
    days = range(1, last_day(month).day + 1)
    return tuple(f"{month}-{day:02d}T{hour:02d}:{minute}" for day in days for hour in _HOURS for minute in _QUARTERS)
