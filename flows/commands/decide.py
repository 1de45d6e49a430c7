"""`cibles decide`: brings the decisions of a month up to date, and shows each with what founds it."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def decide_command(*, month: str, workspace: Path, projects: tuple[str, ...], as_json: bool) -> None:
    """Decides again on the present register, texts and deposits (nothing is written when nothing changed), and shows why."""
    from flows.display import show_json
    from flows.explanation import query_base
    from flows.request import RunRequest
    from flows.run import run_month
    from flows.settings import load_settings

    report = run_month(RunRequest(workspace, month, projects))
    wanted = [decision["projet_id"] for decision in report.decisions]
    settings = load_settings(workspace)
    query = "from decisions where mois = $month and courante and list_contains($projects, projet_id) order by projet_id"
    decisions = query_base(settings, query, {"month": month, "projects": wanted}).to_dicts()
    criteria = query_base(
        settings,
        "from decision_criteres where list_contains($ids, decision_id)",
        {"ids": [decision["decision_id"] for decision in decisions]},
    ).to_dicts()
    blocking = query_base(settings, _BLOCKING, {"month": month, "projects": wanted}).to_dicts()
    documents = [
        decision
        | {
            "criteres": [item for item in criteria if item["decision_id"] == decision["decision_id"]],
            "essms": [item for item in blocking if item["projet_id"] == decision["projet_id"]],
        }
        for decision in decisions
    ]
    if as_json:
        show_json(documents)
        return
    for document in documents:
        _show(document)


_BLOCKING = """
    select projet_id, finess_et, indicateur, verdict, motif, numerateur, denominateur, taux, cible, reste_a_faire
    from indicateurs
    where mois = $month and list_contains($projects, projet_id) and verdict in ('non_atteinte', 'indeterminee')
    order by projet_id, finess_et, indicateur
"""


def _show(decision: dict[str, Any]) -> None:
    from flows.commands.explain import percent
    from flows.display import UNKNOWN, euros, show_table, show_title, yes_no

    show_title(f"{decision['projet_id']} – {decision['mois']} – {decision['decision']} (version {decision['version']})")
    print(
        f"Texte {decision['texte_id']}, lecture {decision['lecture']} ; provisoire : {yes_no(decision['provisoire'])} ;"
        f" sensible à la lecture : {yes_no(decision['sensible_a_la_lecture'])}."
    )
    print(
        f"Subvention {euros(decision['montant_subvention'])}, solde {euros(decision['montant_solde'])},"
        f" libéré {euros(decision['montant_libere'])}."
    )
    if decision["motif"]:
        print(f"Motif : {decision['motif']}.")
    lines = [
        [item["indicateur"], _ratio(item), percent(item["cible"]), item["verdict"], item["motif"] or "", item["reference"]]
        for item in decision["criteres"]
    ]
    show_table(["Critère", "Compte", "Cible", "Verdict", "Motif", "Référence"], lines, right=(1, 2))
    if decision["essms"]:
        show_title("Établissements qui bloquent")
        lines = [
            [
                item["finess_et"],
                item["indicateur"],
                _ratio(item),
                item["verdict"],
                item["motif"] or "",
                UNKNOWN if item["reste_a_faire"] is None else str(item["reste_a_faire"]),
            ]
            for item in decision["essms"]
        ]
        show_table(["FINESS", "Indicateur", "Compte", "Verdict", "Motif", "Manque"], lines, right=(2, 5))


def _ratio(item: dict[str, Any]) -> str:
    from flows.display import UNKNOWN

    if item["numerateur"] is None:
        return UNKNOWN
    return f"{item['numerateur']}/{UNKNOWN if item['denominateur'] is None else item['denominateur']}"
