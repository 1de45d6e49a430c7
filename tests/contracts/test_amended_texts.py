"""The amendments of the product, and which of them a workspace, a day and a folder put in force."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from contracts.failures import RulebookError, WorkspaceError
from contracts.rulebook_values import rulebook_values
from flows.texts import AMENDMENTS_FOLDER, TEXTS_DIRECTORY, amendments_chosen, load_all_amendments, load_all_texts
from tests.contracts.published_texts import ARA, GUADELOUPE

AHI = "instruction-2025-100"
EFFECT = date(2025, 9, 2)


@pytest.fixture
def folder(tmp_path):
    """A copy of the rulebooks of the product, to be spoilt."""
    shutil.copytree(TEXTS_DIRECTORY, tmp_path / "texts")
    return tmp_path / "texts"


def in_force(avenants, jour):
    """The amendments of each text that has some."""
    books = load_all_texts(avenants=avenants, jour=jour)
    return {texte_id: [item.avenant_id for item in book.avenants] for texte_id, book in books.items() if book.avenants}


def test_the_amendment_of_ahi_is_known_second_hand_only():
    amendment = load_all_amendments()[AHI].amendment
    assert (amendment.textes, amendment.date_effet) == ((ARA,), EFFECT)
    assert amendment.source.secondaire
    assert "presse" in amendment.source.document
    assert "conventions déjà signées" in amendment.lecture.replace("\n", " ")


def test_no_amendment_is_in_force_unless_it_is_asked():
    assert in_force({}, date(2026, 1, 31)) == {}
    assert load_all_texts() == load_all_texts(jour=date(2026, 1, 31))
    assert set(load_all_texts()) == {path.stem for path in TEXTS_DIRECTORY.glob("*.toml")}


@pytest.mark.parametrize(
    ("effect", "jour", "applies"),
    [
        (EFFECT, date(2025, 9, 1), False),
        (EFFECT, EFFECT, True),
        (EFFECT, None, True),
        (date(2026, 1, 1), date(2025, 12, 31), False),
        (date(2026, 1, 1), date(2026, 1, 1), True),
    ],
)
def test_an_amendment_applies_from_the_day_the_workspace_gives(effect, jour, applies):
    assert in_force({AHI: effect}, jour) == ({ARA: [AHI]} if applies else {})


def test_only_the_texts_it_names_are_changed():
    plain, books = load_all_texts(), load_all_texts(avenants={AHI: EFFECT})
    assert {texte_id for texte_id in plain if plain[texte_id] != books[texte_id]} == {ARA}


@pytest.mark.parametrize("indicateur", ["dossiers_actifs", "projets_personnalises", "evenements_agenda", "mssante", "dmp"])
def test_ahi_that_are_not_eligible_are_released_from_mssante_and_dmp(indicateur):
    plain, book = load_all_texts()[ARA], load_all_texts(avenants={AHI: EFFECT})[ARA]
    released = indicateur in {"mssante", "dmp"}
    assert (book.exemption(indicateur, "219", "AHI", sons_eligible=False) is not None) == released
    assert book.exemption(indicateur, "219", "AHI", sons_eligible=True) is None
    assert book.exemption(indicateur, "219", "AHI", sons_eligible=None) is None
    assert book.exemption(indicateur, "500", "PA", sons_eligible=False) is None
    assert plain.exemption(indicateur, "219", "AHI", sons_eligible=False) is None
    assert (book.exemption(indicateur, "340", "PJM") is not None) == released


def test_the_day_shown_is_that_of_the_workspace():
    day = date(2026, 1, 1)
    book = load_all_texts(avenants={AHI: day})[ARA]
    assert [item.date_effet for item in book.avenants] == [day]
    rows = rulebook_values(book)
    second_hand = set(rows.filter(rows["origine"] == "secondaire")["cle"])
    assert second_hand == {
        "exemptions.ahi_hors_sons.indicateurs",
        "exemptions.ahi_hors_sons.champs",
        "exemptions.ahi_hors_sons.sons_eligible",
        f"avenants.{AHI}.date_effet",
    }


def test_amendments_apply_in_the_order_of_their_days(folder):
    content = (folder / AMENDMENTS_FOLDER / f"{AHI}.toml").read_text(encoding="utf-8")
    for name, champ in [("a", "PA"), ("b", "PH")]:
        other = content.replace(f'avenant_id = "{AHI}"', f'avenant_id = "{name}"').replace('["AHI"]', f'["{champ}"]')
        (folder / AMENDMENTS_FOLDER / f"{name}.toml").write_text(other, encoding="utf-8")
    days = {"a": date(2025, 12, 1), "b": date(2025, 11, 1)}
    book = load_all_texts(folder, avenants=days)[ARA]
    assert [item.avenant_id for item in book.avenants] == ["b", "a"]
    assert book.exemptions[-1].champs == ("PA",)
    assert load_all_texts(folder, avenants=days, jour=date(2025, 11, 30))[ARA].exemptions[-1].champs == ("PH",)
    same_day = dict.fromkeys(("b", "a"), date(2025, 11, 1))
    assert [item.avenant_id for item in load_all_texts(folder, avenants=same_day)[ARA].avenants] == ["a", "b"]


def test_an_amendment_of_an_absent_text_is_refused_when_it_applies(folder):
    (folder / f"{ARA}.toml").unlink()
    assert GUADELOUPE in load_all_texts(folder)
    assert GUADELOUPE in load_all_texts(folder, avenants={AHI: EFFECT}, jour=date(2025, 1, 31))
    with pytest.raises(RulebookError, match=rf"^avenants/{AHI}\.toml, ligne \d+, clé modifie : le texte « {ARA} » n'existe pas"):
        load_all_texts(folder, avenants={AHI: EFFECT})


def test_a_folder_may_have_no_amendment(folder):
    shutil.rmtree(folder / AMENDMENTS_FOLDER)
    assert load_all_amendments(folder) == {}
    assert load_all_texts(folder, avenants={AHI: EFFECT}) == load_all_texts()


def test_a_bad_amendment_stops_those_who_ask_for_amendments(folder):
    (folder / AMENDMENTS_FOLDER / "faux.toml").write_text("a = 1\n", encoding="utf-8")
    assert ARA in load_all_texts(folder)
    with pytest.raises(RulebookError, match=r"^avenants/faux\.toml, ligne 1, "):
        load_all_amendments(folder)


def test_the_setting_gives_each_amendment_its_day():
    assert amendments_chosen({}) == {}
    assert amendments_chosen({AHI: True}) == {AHI: EFFECT}
    assert amendments_chosen({AHI: date(2026, 1, 1)}) == {AHI: date(2026, 1, 1)}
    assert amendments_chosen({AHI: False}) == {}
    with pytest.raises(WorkspaceError, match=rf"l'avenant « instruction » n'existe pas ; avenants : {AHI}"):
        amendments_chosen({"instruction": False})
