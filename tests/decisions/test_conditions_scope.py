"""Desk, double financing and share of acquisitions: both sides of each number, what is not known, and every state."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rulebook_money import AcquisitionCap, Desk, Statement
from tests.decisions.facts_by_hand import facts, finess, frame, many, source, state, the_check, with_condition

TWO_REGIONS = with_condition(guichet=Desk(50, 2, False, source("guichet"), "lecture du guichet"))
"""As S1: national from fifty establishments in more than one region."""

NATIONAL_SCOPE = with_condition(guichet=Desk(50, 1, True, source("guichet")))
"""As S4: national from fifty, or of national scope."""

DOUBLE = with_condition(double_financement=Statement(source("double"), "lecture du double"))


def cap(part: str = "0.40"):
    return with_condition(part_acquisition=AcquisitionCap(Decimal(part), source("part"), "lecture de la part"))


def filed(essms: int, regions: list[str | None], national: bool | None):
    """A project whose first establishments are in these regions, and the others in the first one."""
    rows = many(essms)
    places = [*regions, *[regions[0]] * essms][:essms]
    numbers = [row["finess_et"] for row in rows]
    return facts(rows, regions=dict(zip(numbers, places, strict=True)), projet={"national": national})


@pytest.mark.parametrize(
    ("essms", "regions", "expected_national"),
    [
        (49, ["Bretagne", "Normandie"], False),
        (50, ["Bretagne", "Normandie"], True),
        (50, ["Bretagne"], False),
        (49, ["Bretagne"], False),
        (500, ["Bretagne", "Normandie", "Corse"], True),
        (50, ["Bretagne", " bretagne "], False),
    ],
)
def test_national_from_fifty_in_two_regions(essms, regions, expected_national):
    assert state(filed(essms, regions, expected_national), TWO_REGIONS) == "remplie"
    assert state(filed(essms, regions, not expected_national), TWO_REGIONS) == "non_remplie"
    assert state(filed(essms, regions, None), TWO_REGIONS) == "inconnue"


@pytest.mark.parametrize(
    ("essms", "national", "expected"),
    [
        (49, False, "remplie"),
        (49, True, "inconnue"),
        (49, None, "inconnue"),
        (50, True, "remplie"),
        (50, False, "non_remplie"),
        (50, None, "inconnue"),
    ],
)
def test_a_smaller_project_may_be_of_national_scope(essms, national, expected):
    check = the_check(filed(essms, ["Guadeloupe"], national), NATIONAL_SCOPE)
    assert check.etat == expected
    assert ("vérifiez sa portée nationale" in check.detail) == (essms == 49 and national is True)


@pytest.mark.parametrize(
    ("essms", "regions", "national", "expected"),
    [
        (49, [None, "Bretagne"], False, "remplie"),
        (49, [None, "Bretagne"], True, "non_remplie"),
        (50, ["Bretagne", None], True, "inconnue"),
        (50, ["Bretagne", None], False, "inconnue"),
        (50, ["Bretagne", "Corse", None], True, "remplie"),
        (50, ["Bretagne", "Corse", None], False, "non_remplie"),
        (50, [None], True, "inconnue"),
    ],
)
def test_regions_not_known_matter_only_when_they_could_change_the_desk(essms, regions, national, expected):
    check = the_check(filed(essms, regions, national), TWO_REGIONS)
    assert check.etat == expected
    assert "région inconnue" in check.detail


def test_a_region_not_known_changes_nothing_where_one_region_is_enough():
    assert state(filed(50, [None], True), NATIONAL_SCOPE) == "remplie"


@pytest.mark.parametrize(("essms", "expected"), [(49, "inconnue"), (50, "non_remplie")])
def test_national_scope_is_for_smaller_projects_only(essms, expected):
    both = with_condition(guichet=Desk(50, 2, True, source("guichet")))
    assert state(filed(essms, ["Bretagne"], True), both) == expected


def test_one_establishment_of_fifty_essms_is_in_one_region():
    one = facts(many(1, nombre_essms=50), regions={finess(1): None}, projet={"national": False})
    assert state(one, TWO_REGIONS) == "remplie"


def test_a_region_that_is_not_given_is_an_error():
    with pytest.raises(KeyError):
        state(facts(many(50), regions={}), TWO_REGIONS)


def test_the_desk_is_told():
    check = the_check(filed(50, ["Bretagne", "Corse"], False), TWO_REGIONS)
    assert check.detail == "50 ESSMS dans 2 régions : guichet national attendu, guichet régional au registre."
    assert (check.condition, check.opposable, check.source) == ("guichet", True, source("guichet"))
    assert check.lecture == "lecture du guichet"


def test_nobody_is_filed_nowhere():
    assert state(facts(), TWO_REGIONS) == "inconnue"


# Double financing


def test_no_establishment_in_another_project():
    check = the_check(facts(many(3)), DOUBLE)
    assert (check.condition, check.etat, check.opposable) == ("double_financement", "remplie", True)
    assert (check.source, check.lecture) == (source("double"), "lecture du double")
    assert state(facts(many(3), elsewhere={finess(1): (), finess(9): ("Q",)}), DOUBLE) == "remplie"
    assert state(facts(), DOUBLE) == "inconnue"


def test_establishments_of_another_project_are_named():
    elsewhere = {finess(3): ("R", "Q"), finess(1): ("Q",), finess(7): ("Q",)}
    check = the_check(facts(many(3), elsewhere=elsewhere), DOUBLE)
    assert check.etat == "non_remplie"
    assert check.detail == "Dans un autre projet du registre : 000000001 (Q), 000000003 (Q, R)."


def test_an_establishment_is_the_same_under_its_former_number():
    rows = many(1, finess_precedent=finess(9))
    assert state(facts(rows, elsewhere={finess(9): ("Q",)}), DOUBLE) == "non_remplie"


# Share of acquisitions


def mixed(buying: int, total: int, project: str = "mise_a_niveau"):
    rows = [
        *many(buying, type_operation="acquisition"),
        *many(total - buying, start=1000, type_operation="mise_a_niveau"),
    ]
    return facts(rows, projet={"type_operation": project})


@pytest.mark.parametrize(
    ("buying", "total", "expected"),
    [
        (40, 100, "remplie"),
        (41, 100, "non_remplie"),
        (2, 5, "remplie"),
        (3, 5, "non_remplie"),
        (1, 3, "remplie"),
        (1, 2, "non_remplie"),
        (200, 500, "remplie"),
        (201, 500, "non_remplie"),
        (0, 5, "sans_objet"),
        (5, 5, "sans_objet"),
        (0, 0, "sans_objet"),
    ],
)
@pytest.mark.parametrize("project", ["acquisition", "mise_a_niveau"])
def test_forty_percent_exactly_and_one_more(buying, total, project, expected):
    check = the_check(mixed(buying, total, project), cap())
    assert (check.condition, check.etat, check.opposable) == ("part_acquisition", expected, True)
    assert (check.source, check.lecture) == (source("part"), "lecture de la part")


def test_an_establishment_that_says_nothing_does_as_its_project():
    rows = [*many(2, type_operation="acquisition"), *many(3, start=10)]
    assert state(facts(rows, projet={"type_operation": "mise_a_niveau"}), cap()) == "remplie"
    assert state(facts(rows, projet={"type_operation": "acquisition"}), cap()) == "sans_objet"


def test_a_register_without_the_column_does_one_operation():
    rows = many(5)
    without = facts(rows, perimetre=frame(rows, operation_column=False).drop("type_operation", strict=False))
    assert state(without, cap()) == "sans_objet"


def test_the_count_of_the_register_weighs():
    rows = [*many(1, type_operation="acquisition", nombre_essms=2), *many(3, start=10, type_operation="mise_a_niveau")]
    assert state(facts(rows), cap()) == "remplie"
    rows[0] |= {"nombre_essms": 3}
    assert state(facts(rows), cap()) == "non_remplie"
    rows[0] |= {"nombre_essms": 0}
    assert state(facts(rows), cap()) == "sans_objet"


@pytest.mark.parametrize(
    ("part", "shown"), [("0.40", "40 %"), ("0.4", "40 %"), ("0.125", "12,5 %"), ("1", "100 %"), ("1.00", "100 %")]
)
def test_the_share_is_told(part, shown):
    said = the_check(mixed(41, 100), cap(part)).detail
    assert said == f"Acquisition pour 41 ESSMS sur 100 ; le texte admet au plus {shown} du montant."


@given(st.integers(1, 400), st.integers(1, 400))
def test_the_share_is_exact(buying, upgrading):
    rows = [
        {"finess_et": finess(1), "nombre_essms": buying, "type_operation": "acquisition"},
        {"finess_et": finess(2), "nombre_essms": upgrading, "type_operation": "mise_a_niveau"},
    ]
    expected = "remplie" if 100 * buying <= 40 * (buying + upgrading) else "non_remplie"
    assert state(facts(rows), cap()) == expected


SINGLE = with_condition(operation_unique=Statement(source("operation")))


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        (["acquisition", "acquisition"], "remplie"),
        (["mise_a_niveau", "mise_a_niveau"], "remplie"),
        (["acquisition", "mise_a_niveau"], "non_remplie"),
        ([None, "mise_a_niveau"], "non_remplie"),
        ([None, None], "remplie"),
        ([], "inconnue"),
    ],
)
def test_a_project_does_one_operation(operations, expected):
    """An establishment that says nothing does as its project, here an acquisition."""
    rows = [{"finess_et": finess(rank), "type_operation": one} for rank, one in enumerate(operations, 1)]
    check = the_check(facts(rows, projet={"type_operation": "acquisition"}), SINGLE)
    assert (check.condition, check.etat, check.opposable) == ("operation_unique", expected, True)


def test_an_establishment_counted_for_nothing_has_no_operation():
    rows = [{"finess_et": finess(1)}, {"finess_et": finess(2), "type_operation": "mise_a_niveau", "nombre_essms": 0}]
    assert state(facts(rows, projet={"type_operation": "acquisition"}), SINGLE) == "remplie"
