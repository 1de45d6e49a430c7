"""Which establishments count: unique numbers, corrections of the count, former numbers, ranks, operation of each."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from tests.grants.perimeter_by_hand import grant, lines, number, perimetre, some
from tests.grants.scales_by_hand import ARA, GRAND_EST
from transforms.measures.counted import counted

A, B, C, D = (number(rank) for rank in range(1, 5))


def ranks(*rows):
    return [(one.finess_et, one.rang, one.nombre) for one in counted(perimetre(rows), "acquisition")]


def test_each_establishment_is_one_whatever_its_dates():
    past = {"date_entree": date(2019, 1, 1), "date_sortie": date(2019, 12, 31)}
    future = {"date_entree": date(2039, 1, 1)}
    assert ranks({"finess_et": B, **past}, {"finess_et": A, **future}) == [(B, 1, 1), (A, 2, 1)]


def test_the_order_is_that_of_the_register_not_of_the_frame():
    rows = perimetre(some(4)).reverse()
    assert [one.finess_et for one in counted(rows, "acquisition")] == [A, B, C, D]


def test_an_establishment_of_several_rows_counts_once_at_its_first():
    assert ranks({"finess_et": A}, {"finess_et": B}, {"finess_et": A}) == [(A, 1, 1), (B, 2, 1)]


def test_the_first_value_given_of_each_column_counts():
    first = {"finess_et": A, "petit_gestionnaire": True}
    second = {"finess_et": A, "petit_gestionnaire": False, "nombre_essms": 2, "region": "Corse"}
    third = {"finess_et": A, "nombre_essms": 5, "segur_reference": False}
    one = counted(perimetre([first, second, third]), "acquisition")[0]
    given = ("petit_gestionnaire", "nombre_essms", "region", "segur_reference", "champ")
    assert [one.dit[name] for name in given] == [True, 2, "Corse", False, None]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_rows_that_give_different_columns_may_come_in_any_order(order):
    cells = [{"petit_gestionnaire": True}, {"devis_equipement": "6000"}, {"nombre_essms": 2}]
    rows = [{"finess_et": A, **cells[place]} for place in order]
    assert lines(grant(ARA, rows)) == lines(grant(ARA, [{"finess_et": A, **cells[0], **cells[1], **cells[2]}]))


def test_a_corrected_count_takes_as_many_ranks():
    rows = [{"finess_et": A, "nombre_essms": 3}, {"finess_et": B, "nombre_essms": 0}, {"finess_et": C}]
    assert ranks(*rows) == [(A, 1, 3), (B, 4, 0), (C, 4, 1)]
    assert grant(ARA, rows).nombre_essms == 4


@pytest.mark.parametrize(("correction", "low", "high"), [(0, 48, 0), (1, 49, 0), (2, 49, 1), (3, 49, 2), (52, 49, 51)])
def test_ranks_may_cross_the_fiftieth(correction, low, high):
    rows = [*some(48), {"finess_et": number(90), "nombre_essms": correction}]
    found = grant(ARA, rows)
    assert found.nombre_essms == 48 + correction
    wanted = [("logiciel", None, low, low * 14_000), ("logiciel", None, high, high * 3_000)]
    assert lines(found, "logiciel") == [line for line in wanted if line[2]]


def test_an_establishment_counted_for_none_gets_nothing_and_is_in_no_line():
    rows = [{"finess_et": A, "nombre_essms": 0, "petit_gestionnaire": True}]
    found = grant(ARA, rows, amoa_pilotage=True)
    assert (found.nombre_essms, found.lignes, found.montant) == (0, (), 0)


def test_ranks_may_cross_the_cap():
    rows = [*some(29), {"finess_et": number(90), "nombre_essms": 3}]
    assert lines(grant(GRAND_EST, rows)) == [("acquisition", None, 30, 750_000), ("acquisition", None, 2, 0)]


def test_a_former_number_is_not_counted_again():
    assert ranks({"finess_et": A}, {"finess_et": B}, {"finess_et": C, "finess_precedent": A}) == [(B, 1, 1), (C, 2, 1)]


def test_a_former_number_that_has_no_row_changes_nothing():
    assert ranks({"finess_et": B, "finess_precedent": A}) == [(B, 1, 1)]


def test_a_number_that_names_itself_still_counts():
    assert ranks({"finess_et": A, "finess_precedent": A}) == [(A, 1, 1)]


def test_two_merged_into_one_count_once():
    rows = [{"finess_et": A}, {"finess_et": B}, {"finess_et": C, "finess_precedent": A}, {"finess_et": C, "finess_precedent": B}]
    assert ranks(*rows) == [(C, 1, 1)]


def test_one_split_into_two_counts_for_two():
    rows = [{"finess_et": A}, {"finess_et": B, "finess_precedent": A}, {"finess_et": C, "finess_precedent": A}]
    assert ranks(*rows) == [(B, 1, 1), (C, 2, 1)]


def test_a_number_renumbered_twice_counts_once():
    rows = [{"finess_et": A}, {"finess_et": B, "finess_precedent": A}, {"finess_et": C, "finess_precedent": B}]
    assert ranks(*rows) == [(C, 1, 1)]


def test_numbers_that_name_each_other_are_one_establishment():
    rows = [{"finess_et": B, "finess_precedent": A}, {"finess_et": A, "finess_precedent": B}, {"finess_et": C}]
    assert ranks(*rows) == [(B, 1, 1), (C, 2, 1)]


def test_a_circle_and_those_it_names_are_one_establishment_known_by_the_first_of_the_circle():
    rows = [
        {"finess_et": C},
        {"finess_et": B, "finess_precedent": A},
        {"finess_et": A, "finess_precedent": B},
        {"finess_et": A, "finess_precedent": C},
    ]
    assert ranks(*rows) == [(B, 1, 1)]


def test_a_number_that_names_itself_and_another_counts_for_both():
    rows = [{"finess_et": B}, {"finess_et": A, "finess_precedent": A}, {"finess_et": A, "finess_precedent": B}]
    assert ranks(*rows) == [(A, 1, 1)]


def test_each_establishment_may_have_its_own_operation():
    rows = [*some(48, type_operation="mise_a_niveau"), {"finess_et": number(49)}, {"finess_et": number(50)}]
    assert lines(grant(ARA, rows)) == [
        ("usages_acquisition", None, 1, 7_000),
        ("usages_acquisition", None, 1, 2_000),
        ("usages_mise_a_niveau", None, 48, 240_000),
        ("logiciel", None, 1, 14_000),
        ("logiciel", None, 1, 3_000),
    ]


def test_the_operation_of_a_row_wins_over_that_of_the_project():
    rows = some(2, type_operation="acquisition")
    assert grant(ARA, rows, type_operation="mise_a_niveau") == grant(ARA, some(2))


def test_a_register_without_that_column_is_read_too():
    frame = perimetre(some(2)).drop("type_operation")
    assert [one.type_operation for one in counted(frame, "mise_a_niveau")] == ["mise_a_niveau"] * 2
