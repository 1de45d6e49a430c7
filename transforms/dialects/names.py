"""How names are compared: headers, names of sheets and files, texts of closed lists. What a person reads as the same name is the
same here; letters of another alphabet that only look alike are not.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence

_TYPED = str.maketrans(
    dict.fromkeys("’‘ʼ´`′", "'") | {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "º": "°", "‐": "-", "‑": "-", "–": "-", "—": "-"}
)
_LOST_APOSTROPHE = re.compile(r"(?<=[^\W\d_])\?(?=[^\W\d_])")
_UNSEEN = ("Mn", "Cf")
"""Accents set apart from their letter, and characters that print nothing."""


def folded(text: str) -> str:
    """The text without case, accents, line breaks nor repeated spaces; its question marks are kept."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.translate(_TYPED))
        text = "".join(character for character in apart if unicodedata.category(character) not in _UNSEEN)
    return " ".join(text.split()).casefold()


def comparable(text: str) -> str:
    """`folded`, a question mark between two letters being the apostrophe that an export has lost."""
    name = folded(text)
    return _LOST_APOSTROPHE.sub("'", name) if "?" in name else name


def matches(pattern: str, text: str) -> bool:
    """Whether a name is that of a pattern (`*`: any text, `?`: one character), as a whole."""
    return pattern == "*" or _compiled(pattern).fullmatch(comparable(text)) is not None


@functools.lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    # Several stars in a row say no more than one, and would take long to fail.
    parts = re.split(r"(\*+|\?)", folded(pattern))
    return re.compile("".join(".*" if part.startswith("*") else "." if part == "?" else re.escape(part) for part in parts))


def shown(text: str, longest: int = 60) -> str:
    """A sender's name as a message shows it: on one line, cut, without characters that print nothing."""
    line = " ".join("".join(character for character in text if character.isprintable() or character.isspace()).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def joined_labels(first: Sequence[str | None], second: Sequence[str | None]) -> list[str]:
    """The names that a header of two rows gives, one per column ("" for none).

    A cell of the first row counts for the columns on its right until the next one, where the second row has a name.
    """
    labels, above = [], ""
    for place in range(max(len(first), len(second))):
        own = _cell(first, place)
        above = own or above
        below = _cell(second, place)
        labels.append(f"{above} {below}".strip() if below else own)
    return labels


def _cell(row: Sequence[str | None], place: int) -> str:
    return (row[place] or "").strip() if place < len(row) else ""
