"""What a simulation tells of a decision, and of two of them side by side: plain values, amounts as exact decimal text."""

from __future__ import annotations

from typing import Any

from transforms.decisions.criteria import Critere
from transforms.decisions.funding import Funding
from transforms.decisions.json_text import json_text
from transforms.decisions.project import ProjectResult
from transforms.decisions.record import record_of
from transforms.decisions.versions import changes
from transforms.measures.verdicts import remaining
from transforms.simulation.obstacles import Obstacle
from transforms.simulation.situation import Situation
from transforms.simulation.stakes import Stakes
from transforms.simulation.way import Step, Way, bound_rows, each_decides

NO_EVIDENCE: dict[str, Any] = {"depots": [], "registre": {}, "finess": None}
_TOLD = ("mois", "decision", "motif", "provisoire", "sensible_a_la_lecture", "lectures_qui_changent", "lecture")
_MONEY = ("part_solde", "montant_subvention", "montant_solde", "montant_libere", "montant_bareme")
_ROWS = ("essms", "versements")


def decision_told(result: ProjectResult, funding: Funding) -> dict[str, Any]:
    """A decision under the names of its record; each criterion says too how many it lacks (`reste_a_faire`)."""
    record = record_of(result, funding, NO_EVIDENCE)
    criteres = [
        row | {"reste_a_faire": _lacking(result, critere)}
        for row, critere in zip(record["criteres"], result.criteres, strict=True)
    ]
    return {name: record[name] for name in (*_TOLD, *_MONEY)} | {
        "tranche": result.tranche,
        "reste_a_faire": sum(row["reste_a_faire"] or 0 for row in criteres if row["verdict"] != "atteinte"),
        "criteres": criteres,
        **{name: record[name] for name in _ROWS},
    }


def _lacking(result: ProjectResult, critere: Critere) -> int | None:
    """`reste_a_faire` of a criterion, of the project as a whole or summed over establishments; None when one has none."""
    rows = bound_rows(result, critere.rule.indicateur)
    if not each_decides(critere, rows):
        return remaining(critere.measures[0], critere.rule.cible) if critere.measures else None
    each = [remaining(measure, critere.rule.cible) for measure in critere.measures]
    known = [number for number in each if number is not None]
    return sum(known) if known and len(known) == len(each) else None


def against_published(result: ProjectResult, funding: Funding, published: dict[str, Any]) -> list[str]:
    """What differs from a decision once written, as French sentences; empty when it is the same to the letter.

    The evidence is taken from it: only what it led to is compared.
    """
    record = record_of(result, funding, published["preuves"])
    if record["empreinte"] == published["empreinte"]:
        return []
    return changes(published, record) or ["calcul : changé par une version du logiciel, sur les mêmes entrées"]


def differences(before: tuple[ProjectResult, Funding], after: tuple[ProjectResult, Funding]) -> list[str]:
    """What changes from one decision to another, as French sentences, the decision first."""
    return changes(record_of(*before, NO_EVIDENCE), record_of(*after, NO_EVIDENCE))


def way_told(situation: Situation, way: Way) -> dict[str, Any]:
    """The shortest way: its steps, and the decision at its end."""
    reached = way.reached.result
    return {
        "nombre": sum(way.found.values()),
        "etapes": [_step(situation, step) for step in way.steps],
        "trouves": [f"{finess_et}:{indicateur}={number}" for (finess_et, indicateur), number in way.found.items()],
        "decision": reached.outcome.decision,
        "motif": reached.outcome.motif,
        "montant_libere": json_text(reached.montant_libere),
    }


def _step(situation: Situation, step: Step) -> dict[str, Any]:
    return {
        "indicateur": step.indicateur,
        "nombre": step.nombre,
        "apport": json_text(step.apport),
        "par_dossier": json_text(step.par_dossier),
        "par_point": json_text(step.par_point),
        "essms": [
            {
                "finess_et": cell[0],
                "nombre": number,
                "numerateur": situation.row(cell).measure.numerateur,
                "denominateur": situation.row(cell).measure.denominateur,
                "motif": situation.row(cell).measure.motif,
            }
            for cell, number in step.found.items()
        ],
    }


def obstacle_told(obstacle: Obstacle) -> dict[str, Any]:
    """One obstacle."""
    return {
        "motif": obstacle.motif,
        "finess_et": obstacle.finess_et,
        "indicateur": obstacle.indicateur,
        "detail": obstacle.detail,
        "dossiers": obstacle.dossiers,
    }


def stakes_told(stakes: Stakes) -> dict[str, Any]:
    """The euros at stake."""
    return {
        "montant_solde": json_text(stakes.solde),
        "deja_verse": json_text(stakes.verse),
        "montant_libere": json_text(stakes.libere),
        "bloque_seul": [{"obstacle": name, "montant": json_text(amount)} for name, amount in stakes.seuls.items()],
        "bloque_ensemble": json_text(stakes.ensemble),
        "hors_atteinte": json_text(stakes.hors_atteinte),
    }
