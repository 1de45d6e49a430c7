"""From judged requests to the rows of a project: the window kept for each establishment, indicator and reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from contracts.rulebook import IndicatorRule, Rulebook, Target
from transforms.measures.plan import Measured, Request
from transforms.measures.readings import DEFAULT, EACH_ESTABLISHMENT, EVERY_MONTH_END, POOLED
from transforms.measures.verdicts import Counts, Judge, Measure, best_window, conclude, remaining


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
            rows[establishment.finess_et, rule.indicateur] = _exempted(kept[rule.indicateur], rule, establishment)
    return rows


def row_target(rule: IndicatorRule, texte: Rulebook) -> Target | None:
    """The target of a row of one establishment: none where the text sets its targets for the project as a whole."""
    return None if texte.portee == POOLED else rule.cible


def judge_all(asked: list[Request], counts: Iterable[Counts], textes: dict[str, Rulebook]) -> list[tuple[Request, Measure]]:
    """Judges every request against the target of its row; `textes` are by `projet_id`."""
    judges: dict[tuple[int, str], Judge] = {}  # projects whose text is the same object share them
    judged = []
    for request, one in zip(asked, counts, strict=True):
        texte = textes[request.projet_id]
        key = (id(texte), request.indicateur)
        if key not in judges:
            rule = texte.rule(request.indicateur)
            judges[key] = Judge(rule, row_target(rule, texte), pro_rata=texte.solde == "au_prorata")
        judged.append((request, judges[key].judge(one, request.length)))
    return judged


def _kept(judged: list[tuple[Request, Measure]], texte: Rulebook) -> dict[str, Readings]:
    """The window kept for each indicator and reading; earlier month ends are folded into their own reading."""
    windows: dict[tuple[str, str, str], list[tuple[Request, Measure]]] = defaultdict(list)
    for pair in judged:
        windows[pair[0].indicateur, pair[0].lecture, pair[0].mois].append(pair)
    last = max((mois for _, _, mois in windows), default="")
    rules = {rule.indicateur: (rule, row_target(rule, texte)) for rule in texte.indicateurs}
    kept: dict[str, Readings] = {indicateur: {} for indicateur in rules}
    earlier: dict[str, list[Measure]] = defaultdict(list)
    for (indicateur, lecture, mois), candidates in windows.items():
        rank = best_window([measure for _, measure in candidates]) if len(candidates) > 1 else 0
        request, measure = candidates[rank]
        if mois == last:
            kept[indicateur][lecture] = Row(request, measure, *rules[indicateur])
        else:
            earlier[indicateur].append(measure)
    admitted = {item.code for item in texte.lectures}
    for indicateur, readings in kept.items():
        row = readings.get(DEFAULT)
        if row is None or row.rule.cible is None:
            continue
        if EVERY_MONTH_END in admitted:
            readings[EVERY_MONTH_END] = _every_month_end(row, earlier[indicateur])
        if EACH_ESTABLISHMENT in admitted and row.rule.mesure == "taux":
            readings[EACH_ESTABLISHMENT] = _each_establishment(row, pro_rata=texte.solde == "au_prorata")
    return kept


def _every_month_end(row: Row, earlier: list[Measure]) -> Row:
    """Under "mesuré à chaque fin de mois" read as each of them: every month end since the first measure must reach the target."""
    measure = worst([*earlier, row.measure])
    return replace(row, measure=replace(row.measure, verdict=measure.verdict, motif=measure.motif))


def _each_establishment(row: Row, pro_rata: bool) -> Row:
    """The rate of an establishment against the target of the project, where the text looks at the project as a whole.

    A count has no such row: its target is that of the whole project.
    """
    judgeable = row.measure.choices and row.measure.coherent
    measure = conclude(row.measure, row.rule.cible, pro_rata=pro_rata) if judgeable else row.measure
    return replace(row, measure=measure, cible=row.rule.cible)


_SEVERITY = {"non_atteinte": 0, "indeterminee": 1, "atteinte": 2, "sans_cible": 3, "exemptee": 3}


def worst(measures: list[Measure]) -> Measure:
    """The measure that decides for all: one `non_atteinte`, else one `indeterminee`; the earliest of equals."""
    return min(measures, key=lambda measure: _SEVERITY[measure.verdict])


def _exempted(readings: Readings, rule: IndicatorRule, establishment: Measured) -> Readings:
    """Releases an establishment from the targets its category is exempted from; its figures stay as they are."""
    one = establishment
    exemption = one.texte.exemption(rule.indicateur, one.categorie, one.champ, one.sons_eligible)
    if exemption is None:
        return readings
    return {
        code: replace(row, measure=replace(row.measure, verdict="exemptee", motif=exemption.motif))
        for code, row in readings.items()
    }
