"""The documentation as Markdown says it is: pages, headings, links, blocks and words in code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.conftest import ROOT

README = ROOT / "README.md"
PAGES = (README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]


@dataclass(frozen=True)
class Block:
    """A fenced block: its page, its kind (`sh`, `console`…), its text."""

    page: Path
    kind: str
    text: str


@cache
def tokens(page: Path) -> tuple[Token, ...]:
    """What a page is made of, tables included, inline parts after their paragraph."""
    top = MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))
    return tuple(token for one in top for token in (one, *(one.children or ())))


def links(page: Path) -> Iterator[str]:
    """Targets of its links and pictures, those of the web left out."""
    for token in tokens(page):
        target = token.attrGet("href") if token.type == "link_open" else token.attrGet("src") if token.type == "image" else None
        if target and not re.match(r"[a-z]+:", str(target)):
            yield str(target)


def anchors(page: Path) -> set[str]:
    """Anchors that a forge gives to its headings: letters, digits, hyphens; the second of a name ends with `-1`."""
    found: dict[str, int] = {}
    made = set()
    every = tokens(page)
    for rank, token in enumerate(every):
        if token.type == "heading_open":
            name = re.sub(r"[^\w\- ]", "", _plain(every[rank + 1])).lower().replace(" ", "-")
            made.add(f"{name}-{found[name]}" if name in found else name)
            found[name] = found.get(name, 0) + 1
    return made


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))


def blocks(*kinds: str) -> list[Block]:
    """The fenced blocks of these kinds, page after page."""
    return [
        Block(page, token.info.strip(), token.content)
        for page in PAGES
        for token in tokens(page)
        if token.type == "fence" and token.info.strip() in kinds
    ]


def codes(page: Path) -> set[str]:
    """Every text between backticks."""
    return {token.content for token in tokens(page) if token.type == "code_inline"}
