"""`cibles act`: adds to the register what people did with a decision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path


def act_command(
    *,
    project: str,
    act: str,
    decision_id: str | None,
    amount: Decimal | None,
    day: date | None,
    author: str | None,
    reason: str | None,
    reference: str | None,
    workspace: Path,
) -> None:
    """Appends the act, and says what the next run will make of it. Raises UsageError or RegisterError when it cannot be."""
    from flows.acts import append_act, paid_by_default, versions_of
    from flows.clock import today
    from flows.next_steps import command_line
    from flows.settings import load_settings
    from transforms.decisions.acting import Act
    from transforms.figures import euros

    settings = load_settings(workspace)
    versions = versions_of(settings, project, decision_id)
    named = decision_id or versions[-1]["decision_id"]
    if act == "versee" and amount is None:
        amount = paid_by_default(settings, versions[-1])
    done = Act(project, named, act, amount, day or today(), author, reason, reference)
    path = append_act(settings, done, versions, today())
    told = f", {euros(amount)}" if amount is not None else ""
    print(f"Acte ajouté à {path} : {act} le {done.date:%d/%m/%Y}{told}, décision {named}.")
    again = f"run --month {versions[-1]['mois']}"
    print(f"Le prochain passage en tient compte :\n    {command_line(workspace, again)}")
