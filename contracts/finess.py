"""What a FINESS number is: how it is normalised, its shape and its check key, for one text and for a polars column.

Whether a number exists, is an establishment or is open belongs to the FINESS file (`contracts.finess_register`).
Nothing in a number tells an establishment (ET) from a legal entity (EJ), and a SIREN passes the same key.
"""

from __future__ import annotations

import re

import polars as pl

SHAPE = "^[0-9][0-9AB][0-9]{7}$"
"""Nine characters; the second one may be A or B (Corsica)."""

BLANKS = (" ", "\u00a0", "\u202f", "\u2007")
"""The space and the no-break spaces that copy and paste leave inside a number."""

APOSTROPHES = ("'", "\u2019")
"""A spreadsheet's text mark, straight or typographic."""

_SHAPE = re.compile(SHAPE)
_BLANKS = f"[{''.join(BLANKS)}]"
_LEADING_APOSTROPHE = f"^[{''.join(APOSTROPHES)}]"


def normalise_finess(text: str) -> str:
    """The number as FINESS writes it: no blanks, no leading apostrophe, capitals. The shape is not checked."""
    return re.sub(_LEADING_APOSTROPHE, "", re.sub(_BLANKS, "", text)).upper()


def looks_like_finess(text: str) -> bool:
    """Whether a normalised text has the shape of a FINESS number; the key is not checked."""
    return _SHAPE.fullmatch(text) is not None


def has_valid_key(text: str) -> bool:
    """Whether a normalised text is a FINESS number whose key is right: Luhn over nine digits, A read as 1 and B as 2.

    False for any other shape. A lost leading zero would pass Luhn, hence the shape first.
    """
    if not looks_like_finess(text):
        return False
    digits = [int(character) for character in text.translate(str.maketrans("AB", "12"))]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[0::2]) + doubled) % 10 == 0


def normalised_expr(column: pl.Expr) -> pl.Expr:
    """`normalise_finess` over a String column; null stays null."""
    return column.str.replace_all(_BLANKS, "").str.replace(_LEADING_APOSTROPHE, "").str.to_uppercase()


def shape_expr(column: pl.Expr) -> pl.Expr:
    """`looks_like_finess` over a String column; null gives False."""
    return column.str.contains(SHAPE).fill_null(False)


def valid_key_expr(column: pl.Expr) -> pl.Expr:
    """`has_valid_key` over a String column; null or another shape gives False."""
    number = column.str.replace_many(["A", "B"], ["1", "2"]).cast(pl.Int32, strict=False)
    total = pl.sum_horizontal(_weight(number, place) for place in range(9))
    return shape_expr(column) & (total % 10 == 0).fill_null(False)


def _weight(number: pl.Expr, place: int) -> pl.Expr:
    """Luhn's weight of the digit at a place counted from the right: every second one is doubled, its two digits added."""
    digit = number // 10**place % 10
    return digit if place % 2 == 0 else pl.when(digit > 4).then(2 * digit - 9).otherwise(2 * digit)
