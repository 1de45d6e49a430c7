"""Walks `depots/`: which files are there, and their hashes. Links are never followed; nothing is interpreted here."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from threading import local

from transforms.reading.deposit_paths import DepositFile, describe

_READERS, _SHARE = 4, 64
"""Threads that hash, and the most files each takes at a time: a disk answers several faster than one by one."""

_BUFFERS = local()
_CHUNK = 256 * 1024
"""Bytes hashed at once, into a buffer that each thread keeps: they stay in the cache of the processor."""


@dataclass(frozen=True)
class FoundFile:
    """A deposit and where it is on disk."""

    path: str
    file: DepositFile

    @property
    def place(self) -> Path:
        """Where it is."""
        return Path(self.path)


def find_deposits(folder: Path, largest: int, purged_before: str | None = None) -> list[FoundFile]:
    """Every file below `folder`, by path.

    Args:
        folder: the deposits.
        largest: size in bytes above which a file is refused without being read.
        purged_before: the month before which every month was purged, if any was: its files are refused.
    """
    root = str(folder)
    paths = sorted(entries(root))
    share = max(1, min(_SHARE, len(paths) // _SHARE))  # a few large files are shared out too
    shares = [paths[first : first + share] for first in range(0, len(paths), share)]
    with ThreadPoolExecutor(_READERS) as readers:
        found = readers.map(lambda share: [_found(path, root, largest, purged_before) for path in share], shares)
        return [one for share in found for one in share]


def entries(folder: str) -> Iterator[str]:
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
                waiting.append(entry.path)
            else:
                yield entry.path


def _found(path: str, root: str, largest: int, purged_before: str | None) -> FoundFile:
    size, sha256, refusal = opened(path, largest)
    return FoundFile(path, describe(f"depots/{printable(path[len(root) + 1 :])}", sha256, size, refusal, purged_before))


def printable(text: str) -> str:
    """A path that can be printed and stored: bytes that are not UTF-8 and control characters are escaped.

    A backslash is doubled, so that no other name is shown alike.
    """
    if text.isascii() and text.isprintable() and "\\" not in text:
        return text
    text = os.fsencode(text).replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")
    return "".join(letter if ord(letter) >= 32 and letter != "\x7f" else f"\\x{ord(letter):02x}" for letter in text)


def opened(path: str, largest: int) -> tuple[int, str, str | None]:
    """Size, hash, and the rule for which it is not read, if any."""
    try:
        status = os.lstat(path)
        if stat.S_ISDIR(status.st_mode):
            return 0, "", "illisible"
        if not stat.S_ISREG(status.st_mode):
            return status.st_size, "", "lien_refuse"
        if status.st_size > largest:
            return status.st_size, "", "trop_gros"
        return status.st_size, hash_file(path), None
    except OSError:
        return 0, "", "illisible"


def hash_file(place: Path | str) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    buffer = _buffer()
    with FileIO(place) as handle:
        while read := handle.readinto(buffer):
            digest.update(buffer[:read])
    return digest.hexdigest()


def _buffer() -> memoryview:
    if not hasattr(_BUFFERS, "mine"):
        _BUFFERS.mine = memoryview(bytearray(_CHUNK))
    return _BUFFERS.mine
