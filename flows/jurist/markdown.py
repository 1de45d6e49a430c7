"""Markdown: text that stays text whatever it holds, lines short enough to compare versions, quotes, lists and tables."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence

WIDTH = 120
"""Columns of a line of the source; what people see is folded by the reader's own window."""

_CODE = re.compile(r"`([^`]+)`")
_SPECIAL = re.compile(r"[\\`*\[\]<>|~&]|(?<!\w)_|_(?!\w)")
_GLUED = re.compile(r"(?<=«) | (?=[»:;!?])")
"""Spaces at which French breaks no line."""

_GLUE = "\N{WORD JOINER}"

_OPENS_A_BLOCK = re.compile(r"[-+=#]|\d+(?=[.)](?:\s|$))")


def plain(text: str) -> str:
    """Text in which nothing is markup."""
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", text)


def prose(text: str, links: Mapping[str, str] | None = None) -> str:
    """Text of ours, in which words between backticks are codes; those of `links` (code → address) lead somewhere."""
    parts = _CODE.split(text)
    return "".join(_code(part, links or {}) if rank % 2 else plain(part) for rank, part in enumerate(parts))


def folded(text: str, first: str = "", rest: str | None = None) -> str:
    """Markdown on lines of a readable length, each after `first`, then `rest` (by default, the same)."""
    rest = first if rest is None else rest
    width = WIDTH - max(len(first), len(rest))
    lines = textwrap.wrap(_GLUED.sub(_GLUE, text), width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(f"{rest if rank else first}{_not_a_block(line.replace(_GLUE, ' '))}" for rank, line in enumerate(lines))


def quote(sentence: str) -> str:
    """A sentence as a block quote."""
    return folded(plain(sentence), "> ")


def bullets(items: Sequence[str], indent: str = "") -> str:
    """A list of Markdown texts."""
    return "\n".join(folded(item, f"{indent}- ", f"{indent}  ") for item in items)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown cells."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (columns, ["---"] * len(columns), *rows))


def anchor(title: str) -> str:
    """What a link to a title ends with, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def heading(level: int, title: str) -> str:
    """A title."""
    return f"{'#' * level} {title}"


def page(blocks: Sequence[str]) -> str:
    """Blocks one under the other; those that are empty are left out."""
    return "\n\n".join(block for block in blocks if block) + "\n"


def _code(word: str, links: Mapping[str, str]) -> str:
    return f"[`{word}`]({links[word]})" if word in links else f"`{word}`"


def _not_a_block(line: str) -> str:
    """A line that opens no list, title or rule: a sentence may well break before a dash or after a number."""
    opening = _OPENS_A_BLOCK.match(line)
    if opening is None:
        return line
    rest = line[opening.end() :]
    return f"{opening[0]}\\{rest}" if opening[0].isdigit() else f"\\{line}"
