"""How exact amounts and shares are written in a French sentence."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

_NARROW = "\N{NARROW NO-BREAK SPACE}"
_LONGEST = 6
"""Decimals shown of a number that has an end; another is cut, with `…`."""


def euros(amount: Decimal | Fraction) -> str:
    """`1 084 000,00 €`; fractions of a cent are shown: `52 566,852 €`, `282 692,307… €`."""
    return f"{number(amount, at_least=2)}{_NARROW}€"


def number(value: Decimal | Fraction | int, at_least: int = 0) -> str:
    """A positive number as it is, with the decimals it has, `at_least` that many."""
    exact = Fraction(value)
    for places in range(at_least, _LONGEST + 1):
        if (exact * 10**places).denominator == 1:
            return _cut(exact, places)
    return f"{_cut(exact, at_least + 1)}…"


def share(value: Decimal) -> str:
    """0.90 is `90 %`, 0.125 is `12,5 %`."""
    return f"{number(value * 100)} %"


def _cut(value: Fraction, places: int) -> str:
    scaled = value.numerator * 10**places // value.denominator
    whole, decimals = divmod(scaled, 10**places)
    grouped = f"{whole:,}".replace(",", _NARROW)
    return f"{grouped},{decimals:0{places}d}" if places else grouped
