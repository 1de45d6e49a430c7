"""The deposits of the sample under way: files by path below `depots/`, and the activity each establishment tells about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from transforms.synth.deposits import HEADERS, Row
from transforms.synth.population import Activite, invent_activite
from transforms.synth.scenarios import MOIS, Scenario

JUIN = MOIS[-1]


@dataclass
class Fichiers:
    """The files under way: rows by path below `depots/`; the header is that of the dataset named."""

    seed: int
    rows: dict[str, list[Row]] = field(default_factory=dict)
    headers: dict[str, Row] = field(default_factory=dict)
    activites: dict[str, Activite] = field(default_factory=dict)

    def put(self, path: str, jeu: str, rows: Iterable[Row]) -> None:
        """Adds rows to a file of one dataset, creating it if needed."""
        self.headers.setdefault(path, HEADERS[jeu])
        self.rows.setdefault(path, []).extend(rows)

    def drop(self, path: str) -> list[Row]:
        """Takes a file away and returns its rows."""
        del self.headers[path]
        return self.rows.pop(path)

    def activite(self, scenario: Scenario) -> Activite:
        """The activity of one establishment, drawn once from the seed and its number."""
        number = scenario.finess_et
        if number not in self.activites:
            self.activites[number] = invent_activite(Random(f"{self.seed}:{number}"), number, scenario.profil, scenario.mois)
        return self.activites[number]

    def draw(self, path: str) -> Random:
        """The random source of one file, so that a file does not depend on those made before it."""
        return Random(f"{self.seed}:{path}")


def place(scenario: Scenario, month: str, name: str) -> str:
    """Path of a file of one establishment, below `depots/`."""
    return f"{month}/{scenario.finess_et}/{name}.csv"
