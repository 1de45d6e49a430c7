"""What a condition is checked on and what a check answers. The rules themselves are in the other modules `conditions*`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from contracts.rulebook_source import Source
from transforms.measures.counted import Counted, counted

ETATS = ("remplie", "non_remplie", "inconnue", "sans_objet")
"""Met, not met, not known from the register, does not concern this project."""

NOBODY = "Le périmètre du projet ne compte aucun établissement."


@dataclass(frozen=True)
class Check:
    """The answer for one condition.

    `etat`: one of `ETATS`. `opposable`: the text demands it, rather than wishes it. `detail`: a French sentence with the
    facts. `source`, `lecture`: where the text says it, and the reading chosen.
    """

    condition: str
    etat: str
    opposable: bool
    detail: str
    source: Source | None
    lecture: str | None


@dataclass(frozen=True)
class ProjectFacts:
    """What the register and FINESS say of one project.

    `projet`: its row of `projets`. `perimetre`: its rows of `perimetre` (`contracts.register.Perimetre`), in any order, with
    or without the column `type_operation`. `elsewhere`: for a FINESS number, the other projects of the register that hold it.
    `regions`: region of each establishment; `outre_mer`: whether it is overseas or in Corsica; None when nothing tells it.
    `papers_received`: codes of papers. `mois`: month measured, AAAA-MM. `tranche`: name of the one verified.
    """

    projet: dict
    perimetre: pl.DataFrame
    elsewhere: Mapping[str, tuple[str, ...]]
    regions: Mapping[str, str | None]
    outre_mer: Mapping[str, bool | None]
    papers_received: frozenset[str]
    mois: str
    tranche: str | None

    @cached_property
    def essms(self) -> tuple[Counted, ...]:
        """The establishments counted, in the order of the register; one that `nombre_essms` corrects to 0 is left out."""
        return tuple(one for one in counted(self.perimetre, self.projet["type_operation"]) if one.nombre)

    @property
    def nombre(self) -> int:
        """How many ESSMS the project counts."""
        return sum(one.nombre for one in self.essms)


def met(holds: bool) -> str:
    """The state of a condition of which everything is known."""
    return "remplie" if holds else "non_remplie"


def fold(name: str | None) -> str:
    """A name as two rows may write it: without case nor extra blanks; empty when there is none."""
    return " ".join((name or "").split()).casefold()


def count_of(number: int, noun: str) -> str:
    """A number and its noun, whose words all take an `s`: `1 établissement`, `8 organismes gestionnaires`."""
    words = noun if number < 2 else " ".join(f"{word}s" for word in noun.split())
    return f"{number} {words}"


def day(value: date) -> str:
    """A day as French readers write it."""
    return f"{value:%d/%m/%Y}"
