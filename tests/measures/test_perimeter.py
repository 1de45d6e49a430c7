"""Who is measured, with what the register and FINESS say of them; tranches, papers received, establishments to check."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from flows.texts import load_all_texts
from tests.measures.register_by_hand import finess_file, register
from transforms.measures.perimeter import ProjectScope, Tranche, received_papers, scopes, to_check
from transforms.measures.plan import Measured

TEXTS = load_all_texts()
ARA = TEXTS["ara-generalisation-2025"]
A, B, C = "690990015", "690990023", "690990031"
NO_FINESS = finess_file()


def scope(finess=NO_FINESS, mois: str = "2026-06", **tables) -> ProjectScope:
    (found,) = scopes(register(**tables), TEXTS, finess, mois)
    return found


def numbers(found: ProjectScope) -> list[str]:
    return [one.finess_et for one in found.establishments]


@pytest.mark.parametrize(
    ("first", "mois", "decided"),
    [
        ("2026-05", "2026-06", True),
        ("2026-06", "2026-06", True),
        ("2026-07", "2026-06", False),
        ("2027-01", "2026-12", False),
        (None, "2026-06", True),
    ],
)
def test_no_decision_before_the_first_measure(first, mois, decided):
    found = scopes(register(projets=[{"premiere_mesure": first}]), TEXTS, NO_FINESS, mois)
    assert len(found) == decided


def test_a_project_that_waits_hides_no_other_and_projects_follow_the_register():
    projets = [
        {"projet_id": "Q", "ligne": 3},
        {"projet_id": "W", "ligne": 4, "premiere_mesure": "2026-07"},
        {"projet_id": "P", "ligne": 2},
        {"projet_id": "A", "ligne": 5, "texte_id": "guadeloupe-generalisation-2022"},
    ]
    found = scopes(register(projets=projets), TEXTS, NO_FINESS, "2026-06")
    assert [(one.projet["projet_id"], one.texte.texte_id) for one in found] == [
        ("P", "ara-generalisation-2025"),
        ("Q", "ara-generalisation-2025"),
        ("A", "guadeloupe-generalisation-2022"),
    ]


@pytest.mark.parametrize(
    ("asked", "found"), [(None, ["P", "Q"]), ({"Q"}, ["Q"]), ({"W", "P", "Z"}, ["P"]), ({"Q", "P"}, ["P", "Q"]), (set(), [])]
)
def test_only_the_projects_asked_for_in_the_order_of_the_register(asked, found):
    projets = [{"projet_id": "P"}, {"projet_id": "W", "premiere_mesure": "2026-07"}, {"projet_id": "Q"}]
    kept = scopes(register(projets=projets), TEXTS, NO_FINESS, "2026-06", asked)
    assert [one.projet["projet_id"] for one in kept] == found


def test_everything_known_of_an_establishment():
    finess = finess_file({"finess_et": B, "categorie": "500"}, {"finess_et": A, "categorie": "219"})
    projet = {"premiere_mesure": "2026-04", "date_demarrage": date(2025, 11, 30), "phase": "maintenance"}
    perimetre = [
        {"finess_et": A, "sons_eligible": False, "tranche": "pilote", "date_entree": date(2026, 5, 31)},
        {"finess_et": B, "champ": "PH"},
        {"finess_et": C},
    ]
    found = scope(finess, projets=[projet], perimetre=perimetre)
    said = {
        "projet_id": "P",
        "texte": ARA,
        "mois": "2026-06",
        "premiere_mesure": "2026-04",
        "phase": "maintenance",
        "debut": "2025-11",
    }
    months = ("2026-04", "2026-05", "2026-06")
    assert found.establishments == (
        Measured(finess_et=A, categorie="219", months_in=months[1:], champ="AHI", sons_eligible=False, tranche="pilote", **said),
        Measured(finess_et=B, categorie="500", months_in=months, champ="PH", **said),
        Measured(finess_et=C, categorie=None, months_in=months, **said),
    )


def test_without_dates_a_project_has_one_month_and_no_start():
    (one,) = scope(perimetre=[{"finess_et": A}]).establishments
    assert (one.premiere_mesure, one.months_in, one.debut, one.phase) == (None, ("2026-06",), None, "projet")


@pytest.mark.parametrize(
    ("entered", "left", "inside"),
    [
        (None, None, True),
        (date(2026, 6, 30), None, True),
        (date(2026, 7, 1), None, False),
        (None, date(2026, 6, 30), True),
        (None, date(2026, 6, 29), False),
        (date(2026, 6, 30), date(2026, 6, 30), True),
        (date(2026, 1, 1), date(2026, 6, 29), False),
        (date(2026, 7, 1), date(2026, 8, 1), False),
    ],
)
def test_an_establishment_is_measured_if_it_is_there_on_the_last_day(entered, left, inside):
    found = scope(perimetre=[{"finess_et": A, "date_entree": entered, "date_sortie": left}])
    assert numbers(found) == ([A] if inside else [])


def test_each_establishment_once_by_its_first_row_in_the_order_of_the_register():
    rows = [
        {"finess_et": C, "champ": "PH", "ligne": 5},
        {"finess_et": B, "champ": "PA", "ligne": 3},
        {"finess_et": C, "champ": "PJM", "ligne": 4},
        {"finess_et": A, "projet_id": "Q", "ligne": 2},
        {"finess_et": A, "champ": "DOM", "ligne": 6},
    ]
    found = scope(perimetre=rows)
    assert [(one.finess_et, one.champ) for one in found.establishments] == [(B, "PA"), (C, "PJM"), (A, "DOM")]


def test_criteria_of_the_project_alone_are_its_targets():
    criteres = [
        {"indicateur": "dmp", "evaluation": Decimal(40), "statut": "retenu"},
        {"indicateur": "mssante", "evaluation": Decimal(30), "statut": "retenu", "projet_id": "Q"},
    ]
    found = scope(projets=[{"texte_id": "grand-est-amorcage-2021"}], criteres=criteres, perimetre=[{"finess_et": A}])
    assert [rule.indicateur for rule in found.texte.indicateurs] == ["dmp"]
    assert found.establishments[0].texte is found.texte


def test_tranches_are_those_the_register_names_in_that_order():
    rows = [
        {"finess_et": A, "tranche": "vague 1", "date_entree": date(2026, 3, 1)},
        {"finess_et": B, "tranche": "pilote", "date_entree": date(2026, 1, 2), "nombre_essms": 4},
        {"finess_et": C, "tranche": "vague 1", "date_entree": date(2026, 2, 1)},
        {"finess_et": "690990049", "tranche": "pilote", "date_entree": date(2026, 1, 1)},
        {"finess_et": "690990056", "tranche": "vague 2"},
        {"finess_et": "690990064", "tranche": "vague 2", "date_entree": date(2026, 1, 1)},
        {"finess_et": A, "tranche": "vague 3", "date_entree": date(2026, 9, 1)},
    ]
    assert scope(perimetre=rows).tranches == (
        Tranche("vague 1", date(2026, 2, 1), 2),
        Tranche("pilote", date(2026, 1, 1), 5),
        Tranche("vague 2", None, 2),
        Tranche("vague 3", date(2026, 9, 1), 0),
    )


def test_a_project_without_tranches_is_one():
    rows = [{"finess_et": A, "date_entree": date(2026, 3, 1)}, {"finess_et": B, "date_entree": date(2026, 2, 1)}]
    assert scope(perimetre=rows).tranches == (Tranche(None, date(2026, 2, 1), 2),)
    assert scope().tranches == ()


def test_a_paper_is_received_on_a_date():
    pieces = [
        {"piece": "facture", "date_reception": date(2026, 6, 1)},
        {"piece": "attestation"},
        {"piece": "rapport", "date_reception": date(2026, 6, 1), "projet_id": "Q"},
    ]
    assert received_papers(register(pieces=pieces), "P") == {"facture"}


def test_establishments_to_check():
    finess = finess_file(
        {"finess_et": A, "date_fermeture": date(2026, 6, 30)},
        {"finess_et": B, "date_fermeture": date(2026, 7, 1)},
        {"finess_et": C, "ferme": True},
        {"finess_et": "690990049", "ferme": True},
    )
    found = to_check(finess, {A, B, C, "690990056", "690990051"}, "2026-06")
    assert found == {"690990051": "essms_inconnu", "690990056": "essms_inconnu", A: "essms_ferme", C: "essms_ferme"}
    assert list(found) == ["690990051", "690990056", A, C]
    assert to_check(finess, {B}, "2026-06") == {}
