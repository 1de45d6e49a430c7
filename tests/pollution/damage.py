"""The list of damages, by class; each changes one table of a clean file. Not a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.pollution.tables import File, Record, Table

Spoil = Callable[[Table, Random], object]
"""Damages a table in place; False when this table has nothing to damage so."""

SpoilFile = Callable[[File, Random], object]


@dataclass(frozen=True)
class Damage:
    """`classe` and `nom` as the page prints them; `kinds` of files it can be done to."""

    classe: str
    nom: str
    spoil: SpoilFile
    kinds: tuple[str, ...]


DAMAGES: list[Damage] = []
WRITTEN = ("texte", "archive")
ANY = ("texte", "archive", "classeur")


def damage(classe: str, nom: str, kinds: tuple[str, ...] = WRITTEN) -> Callable[[Spoil], Spoil]:
    """Lists a damage done to one table of a file, taken at random."""

    def listed(spoil: Spoil) -> Spoil:
        DAMAGES.append(Damage(classe, nom, lambda file, chance: spoil(chance.choice(file.tables), chance), kinds))
        return spoil

    return listed


def damage_to_file(classe: str, nom: str, kinds: tuple[str, ...]) -> Callable[[SpoilFile], SpoilFile]:
    """Lists a damage done to a whole file."""

    def listed(spoil: SpoilFile) -> SpoilFile:
        DAMAGES.append(Damage(classe, nom, spoil, kinds))
        return spoil

    return listed


def some(records: list[Record], chance: Random) -> list[Record]:
    """One to four of these records."""
    return chance.sample(records, min(len(records), chance.randint(1, 4)))


def lines(table: Table) -> list[Record]:
    """The records below the header that hold something, those that only complete others included."""
    below = table.records[table.header :]
    return table.data or [record for record in below if any(record.cells)]


def unreadable(record: Record) -> None:
    """No value of this record may be accepted any more."""
    record.said = [(jeu, {**values, "finess_et": "illisible"}) for jeu, values in record.said]
