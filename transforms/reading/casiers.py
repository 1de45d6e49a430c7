"""How the deposits of a month are shared out into pigeonholes (`casiers`), each read and stored whole.

A corrected file then costs the reading of its pigeonhole, not of its month, and several are read at the same time. What a file
says never depends on its pigeonhole: the few files elsewhere on which its reading depends are read beside it (`beside`).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from contracts.deposits.columns import COVERAGE
from transforms.reading.deposit_paths import DepositFile

_FILES = 2_000
_BYTES = 64 * 1024 * 1024
"""What one pigeonhole may hold before a month gets four times as many. A file of more bytes has a pigeonhole of its own."""

MOST = 16
"""Pigeonholes of the other files of a month: years of them stay a bounded number of files."""

MOST_LARGE = 240
"""Pigeonholes of the large files of a month, which two of them share by chance only."""


def share_out(files: Sequence[DepositFile]) -> list[int]:
    """The rank of the pigeonhole of each file of one month: below `MOST`, or from there on for a large file.

    It depends on the path and on the size of the file, and on how much the others hold. The files of the folder of an
    establishment stay together, but for the large ones: they are often corrected together.
    """
    others = [file for file in files if not _is_large(file)]
    number = _number(len(others), sum(file.octets for file in others if file.refusal is None))
    return [_rank(file, number) for file in files]


def beside(files: Sequence[DepositFile], ranks: Sequence[int]) -> dict[int, list[int]]:
    """By pigeonhole, the files of other ones on which its reading depends, as places in `files`, in order.

    They are each `couverture.csv` of the folders of its files, which gives their periods or sets them aside; and, for a
    `couverture.csv` of its own, the files it may name.
    """
    folders: dict[str, list[int]] = {file.dossier: [] for file in files if _is_coverage(file)}
    for place, file in enumerate(files):
        if file.dossier in folders:
            folders[file.dossier].append(place)
    needed: dict[int, set[int]] = defaultdict(set)
    for places in folders.values():
        covers = [place for place in places if _is_coverage(files[place])]
        owners = {ranks[place] for place in covers}
        for rank in {ranks[place] for place in places}:
            needed[rank].update(place for place in (places if rank in owners else covers) if ranks[place] != rank)
    return {rank: sorted(places) for rank, places in needed.items() if places}


def content_matters(file: DepositFile) -> bool:
    """Whether the content of a file read beside a pigeonhole matters there, and not its name alone."""
    return _is_coverage(file)


def _is_coverage(file: DepositFile) -> bool:
    return file.jeu == COVERAGE.name


def _is_large(file: DepositFile) -> bool:
    return file.octets > _BYTES and file.refusal is None


def _rank(file: DepositFile, number: int) -> int:
    if _is_large(file):
        return MOST + _digest(file.chemin) % MOST_LARGE
    return _digest(file.dossier if file.folder_finess else file.chemin) % number


def _digest(place: str) -> int:
    return int.from_bytes(hashlib.sha256(place.encode()).digest()[:8], "big")


def _number(files: int, size: int) -> int:
    """1, 4 or 16: changing it means reading the month again, which growth alone seldom asks."""
    number = 1
    while number < MOST and (files > _FILES * number or size > _BYTES * number):
        number *= 4
    return number
