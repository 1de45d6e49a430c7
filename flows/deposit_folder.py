"""Walks `depots/`: which files are there, and their hashes. Links are never followed; nothing is interpreted here."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from transforms.reading.deposit_paths import DepositFile, describe

_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class FoundFile:
    """A deposit and where it is on disk."""

    place: Path
    file: DepositFile


def find_deposits(folder: Path, largest: int) -> list[FoundFile]:
    """Every file below `folder`, by path.

    Args:
        folder: the deposits.
        largest: size in bytes above which a file is refused without being read.
    """
    return [_found(place, folder, largest) for place in sorted(_entries(folder))]


def _entries(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder, followlinks=False):
        yield from (Path(place) / name for name in files)
        yield from (Path(place) / name for name in folders if (Path(place) / name).is_symlink())


def _found(place: Path, folder: Path, largest: int) -> FoundFile:
    # A name that is not UTF-8 is shown with its odd bytes escaped, so that it can be printed and stored; a backslash is doubled,
    # so that no other name is shown alike.
    relative = os.fsencode(place.relative_to(folder)).replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")
    status = place.lstat()
    refusal = None
    if not stat.S_ISREG(status.st_mode):
        refusal = "lien_refuse"
    elif status.st_size > largest:
        refusal = "trop_gros"
    sha256 = ""
    if refusal is None:
        try:
            sha256 = hash_file(place)
        except OSError:
            refusal = "illisible"
    return FoundFile(place, describe(f"depots/{relative}", sha256, status.st_size, refusal))


def hash_file(place: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with place.open("rb", buffering=0) as handle:
        while chunk := handle.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
