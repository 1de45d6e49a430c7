"""Signals that the deposits of the month show alone: how its updates and dates are spread, how many messages it counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from contracts.plausibility import PlausibilityRule, Rules
from transforms.plausibility.facts import Facts, Finding, SameDates, finding


def of_deposits(facts: Facts, dates: Iterable[SameDates], rules: Rules) -> list[Finding]:
    """The signals of one establishment.

    Args:
        facts: what its deposits say.
        dates: its columns of dates that show one day.
        rules: the thresholds.
    """
    same = [one for one in dates if one.lignes >= rules["dates_identiques"].seuil("lignes")]
    # Updates that are all of one day are told once.
    told = any(one.colonne == "date_derniere_maj" for one in same)
    found = [
        None if told else _mass_update(facts, rules["maj_en_masse"]),
        _imports(facts, rules["maj_par_import"]),
        _same_dates(facts.finess_et, same, rules["dates_identiques"]),
        _messages(facts, rules["messages_hors_norme"]),
    ]
    return [one for one in found if one]


def _mass_update(facts: Facts, rule: PlausibilityRule) -> Finding | None:
    """Too many dossiers updated on one same day, the last days of the state left out."""
    if facts.jour is None or facts.fin_etat is None:
        return None
    last_days = facts.fin_etat - timedelta(days=int(rule.seuil("jours_de_fin")))
    enough = facts.majs_du_jour >= rule.seuil("dossiers") and facts.majs_du_jour >= rule.seuil("part") * facts.majs
    if not enough or facts.jour > last_days:
        return None
    return finding(rule, facts.finess_et, facts.majs_du_jour, jour=facts.jour, total=facts.majs)


def _imports(facts: Facts, rule: PlausibilityRule) -> Finding | None:
    """Too many dossiers of which only an import is known in the month."""
    total = facts.majs + facts.imports
    if not facts.imports or facts.imports < rule.seuil("dossiers") or facts.imports < rule.seuil("part") * total:
        return None
    return finding(rule, facts.finess_et, facts.imports, total=total)


def _same_dates(finess_et: str, same: list[SameDates], rule: PlausibilityRule) -> Finding | None:
    """Columns of dates that show one day."""
    if not same:
        return None
    colonnes = ", ".join(f"{one.colonne} ({one.lignes} lignes)" for one in same)
    return finding(rule, finess_et, max(one.lignes for one in same), colonnes=colonnes)


def _messages(facts: Facts, rule: PlausibilityRule) -> Finding | None:
    """More messages for each person present than people write."""
    if not facts.messages or not facts.presents:
        return None
    if facts.messages < rule.seuil("messages") or facts.messages < rule.seuil("par_personne") * facts.presents:
        return None
    return finding(rule, facts.finess_et, facts.messages, personnes=facts.presents)
