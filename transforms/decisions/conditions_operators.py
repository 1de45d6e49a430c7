"""Conditions on the operators of a project: how many must come together, and which of them are small."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.rulebook import Rulebook
from contracts.rulebook_money import Grouping
from transforms.decisions.conditions_facts import NOBODY, Check, ProjectFacts, count_of, fold, met
from transforms.measures.counted import Counted


@dataclass(frozen=True)
class _Gathered:
    """What a project gathers. `named`: distinct operators; `unnamed`: establishments without one.

    `overseas`: whether all of it is overseas or in Corsica, `small`: whether an operator is small; None: not known.
    """

    essms: int
    overseas: bool | None
    named: int
    unnamed: int
    small: bool | None


@dataclass(frozen=True)
class _Least:
    """What a project must gather; `organismes` None: any number of operators. `lower`: these are the lower numbers."""

    essms: int
    organismes: int | None
    lower: bool


def regroupement(facts: ProjectFacts, texte: Rulebook) -> Check | None:
    """The project gathers enough establishments and operators; None for a text that sets no number.

    "Ne pourront ainsi être éligibles aux crédits d'amorçage que ceux portés par une « grappe » de structures composée d'au
    moins trois organismes gestionnaires regroupant au moins quinze ESMS. Ce seuil est porté à deux organismes gestionnaires et
    huit ESMS minimum pour les territoires ultramarins et la Corse." "Pas de regroupement obligatoire pour les OG de plus de 15
    structures." "A project is overseas or in Corsica when all its establishments are." `inconnue` only when what the register
    leaves out could change the answer.

    Raises:
        KeyError: an establishment is missing from `facts.outre_mer`.
    """
    rule = texte.conditions.regroupement
    if rule is None:
        return None
    etat, detail = _grouping(facts, rule)
    return Check("regroupement", etat, rule.opposable, detail, rule.source, rule.lecture)


def _grouping(facts: ProjectFacts, rule: Grouping) -> tuple[str, str]:
    if not facts.essms:
        return "inconnue", NOBODY
    if not any(one.type_operation in rule.operations for one in facts.essms):
        return "sans_objet", "Le texte ne demande pas de regroupement pour ce type d'opération."
    gathered = _gathered(facts)
    places = (False, True) if gathered.overseas is None else (gathered.overseas,)
    numbers = range(max(1, gathered.named), gathered.named + gathered.unnamed + 1)
    sizes = (False, True) if gathered.small is None else (gathered.small,)
    possible = {
        _state(gathered.essms, number, small, _least(rule, place), rule)
        for place in places
        for number in numbers
        for small in sizes
    }
    etat = possible.pop() if len(possible) == 1 else "inconnue"
    if etat == "sans_objet":
        return etat, "Un seul organisme gestionnaire, qui n'est pas petit : il peut se présenter seul."
    return etat, _grouping_facts(gathered, _least(rule, places[0]), rule)


def _gathered(facts: ProjectFacts) -> _Gathered:
    places = {facts.outre_mer[one.finess_et] for one in facts.essms}
    operators = [_operator(one) for one in facts.essms]
    return _Gathered(
        essms=facts.nombre,
        overseas=False if False in places else None if None in places else True,
        named=len(set(operators) - {""}),
        unnamed=operators.count(""),
        small=_any_small(facts.essms),
    )


def _least(rule: Grouping, overseas: bool) -> _Least:
    """The numbers that bind; overseas and in Corsica, those of the text for them, else its general ones."""
    if not overseas:
        return _Least(rule.essms, rule.organismes, False)
    organismes = rule.organismes if rule.organismes_outre_mer is None else rule.organismes_outre_mer
    essms = rule.essms if rule.essms_outre_mer is None else rule.essms_outre_mer
    return _Least(essms, organismes, (essms, organismes) != (rule.essms, rule.organismes))


def _state(essms: int, organismes: int, small: bool, least: _Least, rule: Grouping) -> str:
    if rule.gestionnaire_seul and organismes == 1 and not small:
        return "sans_objet"
    return met(essms >= least.essms and organismes >= (least.organismes or 0))


def _grouping_facts(gathered: _Gathered, least: _Least, rule: Grouping) -> str:
    with_operators = least.organismes is not None or rule.gestionnaire_seul
    found = f"{gathered.essms} ESSMS"
    found += f", {count_of(gathered.named, 'organisme gestionnaire')}" if with_operators else ""
    asked = f"{least.essms} ESSMS"
    asked += f" et {count_of(least.organismes, 'organisme gestionnaire')}" if least.organismes is not None else ""
    sentences = [
        f"{found} ; le texte {'demande' if rule.opposable else 'souhaite'} au moins {asked}",
        " outre-mer et en Corse." if least.lower else ".",
    ]
    if gathered.unnamed and with_operators:
        sentences.append(f" Organisme gestionnaire non renseigné pour {count_of(gathered.unnamed, 'établissement')}.")
    if gathered.small is None and rule.gestionnaire_seul and gathered.named + gathered.unnamed == 1:
        sentences.append(" Le registre ne dit pas si l'organisme gestionnaire est petit.")
    if gathered.overseas is None:
        sentences.append(" Le registre et FINESS ne disent pas si tout le projet est outre-mer ou en Corse.")
    return "".join(sentences)


def petits_organismes(facts: ProjectFacts, texte: Rulebook) -> Check | None:
    """An operator the register calls small has fewer ESSMS in the project than the text admits; None where it sets no limit.

    "Est considéré comme « petit organisme gestionnaire » les organismes regroupant moins de 15 ESSMS."
    """
    limit = texte.bareme.petits_moins_de if texte.bareme else None
    if limit is None:
        return None
    etat, detail = _small_operators(facts.essms, limit.valeur)
    return Check("petits_organismes", etat, True, detail, limit.source, limit.lecture)


def _small_operators(essms: tuple[Counted, ...], limit: int) -> tuple[str, str]:
    flagged = [one for one in essms if _small(one)]
    if not flagged:
        return "sans_objet", "Aucun établissement n'est déclaré d'un petit organisme gestionnaire."
    names = {_operator(one): one.dit["organisme_gestionnaire"] for one in reversed(flagged) if _operator(one)}
    sizes = {key: sum(one.nombre for one in essms if _operator(one) == key) for key in names}
    large = sorted(f"{names[key]} ({size} ESSMS)" for key, size in sizes.items() if size >= limit)
    if large:
        return "non_remplie", f"Déclaré petit avec {limit} ESSMS ou plus dans le projet : {', '.join(large)}."
    unnamed = sum(not _operator(one) for one in flagged)
    if unnamed:
        return "inconnue", f"Petit organisme gestionnaire non nommé au registre pour {count_of(unnamed, 'établissement')}."
    return "remplie", f"Chaque petit organisme gestionnaire a moins de {limit} ESSMS dans le projet."


def _operator(one: Counted) -> str:
    """Its operator, to be compared; empty when the register names none."""
    return fold(one.dit["organisme_gestionnaire"])


def _any_small(essms: tuple[Counted, ...]) -> bool | None:
    """Whether one operator at least is small; None when the register says it of none."""
    said = {one.dit["petit_gestionnaire"] for one in essms}
    return True if True in said else False if False in said else None


def _small(one: Counted) -> bool:
    """Whether the register says that its operator is small."""
    return one.dit["petit_gestionnaire"] is True
