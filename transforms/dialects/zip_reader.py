"""The bytes of a zip as its members, checked before anything is inflated and while it is. Serves archives and workbooks.

Written on the format itself: names, sizes and places are read once, by one reader, so that no other reader sees other members.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.dialects.limits import Limits
from transforms.reading.csv_header import Refusal

MAGIC = b"PK\x03\x04"

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LARGE = 0xFFFFFFFF
_STORED, _DEFLATED = 0, 8
_CHUNK = 64 * 1024
_PIECE = 1024 * 1024
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF8 = 0x800


@dataclass(frozen=True)
class Entry:
    """A member as the directory of the zip describes it: `attributes` are those of its system, `data` where its bytes start."""

    name: str
    system: int
    attributes: int
    encrypted: bool
    method: int
    crc: int
    compressed: int
    size: int
    start: int
    data: int


@dataclass
class Budget:
    """What remains to be unfolded, shared by the members of one file."""

    limits: Limits
    used: int = 0

    def spend(self, octets: int) -> None:
        """Raises Refusal (`archive_demesuree`) once more is unfolded than admitted."""
        self.used += octets
        if self.used > self.limits.octets_decompresses:
            raise Refusal("archive_demesuree")


def entries(content: bytes, limits: Limits) -> list[Entry]:
    """The members of a zip, in the order of its directory.

    Raises:
        Refusal: `archive_illisible` (no zip, in pieces, larger than 4 GiB, cut), `archive_demesuree` (too many members, sizes
            declared beyond the limits, members that share bytes).
    """
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - _END.size - 0xFFFF))
    if end < 0 or end + _END.size > len(content):
        raise Refusal("archive_illisible")
    _, disk, first, here, count, size, start, comment = _END.unpack_from(content, end)
    if disk or first or here != count or start + size > end or end + _END.size + comment != len(content):
        raise Refusal("archive_illisible")
    if count > limits.membres:
        raise Refusal("archive_demesuree")
    found, place = [], start
    for _ in range(count):
        entry, place = _entry(content, place, start + size)
        found.append(entry)
    if place != start + size:
        raise Refusal("archive_illisible")
    _refuse_sizes(found, start, limits)
    return found


def inflated(content: bytes, entry: Entry, budget: Budget) -> Iterator[bytes]:
    """The bytes of a member, piece after piece; the checks of its size and sum are done after the last one.

    Raises:
        Refusal: `archive_chiffree`, `archive_illisible` (another compression, damaged), `archive_demesuree`.
    """
    if entry.encrypted:
        raise Refusal("archive_chiffree")
    size, crc = 0, 0
    for piece in _pieces(content, entry):
        size += len(piece)
        budget.spend(len(piece))
        if size > entry.size or (size > budget.limits.ratio_des and size > budget.limits.ratio * entry.compressed):
            raise Refusal("archive_demesuree")
        crc = zlib.crc32(piece, crc)
        yield piece
    if size != entry.size or crc != entry.crc:
        raise Refusal("archive_illisible")


def _pieces(content: bytes, entry: Entry) -> Iterator[bytes]:
    view = memoryview(content)[entry.data : entry.data + entry.compressed]
    if entry.method == _STORED:
        yield from (bytes(view[place : place + _PIECE]) for place in range(0, len(view), _PIECE))
        return
    if entry.method != _DEFLATED:
        raise Refusal("archive_illisible")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for place in range(0, len(view), _CHUNK):
            waiting = view[place : place + _CHUNK]
            while len(waiting) and not inflater.eof:
                if piece := inflater.decompress(waiting, _PIECE):
                    yield piece
                waiting = inflater.unconsumed_tail
        while not inflater.eof and (piece := inflater.decompress(b"", _PIECE)):
            yield piece
    except zlib.error:
        raise Refusal("archive_illisible") from None
    if not inflater.eof or inflater.unused_data:
        raise Refusal("archive_illisible")


def _entry(content: bytes, place: int, end: int) -> tuple[Entry, int]:
    """The entry of the directory at `place`, and where the next one is."""
    if place + _ENTRY.size > end:
        raise Refusal("archive_illisible")
    fields = _ENTRY.unpack_from(content, place)
    mark, made_by, _, flags, method, _, _, crc, compressed, size, named, extra, comment, disk, _, attributes, start = fields
    name = place + _ENTRY.size
    following = name + named + extra + comment
    if mark != b"PK\x01\x02" or disk or following > end:
        raise Refusal("archive_illisible")
    raw = content[name : name + named]
    if _LARGE in (size, compressed, start):
        more = content[name + named : name + named + extra]
        size, compressed, start = _large(more, size, compressed, start)
    data = _data(content, start, raw, method)
    encrypted = bool(flags & _ENCRYPTED)
    entry = Entry(_decoded(raw, flags), made_by >> 8, attributes, encrypted, method, crc, compressed, size, start, data)
    return entry, following


def _large(extra: bytes, *values: int) -> list[int]:
    """Sizes and place written apart because the writer did not know them in advance (zip64)."""
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, place)
        if kind == 1:
            body = extra[place + 4 : place + 4 + length]
            wide = iter(struct.unpack(f"<{len(body) // 8}Q", body[: len(body) // 8 * 8]))
            return [next(wide, _LARGE) if value == _LARGE else value for value in values]
        place += 4 + length
    raise Refusal("archive_illisible")


def _data(content: bytes, start: int, name: bytes, method: int) -> int:
    """Where the bytes of the member at `start` are; its own header must say what the directory says."""
    if start + _LOCAL.size > len(content):
        raise Refusal("archive_illisible")
    mark, _, _, its_method, _, _, _, _, _, named, extra = _LOCAL.unpack_from(content, start)
    place = start + _LOCAL.size
    if mark != MAGIC or its_method != method or content[place : place + named] != name:
        raise Refusal("archive_illisible")
    return place + named + extra


def _decoded(raw: bytes, flags: int) -> str:
    """The name of a member. Without a mark many tools write UTF-8 all the same; Windows writes that of its console."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        if flags & _UTF8:
            raise Refusal("archive_illisible") from None
        return raw.decode("cp850")


def _refuse_sizes(found: list[Entry], directory: int, limits: Limits) -> None:
    if sum(entry.size for entry in found) > limits.octets_decompresses:
        raise Refusal("archive_demesuree")
    end = 0
    for entry in sorted(found, key=lambda entry: entry.start):
        if entry.start < end:  # members that share bytes: a small file that unfolds without end
            raise Refusal("archive_demesuree")
        end = entry.data + entry.compressed
        if end > directory:
            raise Refusal("archive_illisible")
