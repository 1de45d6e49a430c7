"""What a sheet is made of, whatever writes it: columns, typed cells, sentences above the table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple


class Share(NamedTuple):
    """A cell that is a part of a whole, shown in percent: 0.899 is shown `89,9 %`."""

    value: Decimal


class Code(NamedTuple):
    """A cell of text that holds a word of a closed list, with its weight for the eye: `bien`, `mal` or `neutre`."""

    text: str
    weight: str


Cell = str | int | Decimal | Share | Code | date | datetime | None
"""A text, a number, a share, a day, a moment; None is an empty cell."""


@dataclass(frozen=True)
class Column:
    """Its title, its width in characters, and whether a long text is shown on several lines."""

    title: str
    width: int
    wrapped: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet: sentences, then a table under its columns; without columns, sentences alone. `rows` are as wide as `columns`."""

    name: str
    sentences: tuple[str, ...]
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


def cut(share: Decimal) -> Share:
    """A rate cut, not rounded, at one decimal of its percentage: 0.8996 is shown `89,9 %`."""
    return Share(Decimal(int(share * 1000)) / 1000)
