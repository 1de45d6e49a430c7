"""Pieces of Markdown for the README of the sample."""

from __future__ import annotations

from collections.abc import Iterable


def table_line(cells: Iterable[str]) -> str:
    """One line of a table."""
    return "| " + " | ".join(cells) + " |\n"


def codes(words: Iterable[str]) -> str:
    """Words as codes, a dash when there is none."""
    return ", ".join(f"`{word}`" for word in words if word) or "–"
