"""`cibles explain --project`: every amount of a decision told as the arithmetic that makes it, on lines of a hundred columns."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

WIDTH = 100
_STEP = "  "
_HASH = 16
"""Hexadecimal digits of a hash shown; the decision and JSON hold them all."""


def explain_amounts_command(*, month: str, project: str, workspace: Path, as_json: bool) -> None:
    """Shows the amounts of the decision in force. Raises UsageError or WorkspaceError when there is nothing to explain."""
    from flows.display import harmless, show_json
    from flows.explanation_amounts import explain_amounts
    from flows.settings import load_settings

    document = explain_amounts(load_settings(workspace), project, month)
    if as_json:
        show_json(document)
        return
    for line in _Page(document).lines():
        print(harmless(line))


class _Page:
    """The lines of an explanation; sentences and files are numbered in the order in which they are first cited."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.sentences: dict[tuple[str, str], int] = {}
        self.files: dict[tuple[str, str | None], int] = {}

    def lines(self) -> Iterator[str]:
        """Every line, WIDTH characters at most but for a word that is longer."""
        from contracts.words import DECISIONS, lecture_words, motif_words
        from transforms.figures import month_words, yes_no

        said = self.document
        decision = f"{DECISIONS[said['decision']]} ({said['decision_id']})"
        yield from _wrapped(f"{said['projet_id']} – {month_words(said['mois'])} – {decision}")
        reading, provisional = lecture_words(said["lecture"]), yes_no(said["provisoire"])
        yield from _wrapped(
            f"Texte {said['texte']['texte_id']}, lecture : {reading} ; provisoire : {provisional}."
            + (f" Motif : {motif_words(said['motif'])}." if said["motif"] else "")
        )
        for tree in said["montants"]:
            yield ""
            yield from self._amount(tree, "")
        if said["sans_detail"]:
            yield ""
            yield from _wrapped(f"Établissements et dossiers ne peuvent pas être détaillés. {said['sans_detail']}")
        yield from self._cited()

    def _amount(self, node: dict[str, Any], indent: str) -> Iterator[str]:
        from transforms.figures import euros

        # What has no amount, or an unknown one, says so in its own words.
        amount = f" : {euros(node['montant'])}" if node["montant"] is not None else ""
        head = f"{node['libelle']}{amount}{self._mark(node['phrase'])}"
        together = f"{head} – {node['calcul']}"
        if not node["enfants"] and len(indent + together) <= WIDTH:
            yield indent + together
        else:
            yield from _wrapped(head, indent)
            yield from _wrapped(node["calcul"], indent + _STEP)
        for child in node["enfants"]:
            yield from self._amount(child, indent + _STEP)
        yield from self._establishments(node.get("etablissements", ()), indent + _STEP)

    def _establishments(self, rows: Sequence[dict[str, Any]], indent: str) -> Iterator[str]:
        windows = {_window(one) for one in rows}
        if len(windows) == 1:
            yield f"{indent}fenêtre {windows.pop()}"
            windows = set()
        for one in rows:
            yield from self._establishment(one, f" ; {_window(one)}" if windows else "", indent)

    def _establishment(self, one: dict[str, Any], window: str, indent: str) -> Iterator[str]:
        from contracts.explanations import REASONS

        numbers = [self.files.setdefault((file["chemin"], file["sha256"]), len(self.files) + 1) for file in one["fichiers"]]
        files = f" ({_ranges(numbers)})" if numbers else ""
        yield from _wrapped(f"{one['finess_et']} : {_figures(one)}{window}{files}", indent)
        if one["mois"]:
            months = ", ".join(f"{month['mois']} : {month['nombre']}" for month in one["mois"])
            yield from _wrapped(f"compté par mois : {months}", indent + _STEP)
        if one["reste_a_faire"]:
            yield from _wrapped(f"il manque {one['reste_a_faire']} au numérateur pour atteindre la cible", indent + _STEP)
        if not one["total_manquants"]:
            return
        listed = len(one["manquants"])
        more = (
            "" if listed == one["total_manquants"] else f", dont {listed} ici (tous : cibles explain --finess {one['finess_et']})"
        )
        yield from _wrapped(f"{_dossiers(one['total_manquants'])}{more}", indent + _STEP)
        places: dict[tuple[str, str], list[str]] = defaultdict(list)
        for dossier in one["manquants"]:
            places[dossier["raison"], dossier["chemin"]].append(" et ".join(str(line) for line in dossier["lignes"]))
        for (reason, path), lines in places.items():
            word = "ligne" if len(lines) == 1 else "lignes"
            yield from _wrapped(f"- {REASONS[reason]} : {path}, {word} {', '.join(lines)}", indent + _STEP)

    def _mark(self, phrase: dict[str, str] | None) -> str:
        if not phrase:
            return ""
        key = (phrase["reference"], phrase["phrase"])
        return f" [{self.sentences.setdefault(key, len(self.sentences) + 1)}]"

    def _cited(self) -> Iterator[str]:
        if self.files:
            yield from ("", "Fichiers (empreinte SHA-256 abrégée ; entière dans la décision et avec --json)")
            for (path, sha256), number in self.files.items():
                yield from _wrapped(f"F{number} {(sha256 or '')[:_HASH]} {path}", _STEP)
        if self.sentences:
            yield from ("", "Phrases citées")
            for (reference, sentence), number in self.sentences.items():
                yield from _wrapped(f"[{number}] « {sentence} » {reference}", _STEP)


def _dossiers(number: int) -> str:
    return "1 dossier manque" if number == 1 else f"{number} dossiers manquent"


def _figures(one: dict[str, Any]) -> str:
    """`18 ÷ 20 = 90,0 %, cible 90,0 % : atteinte`."""
    from contracts.words import VERDICTS, motif_words
    from transforms.figures import percent

    said = VERDICTS[one["verdict"]] + (f" ({motif_words(one['motif'])})" if one["motif"] else "")
    if one["numerateur"] is None:
        return f"sans chiffre, {said}"
    figure = str(one["numerateur"]) + (f" ÷ {one['denominateur']}" if one["denominateur"] is not None else "")
    rate = f" = {percent(Decimal(one['taux']))}" if one["taux"] is not None else ""
    aim = f", cible {percent(Decimal(one['cible']))}" if one["cible"] is not None else ""
    origins = {"effectifs": " ; dénominateur déclaré (effectifs)", "declaree": " ; nombres déclarés (agregats)"}
    verdict = "" if one["verdict"] == "sans_cible" else f" : {said}"
    return f"{figure}{rate}{aim}{verdict}{origins.get(one['source_denominateur'] or '', '')}"


def _window(one: dict[str, Any]) -> str:
    first, last = (date.fromisoformat(one[name]) for name in ("fenetre_debut", "fenetre_fin"))
    return f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}"


def _ranges(numbers: Iterable[int]) -> str:
    """`F1 à F3, F7`: files by number, three in a row or more as a range."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [[f"F{run[0]} à F{run[-1]}"] if len(run) > 2 else [f"F{number}" for number in run] for run in runs]
    return ", ".join(part for run in parts for part in run)


def _wrapped(text: str, indent: str = "") -> Iterable[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent + _STEP, break_long_words=False, break_on_hyphens=False
    )
