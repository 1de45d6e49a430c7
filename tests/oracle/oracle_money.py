"""Money in whole cents: instalments, equal shares, parts pro rata. Spec 4, "Money is exact, in cents"."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor


def cents(euros: Decimal) -> int:
    return int(euros * 100)


def euros(amount: int) -> Decimal:
    return Decimal(amount).scaleb(-2)


def split(whole: int, weights: list[int]) -> list[int]:
    """A whole number of cents shared out pro rata, nothing lost."""
    # Spec 4: "the instalments of a grant, and the equal shares of a balance, add up to the whole by largest remainder, ties to
    # the earliest (criteria in the register's order)".
    total = sum(weights)
    exact = [Fraction(whole * weight, total) for weight in weights]
    shares = [floor(share) for share in exact]
    while sum(shares) < whole:
        # The largest remainder not yet served; the first of those that are equal.
        best = 0
        for rank in range(len(shares)):
            if exact[rank] - shares[rank] > exact[best] - shares[best]:
                best = rank
        shares[best] += 1
    return shares


def cut(share: int, part: Fraction) -> int:
    # Spec 4: "what is released pro rata is cut to the cent."
    return floor(share * part)
