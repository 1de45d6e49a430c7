"""What changes the amount of an establishment or of a project: its size, its editor, its quote, its hours, AMOA."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contracts.rulebook_money import HoursShare
from tests.grants.perimeter_by_hand import grant, lines, number, shown, some
from tests.grants.scales_by_hand import ARA, GRAND_EST, GUADELOUPE, NATIONAL, bound, item, said, texte

A, B, C = (number(rank) for rank in range(1, 4))
SMALL = {"petit_gestionnaire": True}


def only(texte, poste, *rows, **projet):
    """The lines of one item, with their detail."""
    return [
        (line.finess_et, line.nombre, shown(line.montant), line.detail)
        for line in grant(texte, rows, **projet).lignes
        if line.poste == poste
    ]


@pytest.mark.parametrize("operation", ["acquisition", "mise_a_niveau"])
@pytest.mark.parametrize("texte_", [GRAND_EST, GUADELOUPE])
def test_only_establishments_of_small_operators_are_equipped(texte_, operation):
    rows = [{"finess_et": A, **SMALL}, {"finess_et": B, "petit_gestionnaire": False}, {"finess_et": C}]
    found = grant(texte_, rows, type_operation=operation)
    assert lines(found, "equipement") == [("equipement", None, 1, 20_000)]


def test_the_equipment_of_a_national_project_has_no_tier():
    found = grant(NATIONAL, some(60, **SMALL))
    assert lines(found, "equipement") == [("equipement", None, 60, 1_200_000)]
    assert [line.detail for line in found.lignes] == [None, None]


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("6000", [(A, 1, 6_000, "devis de 6 000,00 euros")]),
        ("9999.99", [(A, 1, "9999.99", "devis de 9 999,99 euros")]),
        ("1", [(A, 1, 1, "devis de 1,00 euro")]),
        ("0", [(A, 1, 0, "devis de 0,00 euro")]),
        ("10000", [(None, 1, 10_000, None)]),
        ("10000.01", [(None, 1, 10_000, None)]),
        (None, [(None, 1, 0, "aucun devis fourni : rien n'est dû sans devis")]),
    ],
)
def test_equipment_is_paid_on_a_quote_and_never_above(quote, expected):
    assert only(ARA, "equipement", {"finess_et": A, **SMALL, "devis_equipement": quote}) == expected


def test_quotes_are_looked_at_one_by_one():
    quotes = ("6000", None, "10000", "12000", "6000", None)
    rows = [{"finess_et": number(rank), **SMALL, "devis_equipement": quote} for rank, quote in enumerate(quotes, start=1)]
    assert only(ARA, "equipement", *rows) == [
        (None, 2, 20_000, None),
        (number(1), 1, 6_000, "devis de 6 000,00 euros"),
        (number(5), 1, 6_000, "devis de 6 000,00 euros"),
        (None, 2, 0, "aucun devis fourni : rien n'est dû sans devis"),
    ]


def test_a_quote_is_that_of_the_establishment_however_many_it_counts_for():
    row = {"finess_et": A, **SMALL, "nombre_essms": 3, "devis_equipement": "25000"}
    assert only(ARA, "equipement", row) == [(A, 3, 25_000, "devis de 25 000,00 euros")]
    assert only(ARA, "equipement", row | {"devis_equipement": "30000"}) == [(None, 3, 30_000, None)]


@pytest.mark.parametrize(
    ("segur", "poste", "amount"), [(True, "editeur_segur", 14_500), (False, "editeur", 12_000), (None, "editeur", 12_000)]
)
def test_the_part_of_the_editor_depends_on_its_referencing(segur, poste, amount):
    found = grant(GUADELOUPE, [{"finess_et": A, "segur_reference": segur}])
    assert lines(found) == [("usages_acquisition", None, 1, 7_000), (poste, None, 1, amount)]


@pytest.mark.parametrize(("quote", "amount"), [("8000", 8_000), ("12000", 12_000), ("13000", 12_000), (None, 12_000)])
def test_the_part_of_the_editor_is_a_ceiling(quote, amount):
    found = grant(GUADELOUPE, [{"finess_et": A, "devis_editeur": quote}])
    assert sum(line.montant for line in found.lignes if line.poste == "editeur") == amount


def test_a_quote_that_covers_ranks_of_two_tiers_fills_the_first_one_first():
    rows = [*some(48), {"finess_et": number(90), "segur_reference": True, "nombre_essms": 3, "devis_editeur": "18000"}]
    detail = "devis de 18 000,00 euros"
    assert only(GUADELOUPE, "editeur_segur", *rows) == [
        (number(90), 1, 14_500, detail),
        (number(90), 2, 3_500, detail),
    ]


def test_an_upgrade_pays_no_editor():
    found = grant(GUADELOUPE, some(2, segur_reference=True, devis_editeur="9000"), type_operation="mise_a_niveau")
    assert lines(found) == [("usages_mise_a_niveau", None, 2, 10_000)]


@pytest.mark.parametrize(
    ("done", "total", "usages", "logiciel"),
    [
        ("2000", "3000", "4666.66", "9333.33"),
        ("0", "3000", 0, 0),
        ("1500", "3000", 3_500, 7_000),
        ("1", "3000", "2.33", "4.66"),
        ("0.01", "3000", "0.02", "0.04"),
    ],
)
def test_home_help_is_paid_for_its_medico_social_hours(done, total, usages, logiciel):
    found = grant(ARA, [{"finess_et": A, "heures_medico_sociales": done, "heures_totales": total}])
    assert lines(found) == [("usages_acquisition", A, 1, usages), ("logiciel", A, 1, logiciel)]


def test_a_line_changed_by_hours_shows_the_amount_of_the_text_and_the_rule():
    rows = [{"finess_et": A, "heures_medico_sociales": "2000", "heures_totales": "3000"}, {"finess_et": B}]
    full, reduced = grant(ARA, rows).lignes[:2]
    assert (full.finess_et, full.nombre, full.source.phrase, full.lecture) == (None, 1, "usages_acquisition 1", None)
    assert (reduced.montant_unitaire, reduced.detail) == (Decimal("7000.00"), "2 000 heures sur 3 000")
    assert (reduced.source.phrase, reduced.lecture) == ("heures", "lecture des heures")


@pytest.mark.parametrize(
    ("done", "total", "detail"),
    [
        ("1607.5", "3214.25", "1 607,5 heures sur 3 214,25"),
        ("1", "2", "1 heure sur 2"),
        ("0", "12", "0 heure sur 12"),
        ("1.5", "1000000", "1,5 heure sur 1 000 000"),
    ],
)
def test_hours_are_told_in_french(done, total, detail):
    found = grant(ARA, [{"finess_et": A, "heures_medico_sociales": done, "heures_totales": total}])
    assert {line.detail for line in found.lignes} == {detail}


def test_hours_that_are_all_medico_social_change_nothing():
    rows = [{"finess_et": A, "heures_medico_sociales": "3000", "heures_totales": "3000"}]
    assert grant(ARA, rows) == grant(ARA, some(1))


def test_hours_reduce_only_the_items_the_text_names():
    hours = {"heures_medico_sociales": "1", "heures_totales": "2"}
    row = {"finess_et": A, **SMALL, "devis_equipement": "10000", **hours}
    assert only(ARA, "equipement", row) == [(None, 1, 10_000, None)]
    assert shown(grant(ARA, [row], amoa_pilotage=True).montant) == 3_500 + 7_000 + 10_000 + 100_000
    assert grant(GUADELOUPE, [row]) == grant(GUADELOUPE, some(1, **SMALL))


def test_an_amount_cut_by_hours_is_cut_once_for_the_establishment():
    row = {"finess_et": A, "nombre_essms": 3, "heures_medico_sociales": "2000", "heures_totales": "3000"}
    assert only(ARA, "usages_acquisition", row) == [(A, 3, 14_000, "2 000 heures sur 3 000")]


@pytest.mark.parametrize(
    ("quote", "amount", "detail", "rule"),
    [
        ("12000", 5_000, "1 heure sur 2", "heures"),
        ("10000", 5_000, "1 heure sur 2", "heures"),
        ("6000", 3_000, "devis de 6 000,00 euros ; 1 heure sur 2", "heures"),
        ("0", 0, "devis de 0,00 euro", "achat"),
        ("0.01", 0, "devis de 0,01 euro ; 1 heure sur 2", "heures"),
        (None, 0, "aucun devis fourni : rien n'est dû sans devis", "achat"),
    ],
)
def test_the_quote_comes_first_then_the_hours(quote, amount, detail, rule):
    both = texte(
        item("achat", 10_000, devis="devis_equipement", sans_devis="rien"), heures=HoursShare(("achat",), said("heures"))
    )
    rows = [{"finess_et": A, "devis_equipement": quote, "heures_medico_sociales": "1", "heures_totales": "2"}]
    (line,) = grant(both, rows).lignes
    assert (shown(line.montant), line.detail, line.source.phrase) == (amount, detail, rule)


@pytest.mark.parametrize(
    ("sizes", "amount", "detail"),
    [
        ((True, True), 100_000, None),
        ((True, False), 100_000, None),
        ((None, None), 100_000, "taille des gestionnaires non renseignée, supposée petite"),
        ((None, False), 100_000, "taille des gestionnaires non renseignée, supposée petite"),
        ((True, None), 100_000, None),
        ((False, False), 0, "aucun établissement d'un petit gestionnaire"),
    ],
)
def test_amoa_needs_one_establishment_that_may_be_small(sizes, amount, detail):
    rows = [{"finess_et": number(rank), "petit_gestionnaire": size} for rank, size in enumerate(sizes)]
    assert only(ARA, "amoa", *rows, amoa_pilotage=True) == [(None, 1, amount, detail)]


@pytest.mark.parametrize(
    ("marche", "pilotage", "postes"),
    [
        (True, True, {"amoa_marche": 15_000, "amoa_pilotage": 100_000}),
        (True, False, {"amoa_marche": 15_000}),
        (None, True, {"amoa_pilotage": 100_000}),
        (False, None, {}),
        (None, None, {}),
    ],
)
def test_amoa_is_due_once_and_only_when_the_register_says_so(marche, pilotage, postes):
    found = grant(GUADELOUPE, some(3, **SMALL), amoa_marche=marche, amoa_pilotage=pilotage)
    paid = {line.poste: shown(line.montant) for line in found.lignes if line.poste.startswith("amoa")}
    assert paid == postes


def test_amoa_needs_an_establishment():
    assert grant(ARA, [], amoa_pilotage=True).lignes == ()


def test_amoa_of_an_operation_looks_at_the_establishments_of_that_operation():
    amoa = texte(item("amoa", 15_000, par="projet", petits=True, operations=("acquisition",), option="amoa_marche"))
    rows = [{"finess_et": A, "petit_gestionnaire": False}, {"finess_et": B, **SMALL, "type_operation": "mise_a_niveau"}]
    assert only(amoa, "amoa", *rows, amoa_marche=True)[0][2] == 0
    assert grant(amoa, rows, type_operation="mise_a_niveau", amoa_marche=True).montant == 0
    assert grant(amoa, rows[1:], amoa_marche=True).lignes == ()


def test_an_item_of_a_project_may_be_due_to_all():
    fixed = texte(item("fixe", 1_000, par="projet"))
    assert only(fixed, "fixe", {"finess_et": A, "petit_gestionnaire": False}) == [(None, 1, 1_000, None)]


def test_the_readings_of_the_tier_and_of_the_item_are_both_told():
    one = item("achat", 10_000, lecture="Lecture du poste.")
    both = texte(one, plafond=bound(1))
    within, over = grant(both, some(2)).lignes
    assert (within.lecture, over.lecture) == ("Lecture du poste.", "lecture 1 Lecture du poste.")
    assert within.detail == "jusqu'au 1er ESSMS"


def test_tiers_beyond_the_cap_are_not_lines():
    capped = texte(item("usages", 7_000, 2_000), plafond=bound(49))
    assert [line[2:] for line in lines(grant(capped, some(52)))] == [(49, 343_000), (3, 0)]
    late = texte(item("usages", 7_000, 2_000), plafond=bound(51))
    assert [(line.nombre, line.detail) for line in grant(late, some(52)).lignes] == [
        (49, "jusqu'au 49e ESSMS"),
        (2, "du 50e au 51e ESSMS"),
        (1, "au-delà du 51e ESSMS : rien n'est dû"),
    ]


def test_amounts_have_two_decimals_and_names_are_those_of_the_text():
    found = grant(ARA, some(20, **SMALL, devis_equipement="10000"), amoa_pilotage=True, montant_subvention="1")
    amounts = [found.montant, found.ecart, *(line.montant for line in found.lignes)]
    amounts += [line.montant_unitaire for line in found.lignes]
    assert {amount.as_tuple().exponent for amount in amounts} == {-2}
    assert [line.libelle for line in found.lignes] == ["Usages_acquisition", "Logiciel", "Equipement", "Amoa"]
