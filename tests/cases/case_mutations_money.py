"""Smallest steps away from what a text says of instalments, papers, delays and conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from contracts.register import TYPES_OPERATION
from contracts.rulebook import Rulebook
from contracts.rulebook_money import AcquisitionCap, Instalment, LastDay
from tests.cases.case_mutations_measures import Moved, members

_PERCENT = Decimal("0.01")


def instalments(texte: Rulebook, key: str) -> Moved:
    """One part grows by what the first other one loses: parts still add up to the whole. A single part cannot move."""
    code = key.split(".")[1]
    others = [item.code for item in texte.versements if item.code != code]
    for step in (-_PERCENT, _PERCENT) if others else ():
        moves = {code: step, others[0]: -step}

        def moved(item: Instalment, moves: dict[str, Decimal] = moves) -> Instalment:
            return replace(item, part=item.part + moves.get(item.code, Decimal(0)))

        yield f"{step:+}", replace(texte, versements=tuple(moved(item) for item in texte.versements))


def papers(texte: Rulebook, key: str) -> Moved:
    """The text without a paper; the paper asked for another instalment, or for every tranche."""
    _, code, *rest = key.split(".")
    if rest:
        changed = tuple(replace(piece, **{rest[0]: None}) if piece.code == code else piece for piece in texte.pieces)
        yield f"sans {rest[0]}", replace(texte, pieces=changed)
    else:
        yield "retirée", replace(texte, pieces=tuple(piece for piece in texte.pieces if piece.code != code))


def deadlines(texte: Rulebook, key: str) -> Moved:
    """One month less or more; binding or not; national projects or not."""
    _, operation, what = key.split(".")
    one = next(item for item in texte.delais if item.type_operation == operation)
    for words, value in _plain_steps(getattr(one, what)):
        changed = tuple(replace(item, **{what: value}) if item is one else item for item in texte.delais)
        yield words, replace(texte, delais=changed)


def conditions(texte: Rulebook, key: str) -> Moved:
    """A condition taken away, or one of its values moved."""
    _, name, *rest = key.split(".")
    one = getattr(texte.conditions, name)
    for words, moved in _condition(one, rest):
        yield words, replace(texte, conditions=replace(texte.conditions, **{name: moved}))


def _condition(one: Any, rest: list[str]) -> Iterator[tuple[str, Any]]:
    if isinstance(one, AcquisitionCap):
        yield from ((f"{step:+}", replace(one, part=one.part + step)) for step in (-_PERCENT, _PERCENT))
    elif isinstance(one, LastDay):
        yield from ((f"{step:+d} jour", replace(one, jour=one.jour + timedelta(days=step))) for step in (-1, 1))
    elif not rest:
        yield "retirée", None
    else:
        yield from ((words, replace(one, **{rest[0]: value})) for words, value in _plain_steps(getattr(one, rest[0])))


def _plain_steps(value: Any) -> Iterator[tuple[str, Any]]:
    """A flag turned, a number one less (no less than 1) and one more, a list of operations without each, or with the others."""
    if isinstance(value, bool):
        yield "contraire", not value
    elif isinstance(value, int):
        yield from ((f"{step:+d}", value + step) for step in (-1, 1) if value + step)
    else:
        yield from members(value, TYPES_OPERATION)
