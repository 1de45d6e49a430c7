"""Smallest steps away from what a text says of measures: windows, targets, criteria, exemptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from contracts.rulebook import Exemption, IndicatorRule, Rulebook, WindowRule
from contracts.vocabulary import CHAMPS

Moved = Iterator[tuple[str, Rulebook]]

_PERCENT = Decimal("0.01")


def members(listed: tuple[str, ...], near: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A list without each of its members, and with each of the nearest that is not in it."""
    for member in listed:
        yield f"sans {member}", tuple(other for other in listed if other != member)
    for other in near:
        if other not in listed:
            yield f"avec {other}", (*listed, other)


def indicators(texte: Rulebook, key: str) -> Moved:
    """`indicateurs.<code>.cible`, `.fenetre.<bound>` or `.calcul.natures`."""
    _, indicateur, *rest = key.split(".")
    rule = texte.rule(indicateur)
    for words, moved in _natures(rule) if rest[-1] == "natures" else _steps(rule, rest[-1]):
        rules = tuple(moved if other is rule else other for other in texte.indicateurs)
        yield words, replace(texte, indicateurs=rules)


def _natures(rule: IndicatorRule) -> Iterator[tuple[str, IndicatorRule]]:
    yield "agenda seul", replace(rule, toutes_natures=False)


def _steps(rule: IndicatorRule, what: str) -> Iterator[tuple[str, IndicatorRule]]:
    for step in (-1, 1):
        if what == "cible":
            assert rule.cible is not None
            moved = replace(rule, cible=replace(rule.cible, valeur=rule.cible.valeur + step * _PERCENT))
        else:
            moved = replace(rule, fenetre=_window(rule.fenetre, what, step))
        if moved != rule:
            yield f"{step:+d}", moved


def _window(window: WindowRule, bound: str, step: int) -> WindowRule:
    """A window of a fixed length moves both its bounds, with `minimum`; no window is shorter than a month."""
    if bound == "autres":
        return replace(window, autres=tuple(length + step for length in window.autres if length + step))
    if bound in ("premiere_mesure", "maintenance"):
        name = "first_measure" if bound == "premiere_mesure" else bound
        return replace(window, **{name: getattr(window, name) + step or getattr(window, name)})
    if window.minimum < window.maximum:
        return replace(window, **{bound: getattr(window, bound) + step})
    length = window.minimum + step
    return replace(window, minimum=length, maximum=length) if bound == "minimum" and length else window


def criteria(texte: Rulebook, key: str) -> Moved:
    """`criteres.minimum`, and the lists of `criteres`."""
    selection = texte.criteres
    assert selection is not None
    name = key.split(".")[1]
    if name == "minimum":
        for step in (-1, 1):
            yield f"{step:+d}", replace(texte, criteres=replace(selection, minimum=selection.minimum + step))
        return
    near = {
        "obligatoires": selection.au_choix,
        "au_choix": (),
        "impossibles": (*selection.obligatoires, *selection.au_choix),
    }[name]
    for words, listed in members(getattr(selection, name), near):
        yield words, replace(texte, criteres=replace(selection, **{name: listed}))


def exemptions(texte: Rulebook, key: str) -> Moved:
    """`exemptions.<motif>.<what>`: lists without each member, or with each of the nearest; a flag not looked at, or turned."""
    _, motif, what = key.split(".")
    one = next(item for item in texte.exemptions if item.motif == motif)
    for words, value in _EXEMPTIONS[what](one, texte):
        others = tuple(replace(item, **{what: value}) if item is one else item for item in texte.exemptions)
        yield words, replace(texte, exemptions=others)


def _categories(one: Exemption, _: Rulebook) -> Iterator[tuple[str, object]]:
    near = [f"{int(member) + step:03d}" for member in one.categories for step in (-1, 1)]
    return members(one.categories, near)


def _with_target(one: Exemption, texte: Rulebook) -> Iterator[tuple[str, object]]:
    return members(one.indicateurs, [rule.indicateur for rule in texte.indicateurs if rule.cible is not None])


def _champs(one: Exemption, _: Rulebook) -> Iterator[tuple[str, object]]:
    return members(one.champs, CHAMPS)


def _sons(one: Exemption, _: Rulebook) -> Iterator[tuple[str, object]]:
    yield "quelconque", None
    yield "contraire", not one.sons_eligible


_EXEMPTIONS: dict[str, Callable[[Exemption, Rulebook], Iterator[tuple[str, object]]]] = {
    "categories": _categories,
    "indicateurs": _with_target,
    "champs": _champs,
    "sons_eligible": _sons,
}
