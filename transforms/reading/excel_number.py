"""A number as the person typed it in a spreadsheet, from what the file keeps of it."""

from __future__ import annotations

from decimal import Context, Decimal

_EXCEL_DIGITS = Context(prec=15)
"""Excel keeps fifteen digits: what a binary number shows beyond them was never typed."""


def fifteen_digits(text: str) -> Decimal:
    """The number that `text` (digits, with a point or an exponent) writes, without the noise of binary storage."""
    return _EXCEL_DIGITS.create_decimal(text).normalize()
