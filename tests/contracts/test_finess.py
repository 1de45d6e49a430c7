"""FINESS numbers: shape, key and normalisation, and the polars versions against the plain ones."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.champs import CATEGORIES_OF_CHAMP, CHAMP_OF_CATEGORIE, UNDECIDED_CATEGORIES, champ_expr
from contracts.finess import (
    has_valid_key,
    looks_like_finess,
    normalise_finess,
    normalised_expr,
    shape_expr,
    valid_key_expr,
)
from contracts.vocabulary import CHAMPS


def over_a_column(expression, texts):
    return pl.DataFrame({"f": texts}, schema={"f": pl.String}).select(expression(pl.col("f"))).to_series().to_list()


@pytest.mark.parametrize(
    "typed",
    [
        "123456782",
        " 123456782 ",
        "12 345678 2",
        "12\u00a0345678\u202f2",
        "12\u2007345678 2",
        "'123456782",
        "\u2019123456782",
        " '123456782",
    ],
)
def test_blanks_and_one_apostrophe_are_normalised(typed):
    assert normalise_finess(typed) == "123456782"
    assert over_a_column(normalised_expr, [typed]) == ["123456782"]


def test_corsican_letters_become_capitals():
    assert normalise_finess("2a0000010") == "2A0000010"
    assert over_a_column(normalised_expr, ["2b0000010", None]) == ["2B0000010", None]


@pytest.mark.parametrize("typed", ["''123456782", "123456782'", "1234\t56782", "123456782\n", "123456782.0"])
def test_anything_else_is_left_for_the_shape_to_refuse(typed):
    assert not looks_like_finess(normalise_finess(typed))
    assert over_a_column(lambda c: shape_expr(normalised_expr(c)), [typed]) == [False]


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("123456782", True),
        ("2A0999900", True),
        ("2B0999900", False),
        ("12345678", False),
        ("1234567820", False),
        ("2C0000018", False),
        ("A23456782", False),
        ("12345678A", False),
        ("", False),
        ("١٢٣٤٥٦٧٨٢", False),
    ],
)
def test_key_of_one_number(number, right):
    assert has_valid_key(number) is right
    assert over_a_column(valid_key_expr, [number]) == [right]


def test_exactly_one_last_digit_is_right_for_each_department():
    for start in ("01000001", "2A000001", "2B000001", "97010001", "98050001"):
        assert sum(has_valid_key(f"{start}{last}") for last in range(10)) == 1


def test_corsican_letters_weigh_one_and_two():
    keys = {start: next(k for k in range(10) if has_valid_key(f"{start}000001{k}")) for start in ("2A", "21", "2B", "22")}
    assert keys["2A"] == keys["21"]
    assert keys["2B"] == keys["22"]
    assert keys["2A"] != keys["2B"]


def test_null_has_neither_shape_nor_key():
    assert over_a_column(shape_expr, [None]) == [False]
    assert over_a_column(valid_key_expr, [None]) == [False]


numbers = st.from_regex(r"[0-9][0-9AB][0-9]{7}", fullmatch=True)
texts = st.text(alphabet="0123456789ABab '\u2019\u00a0\u202f.-\n", max_size=12) | numbers


@given(st.lists(texts, max_size=30))
def test_the_column_versions_say_the_same_as_the_plain_ones(given_texts):
    normalised = [normalise_finess(text) for text in given_texts]
    assert over_a_column(normalised_expr, given_texts) == normalised
    assert over_a_column(shape_expr, normalised) == [looks_like_finess(text) for text in normalised]
    assert over_a_column(valid_key_expr, normalised) == [has_valid_key(text) for text in normalised]


@given(numbers, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number, place, shift):
    if number[place] in "AB":
        return
    other = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not (has_valid_key(number) and has_valid_key(other))


def test_fields_are_those_of_the_vocabulary_and_no_category_has_two():
    assert tuple(CATEGORIES_OF_CHAMP) == CHAMPS
    assert len(CHAMP_OF_CATEGORIE) == sum(len(codes) for codes in CATEGORIES_OF_CHAMP.values())


def test_only_340_is_known_as_pjm_and_what_is_undecided_stays_unknown():
    assert CATEGORIES_OF_CHAMP["PJM"] == ("340",)
    codes = ["500", "183", "255", "354", "178", "214", "177", "340", *UNDECIDED_CATEGORIES, "242", None]
    fields = ["PA", "PH", "PH", "DOM", "PDS", "AHI", "PE", "PJM", None, None, None, None, None, None]
    assert over_a_column(champ_expr, codes) == fields
