"""The end of a run, told: deposits, files refused, decisions and their money, what was written, what to read and to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import zip_longest
from pathlib import Path
from typing import Any

from contracts.words import DECISIONS, motif_words
from flows.display import show_json, show_table, show_title
from flows.next_steps import command_line
from flows.request import RunReport
from flows.written import written_sentences
from transforms.figures import euros, month_words, whole
from transforms.reports.money import shared_out

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
MONEY_COLUMNS = ("Soldes", "Projets", "Montant")

_SHOWN = 10
"""Files refused that are shown; the base has them all."""
_ALL_REFUSED = 'sql "select chemin, message from rejets join depots using (depot_id) where ligne is null"'
_NEED = ("a_instruire", "liberer", "liberer_partiellement", "ne_pas_liberer")
"""Decisions in the order in which they need a person."""


def show_report(report: RunReport, as_json: bool, workspace: Path = Path()) -> None:
    """Print the report: one JSON document, or tables and sentences. Paths are shown from `workspace`, commands lead to it."""
    if as_json:
        show_json(asdict(report))
        return
    show_title("Dépôts")
    show_table(("Compte", "Nombre"), deposit_rows(report.deposits), right=(1,))
    _show_refused(report, workspace)
    _show_list("Signalé", report.signals)
    show_title(f"Décisions de {month_words(report.month)}")
    if report.decisions:
        show_table(DECISION_COLUMNS, [decision_row(decision) for decision in by_need(report.decisions)], right=(3,))
        print()
        show_table(MONEY_COLUMNS, money_rows(report.decisions), right=(1, 2))
    else:
        print("Aucune : aucun projet n'est mesuré ce mois-là.")
    written = written_sentences(report.written, workspace)
    _show_list("Écrit", written or ["Rien : les mêmes entrées ont déjà été traitées."])
    _show_list("À lire", report.to_read)
    _show_steps(report, workspace)


def by_need(decisions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that wait for a person first, provisional ones last; otherwise in the order of the register."""
    return sorted(decisions, key=lambda decision: (decision["provisoire"], _NEED.index(decision["decision"])))


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


def money_rows(decisions: Sequence[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """What becomes of the balances of the month, in all, under MONEY_COLUMNS: the lines of the page of the region."""
    shown = [(title, whole(number), euros(total)) for title, number, total in shared_out(decisions).values() if number]
    unknown = sum(decision["montant_solde"] is None for decision in decisions)
    return shown + ([("Sans subvention au registre", whole(unknown), euros(None))] if unknown else [])


def deposit_rows(deposits: dict[str, int]) -> list[tuple[str, str]]:
    """Counts of deposits in words, in the order of DEPOSIT_WORDS."""
    return [(words, whole(deposits[code])) for code, words in DEPOSIT_WORDS.items()]


def refused_rows(refused: list[dict[str, str]]) -> list[tuple[str, ...]]:
    """Files set aside whole, under REFUSED_COLUMNS."""
    return [(item["chemin"], item["message"]) for item in refused]


def _show_refused(report: RunReport, workspace: Path) -> None:
    """The first files refused, those of the month measured before the others."""
    if not report.refused:
        return
    first = f"depots/{report.month}/"
    ordered = sorted(report.refused, key=lambda item: not item["chemin"].startswith(first))
    show_title("Fichiers refusés en entier")
    show_table(REFUSED_COLUMNS, refused_rows(ordered[:_SHOWN]))
    if len(ordered) > _SHOWN:
        print(f"… et {whole(len(ordered) - _SHOWN)} de plus. Tous :\n    {command_line(workspace, _ALL_REFUSED)}")


def _show_list(title: str, sentences: list[str]) -> None:
    """A titled list; nothing when it is empty."""
    if sentences:
        show_title(title)
        print("\n".join(f"- {sentence}" for sentence in sentences))


def _show_steps(report: RunReport, workspace: Path) -> None:
    """What to do, each with what to paste."""
    if report.next_steps:
        show_title("À faire")
    for sentence, arguments in zip_longest(report.next_steps, report.commands, fillvalue=""):
        print(f"- {sentence}")
        if arguments:
            print(f"    {command_line(workspace, arguments)}")
