"""Opening the rulebooks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contracts.failures import RulebookError
from flows.texts import TEXTS_DIRECTORY, load_all_texts

ARA, GUADELOUPE = "ara-generalisation-2025", "guadeloupe-generalisation-2022"


def copy_text(texte_id, directory, under):
    """A published text under another name."""
    content = (TEXTS_DIRECTORY / f"{texte_id}.toml").read_text(encoding="utf-8")
    (directory / f"{under}.toml").write_text(
        content.replace(f'texte_id = "{texte_id}"', f'texte_id = "{under}"'), encoding="utf-8"
    )


def test_the_texts_of_the_product_by_identifier():
    books = load_all_texts()
    assert {ARA, GUADELOUPE} <= set(books)
    assert list(books) == sorted(books)
    assert all(book.texte_id == texte_id for texte_id, book in books.items())


def test_a_new_call_is_a_new_file(tmp_path):
    copy_text(ARA, tmp_path, "b")
    copy_text(GUADELOUPE, tmp_path, "a")
    (tmp_path / "notes.txt").write_text("autre chose", encoding="utf-8")
    books = load_all_texts(tmp_path)
    assert list(books) == ["a", "b"]
    assert books["b"].rule("mssante").cible.valeur == Decimal("0.70")


def test_a_file_under_another_name_is_refused(tmp_path):
    content = (TEXTS_DIRECTORY / f"{ARA}.toml").read_bytes()
    (tmp_path / "autre.toml").write_bytes(content)
    with pytest.raises(RulebookError, match=r"^autre\.toml, ligne 4, clé texte_id : "):
        load_all_texts(tmp_path)


def test_a_folder_without_texts_is_refused(tmp_path):
    with pytest.raises(RulebookError, match="aucun texte"):
        load_all_texts(tmp_path)
    with pytest.raises(RulebookError, match="aucun texte"):
        load_all_texts(tmp_path / "absent")


def test_a_folder_in_place_of_a_file_is_refused(tmp_path):
    (tmp_path / "a.toml").mkdir()
    with pytest.raises(RulebookError, match="ne peut pas être lu"):
        load_all_texts(tmp_path)
