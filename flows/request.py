"""What is asked of a monthly run and what it answers: plain values that the command line, the engine and Prefect share.

Nothing here reads a file, the clock or the environment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contracts.failures import DEPOSIT_REFUSED_EXIT, TO_REVIEW_EXIT


@dataclass(frozen=True)
class RunRequest:
    """One run: the workspace folder, the month (`AAAA-MM`, None = the last complete month), and what to restrict it to.

    Empty `projects` and `finess` mean all of them. `overrides` are settings given as options (name of the setting → text).
    """

    workspace: Path
    month: str | None = None
    projects: tuple[str, ...] = ()
    finess: tuple[str, ...] = ()
    overrides: dict[str, str] = field(default_factory=dict)


AMOUNTS = ("montant_solde", "montant_libere", "deja_verse")
"""What a decision of a report says in euros, as exact amounts."""


@dataclass(frozen=True)
class RunReport:
    """What a run did, ready to be shown; no personal value.

    `decisions`: one dict per decision of the month (`mois`, `projet_id`, `decision`, `provisoire`, `montant_libere` (Decimal
    or None), `motif`, `version`, `sensible_a_la_lecture`, `nouvelle`, `montant_solde` (Decimal or None), `deja_verse` (Decimal),
    `acte`, the last one known). `deposits`: counts of `fichiers`, `refuses` and, in
    lines, `lues`, `acceptees`, `rejetees`, `remplacees`. `refused`: `chemin`, `motif`, `message` of each file set aside whole.
    `written`: paths. `signals`, `to_read` and `next_steps`: French sentences; `commands`: the arguments of `cibles` that go with
    each next step, without the workspace, empty where there are none.
    """

    month: str
    decisions: list[dict[str, Any]]
    deposits: dict[str, int]
    refused: list[dict[str, str]]
    written: list[str]
    signals: list[str]
    next_steps: list[str]
    commands: list[str] = field(default_factory=list)
    to_read: list[str] = field(default_factory=list)


def strict_exit_code(report: RunReport) -> int:
    """Exit code of `run --strict`: 20 when a deposit was refused whole, else 21 when a decision is `a_instruire`, else 0."""
    if report.refused:
        return DEPOSIT_REFUSED_EXIT
    if any(decision["decision"] == "a_instruire" for decision in report.decisions):
        return TO_REVIEW_EXIT
    return 0
