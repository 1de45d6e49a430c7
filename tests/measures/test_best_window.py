"""Which of several admissible windows is kept: the best rate that is measurable and covered, ties to the shortest."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.measures.counts_by_hand import measured
from transforms.measures.verdicts import Measure, best_window

UNKNOWN = Measure("indeterminee", "source_absente")


@pytest.mark.parametrize(
    ("windows", "kept"),
    [
        pytest.param([(1, 2), (2, 3), (3, 4)], 2, id="the best rate"),
        pytest.param([(1, 2), (2, 4), (4, 8)], 0, id="equal rates: the shortest"),
        pytest.param([(1, 3), (1, 2), (2, 4)], 1, id="equal best rates: the shortest of them"),
        pytest.param([(2, 3), (6666, 10000), (6667, 10000)], 2, id="compared exactly, beyond four decimals"),
        pytest.param([(6667, 10000), (66669, 100000), (2, 3)], 0, id="compared exactly, not once cut"),
        pytest.param([(0, 0), (0, 0), (0, 5)], 2, id="a rate of zero is measurable"),
        pytest.param([(0, 0), (0, 0), (0, 0)], 0, id="none measurable: the shortest"),
        pytest.param([(5, 0), (1, 9), (0, 0)], 1, id="a numerator over nothing is no rate"),
        pytest.param([(1, 2), (5, 2), (3, 2)], 1, id="above 100 %"),
    ],
)
def test_among_covered_windows(windows, kept):
    assert best_window([measured(n, d) for n, d in windows]) == kept


@pytest.mark.parametrize(
    ("covered", "kept"),
    [
        pytest.param([True, True, True], 2, id="all"),
        pytest.param([True, True, False], 1, id="the best is not"),
        pytest.param([False, True, False], 1, id="the middle alone"),
        pytest.param([True, False, False], 0, id="the shortest alone"),
        pytest.param([False, False, False], 0, id="none: the shortest"),
    ],
)
def test_a_window_with_an_uncovered_month_is_not_kept(covered, kept):
    windows = [measured(n, 10, covered=one) for n, one in zip((1, 2, 3), covered, strict=True)]
    assert best_window(windows) == kept


def test_a_window_without_figures_is_not_kept():
    assert best_window([UNKNOWN, measured(0, 10), UNKNOWN]) == 1
    assert best_window([UNKNOWN, UNKNOWN]) == 0


def test_an_incoherent_roll_is_not_kept():
    incoherent = Measure("indeterminee", "effectif_incoherent", measured(9, 5).choices, coherent=False)
    assert best_window([incoherent, measured(1, 10)]) == 1


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.booleans()), min_size=1, max_size=5))
def test_the_kept_window_is_the_first_of_the_best(drawn):
    rates = [Fraction(n, d) if d and covered else None for n, d, covered in drawn]
    kept = best_window([measured(n, d, covered=covered) for n, d, covered in drawn])
    known = [rate for rate in rates if rate is not None]
    assert kept == (rates.index(max(known)) if known else 0)
