"""Money, exact, in cents. Shares of a whole always add up to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

_CENT = Decimal("0.01")


def to_cents(amount: Decimal) -> int:
    """Whole cents of an amount in euros; ValueError when it has a fraction of a cent."""
    cents = amount * 100
    if cents != cents.to_integral_value():
        raise ValueError("an amount has at most two decimals")
    return int(cents)


def to_euros(cents: int) -> Decimal:
    """Euros, with two decimals."""
    return (Decimal(cents) / 100).quantize(_CENT)


def shares(total_cents: int, parts: Sequence[Decimal | Fraction]) -> list[int]:
    """Splits an amount into parts that add up to it.

    "The instalments of a grant … add up to the whole by largest remainder, ties to the earliest."

    Args:
        total_cents: what is split, in cents, not negative.
        parts: exact shares, adding up to 1.
    """
    exact = [Fraction(part) * total_cents for part in parts]
    if sum(exact) != total_cents:
        raise ValueError("parts must add up to 1")
    whole = [value.numerator // value.denominator for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda rank: (whole[rank] - exact[rank], rank))
    for rank in by_remainder[: total_cents - sum(whole)]:
        whole[rank] += 1
    return whole
