"""What an amendment changes in a text: found value by value, whatever the kind of change."""

from __future__ import annotations

import pytest

from flows.amendment_effects import amended_text, changed_values
from flows.texts import load_all_amendments, load_all_texts
from tests.flows.helpers_texts import amended_folder


@pytest.fixture
def changes(tmp_path):
    folder = amended_folder(tmp_path / "textes")
    amendment = load_all_amendments(folder)["hausse"].amendment
    return changed_values(load_all_texts(folder)["full"], amended_text("full", amendment, folder))


def test_every_value_that_differs_and_no_other(changes):
    assert [(change.cle, change.kind) for change in changes] == [
        ("portee", "modifie"),
        ("indicateurs.dmp.cible", "modifie"),
        ("exemptions.pjm.indicateurs", "ajoute"),
        ("exemptions.pjm.categories", "ajoute"),
        ("bareme.postes.amoa", "modifie"),
        ("bareme.postes.amoa.par", "modifie"),
        ("bareme.postes.amoa.operations", "modifie"),
        ("bareme.postes.amoa.option", "modifie"),
        ("bareme.postes.amoa.petits", "retire"),
    ]


def test_a_change_holds_the_value_before_and_after(changes):
    by_key = {change.cle: change for change in changes}
    target = by_key["indicateurs.dmp.cible"]
    assert (target.avant["valeur"], target.apres["valeur"], target.row["phrase"]) == ("12", "15", "Quinze.")
    assert by_key["exemptions.pjm.categories"].avant is None
    removed = by_key["bareme.postes.amoa.petits"]
    assert (removed.apres, removed.row["valeur"]) == (None, "oui")


def test_another_sentence_for_the_same_value_is_a_change(changes):
    scope = changes[0]
    assert scope.avant["valeur"] == scope.apres["valeur"] == "ensemble"
    assert scope.row["phrase"] == "Tout le projet."


def test_a_text_changes_nothing_in_itself():
    book = load_all_texts()["ara-generalisation-2025"]
    assert changed_values(book, book) == []
