"""Every amount of a decision, told as the arithmetic that makes it: a tree in which what adds up says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from transforms.decisions.money import to_cents
from transforms.evidence.words import euros


@dataclass(frozen=True)
class Amount:
    """One amount and what makes it.

    `montant`: in euros, None where it is not known. `calcul`: the arithmetic, in French. `somme`: the amounts of `enfants` add up
    to this one. `phrase`: the sentence of the text (`phrase`) and where it is (`reference`). `indicateur`: that of a criterion.
    """

    libelle: str
    montant: Decimal | None
    calcul: str
    enfants: tuple[Amount, ...] = ()
    somme: bool = False
    phrase: Mapping[str, str] | None = None
    indicateur: str | None = None

    def walk(self) -> Iterator[Amount]:
        """This amount, then all those below it."""
        yield self
        for child in self.enfants:
            yield from child.walk()


def decimal(text: str | None) -> Decimal | None:
    """An amount or a share of a record."""
    return None if text is None else Decimal(text)


def sentence(row: Mapping[str, Any]) -> dict[str, str] | None:
    """The sentence of the text that a row of a record cites, and where it is written."""
    return {"reference": f"{row['document']}, {row['section']}", "phrase": row["phrase"]} if row["phrase"] else None


def split(whole: Decimal, part: Fraction, told: str, got: Decimal) -> str:
    """`told`, its exact value, and what it becomes in whole cents when a whole is split by largest remainder.

    Args:
        whole: what is split, in euros.
        part: the exact part.
        told: the product in words, `40 % × 100,01 €`.
        got: the amount that the decision gives it, in euros.
    """
    exact = Fraction(whole) * 100 * part
    if exact == to_cents(got):
        return f"{told} = {euros(got)}"
    cut = exact.numerator // exact.denominator
    how = "coupé au centime" if to_cents(got) == cut else "un centime de plus : parmi les plus forts restes"
    return f"{told} = {euros(exact / 100)}, soit {euros(got)} ({how})"
