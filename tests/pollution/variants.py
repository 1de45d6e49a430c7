"""Damaged files, seeded, and what becomes of each. Not a test."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.pollution import damages_bytes, damages_header, damages_layout, damages_text, damages_values, damages_workbook
from tests.pollution.clean import ARCHIVES, TEXTS
from tests.pollution.clean_workbooks import WORKBOOKS
from tests.pollution.damage import DAMAGES, Damage
from tests.pollution.deposit import read_deposit
from tests.pollution.judge import Fate, judge
from tests.pollution.tables import File

LISTED = (damages_text, damages_layout, damages_header, damages_values, damages_bytes, damages_workbook)
"""The modules whose import lists the damages."""

CLEAN = {
    name: (kind, make)
    for kind, makes in (("texte", TEXTS), ("archive", ARCHIVES), ("classeur", WORKBOOKS))
    for name, make in makes.items()
}


@dataclass(frozen=True)
class Variant:
    """One clean file, one damage (its place in the list), one seed: always the same bytes."""

    clean: str
    place: int
    seed: int

    @property
    def damage(self) -> Damage:
        """The damage."""
        return DAMAGES[self.place]

    def __str__(self) -> str:
        return f"{self.damage.classe} / {self.damage.nom} / {self.clean} / graine {self.seed}"

    def file(self) -> File | None:
        """The damaged file; None when this one has nothing to damage so."""
        # `hash` differs from one process to another.
        chance = Random(zlib.crc32(str(self).encode()))
        file = CLEAN[self.clean][1](chance)
        return None if self.damage.spoil(file, chance) is False else file


def variants(seeds: range) -> Iterator[Variant]:
    """Every damage done to every clean file it can be done to, once per seed."""
    for seed in seeds:
        for place, damage in enumerate(DAMAGES):
            yield from (Variant(name, place, seed) for name, (kind, _) in CLEAN.items() if kind in damage.kinds)


def fate(file: File) -> Fate:
    """What becomes of the rows of a file."""
    return judge(file, read_deposit(file.name, file.content()))
