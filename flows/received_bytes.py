"""The bytes of a deposit, which are those whose hash was recorded: the proof of a decision names the hash of what was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from typing import BinaryIO

from contracts.failures import WorkspaceError
from flows.deposit_folder import FoundFile


def read_received(one: FoundFile) -> bytes:
    """The content of a small file.

    Raises:
        WorkspaceError: the file was rewritten since it was hashed.
    """
    content = one.place.read_bytes()
    _check(one, hashlib.sha256(content).hexdigest())
    return content


@contextmanager
def open_received(one: FoundFile) -> Iterator[BinaryIO]:
    """A large file, hashed as it is read. What was not read when the block ends is read then. Raises as `read_received`."""
    with one.place.open("rb", buffering=0) as source, _Hashed(source) as hashed:
        try:
            yield hashed
        finally:
            hashed.finish()
            _check(one, hashed.digest.hexdigest())


class _Hashed(RawIOBase):
    """A file whose bytes are hashed as they are read."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self.source = source
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        """It is only read."""
        return True

    def readinto(self, buffer: memoryview) -> int:
        """Fills `buffer` as far as the system does at once."""
        read = self.source.readinto(buffer)
        self.digest.update(memoryview(buffer)[:read])
        return read

    def finish(self) -> None:
        """Reads what is left."""
        buffer = bytearray(1024 * 1024)
        while self.readinto(memoryview(buffer)):
            pass


def _check(one: FoundFile, sha256: str) -> None:
    if sha256 != one.file.sha256:
        raise WorkspaceError(f"{one.file.chemin} a changé pendant le passage : attendez la fin des envois, puis relancez.")
