"""Signals on the dates of a project: its delay passed, its convention old, its balance waiting long after the deployment."""

from __future__ import annotations

from datetime import date

from contracts.plausibility import PlausibilityRule, Rules
from transforms.decisions.acts import PAID
from transforms.decisions.conditions_dates import months_later
from transforms.decisions.project import ProjectResult
from transforms.measures.months import last_day
from transforms.plausibility.facts import Finding, finding

RELEASED = ("liberer", "liberer_partiellement")


def of_project(result: ProjectResult, rules: Rules) -> list[Finding]:
    """The signals of a project, on the last day of the month measured."""
    day = last_day(result.mois)
    return [
        *_delay(result, day, rules["delai_depasse"]),
        *_convention(result.projet, day, rules["convention_ancienne"]),
        *_balance(result, day, rules["solde_en_attente"]),
    ]


def _delay(result: ProjectResult, day: date, rule: PlausibilityRule) -> list[Finding]:
    """The delay of the text is over and no end of deployment is known; a known end is judged by the condition `delai`."""
    projet = result.projet
    delay = next((item for item in result.texte.delais if item.type_operation == projet["type_operation"]), None)
    start = projet["date_demarrage"]
    if delay is None or start is None or projet["date_fin_deploiement"] is not None:
        return []
    if projet["national"] and not delay.projets_nationaux:
        return []
    limit = months_later(start, delay.mois)
    return _late(rule, limit, day, demarrage=start, mois=delay.mois, limite=limit)


def _convention(projet: dict, day: date, rule: PlausibilityRule) -> list[Finding]:
    signed = projet["date_convention"]
    if signed is None or projet["date_fin_deploiement"] is not None:
        return []
    return _late(rule, signed, day, convention=signed)


def _balance(result: ProjectResult, day: date, rule: PlausibilityRule) -> list[Finding]:
    """The deployment ended long ago, and the balance is neither released by the month measured nor paid."""
    end, outcome = result.projet["date_fin_deploiement"], result.outcome
    if end is None or outcome.decision in RELEASED or PAID in outcome.motifs:
        return []
    return _late(rule, end, day, fin=end)


def _late(rule: PlausibilityRule, since: date, day: date, **figures: object) -> list[Finding]:
    days = (day - since).days
    return [finding(rule, None, days, **figures)] if days > 0 and days >= rule.seuil("jours") else []
