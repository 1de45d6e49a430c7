"""Edges of a judgement: declarations in part, counts, what a balance paid pro rata asks of late extraction, impossible calls."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.measures.counts_by_hand import counts, nombre, part, rule
from transforms.measures.verdicts import Pair, conclude, earned, judge, reached, remaining, verdict_of

ITS_OWN = "^an empty or unknown denominator has its own verdict$"


@pytest.mark.parametrize(
    "declaration", [{"declaree": True, "declare_numerateur": None}, {"declaree": False, "declare_numerateur": 9}]
)
def test_a_declaration_without_numerator_or_that_is_none_says_nothing(declaration):
    one = counts(dossiers_presents=False, declare_denominateur=10, **declaration)
    measure = judge(rule("dmp"), one, 1, part("0.90"))
    assert (measure.verdict, measure.motif, measure.choices) == ("indeterminee", "source_absente", ())


def test_a_declared_rate_without_denominator_is_not_measurable():
    one = counts(flux_present=False, declaree=True, declare_numerateur=9)
    measure = judge(rule("dmp"), one, 1, part("0.90"))
    assert (measure.verdict, measure.motif, measure.source) == ("indeterminee", "denominateur_nul", "declaree")
    assert remaining(measure, part("0.90")) is None


def test_a_count_rests_on_no_denominator():
    measure = judge(rule("mssante", "nombre"), counts(), 1, nombre("10"))
    assert (measure.source, measure.source_denominateur, measure.verdict) == ("calculee", None, "atteinte")
    assert judge(rule("mssante"), counts(), 1, part("0.90")).source_denominateur == "dossiers"


@pytest.mark.parametrize(
    ("pro_rata", "verdict", "motif"), [(True, "indeterminee", "extraction_tardive"), (False, "non_atteinte", None)]
)
def test_late_extraction_below_the_target_matters_where_the_result_is_paid(pro_rata, verdict, motif):
    """Five or six of ten: missed both times, but not worth the same."""
    measure = judge(rule("dossiers_actifs"), counts(actifs=5, inconnus=1), 1, part("0.90"), pro_rata)
    assert (measure.verdict, measure.motif) == (verdict, motif)


@pytest.mark.parametrize(
    ("indicateur", "known", "unknown"),
    [
        ("dossiers_actifs", "actifs", "inconnus"),
        ("projets_personnalises", "actifs_projet", "inconnus_projet"),
        ("evenements_agenda", "actifs_evenement", "inconnus_evenement"),
    ],
)
def test_late_extraction_of_a_count_matters_where_the_result_is_paid(indicateur, known, unknown):
    asked, one = rule(indicateur, "nombre"), counts(**{known: 5, unknown: 1})
    assert [pair.numerateur for pair in judge(asked, one, 1, nombre("10")).choices] == [5, 6, 5]
    assert judge(asked, one, 1, nombre("10"), pro_rata=True).motif == "extraction_tardive"
    assert judge(asked, one, 1, nombre("10")).verdict == "non_atteinte"
    assert judge(asked, one, 1, nombre("5"), pro_rata=True).verdict == "atteinte"


def test_late_extraction_of_what_has_no_target_changes_nothing():
    assert judge(rule("dossiers_actifs"), counts(actifs=5, inconnus=1), 1, None, pro_rata=True).verdict == "sans_cible"


def test_unless_told_a_measure_is_a_rate_whose_result_is_not_paid():
    late = judge(rule("dossiers_actifs"), counts(actifs=5, inconnus=1), 1, None)
    assert conclude(late, part("0.90")).verdict == "non_atteinte"
    assert verdict_of(Pair(5, None), nombre("5"), covered=True) == ("indeterminee", "denominateur_nul")
    assert verdict_of(Pair(5, None), nombre("5"), covered=True, ratio=False) == ("atteinte", None)


@pytest.mark.parametrize("denominator", [0, None])
def test_an_empty_denominator_reaches_nothing_and_earns_nothing(denominator):
    with pytest.raises(ValueError, match=ITS_OWN):
        reached(Pair(5, denominator), part("0.90"))
    with pytest.raises(ValueError, match=ITS_OWN):
        earned(Pair(5, denominator), part("0.90"))


@pytest.mark.parametrize(
    ("pair", "target", "expected"),
    [
        (Pair(64, 100), part("0.80"), Fraction(4, 5)),
        (Pair(80, 100), part("0.80"), Fraction(1)),
        (Pair(90, 100), part("0.80"), Fraction(1)),
        (Pair(0, 100), part("0.80"), Fraction(0)),
        (Pair(10, None), nombre("12.5"), Fraction(4, 5)),
        (Pair(13, None), nombre("12.5"), Fraction(1)),
        (Pair(1, 0), nombre("4"), Fraction(1, 4)),
    ],
)
def test_the_part_earned_is_the_result_over_the_evaluation_at_most_one(pair, target, expected):
    assert earned(pair, target) == expected
