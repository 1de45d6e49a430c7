"""Where a value of a rulebook is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """Document, section, and the sentence itself. `secondaire`: not read in the text itself but in what others wrote of it."""

    document: str
    section: str
    phrase: str
    secondaire: bool = False
