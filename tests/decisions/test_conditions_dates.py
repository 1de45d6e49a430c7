"""Convention, delay and last day of a project: both sides of each day, and every state."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rulebook_money import Deadline, LastDay
from tests.decisions.facts_by_hand import facts, instalments, source, state, texte, the_check, with_condition
from transforms.decisions.conditions import checks
from transforms.decisions.conditions_dates import months_later

CONVENTION = texte(versements=instalments(("avance", "0.50", "convention"), ("solde", "0.50", "usage")))
TRANCHES = texte(solde="tranche_suivante")
TERME = with_condition(terme=LastDay(date(2026, 12, 31), source("terme"), "lecture du terme"))


def delays(**given):
    return texte(
        delais=(
            Deadline("mise_a_niveau", 9, False, source("neuf"), **given),
            Deadline("acquisition", 18, True, source("dix-huit"), lecture="lecture du délai", **given),
        )
    )


@pytest.mark.parametrize("rulebook", [CONVENTION, TRANCHES], ids=["versements", "tranches"])
@pytest.mark.parametrize(
    ("signed", "expected"),
    [
        (date(2026, 6, 30), "remplie"),
        (date(2026, 7, 1), "non_remplie"),
        (date(2020, 1, 1), "remplie"),
        (None, "inconnue"),
    ],
)
def test_convention(rulebook, signed, expected):
    check = the_check(facts(projet={"date_convention": signed}), rulebook)
    assert (check.condition, check.etat, check.opposable) == ("convention", expected, True)


@pytest.mark.parametrize(("mois", "last"), [("2026-02", date(2026, 2, 28)), ("2028-02", date(2028, 2, 29))])
def test_convention_at_the_end_of_february(mois, last):
    assert state(facts(mois=mois, projet={"date_convention": last}), CONVENTION) == "remplie"
    assert state(facts(mois=mois, projet={"date_convention": last + timedelta(1)}), CONVENTION) == "non_remplie"


def test_the_convention_is_founded_on_its_instalment_else_on_the_tranches():
    first, tranches = the_check(facts(), CONVENTION), the_check(facts(), TRANCHES)
    assert (first.source, first.lecture) == (source("avance"), None)
    assert (tranches.source, tranches.lecture) == (source("solde"), "lecture du solde")


def test_a_text_that_pays_nothing_on_a_convention_says_nothing_of_it():
    assert checks(facts(), texte(versements=instalments(("solde", "1", "usage")))) == ()


@pytest.mark.parametrize(
    ("operation", "end", "expected"),
    [
        ("acquisition", date(2026, 7, 15), "remplie"),
        ("acquisition", date(2026, 7, 16), "non_remplie"),
        ("mise_a_niveau", date(2025, 10, 15), "remplie"),
        ("mise_a_niveau", date(2025, 10, 16), "non_remplie"),
        ("acquisition", date(2025, 1, 15), "remplie"),
        ("acquisition", date(2025, 1, 14), "inconnue"),
        ("acquisition", None, "inconnue"),
    ],
)
def test_delay_to_the_day(operation, end, expected):
    assert state(facts(projet={"type_operation": operation, "date_fin_deploiement": end}), delays()) == expected


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2025, 5, 31), 9, date(2026, 2, 28)),
        (date(2027, 5, 31), 9, date(2028, 2, 29)),
        (date(2027, 5, 30), 9, date(2028, 2, 29)),
        (date(2027, 5, 29), 9, date(2028, 2, 29)),
        (date(2027, 5, 28), 9, date(2028, 2, 28)),
        (date(2025, 2, 28), 18, date(2026, 8, 28)),
        (date(2025, 8, 31), 1, date(2025, 9, 30)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_same_day_of_the_month_or_the_last_of_a_shorter_one(start, months, expected):
    assert months_later(start, months) == expected


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(1, 60))
def test_months_later_is_that_many_months_and_never_a_later_day(start, months):
    end = months_later(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(1)).day == 1)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(0, 800))
def test_a_delay_is_met_up_to_its_day(start, days):
    end = start + timedelta(days)
    found = state(facts(projet={"date_demarrage": start, "date_fin_deploiement": end}), delays())
    assert found == ("remplie" if end <= months_later(start, 18) else "non_remplie")


def test_delay_without_a_start():
    assert state(facts(projet={"date_demarrage": None}), delays()) == "inconnue"


@pytest.mark.parametrize(
    ("national", "concerned", "expected"),
    [
        (True, False, "sans_objet"),
        (True, True, "non_remplie"),
        (False, False, "non_remplie"),
        (None, False, "non_remplie"),
    ],
)
def test_delay_of_a_national_project(national, concerned, expected):
    late = facts(projet={"national": national, "date_fin_deploiement": date(2026, 7, 16)})
    assert state(late, delays(projets_nationaux=concerned)) == expected


def test_a_late_project_that_may_be_national_is_told_so():
    late = {"date_fin_deploiement": date(2026, 7, 16)}
    said = the_check(facts(projet=late | {"national": None}), delays(projets_nationaux=False)).detail
    assert said.endswith(
        "le délai de 18 mois finit le 15/07/2026. Il ne concernerait pas un projet national, ce que le registre ne dit pas."
    )
    assert "national" not in the_check(facts(projet=late), delays(projets_nationaux=False)).detail
    in_time = {"national": None, "date_fin_deploiement": date(2026, 7, 15)}
    assert "national" not in the_check(facts(projet=in_time), delays(projets_nationaux=False)).detail


def test_the_delay_is_that_of_the_operation():
    check = the_check(facts(), delays())
    assert (check.condition, check.opposable, check.source) == ("delai", True, source("dix-huit"))
    assert check.lecture == "lecture du délai"
    assert check.detail == "Du 15/01/2025 au 31/05/2026 ; le délai de 18 mois finit le 15/07/2026."
    upgrade = the_check(facts(projet={"type_operation": "mise_a_niveau"}), delays())
    assert (upgrade.opposable, upgrade.source, upgrade.lecture) == (False, source("neuf"), None)


def test_an_operation_without_a_delay():
    only = texte(delais=delays().delais[:1])
    assert the_check(facts(), only).etat == "sans_objet"
    assert the_check(facts(), only).source == source("neuf")


@pytest.mark.parametrize(
    ("end", "expected"),
    [(date(2026, 12, 31), "remplie"), (date(2027, 1, 1), "non_remplie"), (None, "inconnue"), (date(2022, 1, 1), "remplie")],
)
def test_last_day_the_text_finances(end, expected):
    check = the_check(facts(projet={"date_fin_deploiement": end}), TERME)
    assert (check.condition, check.etat, check.opposable) == ("terme", expected, True)
    assert (check.source, check.lecture) == (source("terme"), "lecture du terme")
    assert "31/12/2026" in check.detail
