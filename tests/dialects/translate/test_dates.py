"""Dates as senders write them: read as a person would, or left to be set aside."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dialects.dates import month_bounds, month_first, read_date, read_month, reads_both_ways

DAY = ("jj/mm/aaaa", "jj/mm/aaaa hh:mm", "jj/mm/aaaa hh:mm:ss", "mmm-aa", "mmmm aaaa")


@pytest.mark.parametrize(
    ("text", "forms", "value"),
    [
        ("31/01/2025", DAY, "2025-01-31"),
        ("31/01/2025 9:05", DAY, "2025-01-31 09:05"),
        ("31/01/2025 23:59:59", DAY, "2025-01-31 23:59:59"),
        ("2025-01-31T10:00", (), "2025-01-31T10:00"),
        ("2025-01", (), "2025-01"),
        ("20250131", ("aaaammjj",), "2025-01-31"),
        ("2025/01/31", ("aaaa/mm/jj",), "2025-01-31"),
        ("31.01.2025", ("jj.mm.aaaa",), "2025-01-31"),
        ("31-01-2025", ("jj-mm-aaaa",), "2025-01-31"),
        ("01/31/2025", ("mm/jj/aaaa",), "2025-01-31"),
        ("01/2025", ("mm/aaaa",), "2025-01"),
        ("Février\u00a02025", DAY, "2025-02"),
        ("janv.-25", DAY, "2025-01"),
        ("févr-25", DAY, "2025-02"),
        ("AOÛT-25", DAY, "2025-08"),
        ("dec.-25", DAY, "2025-12"),
        # Not read: no such day, two digits, not declared, two readings.
        ("31/02/2025", DAY, None),
        ("31/01/25", DAY, None),
        ("1/2/2025", DAY, None),
        ("31/01/2025 24:00", DAY, None),
        ("01/31/2025", DAY, None),
        ("31/01/2025", (), None),
        ("13/01/0025", DAY, None),
        ("01/02/2025", ("jj/mm/aaaa", "mm/jj/aaaa"), None),
        ("13/02/2025", ("jj/mm/aaaa", "mm/jj/aaaa"), "2025-02-13"),
        ("02/02/2025", ("jj/mm/aaaa", "mm/jj/aaaa"), "2025-02-02"),
        ("NC", DAY, None),
    ],
)
def test_forms(text, forms, value):
    assert read_date(text, forms, serials=False) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("45658", "2025-01-01"),
        ("45658.5", "2025-01-01 12:00:00"),
        ("45658.999999", "2025-01-02"),
        ("61", "1900-03-01"),
        ("60", None),
        ("1", None),
        ("2025", None),
        ("045658", None),
        ("-5", None),
    ],
)
def test_serials(text, value):
    assert read_date(text, ("excel",), serials=True) == value
    assert read_date(text, ("excel",), serials=False) is None
    assert read_date(text, (), serials=True) is None


def test_a_day_is_its_month_only_when_it_is_the_first():
    forms = ("jj/mm/aaaa", "excel")
    assert read_month("01/03/2025", forms, False) == read_month("45717", forms, True) == "2025-03"
    assert read_month("15/03/2025", forms, False) is None
    assert month_bounds("2024-02") == (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    assert month_bounds("2025-12")[1] == datetime.date(2025, 12, 31)


@given(st.dates(datetime.date(1900, 3, 1), datetime.date(2150, 1, 1)))
def test_every_day_comes_back(day):
    printed = {
        "jj/mm/aaaa": day.strftime("%d/%m/%Y"),
        "mm/jj/aaaa": day.strftime("%m/%d/%Y"),
        "aaaammjj": day.strftime("%Y%m%d"),
        "jj.mm.aaaa": day.strftime("%d.%m.%Y"),
    }
    for form, text in printed.items():
        assert read_date(text, (form,), False) == day.isoformat()
    serial = (day - datetime.date(1899, 12, 30)).days
    assert read_date(str(serial), ("excel",), True) == (None if 1900 <= serial < 2200 else day.isoformat())


@given(st.text(alphabet="0123456789/-.: janvfer", max_size=19))
def test_what_is_read_is_a_day_of_the_calendar(text):
    forms = tuple(form for form in DAY if form != "mmmm aaaa")
    value = read_date(text, forms, False)
    if value and "/" in text:
        datetime.datetime.fromisoformat(value)
        assert text.strip().startswith(f"{value[8:10]}/{value[5:7]}/{value[:4]}")


DECLARED = ("jj/mm/aaaa",)


@pytest.mark.parametrize(
    ("texts", "forms", "shown"),
    [
        (["06/25/2026", "06/05/2026"], DECLARED, True),
        (["25/06/2026", "06/05/2026"], DECLARED, False),
        (["06/05/2026", None, "", "en cours"], DECLARED, False),
        (["06/25/2026 10:00", "06/05/2026 09:00"], ("jj/mm/aaaa hh:mm",), True),
        (["06-25-2026"], ("jj-mm-aaaa",), True),
        # One slip among many days that can only be days first.
        (["06/25/2026", *(f"{day}/06/2026" for day in range(13, 24))], DECLARED, False),
        (["06/25/2026", *(f"{day}/06/2026" for day in range(13, 22))], DECLARED, True),
        # The sender is known to write so, or no day is written with slashes.
        (["06/25/2026"], ("mm/jj/aaaa",), False),
        (["2026-06-25", "45000"], ("excel", "jj/mm/aaaa"), False),
    ],
)
def test_a_column_that_shows_the_month_first(texts, forms, shown):
    assert month_first(texts, forms) is shown


@pytest.mark.parametrize(
    ("text", "both"),
    [("06/05/2026", True), ("06/06/2026", False), ("25/06/2026", False), ("6/5/2026", True), ("2026-06-05", False)],
)
def test_texts_that_are_two_days(text, both):
    assert reads_both_ways(text) is both
