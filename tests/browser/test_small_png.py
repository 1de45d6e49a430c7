"""A picture made small is the same picture."""

from __future__ import annotations

import struct
import zlib

from tests.browser.small_png import _SIGNATURE, _chunk, _pixels, make_small

WHITE, BLACK, RED = (255, 255, 255), (0, 0, 0), (200, 8, 8)


def written(path, rows, filtered):
    """A PNG of three channels, its rows under one filter; only 0 (none) and 1 (left) are made here."""
    data = b""
    for row in rows:
        flat = bytes(channel for pixel in row for channel in pixel)
        left = bytes(3) + flat
        data += bytes([filtered]) + (bytes((one - two) & 255 for one, two in zip(flat, left, strict=False)) if filtered else flat)
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(data)), (b"IEND", b""))
    path.write_bytes(_SIGNATURE + b"".join(_chunk(*part) for part in parts))


def test_colours_and_places_are_kept(tmp_path):
    for filtered in (0, 1):
        path = tmp_path / f"{filtered}.png"
        written(path, [[WHITE, BLACK, RED], [RED, WHITE, WHITE]], filtered)
        before = _pixels(path.read_bytes())
        make_small(path)
        assert (
            _pixels(path.read_bytes()) == before == (3, 2, [(31, 31, 31), (0, 0, 0), (25, 1, 1), (25, 1, 1), *[(31, 31, 31)] * 2])
        )
        assert b"PLTE" in path.read_bytes()
        assert bytes(WHITE) in path.read_bytes()


def test_many_colours_become_the_nearest(tmp_path):
    path = tmp_path / "many.png"
    written(path, [[(one, two, 0) for one in range(0, 256, 8)] for two in range(0, 256, 8)], 0)
    make_small(path)
    assert len({*_pixels(path.read_bytes())[2]}) == 256
