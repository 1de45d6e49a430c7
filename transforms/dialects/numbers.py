"""Whole numbers and printed rates as senders write them, one text at a time. What is not plainly one is left to be set aside."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction

_BLANKS = " \u00a0\u202f\u2009\u2007"
_GROUPED = re.compile(rf"[1-9][0-9]{{0,2}}(?:[{_BLANKS}][0-9]{{3}})+")
_PLAIN = re.compile("[0-9]+")
_NO_BLANKS = str.maketrans(dict.fromkeys(_BLANKS))
_FINEST = 10
"""Decimals of a rate that are looked at: a spreadsheet's own have noise after the fifteenth digit."""


def read_whole(text: str, decimal: str, sheet: bool) -> str | None:
    """The digits of a whole number, thousands apart or not, zeros after the decimal sign dropped; None for anything else.

    `1,000` is None: it is one thousand for some senders and one for others. `sheet`: the text comes from a sheet, where a number
    may end with `.0` whatever the decimal sign of texts.
    """
    if sheet and text.endswith(".0"):
        text = text[:-2]
    whole, sign, zeros = text.partition(decimal)
    if sign and (not zeros or zeros.strip("0") or (len(zeros) == 3 and len(whole) <= 3)):
        return None
    if _PLAIN.fullmatch(whole):
        return whole
    return whole.translate(_NO_BLANKS) if _GROUPED.fullmatch(whole) else None


def rate_agrees(text: str, numerator: str, denominator: str, decimal: str, sheet: bool) -> bool:
    """Whether a printed rate is that of two whole numbers, cut or rounded where it is printed; `92,5 %`, or `92,5` or `0,925`.

    True as well where there is nothing to compare: the rate is no number, a figure is not whole, the denominator is zero.
    """
    if not (_PLAIN.fullmatch(numerator) and _PLAIN.fullmatch(denominator)) or not int(denominator):
        return True
    exact = Fraction(int(numerator), int(denominator))
    percent = text.endswith("%")
    printed = _number(text.rstrip("%").strip(), decimal, sheet)
    if printed is None:
        return True
    return _close(printed, exact * 100) or (not percent and _close(printed, exact))


def _close(printed: Decimal, exact: Fraction) -> bool:
    unit = Fraction(1, 10 ** min(-int(printed.as_tuple().exponent), _FINEST))
    apart = exact - Fraction(printed)
    return -unit / 2 <= apart < unit


def _number(text: str, decimal: str, sheet: bool) -> Decimal | None:
    text = text.translate(_NO_BLANKS)
    signs = {decimal, "."} if sheet else {decimal}
    text = re.sub("[" + re.escape("".join(sorted(signs))) + "]", ".", text)
    if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,20})?" + ("(?:[eE]-?[0-9]{1,2})?" if sheet else ""), text):
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.as_tuple().exponent <= 0 else Decimal(int(number))
