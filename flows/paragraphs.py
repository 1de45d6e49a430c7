"""Sentences laid out for whoever reads them in a terminal: folded at its width, never cut."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence

_WIDEST = 120
_INDENT = "  "


def width() -> int:
    """Columns of the terminal (those of `COLUMNS` or 100 when piped), at most 120: longer lines are hard to read."""
    return min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)


def show_paragraph(text: str) -> None:
    """One sentence, folded."""
    print(_folded(text, "", ""))


def show_item(text: str) -> None:
    """One sentence of a list."""
    print(_folded(text, f"{_INDENT}- ", f"{_INDENT}  "))


def show_fields(fields: Sequence[tuple[str, str]]) -> None:
    """What is known of one thing: a name and a value a line, values one under the other."""
    for name, value in fields:
        print(_folded(value, f"{_INDENT}{name:<13} ", _INDENT + " " * 14))


def show_heading(text: str) -> None:
    """The name of a part of what is shown, after an empty line."""
    print()
    print(_folded(text, _INDENT, _INDENT))


def clean(text: str) -> str:
    """A sender's text on one line; a control character, which would command the terminal, is shown as a dot."""
    return "".join(sign if sign.isprintable() else "·" for sign in " ".join(text.split()))


def _folded(text: str, first: str, others: str) -> str:
    text = clean(text)
    # French puts no-break spaces before some signs; a plain space there must not end a line either.
    for sign in ":;?!»":
        text = text.replace(f" {sign}", f"\N{NO-BREAK SPACE}{sign}")
    text = text.replace("« ", "«\N{NO-BREAK SPACE}")
    lines = textwrap.wrap(
        text, width(), initial_indent=first, subsequent_indent=others, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")
