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
    """Everything below a folder but the folders that can be listed; links are not followed, depth does not matter."""
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            entries = list(os.scandir(place))
        except OSError:  # no right to list it, or a path longer than the system takes: the folder itself is reported
            if place == folder:  # no deposit at all would be read as silence
                raise
            yield place
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            else:
                yield Path(entry.path)


def _found(place: Path, folder: Path, largest: int) -> FoundFile:
    size, sha256, refusal = _opened(place, largest)
    return FoundFile(place, describe(f"depots/{_printable(place.relative_to(folder))}", sha256, size, refusal))


def _printable(path: Path) -> str:
    """A path that can be printed and stored: bytes that are not UTF-8 and control characters are escaped.

    A backslash is doubled, so that no other name is shown alike.
    """
    text = os.fsencode(path).replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")
    return "".join(letter if ord(letter) >= 32 and letter != "\x7f" else f"\\x{ord(letter):02x}" for letter in text)


def _opened(place: Path, largest: int) -> tuple[int, str, str | None]:
    """Size, hash, and the rule for which it is not read, if any."""
    try:
        status = place.lstat()
        if stat.S_ISDIR(status.st_mode):
            return 0, "", "illisible"
        if not stat.S_ISREG(status.st_mode):
            return status.st_size, "", "lien_refuse"
        if status.st_size > largest:
            return status.st_size, "", "trop_gros"
        return status.st_size, hash_file(place), None
    except OSError:
        return 0, "", "illisible"


def hash_file(place: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with place.open("rb", buffering=0) as handle:
        while chunk := handle.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
