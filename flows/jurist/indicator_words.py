"""In words: the indicators of a text, as a table, then each with its calculation, its window and its target."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.rulebook import IndicatorRule, Rulebook, WindowRule
from flows.jurist.markdown import anchor, plain, table
from flows.jurist.rules import Rule, Section, count, joined
from transforms.figures import exact_percent

_CALCULATIONS = {
    "taux": "Mesuré par un taux : un numérateur rapporté à un dénominateur.",
    "nombre": "Mesuré par un nombre, sans dénominateur.",
}


def indicator_sections(book: Rulebook) -> Iterator[Section]:
    """A table of the indicators, then each of them."""
    rows = [
        [
            f"[{plain(rule.libelle)}](#{anchor(_indicator_title(rule))})",
            _measure(rule),
            " ".join(_lengths(rule.fenetre)),
            target_words(rule),
        ]
        for rule in book.indicateurs
    ]
    yield Section("Indicateurs", intro=table(["Indicateur", "Mesure", "Fenêtre", "Cible"], rows))
    for rule in book.indicateurs:
        key = f"indicateurs.{rule.indicateur}"
        calculation = [_CALCULATIONS[rule.mesure]]
        if rule.toutes_natures:
            calculation.append("Les événements de toute nature comptent, pas seulement ceux de l'agenda.")
        yield Section(
            _indicator_title(rule),
            (
                Rule(f"{key}.calcul", tuple(calculation), "Calcul"),
                Rule(f"{key}.fenetre", tuple(_lengths(rule.fenetre)), "Fenêtre"),
                Rule(f"{key}.{_target_table(rule)}", (target_words(rule),), "Cible"),
            ),
            level=3,
        )


def _indicator_title(rule: IndicatorRule) -> str:
    return f"{plain(rule.libelle)} (`{rule.indicateur}`)"


def _measure(rule: IndicatorRule) -> str:
    return "taux" if rule.mesure == "taux" else "nombre, sans dénominateur"


def _lengths(window: WindowRule) -> Iterator[str]:
    if window.minimum < window.maximum:
        yield f"De {window.minimum} à {window.maximum} mois civils entiers, la durée la plus favorable."
    else:
        yield "Le mois mesuré." if window.maximum == 1 else f"{window.maximum} mois civils entiers, mois mesuré compris."
    if window.first_measure is not None:
        yield f"À la première mesure : {count(window.first_measure, 'mois')}."
    if window.maintenance is not None:
        yield f"En phase de maintenance : {count(window.maintenance, 'mois')}."
    if window.autres:
        lengths = joined((str(length) for length in window.autres), "ou")
        yield f"Autre durée admissible, publiée à côté : {lengths} mois."


def target_words(rule: IndicatorRule) -> str:
    """What an indicator must reach."""
    if rule.cible is not None:
        return f"Au moins {exact_percent(rule.cible.valeur) if rule.cible.unite == 'part' else format(rule.cible.valeur, 'f')}."
    if rule.par_projet is not None:
        return "Fixée par projet (évaluation inscrite au registre)."
    return "Sans cible : le résultat est publié, il ne décide de rien."


def _target_table(rule: IndicatorRule) -> str:
    if rule.cible is not None:
        return "cible"
    return "par_projet" if rule.par_projet is not None else "sans_cible"
