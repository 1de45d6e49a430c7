"""Smallest steps away from a scale: bounds by one ESSMS, amounts by one euro, tiers by one rank, what its items ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from contracts.register import TYPES_OPERATION
from contracts.rulebook import Rulebook
from contracts.rulebook_money import Scale, ScaleItem
from tests.cases.case_mutations_measures import Moved, members

_OTHER_OPTION = {"amoa_marche": "amoa_pilotage", "amoa_pilotage": "amoa_marche"}


def scale(texte: Rulebook, key: str) -> Moved:
    """Any key `bareme.…`."""
    bareme = texte.bareme
    assert bareme is not None
    _, name, *rest = key.split(".")
    steps = _items(bareme, rest[0], rest[1:]) if name == "postes" else _whole(bareme, name)
    for words, moved in steps:
        yield words, replace(texte, bareme=moved)


def _whole(bareme: Scale, name: str) -> Iterator[tuple[str, Scale]]:
    if name == "partage_ars":
        yield "retiré", replace(bareme, partage_ars=None)
    elif name == "heures":
        assert bareme.heures is not None
        each = [item.code for item in bareme.postes if item.par == "essms"]
        for words, listed in members(bareme.heures.postes, each):
            yield words, replace(bareme, heures=replace(bareme.heures, postes=listed))
    else:
        bound = getattr(bareme, name)
        for step in (-1, 1):
            yield f"{step:+d}", replace(bareme, **{name: replace(bound, valeur=bound.valeur + step)})


def _items(bareme: Scale, code: str, rest: list[str]) -> Iterator[tuple[str, Scale]]:
    one = next(item for item in bareme.postes if item.code == code)
    for words, moved in _tiers(one, int(rest[1])) if rest[0] == "paliers" else _asked(one, rest[0]):
        yield words, replace(bareme, postes=tuple(moved if item is one else item for item in bareme.postes))


def _tiers(one: ScaleItem, rang: int) -> Iterator[tuple[str, ScaleItem]]:
    """The amount by one euro, the rank by one; the first rank is always 1."""
    tier = next(tier for tier in one.paliers if tier.rang == rang)
    moved = [(f"{step:+d} euro", replace(tier, montant=tier.montant + step)) for step in (-1, 1)]
    if rang > 1:
        moved += [(f"{step:+d} rang", replace(tier, rang=rang + step)) for step in (-1, 1)]
    for words, changed in moved:
        yield words, replace(one, paliers=tuple(changed if item is tier else item for item in one.paliers))


def _asked(one: ScaleItem, what: str) -> Iterator[tuple[str, ScaleItem]]:
    """What an item asks of an establishment or of the project, turned or taken away."""
    value: Any = getattr(one, what)
    if what == "operations":
        yield from ((words, replace(one, operations=listed)) for words, listed in members(value, TYPES_OPERATION))
    elif what == "sans_devis":
        yield "contraire", replace(one, sans_devis="rien" if value == "plafond" else "plafond")
    elif what == "petits":
        yield "retiré", replace(one, petits=False)
    else:
        yield "retiré", replace(one, **{what: None})
        if what == "segur":
            yield "contraire", replace(one, segur=not value)
        if what == "option":
            yield "autre", replace(one, option=_OTHER_OPTION[value])
