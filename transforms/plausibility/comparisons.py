"""Signals that compare the month measured with the one before, each as its own deposit says it. Without one, nothing is said."""

from __future__ import annotations

from fractions import Fraction

from contracts.plausibility import PlausibilityRule, Rules
from transforms.figures import month_words
from transforms.measures.months import shift
from transforms.plausibility.facts import Facts, Finding, finding


def of_months(facts: Facts, mois: str, rules: Rules) -> list[Finding]:
    """The signals of one establishment for the month `mois`."""
    names = {"mois": month_words(mois), "mois_avant": month_words(shift(mois, -1))}
    return [*_lost(facts, names, rules["dossiers_disparus"]), *_roll(facts, names, rules), *_rates(facts, names, rules)]


def _lost(facts: Facts, names: dict[str, str], rule: PlausibilityRule) -> list[Finding]:
    """Dossiers that were there, did not leave, and are no longer shown."""
    if not facts.disparus or not facts.presents_avant:
        return []
    if facts.disparus < rule.seuil("dossiers") or facts.disparus < rule.seuil("part") * facts.presents_avant:
        return []
    return [finding(rule, facts.finess_et, facts.disparus, total=facts.presents_avant, **names)]


def _roll(facts: Facts, names: dict[str, str], rules: Rules) -> list[Finding]:
    """The persons present fall, or rise, too fast."""
    if facts.presents is None or facts.presents_avant is None or facts.presents == facts.presents_avant:
        return []
    rule = rules["effectif_en_hausse" if facts.presents > facts.presents_avant else "effectif_en_baisse"]
    moved = abs(facts.presents - facts.presents_avant)
    if moved < rule.seuil("dossiers") or moved < rule.seuil("part") * facts.presents_avant:
        return []
    return [finding(rule, facts.finess_et, moved, avant=facts.presents_avant, apres=facts.presents, **names)]


def _rates(facts: Facts, names: dict[str, str], rules: Rules) -> list[Finding]:
    """The share of those present whose dossier is updated in the month, or who have a project, jumps."""
    if facts.presents is None or facts.presents_avant is None:
        return []
    actifs, inconnus = facts.actifs or 0, facts.inconnus or 0
    avant, inconnus_avant = facts.actifs_avant or 0, facts.inconnus_avant or 0
    rule = rules["saut_de_taux"]
    if not min(facts.presents, facts.presents_avant) or min(facts.presents, facts.presents_avant) < rule.seuil("dossiers"):
        return []
    found = []
    compared = {
        "dossiers mis à jour": ((avant, avant + inconnus_avant), (actifs, actifs + inconnus)),
        "projets personnalisés ouverts": ((facts.projets_avant or 0,) * 2, (facts.projets or 0,) * 2),
    }
    for what, (before, after) in compared.items():
        if _gap(before, facts.presents_avant, after, facts.presents) >= Fraction(rule.seuil("points")) and before != after:
            told = {"avant": f"{before[0]} sur {facts.presents_avant}", "apres": f"{after[0]} sur {facts.presents}"}
            found.append(finding(rule, facts.finess_et, abs(after[0] - before[0]), indicateur=what, **told, **names))
    return found


def _gap(before: tuple[int, int], presents_avant: int, after: tuple[int, int], presents: int) -> Fraction:
    """How far two rates are from each other at least, the unknown dossiers being as they may: each is `(least, most)`."""
    rise = Fraction(after[0], presents) - Fraction(before[1], presents_avant)
    fall = Fraction(before[0], presents_avant) - Fraction(after[1], presents)
    return max(rise, fall, Fraction(0))
