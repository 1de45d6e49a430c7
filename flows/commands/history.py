"""`cibles history`: the story of a project, from what was decided and what people did."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def history_command(*, project: str, workspace: Path, as_json: bool) -> None:
    """Shows every version of every decision of a project and every act, in the order in which they came to be known.

    Raises UsageError: nothing is known of the project.
    """
    from contracts.failures import UsageError
    from flows.display import show_json
    from flows.project_story import story
    from flows.settings import load_settings

    events = story(load_settings(workspace), project)
    if not events:
        raise UsageError(f"Aucune décision ni aucun acte du projet « {project} » : vérifiez l'identifiant, ou lancez cibles run.")
    if as_json:
        show_json(events)
        return
    _show(project, events)


def _show(project: str, events: list[dict[str, Any]]) -> None:
    from contracts.words import DECISIONS, motif_words
    from flows.display import show_title
    from transforms.figures import euros

    show_title(f"Histoire de {project}")
    for event in events:
        if event["genre"] == "acte":
            print(f"{event['le'][:10]}  acte : {event['texte']}")
            continue
        moment = event["le"].replace("T", " ").removesuffix("Z")[:16]
        reserve = ", provisoire" if event["provisoire"] else ""
        print(
            f"{moment}  {event['decision_id']} : {DECISIONS[event['decision']]}{reserve},"
            f" {euros(event['montant_libere'])} à libérer sur un solde de {euros(event['montant_solde'])}"
            + (f" ; motif : {motif_words(event['motif'])}" if event["motif"] else "")
            + "."
        )
        if event["remplace"]:
            print(f"{'':18}remplace {event['remplace']}, parce que :")
        for cause in event["changements"]:
            print(f"{'':18}- {cause}")
