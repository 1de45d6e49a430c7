"""Which characters a font has, and how a text that has others is still shown: nothing is dropped, nothing stops the notice."""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Any

_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_TIED = re.compile(r"(?<=\S) (?=[:;!?%»€÷])|(?<=«) ")
_BROAD, _NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
"""The narrow space of this font can hardly be seen: amounts would read as one word."""

_COMMANDING = {"Cc", "Cf", "Co", "Cs", "Cn"}
"""Categories of characters that show nothing, or turn the text around them: they are named like those the font lacks."""


def characters_of(font: bytes) -> frozenset[int]:
    """The code points that a TrueType font draws: its tables `cmap` of format 4 and 12.

    Raises:
        ValueError: these bytes are no such font.
    """
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    if b"cmap" not in tables:
        raise ValueError("a font without a table of characters")
    start = tables[b"cmap"]
    found: set[int] = set()
    for rank in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">I", font, start + 4 + 8 * rank + 4)[0]
        kind = struct.unpack_from(">H", font, at)[0]
        found.update({4: _segments, 12: _groups}.get(kind, _nothing)(font, at))
    return frozenset(found)


def _nothing(_font: bytes, _at: int) -> Iterator[int]:
    return iter(())


def _segments(font: bytes, at: int) -> Iterator[int]:
    double = struct.unpack_from(">H", font, at + 6)[0]
    ends, starts, deltas, offsets = (at + 14 + extra + double * rank for rank, extra in enumerate((0, 2, 2, 2)))
    for step in range(0, double, 2):
        end, start, delta, offset = (struct.unpack_from(">H", font, place + step)[0] for place in (ends, starts, deltas, offsets))
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code if not offset else struct.unpack_from(">H", font, offsets + step + offset + 2 * (code - start))[0]
            if glyph and (glyph + delta) % 65536:
                yield code


def _groups(font: bytes, at: int) -> Iterator[int]:
    for rank in range(struct.unpack_from(">I", font, at + 12)[0]):
        start, end, _ = struct.unpack_from(">III", font, at + 16 + 12 * rank)
        yield from range(start, end + 1)


def drawable(text: str, known: frozenset[int]) -> str:
    """The text with a run of characters that the font lacks told by their numbers: `[U+0627 U+0644]`; line breaks are spaces.

    Args:
        text: any text.
        known: the characters that the font has.
    """
    composed = _BREAKS.sub(" ", unicodedata.normalize("NFC", text))
    if all(_drawn(character, known) for character in set(composed)):
        return composed
    runs = ((drawn, "".join(run)) for drawn, run in groupby(composed, lambda character: _drawn(character, known)))
    return "".join(run if drawn else f"[{' '.join(f'U+{ord(one):04X}' for one in run)}]" for drawn, run in runs)


def _drawn(character: str, known: frozenset[int]) -> bool:
    return ord(character) in known and unicodedata.category(character) not in _COMMANDING


def printable(value: Any, known: frozenset[int]) -> Any:
    """Every text of a view as the font can show it, its spaces before `:`, `;`, `%`, `€` and inside « » without a break."""
    if isinstance(value, str):
        return _TIED.sub(_BROAD, drawable(value, known)).replace(_NARROW, _BROAD)
    if isinstance(value, list):
        return [printable(item, known) for item in value]
    return {key: printable(item, known) for key, item in value.items()} if isinstance(value, dict) else value
