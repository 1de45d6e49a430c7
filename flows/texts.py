"""Opening the rulebook files: the only place that reads `contracts/texts/`. `contracts.rulebook_loader` says what they mean."""

from __future__ import annotations

from pathlib import Path

import contracts
from contracts.failures import RulebookError
from contracts.rulebook import Rulebook
from contracts.rulebook_loader import load_rulebook

TEXTS_DIRECTORY = Path(contracts.__file__).parent / "texts"
"""The rulebooks that come with the product."""


def load_all_texts(directory: Path = TEXTS_DIRECTORY) -> dict[str, Rulebook]:
    """Every rulebook of a folder (its `*.toml` files), by `texte_id`, sorted.

    Raises RulebookError (one French sentence a fault) at the first bad file, or if the folder holds none.
    """
    files = sorted(directory.glob("*.toml"))
    if not files:
        raise RulebookError(f"{directory} : aucun texte (*.toml) dans ce dossier ; indiquez celui qui contient les textes.")
    books = [load_rulebook(path.name, _content(path)) for path in files]
    return {book.texte_id: book for book in sorted(books, key=lambda book: book.texte_id)}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RulebookError(f"{path} : le texte ne peut pas être lu ; vérifiez que c'est un fichier et ses droits.") from error
