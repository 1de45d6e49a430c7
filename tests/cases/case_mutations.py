"""Rulebooks with one value changed by the smallest step: a value is tested when a case that claims to test it notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import partial

from contracts.rulebook import IndicatorRule, Instalment, Rulebook, WindowRule
from contracts.rulebook_values import rulebook_values

BOUNDARIES = (
    "indicateurs.*.cible",
    "indicateurs.*.fenetre.minimum",
    "indicateurs.*.fenetre.maximum",
    "indicateurs.*.fenetre.premiere_mesure",
    "exemptions.*.indicateurs",
    "exemptions.*.categories",
    "versements.*.part",
    "pieces.*",
)
"""Values that separate two outcomes of a computation. Delays are indicative and compute nothing."""

_PERCENT = Decimal("0.01")


def keys_of(texte: Rulebook) -> list[str]:
    """Every value of a text, by the path of the table `regles`."""
    return rulebook_values(texte)["cle"].to_list()


def boundaries(texte: Rulebook) -> list[str]:
    """The values of a text that carry a boundary."""
    return [key for key in keys_of(texte) if any(fnmatchcase(key, pattern) for pattern in BOUNDARIES)]


def neighbours(texte: Rulebook, key: str) -> Iterator[tuple[str, Rulebook]]:
    """The text with the value a little lower, and a little higher: what was changed, in words, and the text."""
    family, name, *rest = key.split(".")
    if family == "versements":
        yield from _instalments(texte, name)
    elif family == "pieces":
        yield f"sans {key}", replace(texte, pieces=tuple(piece for piece in texte.pieces if piece.code != name))
    elif family == "exemptions":
        yield from _exemptions(texte, name, rest[0])
    else:
        change = _target if rest == ["cible"] else _window(rest[-1])
        for step in (-1, 1):
            moved = _with_rule(texte, name, partial(change, step))
            if moved != texte:
                yield f"{key} {step:+d}", moved


def _with_rule(texte: Rulebook, indicateur: str, change: Callable[[IndicatorRule], IndicatorRule]) -> Rulebook:
    rules = tuple(change(rule) if rule.indicateur == indicateur else rule for rule in texte.indicateurs)
    return replace(texte, indicateurs=rules)


def _target(step: int, rule: IndicatorRule) -> IndicatorRule:
    assert rule.cible is not None
    return replace(rule, cible=replace(rule.cible, valeur=rule.cible.valeur + step * _PERCENT))


def _window(bound: str) -> Callable[[int, IndicatorRule], IndicatorRule]:
    return lambda step, rule: replace(rule, fenetre=_moved(rule.fenetre, bound, step))


def _moved(window: WindowRule, bound: str, step: int) -> WindowRule:
    """A window of a fixed length moves both its bounds, with `minimum`; no window is shorter than a month."""
    if bound == "premiere_mesure":
        assert window.first_measure is not None
        return replace(window, first_measure=window.first_measure + step)
    if window.minimum < window.maximum:
        return replace(window, **{bound: getattr(window, bound) + step})
    length = window.minimum + step
    return replace(window, minimum=length, maximum=length) if bound == "minimum" and length else window


def _exemptions(texte: Rulebook, motif: str, what: str) -> Iterator[tuple[str, Rulebook]]:
    """Without each member of the list, and with each of the nearest that is not in it."""
    one = next(item for item in texte.exemptions if item.motif == motif)
    members = one.categories if what == "categories" else one.indicateurs
    near = (
        [f"{int(member) + step:03d}" for member in members for step in (-1, 1)]
        if what == "categories"
        else [rule.indicateur for rule in texte.indicateurs if rule.cible is not None]
    )
    changed = [(f"sans {member}", tuple(other for other in members if other != member)) for member in members]
    changed += [(f"avec {other}", (*members, other)) for other in near if other not in members]
    for words, listed in changed:
        others = tuple(replace(item, **{what: listed}) if item is one else item for item in texte.exemptions)
        yield f"exemptions.{motif}.{what} {words}", replace(texte, exemptions=others)


def _instalments(texte: Rulebook, code: str) -> Iterator[tuple[str, Rulebook]]:
    """One part grows by what the first other one loses: parts still add up to the whole. A single part cannot move."""
    others = [item.code for item in texte.versements if item.code != code]
    for step in (-_PERCENT, _PERCENT) if others else ():
        moves = {code: step, others[0]: -step}

        def moved(item: Instalment, moves: dict[str, Decimal] = moves) -> Instalment:
            return replace(item, part=item.part + moves.get(item.code, Decimal(0)))

        yield f"versements.{code}.part {step:+}", replace(texte, versements=tuple(moved(item) for item in texte.versements))
