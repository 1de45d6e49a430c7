"""Every value of a rulebook with the sentence that founds it: the rows of the published table `regles`, built from `Rulebook`.

Instalments, papers, delays, conditions and the scale are in `rulebook_money_values`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import polars as pl

from contracts.rulebook import Exemption, IndicatorRule, Reading, Rulebook, Selection, WindowRule
from contracts.rulebook_money_values import Value, listed, money_values, yes_no

COLUMNS = ("texte_id", "cle", "valeur", "unite", "document", "section", "phrase", "lecture", "origine")
"""Columns of `regles`, in order; all text, `unite` and `lecture` may be null.

`origine`: `texte`, or `secondaire` when the sentence was not read in the document itself.
"""


def rulebook_values(rulebook: Rulebook) -> pl.DataFrame:
    """One row per value of the text, columns `COLUMNS`, the whole text first, then part by part; no two rows share a `cle`."""
    values = chain(
        _whole_text(rulebook),
        *(_indicator(rule) for rule in rulebook.indicateurs),
        _selection(rulebook.criteres),
        *(_exemption(item) for item in rulebook.exemptions),
        money_values(rulebook),
        _readings(rulebook),
        _amendments(rulebook),
    )
    rows = [
        (rulebook.texte_id, key, value, unit, source.document, source.section, source.phrase, lecture, _origin(source.secondaire))
        for key, value, unit, source, lecture in values
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def _origin(second_hand: bool) -> str:
    return "secondaire" if second_hand else "texte"


def _whole_text(rulebook: Rulebook) -> Iterator[Value]:
    plain = {
        "publie_le": (rulebook.publie_le.isoformat(), "date"),
        "en_vigueur_le": (rulebook.en_vigueur_le.isoformat(), "date"),
        "imports_comptent": (yes_no(rulebook.imports_comptent), None),
        "declaratif_accepte": (yes_no(rulebook.declaratif_accepte), None),
    }
    yield "portee", rulebook.portee, None, rulebook.portee_source, rulebook.portee_lecture
    yield "solde", rulebook.solde, None, rulebook.solde_source, rulebook.solde_lecture
    for basis in rulebook.appuis:
        yield basis.cle, *plain[basis.cle], basis.source, basis.lecture


def _indicator(rule: IndicatorRule) -> Iterator[Value]:
    key = f"indicateurs.{rule.indicateur}"
    yield f"{key}.calcul", rule.libelle, None, rule.calcul, rule.lecture
    yield f"{key}.calcul.mesure", rule.mesure, None, rule.calcul, rule.lecture
    if rule.toutes_natures:
        yield f"{key}.calcul.natures", "toutes", None, rule.calcul, rule.lecture
    yield from _window(f"{key}.fenetre", rule.fenetre)
    if rule.cible is not None:
        yield f"{key}.cible", format(rule.cible.valeur, "f"), rule.cible.unite, rule.cible.source, None
    if rule.par_projet is not None:
        yield f"{key}.par_projet", "fixée par projet", None, rule.par_projet, None
    if rule.sans_cible is not None:
        yield f"{key}.sans_cible", "aucune cible", None, rule.sans_cible, None


def _window(key: str, window: WindowRule) -> Iterator[Value]:
    lengths = {
        "minimum": window.minimum,
        "maximum": window.maximum,
        "premiere_mesure": window.first_measure,
        "maintenance": window.maintenance,
        "autres": listed(str(length) for length in window.autres) if window.autres else None,
    }
    for name, length in lengths.items():
        if length is not None:
            yield f"{key}.{name}", str(length), "mois", window.source, window.lecture


def _selection(item: Selection | None) -> Iterator[Value]:
    if item is None:
        return
    yield "criteres.obligatoires", listed(item.obligatoires), None, item.source, item.lecture
    yield "criteres.au_choix", listed(item.au_choix), None, item.source, item.lecture
    yield "criteres.minimum", str(item.minimum), "critères", item.source, item.lecture
    yield "criteres.impossibles.indicateurs", listed(item.impossibles), None, item.impossibles_source, item.impossibles_lecture


def _exemption(item: Exemption) -> Iterator[Value]:
    key = f"exemptions.{item.motif}"
    yield f"{key}.indicateurs", listed(item.indicateurs), None, item.source, item.lecture
    if item.categories:
        yield f"{key}.categories", listed(item.categories), "catégorie FINESS", item.source, item.lecture
    if item.champs:
        yield f"{key}.champs", listed(item.champs), "champ d'activité", item.source, item.lecture
    if item.sons_eligible is not None:
        yield f"{key}.sons_eligible", yes_no(item.sons_eligible), None, item.source, item.lecture


def _readings(rulebook: Rulebook) -> Iterator[Value]:
    if rulebook.lecture_par_defaut is not None:
        yield _reading("lecture_par_defaut", rulebook.lecture_par_defaut)
    for item in rulebook.lectures:
        yield _reading(f"lectures.{item.code}", item)


def _reading(key: str, item: Reading) -> Value:
    return key, item.libelle, None, item.source, item.justification


def _amendments(rulebook: Rulebook) -> Iterator[Value]:
    for item in rulebook.avenants:
        yield f"avenants.{item.avenant_id}.date_effet", item.date_effet.isoformat(), "date", item.source, item.lecture
