"""The grant shared between the ARS of several regions, pro rata of their establishments."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.grants.perimeter_by_hand import grant, number, shown
from tests.grants.scales_by_hand import ARA, GRAND_EST


def regions(*names, **projet):
    rows = [{"finess_et": number(rank), "region": name} for rank, name in enumerate(names, start=1)]
    return [(share.region, share.nombre, shown(share.montant)) for share in grant(GRAND_EST, rows, **projet).partages]


@pytest.mark.parametrize(
    ("names", "grant_given", "expected"),
    [
        (["Grand Est"], "75000", [("Grand Est", 1, 75_000)]),
        (["Grand Est", "Normandie"], "75000.01", [("Grand Est", 1, "37500.01"), ("Normandie", 1, 37_500)]),
        (["Normandie", "Grand Est"], "75000.01", [("Normandie", 1, "37500.01"), ("Grand Est", 1, 37_500)]),
        (
            ["Corse", "Bretagne", "Normandie"],
            "100",
            [("Corse", 1, "33.34"), ("Bretagne", 1, "33.33"), ("Normandie", 1, "33.33")],
        ),
        (
            ["Corse", "Bretagne", "Normandie"],
            "0.02",
            [("Corse", 1, "0.01"), ("Bretagne", 1, "0.01"), ("Normandie", 1, 0)],
        ),
        (["Corse", "Bretagne", "Bretagne"], "100", [("Corse", 1, "33.33"), ("Bretagne", 2, "66.67")]),
        (["Bretagne", "Corse", "Bretagne"], "0", [("Bretagne", 2, 0), ("Corse", 1, 0)]),
    ],
)
def test_shares_by_largest_remainder_ties_to_the_region_named_first(names, grant_given, expected):
    assert regions(*names, montant_subvention=grant_given) == expected


def test_without_a_grant_the_shares_have_no_amount():
    assert regions("Corse", "Bretagne") == [("Corse", 1, None), ("Bretagne", 1, None)]


def test_the_region_of_the_register_then_of_finess_then_of_the_project():
    rows = [
        {"finess_et": number(1), "region": "Bretagne"},
        {"finess_et": number(2)},
        {"finess_et": number(3)},
        {"finess_et": number(4)},
    ]
    departements = {number(1): "54", number(2): "971", number(3): None}
    found = grant(GRAND_EST, rows, departements, region="Normandie", montant_subvention="4")
    assert [(share.region, share.nombre) for share in found.partages] == [("Bretagne", 1), ("Guadeloupe", 1), ("Normandie", 2)]


def test_one_region_written_in_several_ways_is_one():
    names = ["Grand Est", "GRAND-EST", " grand  est", "Île-de-France", "ile de france", "Réunion", "Canton de Vaud"]
    assert [share[:2] for share in regions(*names)] == [
        ("Grand Est", 3),
        ("Île-de-France", 2),
        ("La Réunion", 1),
        ("Canton de Vaud", 1),
    ]


def test_while_a_region_is_unknown_no_amount_is_shared():
    assert regions("Corse", None, montant_subvention="100") == [("Corse", 1, None), ("inconnue", 1, None)]


def test_shares_weigh_as_many_as_are_counted_beyond_the_cap_too():
    rows = [
        {"finess_et": number(1), "region": "Corse", "nombre_essms": 30},
        {"finess_et": number(2), "region": "Bretagne", "nombre_essms": 10},
        {"finess_et": number(3), "region": "Normandie", "nombre_essms": 0},
        {"finess_et": number(4), "region": "Occitanie"},
        {"finess_et": number(2), "region": "Bretagne", "finess_precedent": number(4)},
    ]
    found = grant(GRAND_EST, rows, montant_subvention="750000")
    assert [(share.region, share.nombre, shown(share.montant)) for share in found.partages] == [
        ("Corse", 30, 562_500),
        ("Bretagne", 10, 187_500),
    ]


def test_what_is_shared_is_the_grant_given_not_that_of_the_scale():
    found = grant(GRAND_EST, [{"finess_et": number(1), "region": "Corse"}], montant_subvention="12.34")
    assert [share.montant for share in found.partages] == [Decimal("12.34")]
    assert found.montant == 25_000


def test_an_empty_perimeter_or_a_text_that_shares_nothing_has_no_share():
    assert regions(montant_subvention="100") == []
    assert grant(ARA, [{"finess_et": number(1), "region": "Corse"}], montant_subvention="100").partages == ()
