"""The evaluations of an invented register: drawn once the deposits are written, on and next to what they give."""

from __future__ import annotations

from pathlib import Path

from tests.oracle.oracle_calendar import last_day
from tests.oracle.oracle_deposits import read_workspace
from tests.oracle.oracle_plan import Plan, write_register
from tests.oracle.oracle_plan_register import draw_criteria, draw_evaluation
from tests.oracle.oracle_project import FENETRE, verification
from tests.oracle.oracle_texts import TEXTES


def draw_evaluations(plan: Plan, path: Path) -> None:
    """Write the register again, with criteria."""
    projets = [projet for projet in plan.projets if TEXTES[projet["texte_id"]].par_projet]
    for projet in projets:
        draw_criteria(plan, projet)
    write_register(plan, path)
    workspace = read_workspace(path)
    for projet in projets:
        essms = workspace.register.establishments(projet["projet_id"], last_day(plan.mois[-1]))
        if not essms:
            continue
        found = verification(workspace, projet, TEXTES[projet["texte_id"]], essms, plan.mois[-1], FENETRE)
        measured = {item.critere.indicateur: item.figures for item in found.jugees}
        # Every evaluation low enough, or each as it comes.
        generous = plan.chance(0.45)
        for row in plan.criteres:
            if row["projet_id"] == projet["projet_id"] and row["indicateur"] in measured:
                row["evaluation"] = draw_evaluation(plan, measured[row["indicateur"]], generous)
    write_register(plan, path)
