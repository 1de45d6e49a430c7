"""Opening the rulebook files: the only place that reads `contracts/texts/`. `contracts.rulebook_loader` says what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import contracts
from contracts.amendment_loader import AmendmentFile, load_amendment
from contracts.failures import RulebookError, WorkspaceError
from contracts.rulebook import Rulebook
from contracts.rulebook_loader import load_rulebook

TEXTS_DIRECTORY = Path(contracts.__file__).parent / "texts"
"""The rulebooks that come with the product."""

AMENDMENTS_FOLDER = "avenants"
"""Where a folder of rulebooks keeps their amendments."""

NO_AMENDMENT: Mapping[str, date] = MappingProxyType({})


def load_all_texts(
    directory: Path = TEXTS_DIRECTORY, avenants: Mapping[str, date] = NO_AMENDMENT, jour: date | None = None
) -> dict[str, Rulebook]:
    """Every rulebook of a folder (its `*.toml` files), by `texte_id`, sorted.

    Args:
        directory: the folder; its amendments are in `avenants/`.
        avenants: the amendments a workspace applies, each with the day from which it does. One that the folder does not have
            changes nothing here.
        jour: the day whose rules are asked, an amendment applying from its own day on; None: after all of them.

    Raises RulebookError (one French sentence a fault) at the first bad file, if the folder holds none, or if an amendment that
    applies names a text the folder does not have.
    """
    files = sorted(directory.glob("*.toml"))
    if not files:
        raise RulebookError(f"{directory} : aucun texte (*.toml) dans ce dossier ; indiquez celui qui contient les textes.")
    applied = _applied(directory, avenants, jour)
    _check_targets(applied, {path.stem for path in files})
    books = [
        load_rulebook(path.name, _content(path), [item for item in applied if path.stem in item.amendment.textes])
        for path in files
    ]
    return {book.texte_id: book for book in sorted(books, key=lambda book: book.texte_id)}


def load_all_amendments(directory: Path = TEXTS_DIRECTORY) -> dict[str, AmendmentFile]:
    """Every amendment of a folder of rulebooks (its `avenants/*.toml` files), by `avenant_id`, sorted; none is no fault.

    Raises RulebookError (one French sentence a fault) at the first bad file.
    """
    files = sorted((directory / AMENDMENTS_FOLDER).glob("*.toml"))
    amendments = [load_amendment(f"{AMENDMENTS_FOLDER}/{path.name}", _content(path)) for path in files]
    return {item.amendment.avenant_id: item for item in amendments}


def amendments_chosen(chosen: Mapping[str, bool | date], directory: Path = TEXTS_DIRECTORY) -> dict[str, date]:
    """The amendments a workspace applies, each with its first day: the one given, or the amendment's own where it says `true`.

    Args:
        chosen: the setting `avenants`, by `avenant_id`; `false` leaves an amendment out.
        directory: the folder of rulebooks.

    Raises WorkspaceError when an amendment named there does not exist, RulebookError when an amendment file is bad.
    """
    if not chosen:
        return {}
    known = {avenant_id: item.amendment for avenant_id, item in load_all_amendments(directory).items()}
    for avenant_id in chosen:
        if avenant_id not in known:
            listed = ", ".join(known) or "aucun"
            raise WorkspaceError(f"cibles.toml, clé avenants : l'avenant « {avenant_id} » n'existe pas ; avenants : {listed}.")
    days = {avenant_id: known[avenant_id].date_effet if day is True else day for avenant_id, day in chosen.items()}
    return {avenant_id: day for avenant_id, day in days.items() if not isinstance(day, bool)}


def _applied(directory: Path, avenants: Mapping[str, date], jour: date | None) -> list[AmendmentFile]:
    """The amendments in force on this day, each carrying the day the workspace gives it, in the order of these days."""
    if not avenants:
        return []
    known = load_all_amendments(directory)
    dated = sorted((day, avenant_id) for avenant_id, day in avenants.items() if avenant_id in known)
    in_force = [(day, known[avenant_id]) for day, avenant_id in dated if jour is None or day <= jour]
    return [replace(item, amendment=replace(item.amendment, date_effet=day)) for day, item in in_force]


def _check_targets(amendments: list[AmendmentFile], texts: set[str]) -> None:
    for item in amendments:
        for texte_id in item.amendment.textes:
            if texte_id not in texts:
                line = item.file.place(("modifie",)).line
                raise RulebookError(
                    f"{item.file.name}, ligne {line}, clé modifie : le texte « {texte_id} » n'existe pas ; "
                    f"écrivez un de ceux-ci : {', '.join(sorted(texts))}."
                )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RulebookError(f"{path} : le texte ne peut pas être lu ; vérifiez que c'est un fichier et ses droits.") from error
