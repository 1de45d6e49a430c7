"""The tables of a file nobody has described: how its text is written, and where the header of each table is."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from contracts.dialect import SEPARATEURS, Format
from transforms.dialects.archive import archive_members
from transforms.dialects.encoding import as_utf8, guess_encoding
from transforms.dialects.guess_words import COLUMNS, MONTH, hints_of, strength, words_of
from transforms.dialects.limits import Limits
from transforms.dialects.names import joined_labels
from transforms.dialects.raw import RawTable, Row
from transforms.dialects.text_table import text_tables
from transforms.dialects.workbook import workbook_tables
from transforms.reading.csv_header import Refusal

_HEAD_BYTES = 1024 * 1024
_FIRST_ROWS = 25
"""Rows in which a header is looked for."""

_VALUE = re.compile(
    r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}.*|[0-9]{4}-[0-9]{2}-(?!01$)[0-9]{2}.*|[0-9]+(?:[.,][0-9]+)?|[0-9][AB][0-9]{7}"
    r"|[^@\s]+@[^@\s]+"
)
"""A label that is a value. A first of month may be the header of a month."""

_TWO_ROWS_BETTER = 0.3
_NAMED = 0.6
"""What a name must tell for its row to be surely a header."""


@dataclass(frozen=True)
class Way:
    """How the text of a file is written, and how sure we are of its encoding; nothing of it holds for a workbook."""

    encodage: str = "utf-8"
    separateur: str = ";"
    confiance: float = 1.0
    abime: bool = False


@dataclass(frozen=True)
class Found:
    """The header of a table: its last row (0: none), rows, labels on one line each; `sure`: these are names, not values."""

    row: int
    rows: int
    labels: tuple[str, ...]
    sure: bool


def read_tables(content: bytes, format: Format, limits: Limits) -> tuple[list[RawTable], Way, int]:
    """The tables of a file, how its text is written, and how many members of an archive cannot be read so.

    Raises:
        Refusal: nothing of it can be read.
    """
    if format == "classeur":
        return list(workbook_tables(content, limits)), Way(), 0
    if format == "texte":
        way = text_way(content, limits)
        return [text_tables(content, way.encodage, way.separateur, limits)], way, 0
    members = archive_members(content, limits)
    way = _common_way([member for _, member in members], limits)
    tables: list[RawTable] = []
    for name, member in members:
        try:
            tables.append(text_tables(member, way.encodage, way.separateur, limits, name))
        except Refusal:
            continue
    return tables, way, len(members) - len(tables)


def text_way(content: bytes, limits: Limits) -> Way:
    """How a text is written: the likeliest encoding it can be read in, the separator that gives most names of columns.

    Raises:
        Refusal: `encodage`, or as `text_tables` for every separator.
    """
    if not content.strip():
        raise Refusal("fichier_vide")
    for guess in guess_encoding(content[:_HEAD_BYTES]):
        try:
            text = as_utf8(content, guess.encodage)
        except Refusal:
            continue
        return Way(guess.encodage, _separator(text, limits), guess.confiance, guess.abime)
    raise Refusal("encodage")


def _separator(text: bytes, limits: Limits) -> str:
    found: list[tuple[float, float, str]] = []
    refusal = Refusal("csv_invalide")
    for sign in SEPARATEURS:
        try:
            head = text_tables(text, "utf-8", sign, limits).head
        except Refusal as refused:
            refusal = refused
            continue
        widths = Counter(len(row) for row in head if any(row))
        width, rows = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
        named = sum(map(name_strength, find_header(head).labels)) if width > 1 else 0.0
        found.append((round(named, 2), min(width, 20) * rows / widths.total() if width > 1 else 0.0, sign))
    if not found:
        raise refusal
    return max(found, key=lambda one: one[:2])[2]


def _common_way(members: Sequence[bytes], limits: Limits) -> Way:
    """The way of most of the members; those beyond ASCII say more of the encoding than others."""
    ways = []
    for member in members:
        try:
            ways.append((text_way(member, limits), member.isascii()))
        except Refusal:
            continue
    if not ways:
        raise Refusal("encodage")
    telling = [way for way, plain in ways if not plain] or [way for way, _ in ways]
    encodage, confiance, abime = Counter((way.encodage, way.confiance, way.abime) for way in telling).most_common(1)[0][0]
    separateur = Counter(way.separateur for way, _ in ways).most_common(1)[0][0]
    return Way(encodage, separateur, confiance, abime)


def find_header(head: Sequence[Row]) -> Found:
    """The row, or the two rows, that look most like names of columns among the first of a table."""
    best, best_score = Found(0, 1, (), False), float("-inf")
    filled = [sum(bool(cell and cell.strip()) for cell in row) for row in head]
    widest = max(filled, default=0)
    for place, row in enumerate(head[:_FIRST_ROWS]):
        if not filled[place]:
            continue
        one = _labels(row)
        score = _row_score(one, widest)
        if score > best_score:
            best, best_score = _found(head, place, 1, one, score), score
        above = place - 1
        # Groups of columns are fewer than columns, and a title is one cell.
        if above >= 0 and 1 < filled[above] < filled[place] and not _values(_labels(head[above])):
            two = _line(joined_labels(head[above], row))
            joined = _row_score(two, widest) if not _values(one) else float("-inf")
            repeated = len(set(one) - {""}) < len([label for label in one if label])
            if joined > max(best_score, score) + _TWO_ROWS_BETTER or (repeated and joined >= max(best_score, score)):
                best, best_score = _found(head, place, 2, two, joined), max(joined, best_score)
    return best


@functools.lru_cache(maxsize=4096)
def name_strength(label: str) -> float:
    """How much a label tells that it is the name of some column of some dataset."""
    words = words_of(label)
    columns = [hints_of(jeu, name) for jeu, columns in COLUMNS.items() for name in ("finess_et", "dossier_id", *columns)]
    return max((strength(hints, words) for hints in [*columns, MONTH]), default=0.0) if words else 0.0


def _found(head: Sequence[Row], place: int, rows: int, labels: tuple[str, ...], score: float) -> Found:
    named = sum(name_strength(label) >= _NAMED for label in labels)
    below = [row for row in head[place + 1 : place + 6] if any(row)]
    has_values = any(_values(_labels(row)) for row in below)
    every = all(labels) and not _values(labels)
    return Found(place + 1, rows, labels, not _values(labels) and (named >= 2 or (every and has_values and len(labels) > 1)))


def _row_score(labels: tuple[str, ...], widest: int) -> float:
    named = sum(map(name_strength, labels))
    filled = [label for label in labels if label]
    repeated = len(filled) - len(set(filled))
    # A title is long, alone, and may have the words of a header.
    alone = 2.0 if len(filled) == 1 and widest > 1 else 0.0
    return named + len(filled) / max(widest, 1) - 1.0 * _values(labels) - 0.3 * repeated - alone


def _labels(row: Row) -> tuple[str, ...]:
    return _line([cell or "" for cell in row])


def _line(labels: Sequence[str]) -> tuple[str, ...]:
    """Labels on one line, empty ones at the end left out."""
    folded = [" ".join(label.split()) for label in labels]
    while folded and not folded[-1]:
        folded.pop()
    return tuple(folded)


def _values(labels: Sequence[str]) -> int:
    """How many labels look like values."""
    return sum(_VALUE.fullmatch(label) is not None for label in labels)
