"""A project as its deposits leave it for a month, ready to be judged again under hypotheses; the rules are those of a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from contracts.rulebook import IndicatorRule, Rulebook, Target
from contracts.vocabulary import FLOW_OF
from transforms.decisions.acts import NO_ACTS, ProjectActs
from transforms.decisions.criteria import chosen
from transforms.decisions.decide import Signals
from transforms.decisions.project import ProjectResult, project_result
from transforms.measures.perimeter import ProjectScope
from transforms.measures.plan import Request
from transforms.measures.rows import ProjectRows, Row, judge_all, project_rows
from transforms.measures.verdicts import Counts, Measure
from transforms.simulation.found import Cell, Found, missing, with_found


@dataclass(frozen=True)
class Situation:
    """What was counted for one project and month, and the facts beside it.

    `counted` are the requests of its scope with their counts; `signals`, without papers; `received`, the papers received;
    `lecture`, the reading chosen (None: the default).
    """

    scope: ProjectScope
    mois: str
    counted: tuple[tuple[Request, Counts], ...]
    signals: Signals
    received: frozenset[str]
    lecture: str | None = None
    acts: ProjectActs = NO_ACTS

    @property
    def texte(self) -> Rulebook:
        """The text, with the targets of the project."""
        return self.scope.texte

    @cached_property
    def result(self) -> ProjectResult:
        """The decision that this situation gives."""
        rows = _judged(self.scope, self.counted)
        return project_result(self.scope, self.mois, rows, self.signals, self.received, self.lecture, self.acts)

    def found(self, found: Found) -> Situation:
        """The same with dossiers found; a cell without a row changes nothing."""
        of_one = _by_establishment(found)
        changed = tuple(
            (request, with_found(counts, of_one[request.finess_et]) if _concerned(request, self.mois, of_one) else counts)
            for request, counts in self.counted
        )
        return replace(self, counted=changed)

    def targets(self, targets: Mapping[str, Target]) -> Situation:
        """The same with other targets, by indicator; every one must have a target."""
        texte = replace(self.texte, indicateurs=tuple(_aimed(rule, targets) for rule in self.texte.indicateurs))
        establishments = tuple(replace(one, texte=texte) for one in self.scope.establishments)
        return replace(self, scope=replace(self.scope, texte=texte, establishments=establishments))

    def reading(self, code: str) -> Situation:
        """The same under another reading, which the text must admit."""
        return replace(self, lecture=code)

    def row(self, cell: Cell) -> Row:
        """The row kept for an establishment and an indicator, under the reading; KeyError when there is none."""
        return chosen(self.result.rows[cell], self.result.lecture)

    def missing(self, cell: Cell) -> int | None:
        """How many more the numerator of a row can count (`found.missing`); None: no bound."""
        row = self.row(cell)
        return missing(row, self._counts[row.request])

    def absent(self, cell: Cell) -> tuple[str, ...]:
        """The datasets of the month that a measure needs and that no deposit in force gives."""
        row = self.row(cell)
        counts, flow = self._counts[row.request], FLOW_OF[cell[1]]
        needed = {"dossiers": row.rule.uses_dossiers and not counts.dossiers_presents, flow: not counts.flux_present}
        return tuple(name for name, missed in needed.items() if name is not None and missed)

    def covered(self, cell: Cell) -> tuple[int, int]:
        """Months of the window of a row that its flow covers, and months of that window."""
        request = self.row(cell).request
        return self._counts[request].mois_couverts, request.length

    def rows_with(self, cells: Iterable[Cell], found: Found) -> ProjectRows:
        """The rows of a few cells once dossiers are found: those alone are judged again."""
        of_one, rows = _by_establishment(found), {}
        members = {one.finess_et: one for one in self.scope.establishments}
        for cell in cells:
            added = of_one.get(cell[0], {})
            counted = [
                (request, with_found(counts, added) if request.mois == self.mois else counts)
                for request, counts in self._by_cell[cell]
            ]
            rows[cell] = _judged(replace(self.scope, establishments=(members[cell[0]],)), counted)[cell]
        return rows

    @cached_property
    def _counts(self) -> dict[Request, Counts]:
        return dict(self.counted)

    @cached_property
    def _by_cell(self) -> dict[Cell, list[tuple[Request, Counts]]]:
        cells: dict[Cell, list[tuple[Request, Counts]]] = defaultdict(list)
        for request, counts in self.counted:
            cells[request.finess_et, request.indicateur].append((request, counts))
        return cells


def _judged(scope: ProjectScope, counted: Iterable[tuple[Request, Counts]]) -> ProjectRows:
    asked, counts = [request for request, _ in counted], [one for _, one in counted]
    judged: dict[str, list[tuple[Request, Measure]]] = defaultdict(list)
    for pair in judge_all(asked, counts, {scope.projet["projet_id"]: scope.texte}):
        judged[pair[0].finess_et].append(pair)
    return project_rows(scope.establishments, judged)


def _by_establishment(found: Found) -> dict[str, dict[str, int]]:
    of_one: dict[str, dict[str, int]] = {}
    for (finess_et, indicateur), number in found.items():
        of_one.setdefault(finess_et, {})[indicateur] = number
    return of_one


def _concerned(request: Request, mois: str, of_one: Mapping[str, object]) -> bool:
    """What is found is of the month measured: an earlier month end, which a reading looks at, stays as it was."""
    return request.mois == mois and request.finess_et in of_one


def _aimed(rule: IndicatorRule, targets: Mapping[str, Target]) -> IndicatorRule:
    return replace(rule, cible=targets[rule.indicateur]) if rule.indicateur in targets else rule
