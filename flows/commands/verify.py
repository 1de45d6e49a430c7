"""`cibles verify`: whether decisions are what their inputs give, and whether anything was changed since; what differs exactly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.settings import Settings
    from flows.verification import Explained, Verification

_MOST_CAUSES = 3
_MOST = 200
"""Lines of one part that are shown; `--json` gives them all."""


def verify_command(*, files: tuple[Path, ...], workspace: Path, as_json: bool) -> int:
    """Verifies these files, and the chain of the workspace where there is one; 23 when anything differs, else 0.

    Raises:
        UsageError: a file is not that of a decision.
        RulebookError, RegisterError, WorkspaceError: the inputs cannot be read; without a file, there is no chain.
    """
    from contracts.failures import DIFFERENCE_EXIT
    from flows.display import show_json
    from flows.settings import load_settings
    from flows.verification import verify_files

    settings = load_settings(workspace)
    verified = verify_files(files, settings) if files else []
    chain = _chain(settings, due=not files)
    same = not chain and all(one.identical for one in verified)
    if as_json:
        show_json({"identique": same, "decisions": [_document(one) for one in verified], "chaine": chain})
    else:
        _show(verified, chain)
    return 0 if same else DIFFERENCE_EXIT


def _chain(settings: Settings, due: bool) -> list[str] | None:
    """What was changed since the chain of the workspace saw it; None when there is no chain and none is due."""
    from contracts.failures import WorkspaceError
    from flows.chain import CHAIN_FILE, decision_files
    from flows.chain_check import check_chain

    there = (settings.decisions / CHAIN_FILE).is_file()
    if not due and not there:
        return None
    if not there and not decision_files(settings):
        raise WorkspaceError(f"Il n'y a rien à vérifier dans {settings.decisions} : lancez d'abord cibles run.")
    return check_chain(settings)


def _document(one: Verification) -> dict[str, Any]:
    return {
        "fichier": str(one.document.path),
        "decision_id": one.document.said.get("decision_id"),
        "identique": one.identical,
        "modifications": list(one.alterations),
        "entrees": [{"genre": cause.genre, "nom": cause.nom, "phrase": cause.phrase} for cause in one.causes],
        "impossible": one.impossible,
        "differences": [
            {
                "place": list(explained.difference.place),
                "ecrit": _value(explained.difference.ecrit),
                "refait": _value(explained.difference.refait),
                "phrase": explained.difference.phrase,
                "entrees": [cause.nom for cause in explained.causes],
            }
            for explained in one.found
        ],
        "remarques": list(one.remarks),
    }


def _value(value: object) -> Any:
    """What one side says; nothing at all is null, which `phrase` tells from an empty value."""
    from transforms.decisions.differences import ABSENT

    return None if value is ABSENT else value


def _show(verified: list[Verification], chain: list[str] | None) -> None:
    from flows.display import show_title

    for one in verified:
        show_title(f"{one.document.name} : {_verdict(one)}")
        _show_one(one)
    if chain is not None:
        show_title("Chaîne des réceptions, des actes et des décisions : " + ("modifiée" if chain else "intacte"))
        _show_items(chain)
    if len(verified) > 1:
        same = sum(one.identical for one in verified)
        other = f", {len(verified) - same} avec une différence" if same < len(verified) else ""
        print(f"\n{len(verified)} décisions vérifiées : {same} identique{'s' if same > 1 else ''}{other}.")


def _verdict(one: Verification) -> str:
    if one.identical:
        return "identique, octet pour octet"
    if one.impossible:
        return "ne peut pas être refaite"
    return "refaite à l'identique, mais tout n'est pas comme elle le dit" if not one.found else "différente"


def _show_one(one: Verification) -> None:
    from flows.paragraphs import show_paragraph

    if one.identical:
        depots = len(one.document.depots)
        show_paragraph(f"Les mêmes entrées ({depots} dépôts, registre, fichier FINESS, texte) donnent la même décision.")
    if one.alterations:
        show_paragraph("Le fichier lui-même :")
        _show_items(one.alterations)
    if one.causes:
        show_paragraph("Entrées qui ne sont pas celles de la décision :")
        _show_items([cause.phrase for cause in one.causes])
    if one.impossible:
        show_paragraph(f"Elle ne peut pas être refaite : {one.impossible}.")
    if one.found:
        show_paragraph("Ce que la décision refaite dit autrement :")
        _show_items([f"{explained.difference.phrase} ({_why(one, explained)})" for explained in one.found])
    if one.remarks:
        show_paragraph("À savoir :")
        _show_items(one.remarks)


def _why(one: Verification, explained: Explained) -> str:
    """What can have made a difference: the inputs that bear on it, the file when its hash is not its own."""
    named = ["du fichier modifié"] if one.altered else []
    named += [f"de {cause.label}" for cause in explained.causes]
    if not named:
        return "aucune entrée ne l'explique"
    more = f" et {len(named) - _MOST_CAUSES} autres" if len(named) > _MOST_CAUSES else ""
    return f"vient peut-être {', '.join(named[:_MOST_CAUSES])}{more}"


def _show_items(sentences: list[str] | tuple[str, ...]) -> None:
    from flows.paragraphs import show_item

    for sentence in sentences[:_MOST]:
        show_item(f"{sentence}.")
    if len(sentences) > _MOST:
        show_item(f"… et {len(sentences) - _MOST} autres (--json les donne toutes).")
