"""Every value of a rulebook with the sentence that founds it: the rows of the published table `regles`, built from `Rulebook`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import polars as pl

from contracts.rulebook import IndicatorRule, Reading, Rulebook, Source

COLUMNS = ("texte_id", "cle", "valeur", "unite", "document", "section", "phrase", "lecture")
"""Columns of `regles`, in order; all text, `unite` and `lecture` may be null."""

Value = tuple[str, str, str | None, Source, str | None]
"""`cle` (the path of the value in the file), `valeur`, `unite`, source, `lecture`."""


def rulebook_values(rulebook: Rulebook) -> pl.DataFrame:
    """One row per value of the text, columns `COLUMNS`, the whole text first, then part by part; no two rows share a `cle`."""
    values = chain(
        _whole_text(rulebook),
        *(_indicator(rule) for rule in rulebook.indicateurs),
        _exemptions(rulebook),
        _instalments(rulebook),
        _pieces(rulebook),
        _deadlines(rulebook),
        _readings(rulebook),
    )
    rows = [
        (rulebook.texte_id, key, value, unit, source.document, source.section, source.phrase, lecture)
        for key, value, unit, source, lecture in values
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def _whole_text(rulebook: Rulebook) -> Iterator[Value]:
    plain = {
        "publie_le": (rulebook.publie_le.isoformat(), "date"),
        "en_vigueur_le": (rulebook.en_vigueur_le.isoformat(), "date"),
        "imports_comptent": (_yes_no(rulebook.imports_comptent), None),
        "declaratif_accepte": (_yes_no(rulebook.declaratif_accepte), None),
    }
    yield "portee", rulebook.portee, None, rulebook.portee_source, rulebook.portee_lecture
    yield "solde", rulebook.solde, None, rulebook.solde_source, rulebook.solde_lecture
    for basis in rulebook.appuis:
        yield basis.cle, *plain[basis.cle], basis.source, basis.lecture


def _indicator(rule: IndicatorRule) -> Iterator[Value]:
    key, window = f"indicateurs.{rule.indicateur}", rule.fenetre
    yield f"{key}.calcul", rule.libelle, None, rule.calcul, rule.lecture
    yield f"{key}.fenetre.minimum", str(window.minimum), "mois", window.source, window.lecture
    yield f"{key}.fenetre.maximum", str(window.maximum), "mois", window.source, window.lecture
    if window.first_measure is not None:
        yield f"{key}.fenetre.premiere_mesure", str(window.first_measure), "mois", window.source, window.lecture
    if rule.cible is not None:
        yield f"{key}.cible", format(rule.cible.valeur, "f"), rule.cible.unite, rule.cible.source, None
    if rule.sans_cible is not None:
        yield f"{key}.sans_cible", "aucune cible", None, rule.sans_cible, None


def _exemptions(rulebook: Rulebook) -> Iterator[Value]:
    for item in rulebook.exemptions:
        key = f"exemptions.{item.motif}"
        yield f"{key}.indicateurs", ", ".join(item.indicateurs), None, item.source, item.lecture
        yield f"{key}.categories", ", ".join(item.categories), "catégorie FINESS", item.source, item.lecture


def _instalments(rulebook: Rulebook) -> Iterator[Value]:
    for item in rulebook.versements:
        yield f"versements.{item.code}.part", format(item.part, "f"), "part", item.source, None
        yield f"versements.{item.code}.condition", item.condition, None, item.source, None


def _pieces(rulebook: Rulebook) -> Iterator[Value]:
    for item in rulebook.pieces:
        yield f"pieces.{item.code}", item.libelle, None, item.source, None


def _deadlines(rulebook: Rulebook) -> Iterator[Value]:
    for item in rulebook.delais:
        key = f"delais.{item.type_operation}"
        yield f"{key}.mois", str(item.mois), "mois", item.source, item.lecture
        yield f"{key}.opposable", _yes_no(item.opposable), None, item.source, item.lecture
        yield f"{key}.projets_nationaux", _yes_no(item.projets_nationaux), None, item.source, item.lecture


def _readings(rulebook: Rulebook) -> Iterator[Value]:
    if rulebook.lecture_par_defaut is not None:
        yield _reading("lecture_par_defaut", rulebook.lecture_par_defaut)
    for item in rulebook.lectures:
        yield _reading(f"lectures.{item.code}", item)


def _reading(key: str, item: Reading) -> Value:
    return key, item.libelle, None, item.source, item.justification


def _yes_no(value: bool) -> str:
    return "oui" if value else "non"
