"""`cibles check`: what files would become as deposits, file by file, then what to mend, cause by cause."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contracts.dialect import Dialecte
    from flows.check import Verdict
    from flows.check_places import Checked
    from flows.check_verdicts import Cause, Judged

_LINES, _ESTABLISHMENTS = 10, 5
"""Lines of a cause and establishments of a file that are shown."""

STATES = {
    "accepte": "accepté",
    "partiel": "accepté en partie",
    "refuse": "refusé",
    "remplace": "remplacé par un autre de ces fichiers",
}
_ORIGINS = {
    "option": "--month",
    "chemin": "celui de son dossier",
    "defaut": "le dernier mois complet ; --month en donne un autre",
}


def check_command(
    *,
    files: tuple[Path, ...],
    month: str | None,
    finess: str | None,
    workspace: Path | None,
    dialecte: str | None,
    strict: bool,
    as_json: bool,
) -> int:
    """Shows the verdict; the exit code: 20 when `strict` and a file, or a part of one, is refused whole, else 0."""
    from contracts.failures import DEPOSIT_REFUSED_EXIT
    from flows.check import Asked, check
    from flows.display import show_json

    verdict = check(Asked(files, month, finess, workspace, dialecte))
    if as_json:
        show_json(_document(verdict))
    else:
        _show(verdict, dialecte)
    refused = any(part.etat == "refuse" for _, parts in verdict.files for part in parts)
    return DEPOSIT_REFUSED_EXIT if strict and refused else 0


def _document(verdict: Verdict) -> dict[str, Any]:
    return {
        "numeros_verifies": "registre" if verdict.known else "cle_seule",
        "fichiers": [
            {
                "fichier": one.shown,
                "mois": one.found.file.mois,
                "depot": one.found.file.chemin,
                "parties": [_part_document(part, verdict.dialectes.get(part.dialecte or "")) for part in parts],
            }
            for one, parts in verdict.files
        ],
        "numeros_a_verifier": asdict(verdict.numbers),
    }


def _part_document(part: Judged, dialecte: Dialecte | None) -> dict[str, Any]:
    return asdict(part) | {"certitude": dialecte.certitude if dialecte else None}


def _show(verdict: Verdict, asked: str | None) -> None:
    from flows.paragraphs import show_paragraph

    for one, parts in verdict.files:
        _show_file(one, parts, verdict.dialectes)
    print()
    if len(verdict.files) > 1:
        show_paragraph(_summary(verdict))
    for sentence in _notes(verdict, asked):
        show_paragraph(sentence)


def _show_file(one: Checked, parts: list[Judged], dialectes: dict[str, Dialecte]) -> None:
    from flows.display import show_title
    from flows.paragraphs import show_fields, show_heading

    show_title(one.shown)
    facts = [("Mois", f"{one.found.file.mois} ({_ORIGINS[one.origin]})")]
    if one.added:
        facts.append(("Présent", "à côté des fichiers donnés, dont il dit la période"))
    show_fields(facts)
    for part in parts:
        if part.partie:
            show_heading(part.partie)
        show_fields(_facts(part, dialectes.get(part.dialecte or "")))
        if part.causes:
            _show_causes(part)


def _facts(part: Judged, dialecte: Dialecte | None) -> list[tuple[str, str]]:
    told = [("Verdict", STATES[part.etat])]
    if part.dialecte:
        told.append(("Forme", _form(part, dialecte)))
    if part.jeu:
        told.append(("Jeu", "complète une autre table du fichier" if part.jeu == "annexe" else part.jeu))
    if part.etablissements or part.lues:
        told += [("Période", _periods(part)), ("Pour", _establishments(part))]
    if part.dialecte:
        counts = [_counted(part.acceptees, "acceptée"), _counted(part.rejetees, "refusée")]
        counts += [_counted(part.remplacees, "remplacée")] if part.remplacees else []
        told.append(("Lignes", f"{_counted(part.lues, 'lue')} : {', '.join(counts)}"))
    if part.hors_donnees:
        told.append(("Hors données", f"{_counted(part.hors_donnees, 'ligne')} (titre, total, pied ou ligne vide)"))
    if part.completes:
        told.append(("Complétées", f"{_counted(part.completes, 'ligne')} dont le FINESS avait perdu son zéro de tête"))
    if part.colonnes_ignorees:
        told.append(("Non lues", f"colonnes {part.colonnes_ignorees}"))
    if part.feuille_masquee:
        told.append(("Attention", "cette feuille est masquée dans le classeur, et elle est lue"))
    return [fact for fact in told if fact[1]]


def _counted(count: int, word: str) -> str:
    from transforms.figures import whole

    return f"{whole(count)} {word}{'s' if count > 1 else ''}"


def _form(part: Judged, dialecte: Dialecte | None) -> str:
    from flows.dialect_words import CERTAINTIES

    if dialecte is None:
        return "pivot"
    return f"dialecte {dialecte.dialecte} : {dialecte.titre} ({CERTAINTIES[dialecte.certitude][0].lower()})"


def _periods(part: Judged) -> str:
    shown = [f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}" for first, last in part.periodes]
    return " ; ".join(shown[:3]) + (f" et {len(shown) - 3} autres" if len(shown) > 3 else "")


def _establishments(part: Judged) -> str:
    if not part.etablissements:
        return "" if part.jeu in {"couverture", "annexe"} else "aucun établissement : ce fichier ne dit rien"
    return _first(part.etablissements, _ESTABLISHMENTS)


def _first(items: tuple[object, ...], most: int) -> str:
    shown = ", ".join(str(item) for item in items[:most])
    others = len(items) - most
    return shown + (f" et {others} autre{'s' if others > 1 else ''}" if others > 0 else "")


def _show_causes(part: Judged) -> None:
    from flows.paragraphs import show_item

    print()
    for cause in part.causes:
        show_item(f"{_where(cause)} : {cause.message}" if cause.lignes else f"{cause.message} ({cause.regle})")


def _where(cause: Cause) -> str:
    count = len(cause.lignes)
    lines = f"{_counted(count, 'ligne')} ({_first(cause.lignes, _LINES)})" if count > 1 else f"ligne {cause.lignes[0]}"
    named = cause.colonne is None or f"« {cause.colonne} »" in cause.message
    return lines + ("" if named else f", colonne « {cause.colonne} »")


def _summary(verdict: Verdict) -> str:
    states = [part.etat for _, parts in verdict.files for part in parts]
    counts = [f"{words}, {states.count(state)}" for state, words in STATES.items() if state in states]
    return f"{len(verdict.files)} fichiers, jugés ensemble : {' ; '.join(counts)}."


def _notes(verdict: Verdict, asked: str | None) -> list[str]:
    notes = []
    if asked is not None:
        notes.append(f"Seul le dialecte {asked} a été essayé ; sans --dialect, tous le sont.")
    unknown = any(part.dialecte is None and part.causes for _, parts in verdict.files for part in parts)
    if unknown and asked is None:
        notes.append("Pour une forme inconnue, cibles profile FICHIER écrit le brouillon d'un dialecte.")
    if not verdict.known:
        return notes + _notes_without_workspace(verdict)
    numbers = verdict.numbers
    for words, found in (
        ("ne sont dans le périmètre d'aucun projet : lus, mais pas mesurés", numbers.hors_perimetre),
        ("sont inconnus du fichier FINESS : une libération serait à instruire", numbers.inconnus),
        ("sont fermés d'après le fichier FINESS : une libération serait à instruire", numbers.fermes),
    ):
        if found:
            notes.append(f"{len(found)} établissement(s) {words} ({_first(found, _ESTABLISHMENTS)}).")
    notes.append("Les dépôts déjà reçus dans l'espace ne sont pas comparés : un passage peut remplacer l'un par l'autre.")
    return notes


def _notes_without_workspace(verdict: Verdict) -> list[str]:
    notes = [
        "Sans --workspace, seule la clé des numéros FINESS est vérifiée : ni le registre, ni le fichier FINESS, ni l'annuaire"
        " des boîtes ne sont lus."
    ]
    rules = {cause.regle for _, parts in verdict.files for part in parts for cause in part.causes}
    if "finess_forme" in rules:
        notes.append("Un numéro à huit chiffres n'est complété que s'il est dans le périmètre d'un projet, que l'espace connaît.")
    return notes
