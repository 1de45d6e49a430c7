"""`cibles simulate`: a decision as the store gives it, then under hypotheses, or the way to its balance. It writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts.failures import UsageError
from flows import simulation_hypotheses as hypotheses
from flows.decision_files import read_decision, written_versions
from flows.settings import Settings
from flows.simulation_inputs import Loaded, load, of_month, reading
from flows.simulation_words import hypothesis_sentences, remedy
from transforms.simulation.obstacles import obstacles
from transforms.simulation.situation import Situation
from transforms.simulation.stakes import stakes
from transforms.simulation.told import (
    against_published,
    decision_told,
    differences,
    obstacle_told,
    stakes_told,
    way_told,
)
from transforms.simulation.way import shortest_way


@dataclass(frozen=True)
class Asked:
    """What is asked, as it was typed."""

    project: str
    month: str
    targets: tuple[str, ...] = ()
    reading: str | None = None
    found: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    until: str | None = None

    @property
    def supposes(self) -> bool:
        """Whether there is any hypothesis."""
        return bool(self.targets or self.reading or self.found or self.leaving or self.until)


def simulate(settings: Settings, asked: Asked) -> dict[str, Any]:
    """What the hypotheses change, or, without any, the shortest way to the balance and the euros at stake.

    Returns:
        Plain values, ready for JSON: `projet_id`, `texte_id`, `publiee`, `avant`, then `hypotheses`, `apres`, `changements` and
        `avertissements`, or `chemin`, `obstacles` and `enjeux`.

    Raises:
        UsageError: a hypothesis does not fit the project.
        WorkspaceError: there is nothing to simulate on.
    """
    if asked.until is not None and asked.until <= asked.month:
        raise UsageError(f"--until {asked.until} : donnez un mois après {asked.month}, par exemple celui qui suit.")
    with reading(settings, asked.project, asked.month) as run:
        baseline = load(run)
        document = _baseline(settings, baseline)
        if not asked.supposes:
            return document | _way(baseline.situation)
        supposed = _supposed(baseline, asked)
        situation = under(supposed.situation, asked)
        return document | _compared(baseline, supposed, situation, asked)


def _baseline(settings: Settings, baseline: Loaded) -> dict[str, Any]:
    situation = baseline.situation
    result, funding = situation.result, baseline.funding(situation)
    return {
        "projet_id": result.projet_id,
        "texte_id": result.texte.texte_id,
        "publiee": _published(settings, baseline),
        "avant": decision_told(result, funding),
    }


def _published(settings: Settings, baseline: Loaded) -> dict[str, Any] | None:
    """The last decision written for the month, and what differs from it; None when there is none."""
    result = baseline.situation.result
    written = written_versions(settings.decisions / result.mois).get(result.projet_id)
    if not written:
        return None
    published = read_decision(written[-1])
    found = against_published(result, baseline.funding(baseline.situation), published)
    return {"decision_id": published["decision_id"], "identique": not found, "differences": found}


def _supposed(baseline: Loaded, asked: Asked) -> Loaded:
    """The project read again for another month, or without some establishments; else as it is."""
    leaving = hypotheses.leaving(asked.leaving)
    if asked.until is None and not leaving:
        return baseline
    return load(of_month(baseline.run, asked.until or asked.month), leaving)


def under(situation: Situation, asked: Asked) -> Situation:
    """A situation under the hypotheses. What is missing is asked once targets and reading are the ones supposed."""
    situation = situation.targets(hypotheses.targets(asked.targets, situation.texte))
    if asked.reading is not None:
        situation = situation.reading(hypotheses.reading(asked.reading, situation.texte))
    return situation.found(hypotheses.found(asked.found, situation))


def _compared(baseline: Loaded, supposed: Loaded, situation: Situation, asked: Asked) -> dict[str, Any]:
    before = (baseline.situation.result, baseline.funding(baseline.situation))
    after = (situation.result, supposed.funding(situation))
    silent = asked.until is not None and not supposed.run.casiers.get(asked.until)
    return {
        "hypotheses": hypothesis_sentences(baseline.situation, situation, asked),
        "apres": decision_told(*after),
        "changements": differences(before, after),
        "avertissements": [f"Aucun dépôt de {asked.until} n'a été lu : ce mois ne se mesure que sur ce qui précède."]
        if silent
        else [],
    }


def _way(situation: Situation) -> dict[str, Any]:
    way = shortest_way(situation)
    found = obstacles(situation, way)
    return {
        "chemin": way_told(situation, way),
        "obstacles": [obstacle_told(one) | {"remede": remedy(one, situation.mois)} for one in found],
        "enjeux": stakes_told(stakes(situation.result)),
    }
