"""The last state of a flow run: what its name and its sentence tell a person who looks at the list of runs.

A month that needs a person is published all the same, and nothing waits in Prefect: the state is of type COMPLETED, so that no
retry, no crash rule and no concurrency slot is spent on it, and its *name* says what is expected, which the list shows in place
of "Completed" and an automation can listen to (event `prefect.flow-run.<name>`). A strict run fails instead, under the name
"Failed", since that is what alerts listen to.
"""

from __future__ import annotations

from typing import Any

from prefect.states import Completed, Failed, State

from contracts.failures import CiblesError
from flows.request import RunReport

TO_REVIEW = "À instruire"
REFUSED = "Dépôts refusés"
UP_TO_DATE = "À jour"
LATE = "En retard"

NAMED_AT_MOST = 8


def final_state(report: RunReport, *, strict: bool) -> State[Any]:
    """State of a run that published its month, with `report` as its data; `Failed` when `strict` and a person is needed."""
    waiting = to_review(report)
    needs = [
        *([f"{_count(len(waiting), 'décision')} à instruire ({_some(waiting)})"] if waiting else []),
        *([refused_words(len(report.refused))] if report.refused else []),
    ]
    if not needs:
        return Completed(message=f"{report.month} publié ({_decisions(report)}). Rien à traiter.", data=report)
    sentence = f"{report.month} publié ({_decisions(report)}). À traiter par une personne : {' ; '.join(needs)}."
    if strict:
        return Failed(message=f"Passage strict. {sentence}", data=report)
    return Completed(name=TO_REVIEW if waiting else REFUSED, message=sentence, data=report)


def stopped_state(error: CiblesError) -> State[Any]:
    """State of a run that could not be done: its sentence is the one that the command line would show."""
    return Failed(message=str(error), data=error)


def late_state(region: str, late: list[str], *, today: str) -> State[Any]:
    """State of a watch: `late` are the months late (`AAAA-MM`) on `today`."""
    if not late:
        return Completed(name=UP_TO_DATE, message=f"{region} : aucun mois en retard au {today}.", data=late)
    return Failed(name=LATE, message=f"{region} : en retard au {today} : {', '.join(late)}.", data=late)


def to_review(report: RunReport) -> list[str]:
    """Projects whose decision is `a_instruire`."""
    return [decision["projet_id"] for decision in report.decisions if decision["decision"] == "a_instruire"]


def refused_words(count: int) -> str:
    """Number of files refused whole, in words."""
    return "1 fichier refusé en entier" if count == 1 else f"{count} fichiers refusés en entier"


def _decisions(report: RunReport) -> str:
    return _count(len(report.decisions), "décision") if report.decisions else "aucune décision"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"


def _some(names: list[str]) -> str:
    """The first names, and how many others."""
    others = len(names) - NAMED_AT_MOST
    return ", ".join(names[:NAMED_AT_MOST]) + (f" et {_count(others, 'autre')}" if others > 0 else "")
