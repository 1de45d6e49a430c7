"""Reads pigeonholes of deposits into the store, several at the same time when there are enough of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.deposit_folder import FoundFile
from flows.month_reader import Means, MonthReader
from flows.processes import in_processes, processes_for
from flows.progress import tell
from flows.senders import Senders
from flows.settings import MEBIBYTE, Settings
from flows.store import writing
from transforms.reading.finess_cells import KnownNumbers
from transforms.reading.pseudonym import Pseudonyms

_FILES, _BYTES = 4_000, 64 * MEBIBYTE
"""Up to that much, this process reads alone: another one takes a second or two to start."""


@dataclass(frozen=True)
class Casier:
    """One pigeonhole: its month, its files, those of other ones on which its reading depends, the folder of its content."""

    mois: str
    found: list[FoundFile]
    beside: list[FoundFile]
    folder: Path


def read_casiers(casiers: list[Casier], known: KnownNumbers, key: bytes, senders: Senders, settings: Settings) -> None:
    """Reads these pigeonholes, each into its folder.

    Raises:
        WorkspaceError: a file changed while it was read, or a reading process was stopped by the system.
    """
    processes = processes_for(settings.processus, len(casiers))
    found = [one.file for casier in casiers for one in casier.found]
    light = len(found) <= _FILES and sum(file.octets for file in found) <= _BYTES
    readings = _one_by_one if processes <= 1 or light else _together
    for done, casier in enumerate(readings(casiers, (known, key, senders, settings.lot_octets), processes), 1):
        tell(f"dépôts de {casier.mois} ({done} casiers lus sur {len(casiers)})")


_Common = tuple[KnownNumbers, bytes, Senders, int]
"""What readers are made of: FINESS numbers known, key of pseudonyms, how senders write, bytes of deposits held together."""


class CasierReader:
    """Reads pigeonholes one after the other; keeps what does not change from one to the next, and the pseudonyms met."""

    def __init__(self, known: KnownNumbers, key: bytes, senders: Senders, batch: int) -> None:
        """`batch` bounds the bytes of deposits held together."""
        self.means = Means(known, Pseudonyms(key), senders, batch)

    def read(self, casier: Casier) -> Casier:
        """Reads one, into its folder."""
        with writing(casier.folder) as folder:
            MonthReader(folder, self.means).read(casier.found, casier.beside)
        return casier


def _one_by_one(casiers: list[Casier], common: _Common, _processes: int) -> Iterator[Casier]:
    reader = CasierReader(*common)
    for casier in casiers:
        yield reader.read(casier)


def _together(casiers: list[Casier], common: _Common, processes: int) -> Iterator[Casier]:
    # The heaviest first: the last ones to finish are then short.
    heaviest = sorted(casiers, key=lambda casier: -sum(one.file.octets for one in casier.found))
    return in_processes(processes, _Process.read, [(casier,) for casier in heaviest], _Process.prepare, common)


class _Process:
    """A reading process, which has one reader."""

    reader: CasierReader

    @classmethod
    def prepare(cls, *common: *_Common) -> None:
        cls.reader = CasierReader(*common)

    @classmethod
    def read(cls, casier: Casier) -> Casier:
        return cls.reader.read(casier)
