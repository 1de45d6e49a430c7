"""An invented region of any size, streamed: skewed sizes, imperfect senders, as many small files or a few large ones.

Establishments are drawn from the seed and their number alone, batch after batch, sent, then forgotten: but for the register,
memory depends neither on how many they are nor on the months. Both layouts hold the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from transforms.synth.deposits import HEADERS
from transforms.synth.draws import among, drawn
from transforms.synth.finess import FINESS_PATH, finess_file
from transforms.synth.months import months_up_to
from transforms.synth.region_dossiers import dossiers_of_month, month_number, places, state_rows, with_updates
from transforms.synth.region_events import events_rows
from transforms.synth.region_flows import dmp_rows, exchanges_rows, messages_rows, updates_rows
from transforms.synth.region_layouts import LAYOUTS, Sent
from transforms.synth.region_profiles import batches
from transforms.synth.region_senders import Region
from transforms.synth.region_text import lines_of

LAST_MONTH = "2026-06"
"""Last month of deposits unless told otherwise."""

MAX_ESSMS = 8_000
"""Above, a territory would run out of invented numbers."""

MAX_MONTHS = 60
"""Five years: above, a dossier of a place could take the number of an earlier one."""

EVENTS = 30
"""Mean number of events of a dossier in a month unless told otherwise."""

MAX_EVENTS = 500

_JEUX = ("dossiers", "mises_a_jour", "evenements", "mssante", "dmp", "echanges")
_STREAMS = 1_000
"""What a sender does in a month is drawn in the streams that start at the number of the month × 1,000; rows in that number."""

_LATE, _MISSING = 900, 910
_LATE_EVERY, _LATE_MIN, _LATE_SPREAD, _MISSING_EVERY = 20, 5, 20, 50
"""One state in twenty is exported 5 to 24 days late; one deposit in fifty never comes."""


def region(
    seed: int, essms: int, months: int, layout: str = "petits", events: int = EVENTS, last_month: str = LAST_MONTH
) -> Iterator[tuple[str, bytes | memoryview]]:
    """The files of a workspace of `essms` establishments over `months` months that end with `last_month`.

    As (path, bytes). With the layout `gros`, the bytes of one path come in several times, to be put one after the other.

    Raises:
        ValueError: a size is not between 1 and its maximum (`MAX_ESSMS`, `MAX_MONTHS`, `MAX_EVENTS`), or the layout is unknown.
    """
    if not (1 <= essms <= MAX_ESSMS and 1 <= months <= MAX_MONTHS and 1 <= events <= MAX_EVENTS) or layout not in LAYOUTS:
        raise ValueError("size out of bounds, or unknown layout")
    calendar, invented = months_up_to(last_month, months), Region(seed, essms)
    yield from invented.register(calendar)
    yield FINESS_PATH, finess_file(sender.essms for sender in invented.senders if sender.connu)
    laid_out = LAYOUTS[layout]()
    for editeur, profiles in batches(seed, invented.senders, events):
        every = places(profiles)
        for month in calendar:
            for sent in _month(profiles, every, month):
                yield from laid_out.files(sent, editeur, profiles["finess_et"].to_list(), month)


def _month(profiles: pl.DataFrame, every: pl.DataFrame, month: str) -> Iterator[Sent]:
    """What a batch of establishments sends for a month, dataset after dataset."""
    stream = month_number(month) * _STREAMS
    late = _late(profiles, stream)
    shown = dossiers_of_month(every, month).with_columns(pl.lit(late).gather(pl.col("essms")).alias("retard"))
    shown = with_updates(shown, month)
    for rank, jeu in enumerate(_JEUX):
        rows = _rows(jeu, profiles, shown, month)
        missing = drawn(pl.col("cle"), stream + _MISSING + rank)
        sends = profiles.select(_sends(jeu) & (among(missing, _MISSING_EVERY) > 0)).to_series().to_list()
        delays = late.to_list() if jeu == "dossiers" else [0] * profiles.height
        yield Sent(jeu, lines_of(rows, profiles, stream + rank), sends, delays)


def _rows(jeu: str, profiles: pl.DataFrame, shown: pl.DataFrame, month: str) -> pl.DataFrame:
    """The rows of one dataset, in the order of the pivot form."""
    match jeu:
        case "dossiers":
            rows = state_rows(shown)
        case "mises_a_jour":
            rows = updates_rows(shown, month)
        case "evenements":
            rows = events_rows(shown, month)
        case "mssante":
            rows = messages_rows(profiles, month)
        case "dmp":
            rows = dmp_rows(shown, month)
        case _:
            rows = exchanges_rows(profiles, month)
    return rows.select("essms", *HEADERS[jeu])


def _sends(jeu: str) -> pl.Expr:
    """Who sends this dataset at all."""
    optional = {"mises_a_jour": "journal", "echanges": "echanges"}
    return pl.col(optional[jeu]) if jeu in optional else pl.lit(True)


def _late(profiles: pl.DataFrame, stream: int) -> pl.Series:
    """Days after the end of the month at which each state was exported, 0 for its last day."""
    bits = drawn(pl.col("cle"), stream + _LATE)
    days = pl.when(among(bits, _LATE_EVERY) == 0).then(among(bits, _LATE_SPREAD, skip=8) + _LATE_MIN).otherwise(0)
    return profiles.select(days.cast(pl.Int32).alias("retard")).to_series()
