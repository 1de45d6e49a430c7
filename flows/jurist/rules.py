"""What a page is made of: sections of rules, each rule said in words and standing for some values of the text.

The words are in `whole_words`, `indicator_words`, `money_words` and `scale_words`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.vocabulary import NOMS_DES_MOIS
from contracts.words import OPERATIONS
from transforms.figures import NARROW_SPACE, whole


@dataclass(frozen=True)
class Rule:
    """One rule: the values whose `cle` is `prefix` or begins with it, unless a longer prefix claims them, said in `words`.

    `title` is empty for a rule that is alone in its section.
    """

    prefix: str
    words: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a page. `intro` is Markdown shown before the rules; `level` that of its title."""

    title: str
    rules: tuple[Rule, ...] = ()
    intro: str = ""
    level: int = 2


def rule_of(rules: Iterable[Rule], key: str) -> Rule | None:
    """The rule that a value belongs to: the one of the longest prefix."""
    claiming = [rule for rule in rules if key == rule.prefix or key.startswith(f"{rule.prefix}.")]
    return max(claiming, key=lambda rule: len(rule.prefix), default=None)


def day(value: date) -> str:
    """`1er août 2025`."""
    return f"{'1er' if value.day == 1 else value.day} {NOMS_DES_MOIS[value.month - 1]} {value.year}"


def amount(value: Decimal) -> str:
    """`7 000 €`; cents only where there are some."""
    euros, cents = divmod(int(value * 100), 100)
    return f"{whole(euros)}{f',{cents:02}' if cents else ''}{NARROW_SPACE}€"


def count(number: int, noun: str) -> str:
    """`1 mois`, `3 régions`: the noun takes an s, unless it ends with one."""
    return f"{number} {noun if number < 2 or noun.endswith(('s', 'S')) else noun + 's'}"


def joined(words: Iterable[str], last: str = "et") -> str:
    """`a, b et c`."""
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


def codes(words: Iterable[str]) -> str:
    """`a`, `b` et `c`, as codes."""
    return joined(f"`{word}`" for word in words)


def operations(names: Iterable[str]) -> str:
    """The types of operation as people say them."""
    return joined(OPERATIONS[name] for name in names)
