"""A project as a whole: sums of counts, exempt and unmeasurable establishments, zero denominators, late extraction."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.decisions.rows_by_hand import ARA, EXEMPT, project, row, unknown
from transforms.decisions.criteria import criteria
from transforms.decisions.decide import Signals, decide
from transforms.measures.readings import DEFAULT, POOLED
from transforms.measures.verdicts import Measure, Pair

TARGET = Fraction(7, 10)


def figures(n: int, d: int | None, **more: object) -> Measure:
    return Measure("", None, (Pair(n, d),), **more)


def pooled(*measures: Measure, indicateur: str = "mssante") -> tuple[Measure, ...]:
    """The measures that decide one criterion of a project read as a whole."""
    rows = {
        (letter, indicateur): {DEFAULT: row(ARA, letter, indicateur, measure)}
        for letter, measure in zip("ABCDEFGH", measures, strict=False)
    }
    return next(critere.measures for critere in criteria(rows, ARA, POOLED) if critere.rule.indicateur == indicateur)


def pool(*measures: Measure, indicateur: str = "mssante") -> Measure:
    (found,) = pooled(*measures, indicateur=indicateur)
    return found


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 200)), min_size=1, max_size=8))
def test_counts_are_summed_and_rates_are_not_averaged(pairs):
    found = pool(*(figures(n, d) for n, d in pairs))
    numerators, denominators = (sum(column) for column in zip(*pairs, strict=True))
    assert (found.numerateur, found.denominateur) == (numerators, denominators)
    assert found.verdict == ("atteinte" if Fraction(numerators, denominators) >= TARGET else "non_atteinte")


@pytest.mark.parametrize(("n", "verdict"), [(7, "non_atteinte"), (8, "atteinte")])
def test_both_sides_of_the_target(n, verdict):
    assert pool(figures(62, 90), figures(n, 10)).verdict == verdict


def test_one_measure_per_indicator():
    found = criteria(project(ARA, {"A": {}, "B": {}}), ARA, POOLED)
    assert [(critere.numerateur, critere.denominateur, len(critere.measures)) for critere in found] == [(18, 20, 1)] * 5
    assert pooled() == ()


def test_an_exempt_establishment_leaves_both_sides():
    assert pool(figures(63, 90), replace(EXEMPT, choices=(Pair(0, 1000),))).verdict == "atteinte"
    assert pool(figures(62, 90), replace(EXEMPT, choices=(Pair(1000, 10),))).verdict == "non_atteinte"
    assert pooled(EXEMPT) == ()


@pytest.mark.parametrize("motif", ["source_absente", "effectif_incoherent"])
def test_an_unmeasurable_establishment_makes_the_whole_unmeasurable(motif):
    blocked = Measure("indeterminee", motif, (Pair(50, 10),))
    for measures in ((figures(90, 90), blocked), (blocked, figures(90, 90))):
        found = pool(*measures)
        assert (found.verdict, found.motif) == ("indeterminee", motif)


def test_an_unmeasurable_but_exempt_establishment_blocks_nothing():
    exempt = Measure("exemptee", "protection_juridique_majeurs")
    assert pool(figures(63, 90), exempt).verdict == "atteinte"


@pytest.mark.parametrize("empty", [figures(0, 0), figures(5, 0), figures(0, 0, covered=False)])
def test_a_zero_denominator_only_adds_nothing(empty):
    found = pool(figures(62, 90), empty)
    assert (found.numerateur, found.denominateur, found.verdict) == (62, 90, "non_atteinte")


def test_nothing_but_zero_denominators():
    found = pool(figures(0, 0), figures(0, 0))
    assert (found.verdict, found.motif) == ("indeterminee", "denominateur_nul")


def test_a_denominator_declared_without_a_value_blocks():
    declared = Measure("indeterminee", "denominateur_nul", (Pair(5, None),), source="declaree")
    assert pool(figures(90, 90), declared).verdict == "indeterminee"


@pytest.mark.parametrize(("n", "verdict", "motif"), [(69, "indeterminee", "couverture_partielle"), (70, "atteinte", None)])
def test_an_uncovered_month_anywhere_can_only_raise_the_whole(n, verdict, motif):
    found = pool(figures(n, 90), figures(0, 10, covered=False))
    assert (found.verdict, found.motif) == (verdict, motif)


def with_unknowns(known: int, active: int, qualifying: int, others: int) -> Measure:
    """Three pairs, as the counts of active dossiers with a project give them."""
    best = Pair(known + qualifying, active + qualifying)
    return Measure("", None, (Pair(known, active), best, Pair(known, active + others)))


@pytest.mark.parametrize("ones", list(product([(8, 9, 1, 0), (9, 9, 0, 2), (5, 6, 1, 1), (0, 0, 1, 0)], repeat=2)))
def test_late_extraction_is_judged_over_every_choice_of_the_whole(ones):
    found = pool(*(with_unknowns(*one) for one in ones), indicateur="projets_personnalises")
    choices = product(*[product(range(u + 1), range(v + 1)) for _, _, u, v in ones])
    verdicts = set()
    for choice in choices:
        above = sum(known + a for (known, _, _, _), (a, _) in zip(ones, choice, strict=True))
        below = sum(active + a + b for (_, active, _, _), (a, b) in zip(ones, choice, strict=True))
        verdicts.add("indeterminee" if not below else "atteinte" if Fraction(above, below) >= Fraction(9, 10) else "non_atteinte")
    expected = verdicts.pop() if len(verdicts) == 1 else "indeterminee"
    assert found.verdict == expected
    assert (found.motif == "extraction_tardive") is bool(verdicts)


def test_the_whole_may_reach_what_an_establishment_misses():
    missed = Measure("non_atteinte", None, (Pair(6, 10),))
    more = Measure("atteinte", None, (Pair(8, 10),))
    rows = project(ARA, {"A": {"mssante": missed}, "B": {"mssante": more}})
    assert decide(rows, ARA, Signals(), ARA.portee).decision == "ne_pas_liberer"
    assert decide(rows, ARA, Signals(), POOLED).decision == "liberer"


def test_one_unknown_establishment_keeps_the_whole_from_a_decision():
    rows = project(ARA, {"A": {"mssante": unknown("source_absente")}, "B": {}})
    assert decide(rows, ARA, Signals(), POOLED).motifs == ("source_absente",)
