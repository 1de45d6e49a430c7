"""The shortest way to the balance: the fewest dossiers that make every criterion full, found by judging again.

Why taking one criterion after the other gives the fewest in all: what is found for an indicator changes no measure but its own,
except dossiers found up to date, which make the denominators of projects and events grow. Finding more of them than their own
target wants costs one dossier each and never saves as much elsewhere; so their fewest is taken first, and what they make others
lack is counted after.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from contracts.vocabulary import ACTIVE_DOSSIERS
from transforms.decisions.balance import criterion_money
from transforms.decisions.criteria import Critere, chosen, criteria
from transforms.decisions.decide import Outcome
from transforms.decisions.project import ProjectResult
from transforms.measures.rows import ProjectRows, Row
from transforms.simulation.found import ACTIVE, Cell
from transforms.simulation.situation import Situation

MOST = 999_999_999
"""More messages than that are no answer; a deposit cannot say more either."""

_FEW = 256
"""How many are tried one by one where more may harm. What is told there is enough; shared otherwise, fewer might be."""


@dataclass(frozen=True)
class Step:
    """What makes one criterion full: how many are found where, in the order of the register.

    Where the text pays pro rata, `apport` is what it brings in euros, all else equal, `par_dossier` what each one brings, and
    `par_point` each point of the rate (None for a count); cut to the cent. None too where the register gives no grant.
    """

    indicateur: str
    found: dict[Cell, int]
    apport: Decimal | None = None
    par_dossier: Decimal | None = None
    par_point: Decimal | None = None

    @property
    def nombre(self) -> int:
        """How many in all."""
        return sum(self.found.values())


@dataclass(frozen=True)
class Way:
    """The steps in the order in which to take them, all that they find, and the situation once they are taken."""

    steps: tuple[Step, ...]
    found: dict[Cell, int]
    reached: Situation


def shortest_way(situation: Situation) -> Way:
    """The fewest dossiers that make full every criterion that dossiers can make full.

    Where the text pays pro rata the steps that bring most euros per dossier come first. Where meeting the targets of a tranche
    makes another the one verified, the way goes on with that one.
    """
    found: dict[Cell, int] = {}
    steps: list[Step] = []
    now = situation
    while step := _next(now):
        steps.append(step)
        if len(steps) > 2 * len(situation.result.rows):  # each step fills a cell, which at most its base can empty again
            raise RuntimeError("the way does not end: what was found did not count")
        for cell, number in step.found.items():
            found[cell] = found.get(cell, 0) + number
        now = situation.found(found)
    return Way(tuple(steps), found, now)


def _next(now: Situation) -> Step | None:
    """The step to take: the one that brings most euros per dossier; where nothing is paid pro rata, the base of others first."""
    result = now.result
    lacking = [critere for critere in result.criteres if critere.measures and critere.verdict != "atteinte"]
    lacking.sort(key=lambda critere: critere.rule.indicateur != ACTIVE)
    steps = (step for critere in lacking if (step := _step(now, critere)))
    if not _priced_by_dossier(result) or _base_unknown(result):
        return next(steps, None)
    return max(steps, key=lambda step: Fraction(step.apport or 0) / step.nombre, default=None)


def _base_unknown(result: ProjectResult) -> bool:
    """Whether dossiers up to date are lacking and some are unknown: once known, they may have the projects and events sought."""
    lacking = [one for one in result.criteres if one.rule.indicateur == ACTIVE and one.measures and one.verdict != "atteinte"]
    return any(len(set(row.measure.choices)) > 1 for one in lacking for row in bound_rows(result, one.rule.indicateur))


def _priced_by_dossier(result: ProjectResult) -> bool:
    return result.texte.solde == "au_prorata" and result.montant_solde is not None


def bound_rows(result: ProjectResult, indicateur: str) -> list[Row]:
    """The rows that make a criterion, under the reading of the result; exempt establishments left out."""
    kept = [chosen(readings, result.lecture) for (_, name), readings in result.decided.items() if name == indicateur]
    return [row for row in kept if row.measure.verdict != "exemptee"]


def each_decides(critere: Critere, rows: list[Row]) -> bool:
    """Whether each establishment has its own measure in a criterion; with one alone, both ways are the same."""
    return len(critere.measures) == len(rows)


def cell_of(row: Row) -> Cell:
    """The establishment and the indicator of a row."""
    return row.request.finess_et, row.request.indicateur


def _step(now: Situation, critere: Critere) -> Step | None:
    """The fewest found that make a criterion full, or each establishment that can be; None when dossiers change nothing."""
    rows = bound_rows(now.result, critere.rule.indicateur)
    if each_decides(critere, rows):
        parts = [_with_base(now, critere, [row]) for row in rows]
        found = {cell: number for part in parts if part for cell, number in part.items()}
    else:
        found = _with_base(now, critere, rows) or {}
    return _priced(now, critere, found) if found else None


def _with_base(now: Situation, critere: Critere, rows: list[Row]) -> dict[Cell, int] | None:
    """`_fewest`; where it is none, with as few dossiers up to date as make it some: nobody active is a denominator of zero."""
    found = _fewest(now, critere, rows)
    if found is not None or critere.rule.indicateur not in ACTIVE_DOSSIERS[1:]:
        return found
    cells = [(row.request.finess_et, ACTIVE) for row in rows]
    rooms = [now.missing(cell) if cell in now.result.rows else 0 for cell in cells]
    share = _sharing(cells, rooms)
    base = fewest(lambda number: _fewest(now.found(share(number)), critere, rows) is not None, sum(room or 0 for room in rooms))
    if base is None:
        return None
    return share(base) | (_fewest(now.found(share(base)), critere, rows) or {})


def _fewest(now: Situation, critere: Critere, rows: list[Row]) -> dict[Cell, int] | None:
    """The fewest found that make these rows full together; None when none does, nothing when they already are."""
    texte = replace(now.texte, indicateurs=(critere.rule,))
    cells = [cell_of(row) for row in rows]
    rooms = [now.missing(cell) for cell in cells]
    share = _sharing(cells, rooms)

    def full(number: int) -> bool:
        judged: ProjectRows = now.rows_with(cells, share(number))
        return all(one.verdict == "atteinte" for one in criteria(judged, texte, now.result.lecture))

    most = None if None in rooms else sum(room or 0 for room in rooms)
    number = _first(full, most) if len(rows) > 1 and _windows_vary(rows) else None
    number = fewest(full, most) if number is None else number
    return None if number is None else share(number)


def _windows_vary(rows: list[Row]) -> bool:
    """Whether the window kept may change as more is found: the sums of several establishments may then go down as well as up."""
    fenetre = rows[0].rule.fenetre
    return fenetre.minimum < fenetre.maximum


def _first(full: Callable[[int], bool], most: int | None) -> int | None:
    """The smallest number that is enough among the first few, tried one by one; None when none of these is."""
    return next((number for number in range(min(_FEW, MOST if most is None else most + 1)) if full(number)), None)


def _sharing(cells: list[Cell], rooms: list[int | None]) -> Callable[[int], dict[Cell, int]]:
    """How a number found is shared: where most is missing first, so that few establishments are asked."""
    order = sorted(range(len(cells)), key=lambda rank: -(MOST if rooms[rank] is None else rooms[rank] or 0))

    def share(number: int) -> dict[Cell, int]:
        found = {}
        for rank in order:
            room = rooms[rank]
            taken = number if room is None else min(number, room)
            number -= taken
            if taken:
                found[rank] = taken
        return {cells[rank]: found[rank] for rank in sorted(found)}

    return share


def fewest(full: Callable[[int], bool], most: int | None) -> int | None:
    """The smallest number that is enough, where more never harms; None when `most` (None: no bound) is not enough."""
    high = most
    if high is None:
        high = next((number for number in _doubling() if full(number)), None)
    elif not full(high):
        return None
    return None if high is None else bisect_left(range(high), True, key=full)


def _doubling() -> Iterator[int]:
    number = 1
    while number <= MOST:
        yield number
        number *= 2


def _priced(now: Situation, critere: Critere, found: dict[Cell, int]) -> Step:
    result = now.result
    if not _priced_by_dossier(result):
        return Step(critere.rule.indicateur, found)
    gain = earned(now.found(found).result) - earned(result)
    return Step(critere.rule.indicateur, found, gain, _cut(Fraction(gain) / sum(found.values())), _of_a_point(result, critere))


def earned(result: ProjectResult) -> Decimal:
    """What the criteria earn in euros, whatever else holds the balance back; 0 for one that is not measurable everywhere."""
    criteres = [_measurable(critere) for critere in result.criteres]
    releasing = Outcome("liberer_partiellement", part=Fraction(1))
    money = criterion_money(result.montant_solde, criteres, result.texte, releasing)
    return sum((one.montant_libere for one in money if one.montant_libere is not None), Decimal("0.00"))


def _measurable(critere: Critere) -> Critere:
    """A criterion as it is, or as one measure that nothing can be said of, as soon as one of its own is such."""
    unknown = [measure for measure in critere.measures if measure.verdict == "indeterminee"]
    return replace(critere, measures=(unknown[0],)) if unknown else critere


def _of_a_point(result: ProjectResult, critere: Critere) -> Decimal | None:
    """Euros of one point (one hundredth) of the rate of a criterion."""
    target = critere.rule.cible
    most = result.money[result.criteres.index(critere)].montant_maximum
    if target is None or target.unite != "part" or most is None:
        return None
    return _cut(Fraction(most) / 100 / Fraction(target.valeur))


def _cut(amount: Fraction) -> Decimal:
    return Decimal(int(amount * 100)).scaleb(-2)
