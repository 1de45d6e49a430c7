"""What holds a decision back and that dossiers alone do not mend: where it is, and whether dossiers would do nevertheless."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from transforms.decisions.acts import PAID
from transforms.decisions.criteria import Critere, criteria
from transforms.decisions.decide import Signals
from transforms.decisions.project import ProjectResult
from transforms.measures.rows import Row
from transforms.simulation.found import Cell
from transforms.simulation.situation import Situation
from transforms.simulation.stakes import blockers_if_met
from transforms.simulation.way import Way, bound_rows, cell_of, each_decides

OUT_OF_REACH = "hors_de_portee"
"""A target that is not met, and that no number of dossiers of the month would meet."""

OF_THE_WHOLE = ("perimetre_vide", "aucune_cible_mesuree", PAID)
"""Motifs of a decision that no establishment answers for."""


@dataclass(frozen=True)
class Obstacle:
    """One motif at one place; `detail`: the paper, the month, the datasets… `dossiers`: how many found would do (None: none)."""

    motif: str
    finess_et: str | None = None
    indicateur: str | None = None
    detail: str | None = None
    dossiers: int | None = None


def obstacles(situation: Situation, way: Way) -> tuple[Obstacle, ...]:
    """Everything that holds the balance back besides targets that dossiers meet, each once.

    Args:
        situation: the project as it is.
        way: the shortest way from it.
    """
    reached = way.reached.result
    found = [
        *_unknown(situation, way),
        *_unknown(way.reached, way),
        *_out_of_reach(reached),
        *_blockers(way.reached),
        *(Obstacle(motif) for motif in OF_THE_WHOLE if motif in reached.outcome.motifs),
    ]
    return tuple(dict.fromkeys(found))


def _unknown(situation: Situation, way: Way) -> Iterator[Obstacle]:
    """The rows that make a criterion `indeterminee`."""
    result = situation.result
    for critere in result.criteres:
        rows = bound_rows(result, critere.rule.indicateur)
        if not rows or critere.verdict == "atteinte":
            continue
        each = each_decides(critere, rows)
        if each:
            guilty = [
                (row, one.motif or "") for row, one in zip(rows, critere.measures, strict=True) if one.verdict == "indeterminee"
            ]
        else:
            guilty = [(row, critere.motif or "") for row in _guilty(critere, rows)]
        for row, motif in guilty:
            cell = cell_of(row)
            dossiers = _enough(critere, [cell] if each else [cell_of(one) for one in rows], result, way)
            yield Obstacle(motif, *cell, detail=_detail(situation, cell, motif), dossiers=dossiers)


def _enough(critere: Critere, cells: list[Cell], result: ProjectResult, way: Way) -> int | None:
    """How many dossiers of the way make these cells full; None when they do not. 0: dossiers found for their base were enough."""
    reached = way.reached.result
    if reached.tranche == result.tranche:
        judged = {key: readings for key, readings in reached.decided.items() if key in cells}
        texte = replace(reached.texte, indicateurs=(critere.rule,))
        if any(one.verdict != "atteinte" for one in criteria(judged, texte, reached.lecture)):
            return None
    return sum(way.found.get(cell, 0) for cell in cells)


def _detail(situation: Situation, cell: Cell, motif: str) -> str | None:
    """The datasets that are absent, the months covered of those of the window; nothing for another motif."""
    if motif in ("source_absente", "declaratif"):
        return " et ".join(situation.absent(cell)) or None
    return "/".join(str(number) for number in situation.covered(cell)) if motif == "couverture_partielle" else None


def _guilty(critere: Critere, rows: list[Row]) -> list[Row]:
    """Of rows taken together, those that make the whole `indeterminee`."""
    if critere.verdict != "indeterminee":
        return []
    own = [row for row in rows if row.measure.motif == critere.motif]
    late = [row for row in rows if critere.motif == "extraction_tardive" and len(set(row.measure.choices)) > 1]
    uncovered = [row for row in rows if critere.motif == "couverture_partielle" and not row.measure.covered]
    return late or uncovered or own or rows


def _out_of_reach(reached: ProjectResult) -> Iterator[Obstacle]:
    for critere in reached.criteres:
        rows = bound_rows(reached, critere.rule.indicateur)
        if rows and critere.verdict == "non_atteinte":
            measures = critere.measures if each_decides(critere, rows) else critere.measures * len(rows)
            for row, measure in zip(rows, measures, strict=True):
                if measure.verdict == "non_atteinte":
                    yield Obstacle(OUT_OF_REACH, *cell_of(row))


def _blockers(situation: Situation) -> Iterator[Obstacle]:
    """What would turn the release into `a_instruire`, were every target met: the facts that do, one by one."""
    reached = situation.result
    motifs, signals = blockers_if_met(reached), reached.signals
    none = Signals(lifted=signals.lifted)
    if "pieces_manquantes" in motifs:
        yield from (Obstacle("pieces_manquantes", detail=piece) for piece in signals.missing_papers)
    for finess_et, mois in sorted(signals.rejected):
        if "lignes_rejetees" in blockers_if_met(reached, replace(none, rejected=frozenset([(finess_et, mois)]))):
            yield Obstacle("lignes_rejetees", finess_et, detail=mois)
    for finess_et in sorted(signals.to_check):
        if "essms_a_verifier" in blockers_if_met(reached, replace(none, to_check=frozenset([finess_et]))):
            yield Obstacle("essms_a_verifier", finess_et)
    if "declaratif" in motifs:
        for critere in reached.criteres:
            rows = bound_rows(reached, critere.rule.indicateur)
            declared = [cell_of(row) for row in rows if row.measure.source == "declaree"]
            yield from (Obstacle("declaratif", *cell, detail=_detail(situation, cell, "declaratif")) for cell in declared)
