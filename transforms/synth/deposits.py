"""Deposits in pivot form: from an invented activity to the rows of one dataset for one month, and from rows to bytes.

Which files exist, and where, is decided by `sample_deposits` and `region`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from random import Random

from contracts.deposits.columns import COVERAGE, DATASETS
from transforms.synth.months import day_between, first_day, last_day, month_of
from transforms.synth.population import Activite, Dossier

Row = tuple[str, ...]
"""Cells as text, in the order of the columns of the dataset."""

HEADERS: dict[str, Row] = {name: dataset.names for name, dataset in DATASETS.items()} | {COVERAGE.name: COVERAGE.names}


def csv_bytes(header: Row, rows: Iterable[Row]) -> bytes:
    """A pivot file: `;`, UTF-8, header, one line per row. Cells hold neither separator nor quote."""
    return "".join(";".join(row) + "\n" for row in (header, *rows)).encode()


def dossiers_rows(activite: Activite, month: str, extraction: date | None = None) -> list[Row]:
    """The state exported for a month: one row per stay begun before its end, without those that ended before the year.

    `extraction` is the day of the export (the last day of the month if None): the state shows the last update of that day.
    """
    end = last_day(month)
    rows: list[Row] = []
    for dossier in sorted(activite.dossiers, key=lambda item: item.numero):
        if dossier.vu_jusqua and month > dossier.vu_jusqua:
            continue
        if dossier.sortie and dossier.sortie < date(end.year, 1, 1):
            continue
        updated = max((day for day in dossier.majs if day <= (extraction or end)), default=None)
        rows += _stays(activite.finess_et, dossier, end, updated.isoformat() if updated else "")
    return rows


def _stays(finess_et: str, dossier: Dossier, end: date, updated: str) -> list[Row]:
    return [
        (
            finess_et,
            dossier.numero,
            entry.isoformat(),
            leaving.isoformat() if leaving and leaving <= end else "",
            updated,
            *dossier.projet,
            dossier.beneficiaire,
        )
        for entry, leaving in dossier.sejours
        if entry <= end
    ]


def mises_a_jour_rows(activite: Activite, month: str) -> list[Row]:
    """Updates told one by one, in the month."""
    told = [(day, item.numero, "saisie") for item in activite.dossiers for day in item.saisies]
    told += [(day, item.numero, "import") for item in activite.dossiers for day in item.imports]
    return [
        (activite.finess_et, number, day.isoformat(), origin) for day, number, origin in sorted(told) if month_of(day) == month
    ]


def evenements_rows(activite: Activite, month: str) -> list[Row]:
    """Events sent with the month, by moment."""
    events = activite.evenements
    sent = sorted((moment, number, status, nature) for number, moment, status, nature, when in events if when == month)
    return [(activite.finess_et, number, moment, status, nature) for moment, number, status, nature in sent]


def dmp_rows(activite: Activite, month: str) -> list[Row]:
    """Deposits in the DMP dated in the month, by day."""
    dated = sorted((day, number, status) for number, day, status in activite.dmp if month_of(day) == month)
    return [(activite.finess_et, number, day.isoformat(), status) for day, number, status in dated]


def mssante_rows(rng: Random, activite: Activite, month: str) -> list[Row]:
    """The messages of the month spread over at most eight days; one row of zero when there is none."""
    left, rows = activite.messages[month], []
    days = sorted({day_between(rng, first_day(month), last_day(month)) for _ in range(8)})
    for rank, day in enumerate(days):
        sent = left if rank == len(days) - 1 else rng.randint(0, left)
        left -= sent
        if sent:
            rows.append((activite.finess_et, day.isoformat(), str(sent)))
    return rows or [(activite.finess_et, first_day(month).isoformat(), "0")]


def mssante_monthly_rows(activite: Activite, month: str) -> list[Row]:
    """The messages of the month as an operator counts them: one row, dated AAAA-MM."""
    return [(activite.finess_et, month, str(activite.messages[month]))]


def echanges_rows(activite: Activite, month: str) -> list[Row]:
    """The exchanges of the month, one row per service, dated on its last day."""
    day = last_day(month).isoformat()
    return [
        (activite.finess_et, service, day, str(nb)) for (sent, service), nb in sorted(activite.echanges.items()) if sent == month
    ]


def with_finess(rows: Iterable[Row], text: str) -> list[Row]:
    """The same rows with the establishment written another way (lost zero, lower case…)."""
    return [(text, *row[1:]) for row in rows]


def couverture_row(fichier: str, debut: date, fin: date, extraction: date | None = None, finess_et: str = "") -> Row:
    """One row of `couverture.csv`: the period a file of the same folder speaks for."""
    return (fichier, finess_et, debut.isoformat(), fin.isoformat(), extraction.isoformat() if extraction else "")
