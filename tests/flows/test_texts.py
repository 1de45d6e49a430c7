"""Opening the rulebooks, and `cibles texts`."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from contracts.failures import RulebookError, UsageError
from flows.commands.texts import texts_command
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


def test_the_list_names_each_text_with_its_targets(capsys):
    texts_command(None, as_json=False)
    out = capsys.readouterr().out
    for shown in (ARA, GUADELOUPE, "ARS Auvergne-Rhône-Alpes", "chaque_essms", "mssante 70 %", "e_parcours sans cible"):
        assert shown in out
    assert "\x1b" not in out


def test_the_list_as_json(capsys):
    texts_command(None, as_json=True)
    listed = {row["texte_id"]: row for row in json.loads(capsys.readouterr().out)}
    assert listed[ARA]["cibles"]["dmp"] == "0.70"
    assert listed[ARA]["part_solde"] == "0.50"
    assert listed[GUADELOUPE]["cibles"]["e_prescription"] is None


def test_one_text_shows_every_value_with_its_sentence_uncut(capsys):
    texts_command(ARA, as_json=False)
    shown = capsys.readouterr().out
    texts_command(ARA, as_json=True)
    values = json.loads(capsys.readouterr().out)
    lines = [line.strip() for line in shown.splitlines()]
    assert len(values) > 40
    for value in values:
        assert any(line.startswith(f"{value['cle']} = {value['valeur']}") for line in lines)
        assert f"« {value['phrase']} »" in lines
        assert f"{value['document']}, section {value['section']}" in lines
        assert value["lecture"] is None or f"Lecture : {value['lecture']}" in lines


def test_an_unknown_text_is_told_with_those_known():
    with pytest.raises(UsageError, match=rf"« ara » n'existe pas.*{ARA}, {GUADELOUPE}"):
        texts_command("ara", as_json=False)
