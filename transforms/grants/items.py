"""The lines of one item (`poste`) of a scale: once for the project here, per establishment in `tiers`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contracts.rulebook_money import Scale, ScaleItem
from transforms.decisions.money import to_cents
from transforms.grants import words
from transforms.grants.record import GrantLine, Why, line_of
from transforms.grants.tiers import tier_lines
from transforms.measures.counted import Counted


def item_lines(item: ScaleItem, bareme: Scale, essms: Sequence[Counted], projet: Mapping[str, Any]) -> Iterator[GrantLine]:
    """The lines of an item; none when it concerns no establishment of the project, or an option the register does not take.

    "`option`: only if this column of `projets` says O"; "`petits`: only for establishments of a small operator".

    Args:
        item: the item.
        bareme: its scale.
        essms: every establishment counted, in order of rank.
        projet: a row of `Projets`.
    """
    if item.option is not None and projet[item.option] is not True:
        return
    concerned = [one for one in essms if one.nombre and _meets(item, one)]
    if item.par == "essms":
        yield from tier_lines(item, bareme, [one for one in concerned if not item.petits or _size(one) is True])
    elif concerned:
        yield _project_line(item, {_size(one) for one in concerned} if item.petits else {True})


def _meets(item: ScaleItem, one: Counted) -> bool:
    """The operation and the editor the item asks for; "an empty `segur_reference` is N"."""
    segur = one.dit["segur_reference"] is True
    return one.type_operation in item.operations and item.segur in (None, segur)


def _size(one: Counted) -> bool | None:
    """Whether its operator is small, as the register says; None: it does not."""
    return one.dit["petit_gestionnaire"]


def _project_line(item: ScaleItem, sizes: set[bool | None]) -> GrantLine:
    """An amount due once, or a 0 that says why.

    Due when "one establishment at least is not known to be another than a small operator's".
    """
    tier = item.paliers[0]
    if sizes == {False}:
        return line_of(item, tier, 1, 0, Why(item, words.NO_SMALL_OPERATOR))
    return line_of(item, tier, 1, to_cents(tier.montant), Why(tier, None if True in sizes else words.SIZE_UNKNOWN))
