"""Persons, updates, projects, events, messages, documents of one establishment in one window: plain lists, no verdict. Spec 3."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.oracle.oracle_calendar import (
    MONTH,
    Window,
    first_day,
    inside,
    month_of,
    months_of,
    overlaps,
    parse_day,
    parse_moment,
    window_of,
)
from tests.oracle.oracle_deposits import Workspace
from tests.oracle.oracle_files import Row
from tests.oracle.oracle_replacement import Deposit, covers, touches
from tests.oracle.oracle_texts import COUNTS


@dataclass(frozen=True)
class Lecture:
    """One admissible reading: which persons are the roll, another window, what counts."""

    code: str
    personnes: str = "fenetre"
    longueur: int | None = None
    pause_compte: bool = False
    imports_comptent: bool = False
    duree_projet: bool = False


DEFAULT = Lecture("defaut")


def roll_window(window: Window, lecture: Lecture) -> Window:
    """The days in which a stay makes a person accompanied under this reading."""
    # Choice 19: "`annuelle`: persons with a stay between 1 January and the last day of M; `douze_mois`: over twelve months;
    # `presents`: with a stay on the last day of M, as the states of M show."
    end = window[1]
    if lecture.personnes == "annuelle":
        return date(end.year, 1, 1), end
    if lecture.personnes == "douze_mois":
        return window_of(month_of(end), 12)
    if lecture.personnes == "presents":
        return end, end
    return window


def states(workspace: Workspace, finess_et: str, months: list[str]) -> list[list[Row]]:
    """The states of `dossiers` that belong to these months, the latest last."""
    # Choice 16: "The states of a month are those of all deposits in force whose period ends in it; the latest is the one
    # whose period ends last, then the latest received, then the later month folder. Parts of one deposit ending on the same
    # day are one state."
    found: list[tuple[date, int, str, list[Row]]] = []
    for deposit in workspace.in_force("dossiers", finess_et):
        ends = sorted({file.period(finess_et)[1] for file in deposit.files})
        for end in ends:
            files = [file for file in deposit.files if file.period(finess_et)[1] == end]
            if month_of(end) in months:
                rows = [row for file in files for row in file.rows if row.finess_et == finess_et and row.counts]
                found.append((end, deposit.recu, deposit.mois, rows))
    return [rows for _, _, _, rows in sorted(found, key=lambda state: state[:3])]


def accompanied(workspace: Workspace, finess_et: str, days: Window) -> dict[str, list[Row]]:
    """Each person accompanied in these days, with its rows in the latest state that shows it."""
    # Spec 3: "dossiers with a stay overlapping it (`date_entree` ≤ end and `date_sortie` empty or ≥ start), each
    # `dossier_id` once, over the states of the window's months; the latest state that shows a dossier decides".
    latest: dict[str, list[Row]] = {}
    for state in states(workspace, finess_et, months_of(days)):
        shown: dict[str, list[Row]] = {}
        for row in state:
            shown.setdefault(row.valeurs["dossier_id"], []).append(row)
        latest.update(shown)
    return {dossier: rows for dossier, rows in latest.items() if any(_stays(row, days) for row in rows)}


def _stays(row: Row, days: Window) -> bool:
    entry, leave = parse_day(row.valeurs["date_entree"]), parse_day(row.valeurs["date_sortie"])
    assert entry is not None
    return entry <= days[1] and (leave is None or leave >= days[0])


def updates(workspace: Workspace, finess_et: str, window: Window, lecture: Lecture) -> dict[str, list[date]]:
    """Every update known of every dossier, whenever it was."""
    # Spec 3: "a `date_derniere_maj` of any state of the window's months, or a row of `mises_a_jour` in those months'
    # deposits". Choice 19: "The window of updates, events, messages and documents does not change" with the reading.
    known: list[tuple[str, str]] = []
    for state in states(workspace, finess_et, months_of(window)):
        known += [(row.valeurs["dossier_id"], row.valeurs["date_derniere_maj"]) for row in state]
    for row in rows_overlapping(workspace, "mises_a_jour", finess_et, window):
        # Spec 3: "(`import` excluded unless the rulebook says so)". Choice 17: "Imports are no updates at all: they neither
        # make a dossier active nor unknown."
        if row.valeurs["origine"] != "import" or lecture.imports_comptent:
            known.append((row.valeurs["dossier_id"], row.valeurs["date_maj"]))
    days: dict[str, list[date]] = {}
    for dossier, text in known:
        day = parse_day(text)
        if day is not None:
            days.setdefault(dossier, []).append(day)
    return days


def rows_overlapping(workspace: Workspace, jeu: str, finess_et: str, window: Window) -> list[Row]:
    """The rows of the deposits whose period overlaps the window."""
    # Spec 3: "events and updates are read from the deposits whose period overlaps the window."
    rows: list[Row] = []
    for _, found in _by_folder(workspace, jeu, finess_et, window):
        rows += found
    return rows


def _by_folder(workspace: Workspace, jeu: str, finess_et: str, window: Window) -> list[tuple[str, list[Row]]]:
    found: list[tuple[str, list[Row]]] = []
    for deposit in workspace.in_force(jeu, finess_et):
        for file in deposit.files:
            if overlaps(file.period(finess_et), window):
                found.append((deposit.mois, [r for r in file.rows if r.finess_et == finess_et and r.counts]))
    return found


def active_and_unknown(persons: list[str], days: dict[str, list[date]], window: Window) -> tuple[set[str], set[str]]:
    """Among the accompanied: those updated in the window, and those whose only known updates are later."""
    # Spec 3: "Active dossier: accompanied, and updated at least once in the window".
    # "A dossier with no update known inside the window but one known after it is *unknown*".
    active = {dossier for dossier in persons if any(inside(day, window) for day in days.get(dossier, []))}
    later = {dossier for dossier in persons if any(day > window[1] for day in days.get(dossier, []))}
    return active, later - active


def with_project(rows: list[Row], window: Window, lecture: Lecture) -> bool:
    # Spec 3: "in the latest state, a project `ENPREPARATION` or `ENCOURS` not ended before the window starts (one that
    # starts later counts)". Several rows of one dossier: "one row is enough for each test, even one whose stay is outside
    # the window".
    statuses = ("ENPREPARATION", "ENCOURS", "ENPAUSE") if lecture.pause_compte else ("ENPREPARATION", "ENCOURS")
    for row in rows:
        end = parse_day(row.valeurs["projet_date_fin"])
        if row.valeurs["projet_statut"] in statuses and (end is None or end >= window[0]):
            return True
    return False


def may_benefit(rows: list[Row]) -> bool:
    # Spec 3: "accompanied persons who may benefit from a personalised project (`beneficiaire_projet`, ...)".
    return any(row.valeurs["beneficiaire_projet"] == "O" for row in rows)


def with_event(workspace: Workspace, finess_et: str, window: Window, any_nature: bool = False) -> set[str]:
    """The dossiers with at least one event of the right nature dated in the window and not cancelled."""
    # Spec 3: "at least one event dated in the window, not cancelled, nature `agenda` (S0: any nature)".
    folders = _by_folder(workspace, "evenements", finess_et, window)
    cancelled = [(mois, row) for mois, rows in folders for row in rows if row.valeurs["statut"] == "ANNULE"]
    found: set[str] = set()
    for mois, rows in folders:
        for row in rows:
            day = parse_day(row.valeurs["date_debut"])
            right = (any_nature or row.valeurs["nature"] == "agenda") and row.valeurs["statut"] != "ANNULE"
            if right and day is not None and inside(day, window) and not _is_cancelled(mois, row, cancelled):
                found.add(row.valeurs["dossier_id"])
    return found


def _is_cancelled(mois: str, row: Row, cancelled: list[tuple[str, Row]]) -> bool:
    # Spec 3: "A row `ANNULE` cancels the rows of the same dossier, start (with its time) and nature deposited in the same
    # month folder or an earlier one."
    def what(one: Row) -> tuple[object, ...]:
        return one.valeurs["dossier_id"], parse_moment(one.valeurs["date_debut"]), one.valeurs["nature"]

    return any(what(cancel) == what(row) and mois <= folder for folder, cancel in cancelled)


def messages(workspace: Workspace, finess_et: str, window: Window) -> int:
    # Spec 3: "messages sent in the window". A row dated AAAA-MM is a month of the window or is not.
    total = 0
    for deposit in workspace.in_force("mssante", finess_et):
        for row in deposit.rows():
            sent = row.valeurs["date_envoi"]
            day = first_day(sent) if MONTH.match(sent) else parse_day(sent)
            if day is not None and inside(day, window):
                total += int(row.valeurs["nb_messages"])
    return total


def documents(workspace: Workspace, finess_et: str, window: Window) -> list[str]:
    """The dossier of each successful deposit of the window, whoever the person is."""
    # Spec 2.2: "Identical rows are all kept: what counts once is said by the measure."
    found: list[str] = []
    for deposit in workspace.in_force("dmp", finess_et):
        for row in deposit.rows():
            day = parse_day(row.valeurs["date_depot"])
            if day is not None and inside(day, window) and row.valeurs["statut"] == "OK":
                found.append(row.valeurs["dossier_id"])
    return found


def count(workspace: Workspace, finess_et: str, window: Window, indicateur: str) -> int:
    """A measure that is a number: no person, no denominator."""
    # Choice 35: "Counts (`nombre`): `mssante` sums messages, `dmp` sums successful deposits (one per row, whoever the person
    # is); neither uses `dossiers`".
    if indicateur == "mssante":
        return messages(workspace, finess_et, window)
    if indicateur == "dmp":
        return len(documents(workspace, finess_et, window))
    return exchanges(workspace, finess_et, window, indicateur)


def exchanges(workspace: Workspace, finess_et: str, window: Window, indicateur: str) -> int:
    total = 0
    for deposit in workspace.in_force("echanges", finess_et):
        for row in deposit.rows():
            day = parse_day(row.valeurs["date"])
            if day is not None and inside(day, window) and row.valeurs["service"] == COUNTS[indicateur]:
                total += int(row.valeurs["nb"])
    return total


def has_state(workspace: Workspace, finess_et: str, month: str) -> bool:
    # Spec 3: "Of `dossiers`, the states of M and of the window's earlier months are read, and only M's is required".
    return bool(states(workspace, finess_et, [month]))


def flow_deposits(workspace: Workspace, jeu: str, finess_et: str, month: str) -> list[Deposit]:
    # Choice 7: "The flow of month M is present when a deposit in force has a period that overlaps M".
    return [deposit for deposit in workspace.in_force(jeu, finess_et) if touches(deposit, window_of(month, 1))]


def every_month_covered(workspace: Workspace, jeu: str, finess_et: str, window: Window) -> bool:
    deposits = workspace.in_force(jeu, finess_et)
    return all(any(covers(deposit, month) for deposit in deposits) for month in months_of(window))
