"""`cibles decide`: brings the decisions of a month up to date, and shows each with what founds it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

_PARTS = ("decision_criteres", "decision_versements", "decision_conditions", "decision_bareme", "decision_partages")
"""Tables that hold several rows of one decision; in JSON, without `decision_`."""


def decide_command(*, month: str, workspace: Path, projects: tuple[str, ...], as_json: bool) -> None:
    """Decides again on the present register, texts and deposits (nothing is written when nothing changed), and shows why."""
    from flows.commands.decision_page import show_decision
    from flows.display import show_json
    from flows.purge import frozen
    from flows.request import RunRequest
    from flows.run import run_month
    from flows.settings import load_settings

    settings = load_settings(workspace)
    if reason := frozen(settings, month):
        print(reason, file=sys.stderr)
        wanted = _decided(settings, month, projects)
    else:
        wanted = [decision["projet_id"] for decision in run_month(RunRequest(workspace, month, projects)).decisions]
    documents = _documents(settings, month, wanted)
    if as_json:
        show_json(documents)
        return
    for document in documents:
        show_decision(document)


def _decided(settings: Any, month: str, projects: tuple[str, ...]) -> list[str]:
    """The projects that have a decision for a month whose deposits were purged: it stays as it is."""
    from flows.explanation import query_base

    found = query_base(settings, "from decisions where mois = $month and courante order by projet_id", {"month": month})
    return [projet_id for projet_id in found["projet_id"] if not projects or projet_id in projects]


def _documents(settings: Any, month: str, wanted: list[str]) -> list[dict[str, Any]]:
    """The decisions in force of these projects, each with the rows of its parts and the establishments that block it."""
    from flows.explanation import query_base, unit_of
    from flows.texts import load_all_texts

    query = "from decisions where mois = $month and courante and list_contains($projects, projet_id) order by projet_id"
    decisions = query_base(settings, query, {"month": month, "projects": wanted}).to_dicts()
    ids = {"ids": [decision["decision_id"] for decision in decisions]}
    parts = {name: query_base(settings, f"from {name} where list_contains($ids, decision_id)", ids).to_dicts() for name in _PARTS}
    texts = load_all_texts()
    texte_of = {decision["decision_id"]: texts[decision["texte_id"]] for decision in decisions}
    for row in parts["decision_criteres"]:
        row["unite"] = unit_of(texte_of[row["decision_id"]], row["indicateur"])
    blocking = query_base(settings, _BLOCKING, {"month": month, "projects": wanted}).to_dicts()
    return [
        decision
        | {name.removeprefix("decision_"): _of(decision, rows) for name, rows in parts.items()}
        | {"essms": [item for item in blocking if item["projet_id"] == decision["projet_id"]]}
        for decision in decisions
    ]


def _of(decision: dict[str, Any], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["decision_id"] == decision["decision_id"]]


_BLOCKING = """
    select projet_id, finess_et, indicateur, verdict, motif, numerateur, denominateur, taux, cible, reste_a_faire
    from indicateurs
    where mois = $month and list_contains($projects, projet_id) and verdict in ('non_atteinte', 'indeterminee')
    order by projet_id, finess_et, indicateur
"""
