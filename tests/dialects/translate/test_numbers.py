"""Numbers and rates as senders write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dialects.finess_texts import cell_finess, number_among
from transforms.dialects.numbers import rate_agrees, read_whole


@pytest.mark.parametrize(
    ("text", "decimal", "sheet", "value"),
    [
        ("1 234", ",", False, "1234"),
        ("1\u00a0234\u202f567", ",", False, "1234567"),
        ("12", ",", False, "12"),
        ("12,0", ",", False, "12"),
        ("12,00", ",", False, "12"),
        ("1 234,00", ",", False, "1234"),
        ("12.0", ".", False, "12"),
        ("12.0", ",", True, "12"),
        # Left as typed.
        ("12.0", ",", False, None),
        ("12,5", ",", False, None),
        ("1,000", ",", False, None),
        ("1.000", ".", True, None),
        ("12,", ",", False, None),
        ("1 23", ",", False, None),
        ("0 123", ",", False, None),
        ("1234 567", ",", False, None),
        ("-3", ",", False, None),
        ("≈ 45", ",", False, None),
        ("NC", ",", False, None),
        ("٣", ",", False, None),
        ("", ",", False, None),
    ],
)
def test_whole_numbers(text, decimal, sheet, value):
    assert read_whole(text, decimal, sheet) == value


@given(st.integers(0, 10**9 - 1), st.sampled_from(" \u00a0\u202f"), st.sampled_from(["", ",0", ",00"]))
def test_grouped_numbers_come_back(number, blank, zeros):
    assert read_whole(f"{number:,}".replace(",", blank) + zeros, ",", False) == str(number)


@pytest.mark.parametrize(
    ("text", "sheet", "agrees"),
    [
        ("66,6 %", False, True),
        ("66,7%", False, True),
        ("66,67", False, True),
        ("0,67", False, True),
        ("67 %", False, True),
        ("66 %", False, True),
        ("66.6666666666667 %", True, True),
        ("0.666666666666667", True, True),
        ("65,9 %", False, False),
        ("66,8 %", False, False),
        ("0,67 %", False, False),
        ("68", False, False),
        ("NC", False, True),
        ("#DIV/0!", False, True),
    ],
)
def test_printed_rates_of_two_thirds(text, sheet, agrees):
    assert rate_agrees(text, "2", "3", ",", sheet) is agrees


def test_a_rate_is_cut_or_rounded_and_never_raised():
    assert [text for text in ("60", "60,2", "61") if rate_agrees(f"{text} %", "301", "500", ",", False)] == ["60", "60,2"]


def test_rates_above_one_and_without_denominator():
    assert rate_agrees("1 250,5 %", "2501", "200", ",", False)
    assert rate_agrees("0 %", "0", "0", ",", False)
    assert rate_agrees("50 %", "NC", "3", ",", False)


@pytest.mark.parametrize(
    ("text", "label", "sheet", "value"),
    [
        ("EHPAD LES LILAS (750999909)", True, False, "750999909"),
        ("2a0999900 - Foyer", True, False, "2A0999900"),
        ("10999902 Foyer", True, False, "10999902"),
        ("750 999 909", True, False, "750 999 909"),
        ("750999909 / 2A0999900", True, False, "750999909 / 2A0999900"),
        ("Foyer 73282932000074", True, False, "Foyer 73282932000074"),
        ("EHPAD LES LILAS (750999909)", False, False, "EHPAD LES LILAS (750999909)"),
        ("750999909.0", False, True, "750999909"),
        ("7.50999909E+08", False, True, "750999909"),
        ("7.50999909E8", False, True, "750999909"),
        ("1.0999902E7", False, True, "10999902"),
        ("7.51E+08", False, True, "7.51E+08"),
        ("7.50999909E+08", False, False, "7.50999909E+08"),
    ],
)
def test_numbers_of_establishments(text, label, sheet, value):
    assert cell_finess(text, label, sheet) == value


def test_number_in_a_name():
    assert number_among(["export_750999909_20250131.csv"], lost_zero=False) == "750999909"
    assert number_among(["FINESS750999909.csv"], lost_zero=False) == "750999909"
    assert number_among(["export_20250131.csv"], lost_zero=False) is None
    assert number_among(["750999909-750999917.csv"], lost_zero=False) is None
