"""The lines of an item due per establishment: tier by tier, equal amounts together, then what differs, then what is beyond."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contracts.rulebook_money import Scale, ScaleItem, Tier
from transforms.decisions.money import to_cents
from transforms.grants import words
from transforms.grants.limits import limit_of
from transforms.grants.record import GrantLine, Why, line_of
from transforms.measures.counted import Counted


@dataclass(frozen=True)
class _Span:
    """A tier and its ranks, both included; `last` None: no last. None of the ranks exists when the cap is before `first`."""

    tier: Tier
    first: int
    last: int | None


@dataclass(frozen=True)
class _Part:
    """What one establishment gets in one tier, in cents. `why`: what lowers its amount, None when nothing does."""

    finess_et: str
    nombre: int
    cents: int
    why: Why | None
    sans_devis: bool


def tier_lines(item: ScaleItem, bareme: Scale, essms: Sequence[Counted]) -> Iterator[GrantLine]:
    """The lines of an item.

    "`paliers`: amount … for the establishments whose rank in the project is at least `rang`"; "`plafond`: establishments
    beyond this rank get nothing".

    Args:
        item: an item due per establishment.
        bareme: its scale.
        essms: the establishments it concerns, in order of rank.
    """
    spans = _spans(item, bareme)
    parts: dict[_Span, list[_Part]] = {span: [] for span in spans}
    for one in essms:
        for span, part in _parts(item, bareme, one, spans):
            parts[span].append(part)
    for span in spans:
        yield from _span_lines(item, span, parts[span])
    if bareme.plafond is not None:
        cap = bareme.plafond
        beyond = sum(one.between(cap.valeur + 1, None) for one in essms)
        if beyond:
            yield line_of(item, item.paliers[-1], beyond, 0, Why(cap, words.beyond(cap.valeur)))


def _spans(item: ScaleItem, bareme: Scale) -> list[_Span]:
    """The ranks of each tier, up to the cap of the scale."""
    cap = bareme.plafond.valeur if bareme.plafond is not None else None
    ends = [*(tier.rang - 1 for tier in item.paliers[1:]), None]
    return [
        _Span(tier, tier.rang, min((rank for rank in (end, cap) if rank is not None), default=None))
        for tier, end in zip(item.paliers, ends, strict=True)
    ]


def _parts(item: ScaleItem, bareme: Scale, one: Counted, spans: Sequence[_Span]) -> Iterator[tuple[_Span, _Part]]:
    """The amount of an establishment, tier by tier: what its limit leaves of all its ranks goes to the first ones first."""
    limit = limit_of(item, bareme, one)
    numbers = [one.between(span.first, span.last) for span in spans]
    whole = sum(number * to_cents(span.tier.montant) for span, number in zip(spans, numbers, strict=True))
    why = limit.why(whole)
    reached = 0
    for span, number in zip(spans, numbers, strict=True):
        before, reached = reached, reached + number * to_cents(span.tier.montant)
        if number:
            yield span, _Part(one.finess_et, number, limit.kept(reached) - limit.kept(before), why, limit.sans_devis)


def _span_lines(item: ScaleItem, span: _Span, parts: Sequence[_Part]) -> Iterator[GrantLine]:
    full = [part for part in parts if part.why is None]
    if full:
        yield _together(item, span, full, Why(span.tier, words.ranks(span.first, span.last)))
    for part in parts:
        if part.why is not None and not part.sans_devis:
            yield line_of(item, span.tier, part.nombre, part.cents, part.why, part.finess_et)
    unquoted = [part for part in parts if part.sans_devis]
    if unquoted:
        yield _together(item, span, unquoted, unquoted[0].why)


def _together(item: ScaleItem, span: _Span, parts: Sequence[_Part], why: Why) -> GrantLine:
    return line_of(item, span.tier, sum(part.nombre for part in parts), sum(part.cents for part in parts), why)
