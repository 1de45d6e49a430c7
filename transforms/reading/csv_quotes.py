"""The bytes of a file of the pivot form before they are parsed: records in which a quotation mark was lost are made ones that the
parser sets aside, since it would read them as if nothing was missing (`"12"3` as `123`).
"""

from __future__ import annotations

from io import RawIOBase
from typing import BinaryIO

from transforms.reading.csv_fields import mended_quotes, whole_records
from transforms.reading.csv_header import Header, Refusal

BLOCK = 8 * 1024 * 1024
"""Bytes parsed at once; a record longer than this is refused (`csv_invalide`)."""


def mended(content: bytes, header: Header) -> bytes:
    """The bytes below the header, each record with a quotation mark lost made one with too many fields (`mended_quotes`).

    Raises:
        Refusal: `csv_invalide`; `encodage`, a null character.
    """
    if content.find(b"\0", header.body) >= 0:
        raise Refusal("encodage")
    if content.find(b'"', header.body) < 0:
        return content[header.body :]
    return mended_quotes(content, header.body, ";", len(header.names) + 1, BLOCK)


class Mended(RawIOBase):
    """The bytes of a source, as `mended` gives those of a small file. Raises Refusal as it does."""

    def __init__(self, source: BinaryIO, fields: int) -> None:
        super().__init__()
        self.source, self.fields = source, fields
        self.before, self.held, self.ready, self.over = b"", b"", memoryview(b""), False

    def readable(self) -> bool:
        """It is only read."""
        return True

    def readinto(self, buffer: memoryview) -> int:
        """Fills `buffer` with what is ready, which is nothing at the end only."""
        while not self.ready and not self.over:
            self._read_on()
        count = min(len(buffer), len(self.ready))
        buffer[:count], self.ready = self.ready[:count], self.ready[count:]
        return count

    def _read_on(self) -> None:
        """Bytes without any mark are given as they come, the beginning of their last record being remembered (`before`). Others
        are mended by whole records, the last one waiting for its end (`held`), unless it is too long for the parser anyway.
        """
        part = self.source.read(BLOCK)
        self.over = not part
        if b"\0" in part:
            raise Refusal("encodage")
        if not self.held and b'"' not in part:
            self.before = (self.before + part)[-BLOCK:] if part.rfind(b"\n") < 0 else part[part.rfind(b"\n") + 1 :]
            self.ready = memoryview(part)
            return
        text, given = self.before + self.held + part, len(self.before)
        end = max(whole_records(text, ";"), given)
        if self.over or len(text) - end > 2 * BLOCK:
            end = len(text)
        # Nothing is added among the bytes already given: they have no mark.
        self.ready = memoryview(mended_quotes(text[:end], 0, ";", self.fields, BLOCK))[given:]
        self.before, self.held = (text[:end], text[end:]) if end == given else (b"", text[end:])
