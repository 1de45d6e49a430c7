"""Totals of the four scales: the vectors of the domain notes, both sides of each tier, of the cap and of the bounds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from flows.texts import load_all_texts
from tests.grants.perimeter_by_hand import PROJET, grant, lines, perimetre, shown, some
from tests.grants.scales_by_hand import ARA, GRAND_EST, GUADELOUPE, NATIONAL
from transforms.decisions.money import shares, to_cents
from transforms.grants.grant import grant_of

REAL = load_all_texts()


@pytest.mark.parametrize("by_hand", [True, False], ids=["by_hand", "real"])
@pytest.mark.parametrize(
    ("texte", "operation", "count", "total"),
    [
        (ARA, "acquisition", 20, 420_000),
        (ARA, "acquisition", 60, 1_084_000),
        (ARA, "acquisition", 49, 1_029_000),
        (ARA, "acquisition", 50, 1_034_000),
        (ARA, "mise_a_niveau", 60, 267_000),
        (ARA, "mise_a_niveau", 49, 245_000),
        (ARA, "mise_a_niveau", 50, 247_000),
        (ARA, "acquisition", 1, 21_000),
        (ARA, "acquisition", 0, 0),
        (GRAND_EST, "acquisition", 29, 725_000),
        (GRAND_EST, "acquisition", 30, 750_000),
        (GRAND_EST, "acquisition", 31, 750_000),
        (GRAND_EST, "mise_a_niveau", 30, 300_000),
        (GRAND_EST, "mise_a_niveau", 31, 300_000),
        (GUADELOUPE, "acquisition", 8, 152_000),
        (GUADELOUPE, "acquisition", 49, 931_000),
        (GUADELOUPE, "acquisition", 50, 934_000),
        (GUADELOUPE, "mise_a_niveau", 49, 245_000),
        (GUADELOUPE, "mise_a_niveau", 50, 247_000),
        (NATIONAL, "acquisition", 49, None),
        (NATIONAL, "acquisition", 50, 250_000),
        (NATIONAL, "mise_a_niveau", 50, 250_000),
        (NATIONAL, "acquisition", 500, 2_500_000),
        (NATIONAL, "acquisition", 501, None),
        (NATIONAL, "acquisition", 0, None),
    ],
)
def test_totals(texte, operation, count, total, by_hand):
    scale = texte if by_hand else REAL[texte.texte_id]
    found = grant(scale, some(count), type_operation=operation)
    assert found.nombre_essms == count
    assert shown(found.montant) == total
    assert (found.motif is None) == (total is not None)


@pytest.mark.parametrize(("count", "balance"), [(20, 210_000), (60, 542_000)])
def test_the_balance_of_the_vectors_is_half(count, balance):
    total = grant(ARA, some(count)).montant
    assert shares(to_cents(total), [Decimal("0.50")] * 2)[1] == balance * 100


def test_the_balance_of_an_upgrade_of_sixty():
    total = grant(ARA, some(60), type_operation="mise_a_niveau").montant
    assert shares(to_cents(total), [Decimal("0.50")] * 2)[1] == 13_350_000


def test_thirty_establishments_of_grand_est_earn_144_000_when_one_criterion_of_five_is_at_80_percent():
    total = to_cents(grant(GRAND_EST, some(30)).montant)
    balance = shares(total, [Decimal("0.40"), Decimal("0.40"), Decimal("0.20")])[2]
    assert balance == 15_000_000
    criteria = shares(balance, [Fraction(1, 5)] * 5)
    assert criteria == [3_000_000] * 5
    assert sum(criteria[1:]) + criteria[0] * 80 // 100 == 14_400_000


def test_a_tier_is_a_line():
    assert lines(grant(ARA, some(60))) == [
        ("usages_acquisition", None, 49, 343_000),
        ("usages_acquisition", None, 11, 22_000),
        ("logiciel", None, 49, 686_000),
        ("logiciel", None, 11, 33_000),
    ]
    assert [line.detail for line in grant(ARA, some(60)).lignes] == ["jusqu'au 49e ESSMS", "à partir du 50e ESSMS"] * 2
    assert [line.detail for line in grant(ARA, some(3)).lignes] == ["jusqu'au 49e ESSMS"] * 2


def test_beyond_the_cap_a_line_says_so():
    within, over = grant(GRAND_EST, some(32)).lignes
    assert (within.nombre, shown(within.montant), within.detail) == (30, 750_000, "jusqu'au 30e ESSMS")
    assert (over.nombre, over.montant, over.detail) == (2, Decimal("0.00"), "au-delà du 30e ESSMS : rien n'est dû")
    assert (over.source.phrase, over.lecture) == ("borne 30", "lecture 30")
    assert lines(grant(GRAND_EST, some(30)), "acquisition") == [("acquisition", None, 30, 750_000)]


def test_the_cap_is_that_of_every_item():
    rows = [{**row, "petit_gestionnaire": rank > 29} for rank, row in enumerate(some(33), start=1)]
    assert lines(grant(GRAND_EST, rows), "equipement") == [("equipement", None, 1, 20_000), ("equipement", None, 3, 0)]


@pytest.mark.parametrize(
    ("count", "motif"),
    [
        (49, "49 ESSMS : le texte ne fixe de montant qu'à partir de 50 ESSMS"),
        (501, "501 ESSMS : au-delà de 500 ESSMS le montant est étudié au cas par cas"),
    ],
)
def test_out_of_bounds_there_are_numbers_and_no_amount(count, motif):
    found = grant(NATIONAL, some(count, petit_gestionnaire=True), montant_subvention="1000")
    assert found.motif == motif
    assert (found.montant, found.ecart) == (None, None)
    assert lines(found) == [("dui", None, count, None), ("equipement", None, count, None)]
    assert [shown(line.montant_unitaire) for line in found.lignes] == [5000, 20000]


@pytest.mark.parametrize(
    ("given", "gap"), [("420000", "0.00"), ("420000.01", "-0.01"), ("400000", "20000.00"), ("0", "420000.00")]
)
def test_the_difference_with_the_grant_given(given, gap):
    assert grant(ARA, some(20), montant_subvention=given).ecart == Decimal(gap)


def test_without_a_grant_there_is_no_difference():
    found = grant(ARA, some(20))
    assert (shown(found.montant), found.ecart) == (420_000, None)


def test_a_text_without_a_scale_says_nothing():
    assert grant_of(PROJET, perimetre(some(3)), replace(ARA, bareme=None), {}) is None
