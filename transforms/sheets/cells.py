"""What a sheet is made of, whatever writes it: columns, typed cells, sentences above the table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple


class Share(NamedTuple):
    """A cell that is a part of a whole, shown in percent: 0.899 is shown `89,9 %`."""

    value: Decimal


class Rate(NamedTuple):
    """A published rate, already cut at four decimals, shown as it is: 0.8996 is shown `89,96 %`."""

    value: Decimal


class Euros(NamedTuple):
    """An amount, to the cent."""

    value: Decimal


class Code(NamedTuple):
    """A cell of text that holds a word of a closed list, with its weight for the eye: `bien`, `mal`, `attente`, `neutre`,
    or `fort`."""

    text: str
    weight: str


Cell = str | int | Decimal | Share | Rate | Euros | Code | date | datetime | None
"""A text, a number, a share, an amount, a day, a moment; None is an empty cell."""


@dataclass(frozen=True)
class Column:
    """Its title, its width in characters, and whether a long text is shown on several lines."""

    title: str
    width: int
    wrapped: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Block:
    """One of several tables of a sheet: its title, the titles of its columns, its rows, as wide as these titles."""

    title: str
    titles: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet: sentences, then a table under its columns; without columns, sentences alone. `rows` are as wide as `columns`.

    `blocks`: several tables one under the other, in place of `rows`; the columns then only give widths. `frozen`: columns that
    stay in sight on the left. `printed`: how many of the first columns are printed, all of them when it is 0.
    """

    name: str
    sentences: tuple[str, ...]
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    blocks: tuple[Block, ...] = ()
    frozen: int = 0
    printed: int = 0


def cut(share: Decimal) -> Share:
    """A rate cut, not rounded, at one decimal of its percentage: 0.8996 is shown `89,9 %`."""
    return Share(Decimal(int(share * 1000)) / 1000)
