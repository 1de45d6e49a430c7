"""Makes a PNG small: its 256 most frequent colours, well compressed. A screenshot has few that matter."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from pathlib import Path

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = 256
_LOST_BITS = 3
"""Of each channel: letters are smoothed in more shades than an eye tells apart."""

Colour = tuple[int, int, int]


def make_small(path: Path) -> None:
    """Writes a PNG of 8 bits per channel again in place, with a palette."""
    width, height, pixels = _pixels(path.read_bytes())
    counted = Counter(pixels)
    palette = [colour for colour, _ in counted.most_common(_COLOURS)]
    place = {colour: min(range(len(palette)), key=lambda rank: _far(colour, palette[rank])) for colour in counted}
    indices = bytes(map(place.__getitem__, pixels))
    rows = b"".join(b"\0" + indices[start : start + width] for start in range(0, width * height, width))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    shown = bytes(channel << _LOST_BITS | channel >> 8 - 2 * _LOST_BITS for colour in palette for channel in colour)
    parts = (b"IHDR", header), (b"PLTE", shown), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")
    path.write_bytes(_SIGNATURE + b"".join(_chunk(kind, content) for kind, content in parts))


def _far(one: Colour, other: Colour) -> int:
    return sum((left - right) ** 2 for left, right in zip(one, other, strict=True))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _pixels(content: bytes) -> tuple[int, int, list[Colour]]:
    """Width, height, and the high bits of red, green and blue of each pixel, row after row; opacity is dropped."""
    width, height, kind, data, at = 0, 0, 0, b"", len(_SIGNATURE)
    while at < len(content):
        (length,), name = struct.unpack(">I", content[at : at + 4]), content[at + 4 : at + 8]
        body = content[at + 8 : at + 8 + length]
        if name == b"IHDR":
            width, height, _, kind = struct.unpack(">IIBB", body[:10])
        if name == b"PLTE":
            palette = body
        data += body if name == b"IDAT" else b""
        at += length + 12
    channels = {0: 1, 2: 3, 3: 1, 6: 4}[kind]
    values = _unfiltered(zlib.decompress(data), width * channels, height, channels)
    if kind == 3:
        values, channels = b"".join(palette[3 * one : 3 * one + 3] for one in values), 3
    high = values.translate(bytes(value >> _LOST_BITS for value in range(256)))
    red, green, blue = (high[rank if channels > 1 else 0 :: channels] for rank in range(3))
    return width, height, list(zip(red, green, blue, strict=True))


def _unfiltered(data: bytes, stride: int, height: int, step: int) -> bytes:
    """Undoes the five filters of the format, row after row."""
    above = bytearray(stride)
    rows = []
    for rank in range(height):
        start = rank * (stride + 1)
        row, filtered = bytearray(data[start + 1 : start + 1 + stride]), data[start]
        for place in range(stride) if filtered else ():
            left = row[place - step] if place >= step else 0
            corner = above[place - step] if place >= step else 0
            row[place] = (row[place] + _guess(filtered, left, above[place], corner)) & 0xFF
        rows.append(bytes(row))
        above = row
    return b"".join(rows)


def _guess(filtered: int, left: int, up: int, corner: int) -> int:
    if filtered < 4:
        return (0, left, up, (left + up) // 2)[filtered]
    near = left + up - corner
    return min((left, up, corner), key=lambda one: abs(near - one))
