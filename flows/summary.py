"""The end of a run, told: deposits, files refused, decisions of the month, what was written, what to do next."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from contracts.words import DECISIONS, motif_words
from flows.display import show_json, show_table, show_title
from flows.request import RunReport
from transforms.figures import euros, whole

DEPOSIT_WORDS = {
    "fichiers": "fichiers",
    "refuses": "fichiers refusés en entier",
    "lues": "lignes lues",
    "acceptees": "lignes acceptées",
    "rejetees": "lignes mises de côté",
    "remplacees": "lignes remplacées par un dépôt plus récent",
}
"""Counts of a report, in the order in which they are shown."""

DECISION_COLUMNS = ("Projet", "Décision", "Réserves", "Montant libéré", "Version", "Motif")
REFUSED_COLUMNS = ("Fichier", "Pourquoi, et que faire")


def show_report(report: RunReport, as_json: bool) -> None:
    """Print the report: one JSON document, or tables and sentences."""
    if as_json:
        show_json(asdict(report))
        return
    show_title("Dépôts")
    show_table(("Compte", "Nombre"), deposit_rows(report.deposits), right=(1,))
    if report.refused:
        show_title("Fichiers refusés en entier")
        show_table(REFUSED_COLUMNS, refused_rows(report.refused))
    _show_list("Signalé", report.signals)
    show_title(f"Décisions de {report.month}")
    if report.decisions:
        show_table(DECISION_COLUMNS, [decision_row(decision) for decision in report.decisions], right=(3,))
    else:
        print("Aucune : aucun projet n'est mesuré ce mois-là.")
    _show_list("Écrit", report.written or ["Rien : les mêmes entrées ont déjà été traitées."])
    _show_list("À faire", report.next_steps)


def decision_row(decision: dict[str, Any]) -> tuple[str, ...]:
    """One decision in words, under DECISION_COLUMNS; a version made by this run is marked. One reserve or motif per line."""
    version = f"{decision['version']} (nouvelle)" if decision["nouvelle"] else str(decision["version"])
    reserves = {"provisoire": decision["provisoire"], "sensible à la lecture": decision["sensible_a_la_lecture"]}
    return (
        decision["projet_id"],
        DECISIONS[decision["decision"]],
        ",\n".join(words for words, present in reserves.items() if present),
        euros(decision["montant_libere"]),
        version,
        motif_words(decision["motif"]).replace(" ; ", " ;\n"),
    )


def deposit_rows(deposits: dict[str, int]) -> list[tuple[str, str]]:
    """Counts of deposits in words, in the order of DEPOSIT_WORDS."""
    return [(words, whole(deposits[code])) for code, words in DEPOSIT_WORDS.items()]


def refused_rows(refused: list[dict[str, str]]) -> list[tuple[str, ...]]:
    """Files set aside whole, under REFUSED_COLUMNS."""
    return [(item["chemin"], item["message"]) for item in refused]


def _show_list(title: str, sentences: list[str]) -> None:
    """A titled list; nothing when it is empty."""
    if sentences:
        show_title(title)
        print("\n".join(f"- {sentence}" for sentence in sentences))
