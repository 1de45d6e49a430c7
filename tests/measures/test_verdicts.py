"""Verdicts, rates and what is left to do, against exact fractions over every small pair of figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary import COUNTS_WITHOUT_DOSSIER, INDICATEURS
from tests.measures.counts_by_hand import counts, measured, nombre, part, rule
from transforms.measures.verdicts import Measure, Pair, conclude, judge, reached, remaining, verdict_of

PAIRS = [(n, d) for d in range(61) for n in range(d + 1)]
SHARES = ["0.90", "0.70", "0.9", "0.895", "0.333", "0.01", "0.999999", "1"]
RATIOS = [code for code in INDICATEURS if code not in COUNTS_WITHOUT_DOSSIER]


def exactly(n: int, d: int, share: str) -> bool:
    return Fraction(n, d) >= Fraction(share)


@pytest.mark.parametrize("share", SHARES)
def test_reached_is_the_exact_comparison(share):
    wrong = [(n, d) for n, d in PAIRS if d and reached(Pair(n, d), part(share)) != exactly(n, d, share)]
    assert wrong == []


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("covered", [True, False])
def test_verdict_is_met_failed_or_unknown(share, covered):
    missed = ("non_atteinte", None) if covered else ("indeterminee", "couverture_partielle")
    for n, d in PAIRS:
        expected = ("indeterminee", "denominateur_nul") if d == 0 else ("atteinte", None) if exactly(n, d, share) else missed
        assert verdict_of(Pair(n, d), part(share), covered) == expected, (n, d)


@pytest.mark.parametrize("share", SHARES)
def test_remaining_is_the_least_that_reaches_the_target(share):
    for n, d in PAIRS:
        left = remaining(measured(n, d), part(share))
        if d == 0:
            assert left is None
            continue
        assert left == max(0, ceil(Fraction(share) * d - n)), (n, d)
        assert exactly(n + left, d, share), (n, d)
        assert left == 0 or not exactly(n + left - 1, d, share), (n, d)


@pytest.mark.parametrize(("n", "d"), [(n, d) for n in (0, 1, 59, 60, 61, 1000) for d in (1, 7, 60)])
def test_rate_is_cut_at_four_decimals(n, d):
    taux = measured(n, d).taux
    assert taux is not None
    assert taux.as_tuple().exponent == -4
    assert Fraction(taux) <= Fraction(n, d) < Fraction(taux) + Fraction(1, 10_000)


def test_rate_is_cut_for_every_small_pair():
    for n, d in PAIRS:
        expected = None if d == 0 else Decimal(Fraction(n, d) * 10_000 // 1).scaleb(-4)
        assert measured(n, d).taux == expected, (n, d)


@given(st.integers(0, 10**12), st.integers(1, 10**12), st.decimals("0.0001", "1", places=4))
def test_large_figures_stay_exact(n, d, share):
    assert reached(Pair(n, d), part(str(share))) == (Fraction(n, d) >= Fraction(share))
    left = remaining(measured(n, d), part(str(share)))
    assert left == max(0, ceil(Fraction(share) * d - n))


@pytest.mark.parametrize(("n", "expected"), [(119, False), (120, True), (121, True)])
@pytest.mark.parametrize("d", [None, 0, 7])
def test_a_target_in_number_ignores_the_denominator(n, d, expected):
    assert reached(Pair(n, d), nombre("120")) is expected
    assert remaining(measured(n, d), nombre("120")) == max(0, 120 - n)


@pytest.mark.parametrize(("n", "left"), [(120, 1), (121, 0)])
def test_a_target_in_number_may_have_decimals(n, left):
    assert reached(Pair(n, None), nombre("120.5")) is (left == 0)
    assert remaining(measured(n, None), nombre("120.5")) == left


@pytest.mark.parametrize("d", [0, None])
def test_a_share_of_nothing_is_no_comparison(d):
    with pytest.raises(ValueError, match="denominator"):
        reached(Pair(0, d), part("0.90"))


def test_zero_is_measured_and_none_is_not():
    assert measured(0, 10).rate == 0
    assert measured(0, 10).taux == Decimal("0.0000")
    assert measured(5, 0).rate is None
    assert measured(5, None).taux is None
    assert Measure("indeterminee", "source_absente").numerateur is None


def test_nothing_is_left_to_do_where_nothing_is_owed():
    assert remaining(measured(1, 10, verdict="exemptee"), part("0.90")) is None
    assert remaining(measured(1, 10), None) is None
    assert remaining(Measure("indeterminee", "source_absente"), part("0.90")) is None
    assert remaining(replace(measured(9, 10), coherent=False), part("0.90")) is None


# Dossiers whose updates are unknown (late extraction): every choice of them is tried one by one.


def every_choice(known: int, active: int, qualifying: int, others: int) -> set[str]:
    """Verdicts over every choice of the unknown dossiers, of which `qualifying` have the project or event."""
    target = part("0.90")
    return {
        verdict_of(Pair(known + a, active + a + b), target, True)[0] for a in range(qualifying + 1) for b in range(others + 1)
    }


SMALL = [(k, a, u, v) for a in range(12) for k in range(a + 1) for u in range(4) for v in range(4)]


@pytest.mark.parametrize(
    ("indicateur", "known_name", "unknown_name"),
    [
        ("projets_personnalises", "actifs_projet", "inconnus_projet"),
        ("evenements_agenda", "actifs_evenement", "inconnus_evenement"),
    ],
)
def test_unknown_dossiers_among_active_ones(indicateur, known_name, unknown_name):
    for known, active, qualifying, others in SMALL:
        one = counts(
            **{"personnes": 30, "actifs": active, "inconnus": qualifying + others, known_name: known, unknown_name: qualifying}
        )
        measure = judge(rule(indicateur), one, 1, part("0.90"))
        possible = every_choice(known, active, qualifying, others)
        expected = possible.pop() if len(possible) == 1 else "indeterminee"
        assert measure.verdict == expected, (known, active, qualifying, others)
        assert (measure.motif == "extraction_tardive") is bool(possible), (known, active, qualifying, others)
        assert (measure.numerateur, measure.denominateur) == (known, active)


@pytest.mark.parametrize("roll", [None, 11, 30])
def test_unknown_dossiers_among_persons(roll):
    persons = roll or 11
    for active in range(12):
        for unknown in range(12 - active):
            one = counts(personnes=11, actifs=active, inconnus=unknown, effectif_personnes=roll)
            measure = judge(rule("dossiers_actifs"), one, 1, part("0.90"))
            possible = {verdict_of(Pair(active + a, persons), part("0.90"), True)[0] for a in range(unknown + 1)}
            expected = possible.pop() if len(possible) == 1 else "indeterminee"
            assert measure.verdict == expected, (active, unknown)
            assert (measure.motif == "extraction_tardive") is bool(possible), (active, unknown)
            assert measure.numerateur == active


def test_choices_that_differ_only_by_their_reason_keep_the_published_one():
    measure = Measure("", None, (Pair(0, 0), Pair(0, 0), Pair(0, 5)), covered=False)
    assert conclude(measure, part("0.90")).motif == "denominateur_nul"


# Which source a measure rests on.


@pytest.mark.parametrize("indicateur", INDICATEURS)
def test_without_its_flow_a_measure_says_nothing(indicateur):
    measure = judge(rule(indicateur), counts(flux_present=False), 1, part("0.90") if indicateur in RATIOS else None)
    assert (measure.verdict, measure.motif, measure.source) == ("indeterminee", "source_absente", "calculee")
    assert (measure.numerateur, measure.denominateur, measure.source_denominateur) == (None, None, None)


@pytest.mark.parametrize("indicateur", INDICATEURS)
def test_without_dossiers_only_counts_are_measured(indicateur):
    measure = judge(rule(indicateur), counts(dossiers_presents=False), 1, part("0.90") if indicateur in RATIOS else None)
    expected = "indeterminee" if indicateur in RATIOS else "sans_cible"
    assert measure.verdict == expected


@pytest.mark.parametrize("indicateur", INDICATEURS)
@pytest.mark.parametrize(("covered", "verdict"), [(3, "non_atteinte"), (2, "indeterminee"), (0, "indeterminee")])
def test_only_flows_can_be_covered_in_part(indicateur, covered, verdict):
    target = part("0.90") if indicateur in RATIOS else nombre("11")
    one = counts(personnes=100, actifs=50, beneficiaires=100, actifs_projet=5, actifs_evenement=5, mois_couverts=covered)
    without_flow = indicateur in ("dossiers_actifs", "projets_personnalises")
    assert judge(rule(indicateur), one, 3, target).verdict == ("non_atteinte" if without_flow else verdict)


@pytest.mark.parametrize("indicateur", RATIOS)
@pytest.mark.parametrize(("declared", "verdict"), [(8, "non_atteinte"), (9, "atteinte")])
def test_declared_counts_serve_where_a_source_is_absent(indicateur, declared, verdict):
    declaration = {"declaree": True, "declare_numerateur": declared, "declare_denominateur": 10}
    absent = judge(rule(indicateur), counts(dossiers_presents=False, **declaration), 1, part("0.90"))
    present = judge(rule(indicateur), counts(**declaration), 1, part("0.90"))
    assert (absent.verdict, absent.source, absent.source_denominateur) == (verdict, "declaree", "declaree")
    assert (present.verdict, present.source) == ("atteinte", "calculee")


@pytest.mark.parametrize("indicateur", COUNTS_WITHOUT_DOSSIER)
def test_a_declared_count_has_no_denominator(indicateur):
    one = counts(flux_present=False, declaree=True, declare_numerateur=4, declare_denominateur=10)
    measure = judge(rule(indicateur), one, 1, None)
    assert (measure.verdict, measure.numerateur, measure.denominateur) == ("sans_cible", 4, None)
    assert measure.source_denominateur is None


@pytest.mark.parametrize(
    ("indicateur", "roll", "other"),
    [
        ("dossiers_actifs", "effectif_personnes", "effectif_beneficiaires"),
        ("mssante", "effectif_beneficiaires", "effectif_personnes"),
        ("dmp", "effectif_beneficiaires", "effectif_personnes"),
    ],
)
def test_a_declared_roll_replaces_its_own_denominator(indicateur, roll, other):
    judged = {size: judge(rule(indicateur), counts(**{roll: size}), 1, part("0.90")) for size in (9, 10, 11, 12)}
    assert (judged[9].verdict, judged[9].motif, judged[9].rate) == ("indeterminee", "effectif_incoherent", None)
    assert [judged[size].verdict for size in (10, 11, 12)] == ["atteinte", "atteinte", "non_atteinte"]
    assert {measure.source_denominateur for measure in judged.values()} == {"effectifs"}
    untouched = judge(rule(indicateur), counts(**{other: 1}), 1, part("0.90"))
    assert (untouched.verdict, untouched.denominateur, untouched.source_denominateur) == ("atteinte", 10, "dossiers")


@pytest.mark.parametrize("indicateur", ["projets_personnalises", "evenements_agenda"])
def test_a_declared_roll_leaves_the_other_ratios_alone(indicateur):
    measure = judge(rule(indicateur), counts(effectif_personnes=1, effectif_beneficiaires=1), 1, part("0.90"))
    assert (measure.verdict, measure.denominateur, measure.source_denominateur) == ("atteinte", 10, "dossiers")
