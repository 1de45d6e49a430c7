"""Whatever a text holds, its notice is made: every letter of the font is drawn, every other is told by its number."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.notices import _letters
from tests.notices.helpers_notices import pages, plain, record
from transforms.notices.letters import drawable


@given(st.text())
def test_only_letters_of_the_font_are_left(text):
    drawn = drawable(text, _letters())
    assert {ord(character) for character in drawn} <= _letters()
    assert drawable(drawn, _letters()) == drawn


@pytest.mark.long
def test_every_letter_of_the_font_is_drawn(make):
    letters = "".join(map(chr, sorted(_letters())))
    changed = record(changements=[" ".join(letters[at : at + 40]) for at in range(0, len(letters), 40)])
    text = " ".join(pages(make(changed)))
    assert "Œ" in text
    assert "[U+00AD]" in plain(text)


@pytest.mark.long
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(min_size=1, max_size=80), min_size=5, max_size=5))
def test_any_text_anywhere_makes_a_notice(texts, make):
    nom, porteur, reference, detail, change = texts
    act = {"acte": "versee", "decision_id": None, "montant": None, "date": "2026-06-10", "motif": nom, "reference": reference}
    check = {
        "condition": "convention",
        "etat": "remplie",
        "opposable": True,
        "detail": detail,
        "document": nom,
        "section": porteur,
    }
    changed = record(actes=[act], changements=[change], verifications=[check | {"phrase": detail, "lecture": change}])
    changed["projet"] |= {"nom": nom, "porteur": porteur, "region": reference}
    changed["preuves"]["depots"][0]["chemin"] = f"depots/{nom}"
    assert make(changed).startswith(b"%PDF-")
