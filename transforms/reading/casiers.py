"""How the deposits of a month are shared out into pigeonholes (`casiers`), each read and stored whole.

A corrected file then costs the reading of its pigeonhole, not of its month, and several are read at the same time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from contracts.deposits.columns import COVERAGE
from transforms.reading.deposit_paths import DepositFile

_FILES = 2_000
_BYTES = 64 * 1024 * 1024
"""What one pigeonhole may hold before a month gets four times as many."""

MOST = 16
"""Pigeonholes of a month: years of them stay a bounded number of files."""


def share_out(files: Sequence[DepositFile]) -> list[int]:
    """The rank of the pigeonhole of each file of one month.

    Files below one folder stay together when the folder is that of an establishment, or when a `couverture.csv` there speaks
    of the others: the reading of each depends on it.
    """
    number = _number(len(files), sum(file.octets for file in files))
    covered = {file.dossier for file in files if file.jeu == COVERAGE.name}
    together = (file.dossier if file.folder_finess or file.dossier in covered else file.chemin for file in files)
    return [hashlib.sha256(place.encode()).digest()[0] % number for place in together]


def _number(files: int, size: int) -> int:
    """1, 4 or 16: changing it means reading the month again, which growth alone seldom asks."""
    number = 1
    while number < MOST and (files > _FILES * number or size > _BYTES * number):
        number *= 4
    return number
