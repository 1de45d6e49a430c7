"""Conditions on the establishments of a project: where it is filed, financed once, what acquisitions weigh."""

from __future__ import annotations

from fractions import Fraction

from contracts.rulebook import Rulebook
from contracts.rulebook_money import Desk
from transforms.decisions.conditions_facts import NOBODY, Check, ProjectFacts, count_of, fold, met


def guichet(facts: ProjectFacts, texte: Rulebook) -> Check | None:
    """The project is filed where its size says; None for a text that says nothing of it.

    "Le guichet de dépôt dépend à la fois du nombre d'ESSMS concernés par la demande de financement […] [et] du nombre de
    régions dans lesquelles ces établissements sont localisés." "Les projets portés par un ensemble de moins de cinquante ESSMS
    peuvent être déposés au niveau national dès lors qu'ils disposent d'une portée nationale." `projets.national` says where it
    was filed. `inconnue` when a region that is not known could change the answer.

    Raises:
        KeyError: an establishment is missing from `facts.regions`.
    """
    rule = texte.conditions.guichet
    if rule is None:
        return None
    etat, detail = _desk(facts, rule)
    return Check("guichet", etat, True, detail, rule.source, rule.lecture)


def _desk(facts: ProjectFacts, rule: Desk) -> tuple[str, str]:
    if not facts.essms:
        return "inconnue", NOBODY
    regions = [fold(facts.regions[one.finess_et]) for one in facts.essms]
    known, unknown = len(set(regions) - {""}), regions.count("")
    size = f"{facts.nombre} ESSMS dans {count_of(known, 'région')}"
    size += f" (région inconnue pour {count_of(unknown, 'établissement')})" if unknown else ""
    possible = {facts.nombre >= rule.essms and number >= rule.regions for number in range(max(1, known), known + unknown + 1)}
    if len(possible) > 1:
        return "inconnue", f"{size} : les régions inconnues peuvent changer le guichet attendu."
    return _filed(possible.pop(), facts, rule, size)


def _filed(expected: bool, facts: ProjectFacts, rule: Desk, size: str) -> tuple[str, str]:
    """Compares the desk expected (True: national) with the one the register says."""
    filed = facts.projet["national"]
    sentence = f"{size} : guichet {_desk_name(expected)} attendu"
    if filed is None:
        return "inconnue", f"{sentence} ; le registre ne dit pas si le projet est national."
    if filed and not expected and rule.portee_nationale and facts.nombre < rule.essms:
        return "inconnue", f"{sentence}, sauf portée nationale ; projet national au registre : vérifiez sa portée nationale."
    return met(filed == expected), f"{sentence}, guichet {_desk_name(filed)} au registre."


def _desk_name(national: bool) -> str:
    return "national" if national else "régional"


def double_financement(facts: ProjectFacts, texte: Rulebook) -> Check | None:
    """No establishment, under its number or a former one, is in another project of the register; None if the text is silent.

    "Un même ESSMS ne peut percevoir un financement ESMS numérique à plusieurs reprises pour l'installation ou la montée de
    version du même logiciel […] [ni] pour deux logiciels de DUI différents." Other aids are not known here.
    """
    rule = texte.conditions.double_financement
    if rule is None:
        return None
    rows = facts.perimetre
    numbers = sorted(set(rows["finess_et"]) | set(rows["finess_precedent"].drop_nulls()))
    held = [f"{number} ({', '.join(sorted(facts.elsewhere[number]))})" for number in numbers if facts.elsewhere.get(number)]
    if held:
        etat, detail = "non_remplie", f"Dans un autre projet du registre : {', '.join(held)}."
    elif numbers:
        etat = "remplie"
        detail = "Aucun établissement n'est dans un autre projet du registre ; les autres aides n'y figurent pas."
    else:
        etat, detail = "inconnue", NOBODY
    return Check("double_financement", etat, True, detail, rule.source, rule.lecture)


def operation_unique(facts: ProjectFacts, texte: Rulebook) -> Check | None:
    """Every establishment of the project has the same operation; None for a text that does not demand it.

    "Le financement d'un projet correspondra soit à l'acquisition d'une solution DUI soit la mise en conformité d'une solution
    existante pour un ensemble d'ESMS mais en aucun cas aux deux types de projets."
    """
    rule = texte.conditions.operation_unique
    if rule is None:
        return None
    operations = {one.type_operation for one in facts.essms}
    if len(operations) > 1:
        etat, detail = "non_remplie", "Le projet associe acquisition et mise à niveau, que le texte finance séparément."
    else:
        etat, detail = ("remplie", "Tous les établissements ont la même opération.") if operations else ("inconnue", NOBODY)
    return Check("operation_unique", etat, True, detail, rule.source, rule.lecture)


def part_acquisition(facts: ProjectFacts, texte: Rulebook) -> Check | None:
    """In a project that does both, acquisitions weigh at most their share; None for a text that sets no share.

    "Le montant de l'acquisition pour les structures qui n'en disposaient pas auparavant doit impérativement représenter 40 %
    maximum du montant total du projet (hors éventuelle acquisition d'équipements et d'infrastructures)." The amount per
    establishment being flat, the share of the establishments is that of the amounts.
    """
    rule = texte.conditions.part_acquisition
    if rule is None:
        return None
    buying = sum(one.nombre for one in facts.essms if one.type_operation == "acquisition")
    if 0 < buying < facts.nombre:
        etat = met(buying <= Fraction(rule.part) * facts.nombre)
        cap = f"{(rule.part * 100).normalize():f}".replace(".", ",")
        detail = f"Acquisition pour {buying} ESSMS sur {facts.nombre} ; le texte admet au plus {cap} % du montant."
    else:
        etat, detail = "sans_objet", "Le projet n'associe pas acquisition et mise à niveau."
    return Check("part_acquisition", etat, True, detail, rule.source, rule.lecture)
