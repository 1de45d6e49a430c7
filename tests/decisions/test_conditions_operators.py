"""Grouping of operators and small operators: both sides of each number, what is not known, and every state."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rulebook_money import Grouping
from tests.decisions.facts_by_hand import facts, finess, many, scale, source, state, texte, the_check, with_condition

AMORCAGE = Grouping(15, 3, 8, 2, ("acquisition",), True, True, source("grappe"), "lecture de la grappe")
"""As S0: fifteen establishments of three operators, eight of two overseas and in Corsica, for acquisitions."""

IDEAL = Grouping(15, None, None, None, ("acquisition", "mise_a_niveau"), False, False, source("idéal"))
"""As S1: ideally fifteen, whoever their operators."""


def asked(rule: Grouping):
    return with_condition(regroupement=rule)


def spread(essms: int, operators: int, **said) -> list[dict]:
    """Establishments dealt to operators in turn."""
    return [row | {"organisme_gestionnaire": f"OG {rank % operators}"} for rank, row in enumerate(many(essms, **said))]


def overseas(rows: list[dict], value: bool | None = True) -> dict:
    return {"outre_mer": {row["finess_et"]: value for row in rows}}


@pytest.mark.parametrize(
    ("essms", "operators", "expected"),
    [
        (15, 3, "remplie"),
        (14, 3, "non_remplie"),
        (15, 2, "non_remplie"),
        (16, 4, "remplie"),
        (15, 15, "remplie"),
        (14, 2, "non_remplie"),
    ],
)
def test_fifteen_of_three(essms, operators, expected):
    assert state(facts(spread(essms, operators)), asked(AMORCAGE)) == expected


@pytest.mark.parametrize(
    ("essms", "operators", "small", "expected"),
    [
        (8, 2, None, "remplie"),
        (7, 2, None, "non_remplie"),
        (8, 1, True, "non_remplie"),
        (8, 1, False, "sans_objet"),
        (8, 1, None, "inconnue"),
        (15, 3, None, "remplie"),
    ],
)
def test_eight_of_two_overseas_and_in_corsica(essms, operators, small, expected):
    rows = spread(essms, operators, petit_gestionnaire=small)
    assert state(facts(rows, **overseas(rows)), asked(AMORCAGE)) == expected


def test_one_establishment_in_the_metropole_is_enough_for_the_higher_numbers():
    rows = spread(8, 2)
    places = {row["finess_et"]: True for row in rows}
    assert state(facts(rows, outre_mer=places), asked(AMORCAGE)) == "remplie"
    assert state(facts(rows, outre_mer=places | {finess(8): False}), asked(AMORCAGE)) == "non_remplie"
    assert state(facts(rows, outre_mer=places | {finess(8): None}), asked(AMORCAGE)) == "inconnue"
    assert state(facts(rows, outre_mer=places | {finess(7): None, finess(8): False}), asked(AMORCAGE)) == "non_remplie"


@pytest.mark.parametrize(("essms", "operators", "expected"), [(15, 3, "remplie"), (7, 2, "non_remplie"), (14, 3, "inconnue")])
def test_a_place_not_known_matters_only_between_the_two_numbers(essms, operators, expected):
    rows = spread(essms, operators)
    check = the_check(facts(rows, **overseas(rows, None)), asked(AMORCAGE))
    assert check.etat == expected
    assert check.detail.endswith("Le registre et FINESS ne disent pas si tout le projet est outre-mer ou en Corse.")


def test_an_establishment_whose_place_is_not_given_is_an_error():
    with pytest.raises(KeyError):
        state(facts(spread(15, 3), outre_mer={}), asked(AMORCAGE))


@pytest.mark.parametrize(
    ("essms", "named", "unnamed", "expected"),
    [
        (15, 3, 1, "remplie"),
        (15, 2, 1, "inconnue"),
        (15, 1, 2, "inconnue"),
        (15, 1, 1, "inconnue"),
        (15, 0, 15, "inconnue"),
        (14, 2, 1, "non_remplie"),
        (14, 1, 1, "inconnue"),
    ],
)
def test_operators_not_named(essms, named, unnamed, expected):
    """One operator alone may be exempt: with 14, one named and one empty, either it is alone or they are too few."""
    rows = spread(essms - unnamed, named) if named else []
    rows += many(unnamed, start=100)
    check = the_check(facts(rows), asked(AMORCAGE))
    assert check.etat == expected
    assert f"Organisme gestionnaire non renseigné pour {unnamed} établissement" in check.detail


def test_operators_not_named_that_could_not_suffice():
    """One small operator and one empty: two at most, of three."""
    rows = [*spread(14, 1, petit_gestionnaire=True), *many(1, start=100)]
    assert state(facts(rows), asked(AMORCAGE)) == "non_remplie"


def test_an_operator_is_one_however_it_is_written():
    rows = spread(15, 3)
    rows[0] |= {"organisme_gestionnaire": " og   0"}
    rows[2] |= {"organisme_gestionnaire": "OG 1"}
    check = the_check(facts(rows), asked(AMORCAGE))
    assert (
        check.detail == "15 ESSMS, 3 organismes gestionnaires ; le texte demande au moins 15 ESSMS et 3 organismes gestionnaires."
    )
    blank = [row | {"organisme_gestionnaire": " "} for row in many(15)]
    assert state(facts(blank), asked(AMORCAGE)) == "inconnue"


@pytest.mark.parametrize(
    ("small", "alone", "expected"),
    [
        (None, True, "inconnue"),
        (False, True, "sans_objet"),
        (True, True, "non_remplie"),
        (None, False, "non_remplie"),
    ],
)
@pytest.mark.parametrize("essms", [14, 16])
def test_an_operator_that_is_not_small_may_come_alone(essms, small, alone, expected):
    rows = spread(essms, 1)
    rows[-1] |= {"petit_gestionnaire": small}
    assert state(facts(rows), asked(replace(AMORCAGE, gestionnaire_seul=alone))) == expected


@pytest.mark.parametrize(
    ("project", "first", "expected"),
    [
        ("acquisition", None, "non_remplie"),
        ("mise_a_niveau", None, "sans_objet"),
        ("mise_a_niveau", "acquisition", "non_remplie"),
        ("acquisition", "mise_a_niveau", "non_remplie"),
    ],
)
def test_only_some_operations_must_group(project, first, expected):
    rows = spread(5, 2)
    rows[0] |= {"type_operation": first}
    assert state(facts(rows, projet={"type_operation": project}), asked(AMORCAGE)) == expected


@pytest.mark.parametrize(("essms", "expected"), [(14, "non_remplie"), (15, "remplie")])
def test_a_number_of_establishments_alone_needs_no_operator(essms, expected):
    rows = many(essms)
    check = the_check(facts(rows, **overseas(rows)), asked(IDEAL))
    assert (check.etat, check.opposable) == (expected, False)
    assert check.detail == f"{essms} ESSMS ; le texte souhaite au moins 15 ESSMS."


def test_operators_are_told_where_they_matter():
    rows = spread(15, 2)
    only_essms = replace(IDEAL, gestionnaire_seul=True)
    assert the_check(facts(rows), asked(only_essms)).detail == (
        "15 ESSMS, 2 organismes gestionnaires ; le texte souhaite au moins 15 ESSMS."
    )
    together = replace(AMORCAGE, gestionnaire_seul=False)
    assert the_check(facts(rows), asked(together)).detail.startswith("15 ESSMS, 2 organismes gestionnaires ; le texte demande")


def test_the_lower_numbers_are_told():
    rows = spread(8, 2)
    check = the_check(facts(rows, **overseas(rows)), asked(AMORCAGE))
    assert check.detail == (
        "8 ESSMS, 2 organismes gestionnaires ; le texte demande au moins 8 ESSMS et 2 organismes gestionnaires"
        " outre-mer et en Corse."
    )
    assert (check.condition, check.opposable, check.source) == ("regroupement", True, source("grappe"))
    assert check.lecture == "lecture de la grappe"


def test_an_empty_perimeter():
    assert state(facts(), asked(AMORCAGE)) == "inconnue"
    assert state(facts(many(3, nombre_essms=0)), asked(AMORCAGE)) == "inconnue"


@pytest.mark.parametrize(("count", "expected"), [(2, "non_remplie"), (3, "remplie"), (0, "non_remplie")])
def test_the_count_of_the_register_replaces_one(count, expected):
    rows = spread(13, 3)
    rows[0] |= {"nombre_essms": count}
    assert state(facts(rows), asked(AMORCAGE)) == expected


def test_an_establishment_counts_once_under_its_last_number():
    rows = spread(15, 3)
    former = [*rows, {"finess_et": finess(50), "finess_precedent": finess(1), "organisme_gestionnaire": "OG 1"}]
    assert state(facts(former), asked(AMORCAGE)) == "remplie"
    again = [*rows[:14], dict(rows[0])]
    assert state(facts(again), asked(AMORCAGE)) == "non_remplie"


# Small operators


@pytest.mark.parametrize(
    ("essms", "limit", "expected"), [(14, 15, "remplie"), (15, 15, "non_remplie"), (8, 8, "non_remplie"), (7, 8, "remplie")]
)
def test_a_small_operator_has_fewer_than_the_limit(essms, limit, expected):
    rows = [row | {"organisme_gestionnaire": "A"} for row in many(essms)]
    rows[0] |= {"petit_gestionnaire": True}
    rows += [row | {"organisme_gestionnaire": "B", "petit_gestionnaire": False} for row in many(20, start=100)]
    check = the_check(facts(rows), texte(bareme=scale(limit)))
    assert (check.condition, check.etat, check.opposable) == ("petits_organismes", expected, True)
    assert (check.source, check.lecture) == (source("petits"), "lecture des petits")
    assert ("A (" in check.detail) == (expected == "non_remplie")
    assert "B (" not in check.detail


@pytest.mark.parametrize("small", [None, False])
def test_no_small_operator_declared(small):
    rows = [row | {"organisme_gestionnaire": "A", "petit_gestionnaire": small} for row in many(20)]
    assert state(facts(rows), texte(bareme=scale(15))) == "sans_objet"
    assert state(facts(), texte(bareme=scale(15))) == "sans_objet"


def test_a_small_operator_that_is_not_named():
    unnamed = many(1, start=100, petit_gestionnaire=True)
    small = [row | {"organisme_gestionnaire": "A", "petit_gestionnaire": True} for row in many(14)]
    large = [row | {"organisme_gestionnaire": "A", "petit_gestionnaire": True} for row in many(15)]
    assert state(facts(unnamed), texte(bareme=scale(15))) == "inconnue"
    assert state(facts(small + unnamed), texte(bareme=scale(15))) == "inconnue"
    assert state(facts(large + unnamed), texte(bareme=scale(15))) == "non_remplie"
    assert state(facts(small + many(1, start=100)), texte(bareme=scale(15))) == "remplie"


def test_every_large_operator_is_named():
    rows = [row | {"organisme_gestionnaire": "b", "petit_gestionnaire": True, "nombre_essms": 8} for row in many(2)]
    rows += [row | {"organisme_gestionnaire": "A", "petit_gestionnaire": True} for row in many(15, start=100)]
    said = the_check(facts(rows), texte(bareme=scale(15))).detail
    assert said == "Déclaré petit avec 15 ESSMS ou plus dans le projet : A (15 ESSMS), b (16 ESSMS)."


# What never depends on the order, and what more establishments can never undo

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "finess_et": st.integers(1, 12).map(finess),
            "organisme_gestionnaire": st.sampled_from(["A", "a", "B", "C", None]),
            "petit_gestionnaire": st.sampled_from([True, False, None]),
            "nombre_essms": st.sampled_from([None, None, 0, 3]),
        }
    ),
    max_size=14,
    unique_by=lambda row: row["finess_et"],
)


@given(ROWS, st.booleans())
def test_more_establishments_never_undo_a_grouping(rows, alone):
    rule = asked(replace(AMORCAGE, gestionnaire_seul=alone))
    places = {finess(rank): False for rank in range(1, 200)}
    if state(facts(rows, outre_mer=places), rule) == "remplie":
        assert state(facts([*rows, *many(3, start=100)], outre_mer=places), rule) == "remplie"


@given(ROWS)
def test_naming_the_operators_settles_what_was_not_known(rows):
    """With every operator named, its size and every place known, a project that counts somebody is never `inconnue`."""
    named = [
        row
        | {"organisme_gestionnaire": row["organisme_gestionnaire"] or "D", "petit_gestionnaire": bool(row["petit_gestionnaire"])}
        for row in rows
    ]
    places = {finess(rank): False for rank in range(1, 13)}
    found = facts(named, outre_mer=places)
    settled = state(found, asked(AMORCAGE))
    assert (settled == "inconnue") == (not found.essms)
    before = state(facts(rows, outre_mer=places), asked(AMORCAGE))
    assert before in ("inconnue", settled)
