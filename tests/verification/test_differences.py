"""`differences` leaves nothing out, and says what differs where a reader looks for it."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.decisions.differences import ABSENT, EVIDENCE, FIGURES, MONEY, OTHER, Difference, differences, shown

NAMES = st.sampled_from(["essms", "depots", "criteres", "versements", "rang", "indicateur", "finess_et", "chemin", "jeu", "x"])
PLAIN = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["", "1", "dmp", "a, b"]) | st.just(1.0)
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(NAMES, inner, max_size=3)
        | st.lists(st.fixed_dictionaries({"indicateur": st.sampled_from(["dmp", "mssante"]), "x": inner}), max_size=3)
    ),
    max_leaves=12,
)


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


@given(VALUES, VALUES)
def test_no_difference_means_the_same_json(written, redone):
    assert (differences(written, redone) == []) == (canonical(written) == canonical(redone))


@given(VALUES, VALUES)
def test_each_way_finds_the_same_places(written, redone):
    there = {one.place for one in differences(written, redone)}
    assert there == {one.place for one in differences(redone, written)}


@given(VALUES)
def test_every_difference_has_a_sentence(value):
    for one in differences(value, {"decision": "liberer", "essms": []}):
        assert one.phrase
        assert "\n" not in one.phrase


RECORD = {
    "decision": "liberer",
    "montant_libere": "42000.00",
    "criteres": [{"indicateur": "dmp", "numerateur": 90}, {"indicateur": "mssante", "numerateur": 80}],
    "essms": [
        {"finess_et": "690990015", "indicateur": "dmp", "numerateur": 90, "denominateur": 100},
        {"finess_et": "690990015", "indicateur": "mssante", "numerateur": 80, "denominateur": 100},
    ],
    "conditions": {"lignes_rejetees": [["690990015", "2026-06"]], "portee": "chaque_essms"},
    "preuves": {"depots": [{"chemin": "depots/a.csv", "jeu": "dmp", "sha256": "0"}]},
}


def changed(**values: Any) -> list[Difference]:
    return differences(RECORD | values, RECORD)


def test_money_comes_first_then_figures():
    essms = deepcopy(RECORD["essms"])
    essms[1]["numerateur"] = 81
    found = changed(preuves={"depots": []}, essms=essms, montant_libere="0.00", decision="ne_pas_liberer", inconnu=1)
    assert [one.famille for one in found] == [MONEY, MONEY, FIGURES, EVIDENCE, OTHER]
    assert found[0].phrase == "décision : écrit ne_pas_liberer, refait liberer"
    assert found[1].phrase == "montant libéré (euros) : écrit 0.00, refait 42000.00"
    assert found[2].phrase == "établissement 690990015, mssante : numérateur : écrit 81, refait 80"
    assert found[3].place == ("preuves", "depots", "depots/a.csv, dmp")
    assert found[4].phrase == "inconnu : écrit 1, refait rien"


def test_a_line_taken_out_is_one_difference():
    [one] = changed(essms=RECORD["essms"][:1])
    assert one.phrase == "établissement 690990015, mssante : écrit rien, refait 80/100"


def test_lines_in_another_order():
    [one] = changed(criteres=RECORD["criteres"][::-1])
    assert (one.ordre, one.phrase) == (True, "critère : dans un autre ordre")


def test_lines_of_one_name_are_compared_by_rank():
    found = changed(criteres=[RECORD["criteres"][0]] * 2)
    assert [one.place for one in found] == [("criteres", "2", "indicateur"), ("criteres", "2", "numerateur")]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (ABSENT, "rien"),
        (None, "vide"),
        (True, "oui"),
        (0, "0"),
        ("", "« »"),
        ("deux mots", "« deux mots »"),
        ("x" * 1000, "x" * 160 + "…"),
        (["a", "b"], "a, b"),
        ([], "0 éléments"),
        ({"x": 1}, "une ligne"),
    ],
)
def test_how_a_value_is_said(value, said):
    assert shown(value) == said
