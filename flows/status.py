"""Where each month stands: published, waiting, refused, late. Reads only, takes no lock, and hashes nothing.

A deposit rewritten with as many bytes as before is seen by the next run alone. Works on a workspace never run, and while a run
works.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from contracts.failures import RegisterError
from flows.clock import last_complete_month
from flows.journal import JOURNAL_FILE, journal_table
from flows.published_base import BASE
from flows.purge import purged_before, purged_months, unfinished
from flows.run_log import PastRun, past_runs
from flows.settings import Settings
from flows.status_base import Published, read_published
from flows.status_deposits import changes, list_deposits, month_folders
from transforms.measures.months import months_between, shift


@dataclass(frozen=True)
class MonthStatus:
    """One month. Counts are files, but `decisions` (by kind) and `sans_depot` (establishments; None before it is measured).

    `nouveaux`, `modifies`, `disparus`: on disk, against the published ledger. `recus_depuis`: read by a run after the month was
    measured.
    """

    mois: str
    publie: bool
    mesure: bool
    en_retard: bool
    purge: bool
    decide_le: datetime | None
    decisions: dict[str, int]
    fichiers: int
    refuses: int
    sans_depot: int | None
    nouveaux: int
    modifies: int
    disparus: int
    recus_depuis: int

    @property
    def waiting(self) -> int:
        """Files that the figures of the month do not know, or no longer should."""
        return self.nouveaux + self.modifies + self.disparus + self.recus_depuis


@dataclass(frozen=True)
class Status:
    """The workspace: its months in order, and what was last done to it. `hors_mois`: files that are in no month folder."""

    publiee_le: datetime | None
    months: list[MonthStatus]
    hors_mois: int
    last_run: PastRun | None
    purged_before: str | None
    purge_interrupted: str | None

    @property
    def late(self) -> list[str]:
        """Months that should be published and are not."""
        return [month.mois for month in self.months if month.en_retard]


def workspace_status(settings: Settings, today: date) -> Status:
    """Where the workspace stands on a day.

    Raises:
        WorkspaceError: the journal or the record of purges is damaged.
    """
    store = settings.entrepot
    published = read_published(settings.publication / BASE)
    late = _late(settings, published, today)
    purged = purged_months(store)
    deposits = changes(list_deposits(settings.depots), journal_table(store / JOURNAL_FILE), published.ledger, purged)
    counts = {row["mois"]: row for row in deposits.iter_rows(named=True)}
    runs = past_runs(store)
    names = {*counts, *published.decisions, *published.ledger["mois"], *_measured(settings), *late} - {None}
    measures = {mois: _last_measure(mois, published, runs) for mois in names}
    refused, since = _of_ledger(published.ledger, measures)
    return Status(
        publiee_le=published.le,
        months=[
            MonthStatus(
                mois=mois,
                publie=mois in published.decisions,
                mesure=mois in measures and mois in {*published.decisions, *_measured(settings)},
                en_retard=mois in late,
                purge=mois in purged,
                decide_le=published.decided.get(mois),
                decisions=dict(published.decisions.get(mois, {})),
                refuses=refused.get(mois, 0),
                sans_depot=published.silent.get(mois, 0) if mois in published.decisions else None,
                recus_depuis=since.get(mois, 0),
                **{name: counts.get(mois, {}).get(name, 0) for name in ("fichiers", "nouveaux", "modifies", "disparus")},
            )
            for mois in sorted(names)
        ],
        hors_mois=counts.get(None, {}).get("fichiers", 0),
        last_run=runs[-1] if runs else None,
        purged_before=purged_before(store),
        purge_interrupted=unfinished(store),
    )


def late_months(settings: Settings, today: date) -> list[str]:
    """The complete months that should be published by `today` (day `alerte_jour` of the month after) and are not, in order.

    A month is due from the first measure of the first project on (before the first run, the register says it), though not before
    the first month that has deposits: what came before the product was in use cannot be measured.
    """
    return _late(settings, read_published(settings.publication / BASE), today)


def _late(settings: Settings, published: Published, today: date) -> list[str]:
    due = published.first_due or _first_due(settings)
    in_use = min([*month_folders(settings.depots), *_measured(settings)], default=None)
    start = max(due or "", in_use or "")
    last = last_complete_month(today)
    if today.day < settings.alerte_jour:
        last = shift(last, -1)
    before = purged_before(settings.entrepot) or ""
    expected = months_between(start, last) if start else []
    return [mois for mois in expected if mois >= before and mois not in published.decisions]


def _first_due(settings: Settings) -> str | None:
    """The first measure of the first project, by the register; None when it does not say, or cannot be read (a run says why)."""
    from transforms.reading.register import read_register

    place = settings.registre
    try:
        paths = [place] if place.is_file() else [path for path in place.iterdir() if path.is_file() and path.name[0] != "."]
        return read_register({path.name: path.read_bytes() for path in paths}).projets["premiere_mesure"].min()
    except (OSError, RegisterError):
        return None


def _measured(settings: Settings) -> set[str]:
    return {path.name for path in (settings.entrepot / "mesures").glob("*") if path.is_dir()}


def _last_measure(mois: str, published: Published, runs: Iterable[PastRun]) -> datetime | None:
    """When a month was last measured whole: the end of its last run, else the date of its last decision."""
    ends = [run.fin for run in runs if run.mois == mois and run.code == 0 and not run.partiel and run.fin]
    return max(ends) if ends else published.decided.get(mois)


def _of_ledger(ledger: pl.DataFrame, measures: dict[str, datetime | None]) -> tuple[dict[str, int], dict[str, int]]:
    """By month: files refused whole, and files that speak received after the month was measured."""
    dates = [(mois, instant.replace(tzinfo=None)) for mois, instant in measures.items() if instant]
    measured = pl.DataFrame(dates, schema={"mois": pl.String, "mesure_le": pl.Datetime("us")}, orient="row")
    refused = pl.col("etat") == "refuse"
    counted = (
        ledger.join(measured, on="mois", how="left")
        .group_by("mois")
        .agg(refused.sum().alias("refuses"), (~refused & (pl.col("recu_le") > pl.col("mesure_le"))).sum().alias("depuis"))
    )
    return dict(counted.select("mois", "refuses").iter_rows()), dict(counted.select("mois", "depuis").iter_rows())
