"""Conditions on the dates of a project: its convention, the delay it has, the day after which the text finances nothing."""

from __future__ import annotations

from datetime import date

from contracts.rulebook import Rulebook
from contracts.rulebook_money import Deadline
from transforms.decisions.conditions_facts import Check, ProjectFacts, day, met
from transforms.measures.months import last_day, shift


def convention(facts: ProjectFacts, texte: Rulebook) -> Check | None:
    """The convention is signed on or before the last day of the month; None for a text that pays nothing on a convention.

    "50% sous forme d'avance lors de la signature de la convention entre l'ARS et le porteur de projet"; a text that pays
    tranche after tranche pays the first one under a convention too.
    """
    instalment = next((item for item in texte.versements if item.condition == "convention"), None)
    if instalment is None and texte.solde != "tranche_suivante":
        return None
    source, lecture = (instalment.source, None) if instalment else (texte.solde_source, texte.solde_lecture)
    signed, last = facts.projet["date_convention"], last_day(facts.mois)
    if signed is None:
        etat, detail = "inconnue", "La date de la convention n'est pas renseignée au registre."
    elif signed > last:
        etat = "non_remplie"
        detail = f"Convention datée du {day(signed)}, après le dernier jour du mois mesuré ({day(last)})."
    else:
        etat, detail = "remplie", f"Convention signée le {day(signed)}."
    return Check("convention", etat, True, detail, source, lecture)


def delai(facts: ProjectFacts, texte: Rulebook) -> Check | None:
    """The project ends in the delay of its type of operation; None for a text without delays.

    "La durée du projet devrait être comprise dans un délai d'au plus 9 mois entre le début du projet et la fin du
    déploiement": the same day of the month, or the last day of a shorter month, is still in. "Ces délais indicatifs ne
    concernent pas les projets de portée nationale."
    """
    if not texte.delais:
        return None
    operation = facts.projet["type_operation"]
    rule = next((item for item in texte.delais if item.type_operation == operation), None)
    if rule is None:
        first = texte.delais[0]
        return Check(
            "delai", "sans_objet", first.opposable, "Le texte ne donne pas de délai pour ce type d'opération.", first.source, None
        )
    etat, detail = _delay(facts.projet, rule)
    return Check("delai", etat, rule.opposable, detail, rule.source, rule.lecture)


def _delay(projet: dict, rule: Deadline) -> tuple[str, str]:
    if projet["national"] and not rule.projets_nationaux:
        return "sans_objet", "Projet national : le texte ne lui donne pas de délai."
    start, end = projet["date_demarrage"], projet["date_fin_deploiement"]
    if start is None:
        return "inconnue", "La date de démarrage n'est pas renseignée au registre."
    if end is None:
        return "inconnue", f"Démarrage le {day(start)} ; la date de fin de déploiement n'est pas renseignée au registre."
    if end < start:
        return "inconnue", f"La fin de déploiement ({day(end)}) précède le démarrage ({day(start)}) : corrigez le registre."
    limit = months_later(start, rule.mois)
    detail = f"Du {day(start)} au {day(end)} ; le délai de {rule.mois} mois finit le {day(limit)}."
    if end > limit and projet["national"] is None and not rule.projets_nationaux:
        detail += " Il ne concernerait pas un projet national, ce que le registre ne dit pas."
    return met(end <= limit), detail


def months_later(start: date, months: int) -> date:
    """The same day of the month, `months` later; the last day of a month that is too short."""
    last = last_day(shift(f"{start:%Y-%m}", months))
    return last.replace(day=min(start.day, last.day))


def terme(facts: ProjectFacts, texte: Rulebook) -> Check | None:
    """The deployment ends on or before the last day the text finances; None for a text without such a day.

    "L'échéancier de financement du projet de généralisation pour chaque année du déploiement. Ce dernier ne pourra courir
    au-delà de l'année 2026."
    """
    rule = texte.conditions.terme
    if rule is None:
        return None
    end = facts.projet["date_fin_deploiement"]
    if end is None:
        etat = "inconnue"
        detail = f"La date de fin de déploiement n'est pas renseignée au registre ; le texte finance jusqu'au {day(rule.jour)}."
    else:
        etat = met(end <= rule.jour)
        detail = f"Fin de déploiement le {day(end)} ; le texte finance jusqu'au {day(rule.jour)}."
    return Check("terme", etat, True, detail, rule.source, rule.lecture)
