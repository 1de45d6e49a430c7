"""From judged requests to the rows of a project: the window kept for each establishment, indicator and reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from contracts.rulebook import IndicatorRule, Rulebook, Target
from transforms.measures.plan import Measured, Request
from transforms.measures.readings import DEFAULT, EACH_ESTABLISHMENT, EVERY_MONTH_END, POOLED
from transforms.measures.verdicts import Counts, Measure, best_window, conclude, judge, remaining


@dataclass(frozen=True)
class Row:
    """The window kept for one establishment, indicator and reading, with its verdict."""

    request: Request
    measure: Measure
    rule: IndicatorRule
    cible: Target | None

    @property
    def reste_a_faire(self) -> int | None:
        """How many more are needed to reach the target of this row."""
        return remaining(self.measure, self.cible)


Readings = dict[str, Row]
"""The rows of one establishment and indicator, by reading."""

ProjectRows = dict[tuple[str, str], Readings]
"""The rows of one project, by (`finess_et`, `indicateur`), in the order of the register and of the text."""


def project_rows(one: Iterable[Measured], judged: dict[str, list[tuple[Request, Measure]]]) -> ProjectRows:
    """The rows of one project.

    Args:
        one: its establishments, in the order of the register.
        judged: their judged requests, by `finess_et`.
    """
    rows: ProjectRows = {}
    for establishment in one:
        kept = _kept(judged.get(establishment.finess_et, []), establishment.texte)
        for rule in establishment.texte.indicateurs:
            readings = {code: row for (indicateur, code), row in kept.items() if indicateur == rule.indicateur}
            rows[establishment.finess_et, rule.indicateur] = _exempted(readings, establishment)
    return rows


def row_target(rule: IndicatorRule, texte: Rulebook) -> Target | None:
    """The target of a row of one establishment: none where the text sets its targets for the project as a whole."""
    return None if texte.portee == POOLED else rule.cible


def judge_all(asked: list[Request], counts: Iterable[Counts], textes: dict[str, Rulebook]) -> list[tuple[Request, Measure]]:
    """Judges every request against the target of its row; `textes` are by `projet_id`."""
    judged = []
    for request, one in zip(asked, counts, strict=True):
        texte = textes[request.projet_id]
        rule = texte.rule(request.indicateur)
        measure = judge(rule, one, request.length, row_target(rule, texte), pro_rata=texte.solde == "au_prorata")
        judged.append((request, measure))
    return judged


def _kept(judged: list[tuple[Request, Measure]], texte: Rulebook) -> dict[tuple[str, str], Row]:
    """The window kept for each indicator and reading; earlier month ends are folded into their own reading."""
    windows: dict[tuple[str, str, str], list[tuple[Request, Measure]]] = defaultdict(list)
    for request, measure in judged:
        windows[request.indicateur, request.lecture, request.mois].append((request, measure))
    last = max((request.mois for request, _ in judged), default="")
    kept: dict[tuple[str, str], Row] = {}
    earlier: dict[str, list[Measure]] = defaultdict(list)
    for (indicateur, lecture, mois), candidates in windows.items():
        request, measure = candidates[best_window([measure for _, measure in candidates])]
        if mois == last:
            rule = texte.rule(indicateur)
            kept[indicateur, lecture] = Row(request, measure, rule, row_target(rule, texte))
        else:
            earlier[indicateur].append(measure)
    admitted = {item.code for item in texte.lectures}
    if EVERY_MONTH_END in admitted:
        kept |= _every_month_end(kept, earlier)
    if EACH_ESTABLISHMENT in admitted:
        kept |= _each_establishment(kept, pro_rata=texte.solde == "au_prorata")
    return kept


def _every_month_end(kept: dict[tuple[str, str], Row], earlier: dict[str, list[Measure]]) -> dict[tuple[str, str], Row]:
    """Under "mesuré à chaque fin de mois" read as each of them: every month end since the first measure must reach the target."""
    rows = {}
    for (indicateur, lecture), row in kept.items():
        if lecture == DEFAULT and row.rule.cible is not None:
            measure = worst([*earlier[indicateur], row.measure])
            combined = replace(row.measure, verdict=measure.verdict, motif=measure.motif)
            rows[indicateur, EVERY_MONTH_END] = replace(row, measure=combined)
    return rows


def _each_establishment(kept: dict[tuple[str, str], Row], pro_rata: bool) -> dict[tuple[str, str], Row]:
    """Rates of each establishment against the target of the project, where the text looks at the project as a whole.

    A count has no such row: its target is that of the whole project.
    """
    rows = {}
    for (indicateur, lecture), row in kept.items():
        if lecture == DEFAULT and row.rule.cible is not None and row.rule.mesure == "taux":
            judgeable = row.measure.choices and row.measure.coherent
            measure = conclude(row.measure, row.rule.cible, pro_rata=pro_rata) if judgeable else row.measure
            rows[indicateur, EACH_ESTABLISHMENT] = replace(row, measure=measure, cible=row.rule.cible)
    return rows


_SEVERITY = {"non_atteinte": 0, "indeterminee": 1, "atteinte": 2, "sans_cible": 3, "exemptee": 3}


def worst(measures: list[Measure]) -> Measure:
    """The measure that decides for all: one `non_atteinte`, else one `indeterminee`; the earliest of equals."""
    return min(measures, key=lambda measure: _SEVERITY[measure.verdict])


def _exempted(readings: Readings, establishment: Measured) -> Readings:
    """Releases an establishment from the targets its category is exempted from; its figures stay as they are."""
    exempted = {}
    for code, row in readings.items():
        exemption = establishment.texte.exemption(
            row.rule.indicateur, establishment.categorie, establishment.champ, establishment.sons_eligible
        )
        measure = replace(row.measure, verdict="exemptee", motif=exemption.motif) if exemption else row.measure
        exempted[code] = replace(row, measure=measure)
    return exempted
