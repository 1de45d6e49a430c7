"""Rows of a project written by hand for the tests of decisions: one word per verdict."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.rulebook import Rulebook
from flows.texts import load_all_texts
from transforms.measures.plan import Measured, Request, requests
from transforms.measures.readings import DEFAULT
from transforms.measures.rows import ProjectRows, Row, row_target
from transforms.measures.verdicts import Measure, Pair

TEXTS = load_all_texts()
ARA = TEXTS["ara-generalisation-2025"]
GUADELOUPE = TEXTS["guadeloupe-generalisation-2022"]

MOIS = "2026-06"
MET = Measure("atteinte", None, (Pair(9, 10),))
MISSED = Measure("non_atteinte", None, (Pair(1, 10),))
EXEMPT = Measure("exemptee", "protection_juridique_majeurs", (Pair(1, 10),))
UNTARGETED = Measure("sans_cible", None, (Pair(3, None),))


def unknown(motif: str) -> Measure:
    """A measure that nothing can be said of."""
    return Measure("indeterminee", motif)


def request_of(texte: Rulebook, finess_et: str, indicateur: str) -> Request:
    """The request of June 2026, over the shortest window of the indicator."""
    one = Measured("P", texte, finess_et, None, MOIS, "2026-01", (MOIS,))
    return next(item for item in requests([one]) if item.indicateur == indicateur and item.lecture == DEFAULT)


def row(texte: Rulebook, finess_et: str, indicateur: str, measure: Measure) -> Row:
    """The row of one establishment and indicator."""
    rule = texte.rule(indicateur)
    return Row(request_of(texte, finess_et, indicateur), measure, rule, row_target(rule, texte))


def project(texte: Rulebook, said: Mapping[str, Mapping[str, Measure | Mapping[str, Measure]]]) -> ProjectRows:
    """Rows of a project: every target met, except what is said by establishment and indicator (and reading)."""
    rows: ProjectRows = {}
    for finess_et, measures in said.items():
        for rule in texte.indicateurs:
            given = measures.get(rule.indicateur, MET if rule.cible is not None else UNTARGETED)
            by_reading = {DEFAULT: given} if isinstance(given, Measure) else {DEFAULT: MET} | dict(given)
            rows[finess_et, rule.indicateur] = {
                code: row(texte, finess_et, rule.indicateur, measure) for code, measure in by_reading.items()
            }
    return rows
