"""How results are shown: rich tables on a terminal, plain aligned text when piped, JSON on request.

What is shown is decided by each command.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

_COMMANDS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters but the line break, and those that change the direction of what is shown."""


def show_json(document: Any) -> None:
    """One JSON document on stdout; exact amounts and dates as text."""
    print(json_text(document))


def json_text(document: Any) -> str:
    """A JSON document as `show_json` writes it; what would command a terminal is written by its code, and reads back the same."""
    text = json.dumps(document, ensure_ascii=False, indent=2, default=_as_text)
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def harmless(text: str) -> str:
    """A text that may come from a sender, without the characters that would command a terminal or turn its text around."""
    return _COMMANDS.sub("·", text)


def show_title(text: str) -> None:
    """A line that opens a part, after an empty line."""
    if _on_terminal():
        from rich.console import Console

        Console().print(f"\n{text}", style="bold", markup=False, highlight=False)
    else:
        print(f"\n{text}")


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Rows of text under `columns`; the columns of rank `right` are aligned on the right. Never cut when piped."""
    if _on_terminal():
        _show_rich_table(columns, rows, right)
    else:
        print("\n".join(plain_table(columns, rows, right)))


def plain_table(columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Lines of a table without frame: columns two spaces apart, as wide as their longest text; line breaks become spaces."""
    lines = [[harmless(str(cell)).replace("\n", " ") for cell in line] for line in [columns, *rows]]
    widths = [max(len(line[rank]) for line in lines) for rank in range(len(columns))]
    return ["  ".join(_pad(cell, widths[rank], rank in right) for rank, cell in enumerate(line)).rstrip() for line in lines]


def _pad(cell: str, width: int, right: bool) -> str:
    return cell.rjust(width) if right else cell.ljust(width)


def _show_rich_table(columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for rank, name in enumerate(columns):
        table.add_column(name, justify="right" if rank in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(harmless(str(cell))) for cell in row))
    Console().print(table)


def _on_terminal() -> bool:
    return sys.stdout.isatty()


def _as_text(value: Any) -> str:
    """JSON has no exact amount and no date."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | time | timedelta | UUID):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"no JSON form for {type(value).__name__}")
