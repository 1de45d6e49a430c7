"""The measures of a project as a whole, reading by reading: what `lectures` shows beside those of each establishment."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.rulebook import IndicatorRule
from transforms.decisions.criteria import chosen, pool
from transforms.decisions.project import ProjectResult
from transforms.measures.readings import DEFAULT, POOLED, establishment_readings
from transforms.measures.rows import Row
from transforms.measures.verdicts import Measure


def project_readings(result: ProjectResult) -> Iterator[tuple[str, Row, Measure]]:
    """Pooled measures of the project (of the tranche verified): reading, a row of the indicator, measure.

    A text that looks at each establishment has them under the reading `ensemble` alone, where it admits it; a text that looks
    at the project, under every reading that changes the figures of the indicator.
    """
    texte = result.texte
    whole = texte.portee == POOLED
    if not whole and all(item.code != POOLED for item in texte.lectures):
        return
    for code in establishment_readings(texte) if whole else [POOLED]:
        for rule in texte.indicateurs:
            rows = _bound(result, rule, code)
            if rows and (not whole or _concerned(result, rule, code)):
                yield code, rows[0], pool(rows, rule, pro_rata=texte.solde == "au_prorata")


def _bound(result: ProjectResult, rule: IndicatorRule, code: str) -> list[Row]:
    """The rows of an indicator with a target, exempt establishments left out."""
    if rule.cible is None:
        return []
    kept = [chosen(readings, code) for (_, indicateur), readings in result.decided.items() if indicateur == rule.indicateur]
    return [row for row in kept if row.measure.verdict != "exemptee"]


def _concerned(result: ProjectResult, rule: IndicatorRule, code: str) -> bool:
    return code == DEFAULT or any(
        code in readings for (_, indicateur), readings in result.decided.items() if indicateur == rule.indicateur
    )
