"""What each reading changes: the population, the window, the updates that count; for which indicators, in which phase."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.texts import load_all_texts
from transforms.measures.readings import Reading, admits, changes, establishment_readings, reading, scope

TEXTS = load_all_texts()
ARA = TEXTS["ara-generalisation-2025"]
GRAND_EST = TEXTS["grand-est-amorcage-2021"]
RATES = ["dossiers_actifs", "projets_personnalises", "evenements_agenda"]
ALL_ARA = [*RATES, "mssante", "dmp"]
ALL_GRAND_EST = [*ALL_ARA, "e_prescription", "e_parcours"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("fenetre", date(2026, 4, 1)),
        ("annuelle", date(2026, 1, 1)),
        ("douze_mois", date(2025, 7, 1)),
        ("presents", date(2026, 6, 30)),
        ("fenetre_4", date(2026, 4, 1)),
        ("enpause", date(2026, 4, 1)),
        ("imports", date(2026, 4, 1)),
    ],
)
def test_first_day_of_the_population(code, expected):
    assert reading(code).population_start("2026-06", date(2026, 4, 1)) == expected


def test_the_year_of_january_is_january():
    assert reading("annuelle").population_start("2026-01", date(2025, 11, 1)) == date(2026, 1, 1)


@pytest.mark.parametrize("imports", [True, False])
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("fenetre", Reading("fenetre")),
        ("annuelle", Reading("annuelle", "annuelle")),
        ("douze_mois", Reading("douze_mois", "douze_mois")),
        ("presents", Reading("presents", "presents")),
        ("fenetre_6", Reading("fenetre_6", length=6)),
        ("fenetre_12", Reading("fenetre_12", length=12)),
        ("enpause", Reading("enpause", enpause=True)),
    ],
)
def test_a_reading_and_what_the_text_says_of_imports(code, expected, imports):
    assert reading(code, imports) == replace(expected, imports=imports)
    assert reading(code) == expected


@pytest.mark.parametrize("imports", [True, False])
def test_imports_count_under_their_reading(imports):
    assert reading("imports", imports) == Reading("imports", imports=True)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("fenetre", ALL_GRAND_EST),
        ("annuelle", RATES),
        ("douze_mois", RATES),
        ("presents", RATES),
        ("enpause", ["projets_personnalises"]),
        ("imports", RATES),
        ("fenetre_1", ["projets_personnalises", "evenements_agenda", "e_prescription"]),
        ("fenetre_3", []),
        ("duree_projet", ["dmp", "e_parcours"]),
        ("ensemble", []),
        ("declaratif", []),
    ],
)
def test_indicators_that_a_reading_changes(code, expected):
    assert [rule.indicateur for rule in GRAND_EST.indicateurs if changes(code, rule, "projet")] == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("annuelle", ALL_ARA),
        ("enpause", ["projets_personnalises"]),
        ("imports", RATES),
        ("fenetre_2", []),
        ("fenetre_3", ["mssante", "dmp"]),
        ("fenetre_6", ["mssante", "dmp"]),
        ("fenetre_7", []),
        ("duree_projet", []),
    ],
)
def test_indicators_of_a_text_of_rates(code, expected):
    assert [rule.indicateur for rule in ARA.indicateurs if changes(code, rule, "projet")] == expected


def test_a_window_fixed_by_the_phase_has_no_other_length():
    def changed(phase: str) -> list[str]:
        return [rule.indicateur for rule in GRAND_EST.indicateurs if changes("fenetre_1", rule, phase)]

    assert changed("projet") == ["projets_personnalises", "evenements_agenda", "e_prescription"]
    assert changed("maintenance") == []
    assert [rule.indicateur for rule in ARA.indicateurs if changes("fenetre_3", rule, "maintenance")] == ["mssante", "dmp"]


def test_readings_of_one_establishment_are_those_that_change_its_counts():
    assert establishment_readings(ARA) == [
        "fenetre",
        "annuelle",
        "douze_mois",
        "presents",
        "fenetre_3",
        "fenetre_4",
        "fenetre_5",
        "fenetre_6",
        "enpause",
        "imports",
    ]
    assert "chaque_fin_de_mois" not in establishment_readings(TEXTS["guadeloupe-generalisation-2022"])
    assert "chaque_essms" not in establishment_readings(GRAND_EST)


@pytest.mark.parametrize(
    ("code", "admitted"),
    [("fenetre", True), ("chaque_essms", True), ("ensemble", True), ("annuelle", True), ("chaque_fin_de_mois", False)],
)
def test_readings_a_text_admits(code, admitted):
    assert admits(ARA, code) is admitted


@pytest.mark.parametrize(
    ("code", "expected"), [("fenetre", "chaque_essms"), ("ensemble", "ensemble"), ("chaque_essms", "chaque_essms")]
)
def test_how_establishments_combine(code, expected):
    assert scope(ARA, code) == expected
    assert scope(GRAND_EST, code) == (expected if code != "fenetre" else "ensemble")
