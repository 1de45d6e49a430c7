"""Reads pigeonholes of deposits into the store, several at the same time when there are enough of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from contracts.failures import WorkspaceError
from flows.deposit_folder import FoundFile
from flows.month_reader import MonthReader
from flows.progress import tell
from flows.settings import MEBIBYTE, Settings
from flows.store import writing
from transforms.reading.finess_cells import KnownNumbers

_FILES, _BYTES = 4_000, 64 * MEBIBYTE
"""Up to that much, this process reads alone: another one takes a second or two to start."""


@dataclass(frozen=True)
class Casier:
    """One pigeonhole: its month, its files, the folder of its content."""

    mois: str
    found: list[FoundFile]
    folder: Path


def read_casiers(casiers: list[Casier], known: KnownNumbers, key: bytes, settings: Settings) -> None:
    """Reads these pigeonholes, each into its folder.

    Raises:
        WorkspaceError: a file changed while it was read, or a reading process was stopped by the system.
    """
    processes = min(settings.processus or os.cpu_count() or 1, len(casiers))
    found = [one.file for casier in casiers for one in casier.found]
    light = len(found) <= _FILES and sum(file.octets for file in found) <= _BYTES
    reading = _one_by_one if processes <= 1 or light else _together
    for done, casier in enumerate(reading(casiers, known, key, settings.lot_octets, processes), 1):
        tell(f"dépôts de {casier.mois} ({done} casiers lus sur {len(casiers)})")


def _one_by_one(casiers: list[Casier], known: KnownNumbers, key: bytes, batch: int, _processes: int) -> Iterator[Casier]:
    for casier in casiers:
        _read(casier, known, key, batch)
        yield casier


def _together(casiers: list[Casier], known: KnownNumbers, key: bytes, batch: int, processes: int) -> Iterator[Casier]:
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _Reader.prepare, (known, key, batch))
    with pool:
        try:
            # The heaviest first: the last ones to finish are then short.
            heaviest = sorted(casiers, key=lambda casier: -sum(one.file.octets for one in casier.found))
            for future in as_completed([pool.submit(_Reader.read, casier) for casier in heaviest]):
                yield future.result()
        except BrokenProcessPool:
            raise WorkspaceError(
                "Un processus de lecture a été arrêté par le système (mémoire ?) : relancez avec CIBLES_PROCESSUS=1."
            ) from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _read(casier: Casier, known: KnownNumbers, key: bytes, batch: int) -> None:
    with writing(casier.folder) as folder:
        MonthReader(folder, known, key, batch).read(casier.found)


class _Reader:
    """What a reading process keeps from one pigeonhole to the next: sent once, not with each of them."""

    known: KnownNumbers
    key: bytes
    batch: int

    @classmethod
    def prepare(cls, known: KnownNumbers, key: bytes, batch: int) -> None:
        cls.known, cls.key, cls.batch = known, key, batch

    @classmethod
    def read(cls, casier: Casier) -> Casier:
        _read(casier, cls.known, cls.key, cls.batch)
        return casier
