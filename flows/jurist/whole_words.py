"""In words: what a text is, what it admits, which criteria are chosen, whom it exempts, how else it can be read.

Indicators are in `indicator_words`.
"""

from __future__ import annotations

from collections.abc import Iterator

from contracts.rulebook import Exemption, Rulebook, Selection
from flows.jurist.rules import Rule, Section, codes, day, joined

_SCOPES = {
    "chaque_essms": "Chaque établissement du projet doit atteindre chaque cible.",
    "ensemble": "Les chiffres de tous les établissements sont additionnés : la cible s'apprécie sur leur total.",
}
_BALANCES = {
    "tout_ou_rien": "Le solde est dû en entier si toutes les cibles sont atteintes ; sinon, rien n'est dû.",
    "au_prorata": "Le solde est partagé à parts égales entre les critères retenus ; chaque part est due au prorata du résultat "
    "obtenu sur l'évaluation du projet, sans dépasser la part.",
    "tranche_suivante": "La tranche suivante est débloquée quand tous les critères retenus sont atteints dans la précédente.",
}
_BACKED = {
    True: "Un comptage déclaré suffit, sans les données qui le prouvent.",
    False: "Un comptage déclaré sans les données qui le prouvent ne suffit pas : la décision est à instruire.",
}
_IMPORTS = {
    True: "Une mise à jour du dossier par import compte comme une mise à jour.",
    False: "Une mise à jour du dossier par import ne compte pas : seule une saisie compte.",
}


def text_sections(book: Rulebook) -> Iterator[Section]:
    """Dates, scope, balance, and what is admitted."""
    published, since = book.publie_le, book.en_vigueur_le
    yield Section(
        "Dates",
        (
            Rule("publie_le", (f"Publié le {day(published)}.",), "Publication"),
            Rule("en_vigueur_le", (f"En vigueur à partir du {day(since)}.",), "Entrée en vigueur"),
        ),
    )
    yield Section("Portée", (Rule("portee", (_SCOPES[book.portee],)),))
    yield Section("Solde", (Rule("solde", (_BALANCES[book.solde],)),))
    yield Section(
        "Ce qui est admis",
        (
            Rule("imports_comptent", (_IMPORTS[book.imports_comptent],), "Mises à jour par import"),
            Rule("declaratif_accepte", (_BACKED[book.declaratif_accepte],), "Comptages déclarés"),
        ),
    )


def selection_section(book: Rulebook) -> Section:
    """The criteria that a project chooses, where its targets are its own."""
    if book.criteres is None:
        return Section("Critères", intro="Le texte fixe lui-même les indicateurs : le projet n'en choisit pas.")
    item, left = book.criteres, "ne sont alors pas exigés" if book.solde == "tranche_suivante" else "sortent alors du partage"
    some = f"Peuvent être déclarés impossibles, avec un motif, et {left} : {codes(item.impossibles)}." if item.impossibles else ""
    return Section(
        "Critères",
        (
            Rule("criteres", tuple(_selected(item)), "Critères obligatoires et au choix"),
            Rule("criteres.impossibles", (some or "Aucun critère ne peut être déclaré impossible.",), "Critères impossibles"),
        ),
    )


def _selected(item: Selection) -> Iterator[str]:
    yield f"Obligatoires : {codes(item.obligatoires)}." if item.obligatoires else "Aucun critère n'est obligatoire."
    if item.au_choix:
        yield f"Au choix, {item.minimum} au moins : {codes(item.au_choix)}."
    else:
        yield "Aucun critère n'est au choix."


def exemption_section(book: Rulebook) -> Section:
    """Whom the text releases from some targets."""
    if not book.exemptions:
        return Section("Dispenses", intro="Le texte ne dispense aucun établissement.")
    rules = (Rule(f"exemptions.{item.motif}", tuple(_exempt(item)), f"`{item.motif}`") for item in book.exemptions)
    return Section("Dispenses", tuple(rules))


def _exempt(item: Exemption) -> Iterator[str]:
    yield f"Indicateurs dispensés : {codes(item.indicateurs)}."
    who = [f"catégorie FINESS {joined(item.categories, 'ou')}"] if item.categories else []
    who += [f"champ d'activité {joined(item.champs, 'ou')}"] if item.champs else []
    if item.sons_eligible is not None:
        who.append(f"{'éligibles' if item.sons_eligible else 'non éligibles'} au SONS d'après le registre")
    yield f"Établissements concernés : {' ; '.join(who)}."


def reading_section(book: Rulebook) -> Section:
    """The readings of the sentences that the text leaves open."""
    intro = (
        "La première est retenue, sauf choix de l'ARS ; les autres sont calculées et publiées à côté, chacune avec son verdict."
    )
    rules = [Rule(f"lectures.{item.code}", (f"{item.libelle}.",), f"Lecture `{item.code}`") for item in book.lectures]
    default = book.lecture_par_defaut
    if default is not None:
        rules.insert(0, Rule("lecture_par_defaut", (f"{default.libelle}.",), f"Lecture par défaut (`{default.code}`)"))
    return Section("Lectures admissibles", tuple(rules), intro)
