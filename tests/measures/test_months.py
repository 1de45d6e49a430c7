"""Whole calendar months: first and last days, shifts, windows; February of ordinary and leap years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.measures.months import first_day, last_day, months_between, shift, window_start

MONTHS = st.builds("{:04d}-{:02d}".format, st.integers(1950, 2099), st.integers(1, 12))


@pytest.mark.parametrize(
    ("mois", "day"),
    [
        ("2026-01", date(2026, 1, 31)),
        ("2026-02", date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 29)),
        ("2000-02", date(2000, 2, 29)),
        ("2100-02", date(2100, 2, 28)),
        ("2026-06", date(2026, 6, 30)),
        ("2026-12", date(2026, 12, 31)),
    ],
)
def test_last_day(mois, day):
    assert last_day(mois) == day
    assert first_day(mois) == day.replace(day=1)


@pytest.mark.parametrize(
    ("mois", "months", "expected"),
    [
        ("2026-06", 0, "2026-06"),
        ("2026-06", 6, "2026-12"),
        ("2026-06", 7, "2027-01"),
        ("2026-06", -5, "2026-01"),
        ("2026-06", -6, "2025-12"),
        ("2026-12", 1, "2027-01"),
        ("2026-01", -1, "2025-12"),
        ("2026-03", -15, "2024-12"),
    ],
)
def test_shift(mois, months, expected):
    assert shift(mois, months) == expected


@pytest.mark.parametrize(
    ("mois", "length", "expected"),
    [
        ("2026-06", 1, date(2026, 6, 1)),
        ("2026-06", 3, date(2026, 4, 1)),
        ("2026-06", 6, date(2026, 1, 1)),
        ("2026-06", 7, date(2025, 12, 1)),
        ("2026-06", 12, date(2025, 7, 1)),
        ("2028-02", 1, date(2028, 2, 1)),
        ("2028-03", 2, date(2028, 2, 1)),
        ("2026-01", 3, date(2025, 11, 1)),
    ],
)
def test_window_start(mois, length, expected):
    assert window_start(mois, length) == expected


@given(MONTHS)
def test_a_month_ends_the_day_before_the_next_begins(mois):
    assert last_day(mois) + timedelta(days=1) == first_day(shift(mois, 1))
    assert f"{last_day(mois):%Y-%m}" == mois


@given(MONTHS, st.integers(-600, 600))
def test_a_shift_is_undone_by_its_opposite(mois, months):
    assert shift(shift(mois, months), -months) == mois


@given(MONTHS, st.integers(1, 24))
def test_a_window_holds_as_many_months_as_its_length(mois, length):
    first = f"{window_start(mois, length):%Y-%m}"
    assert len(months_between(first, mois)) == length


def test_months_between():
    assert months_between("2025-11", "2026-02") == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert months_between("2026-06", "2026-06") == ["2026-06"]
    assert months_between("2026-07", "2026-06") == []
