"""The chain of what must never change: each link holds the hash of an object and that of the link before it.

Objects: what one run received (a passage of the journal), an act of the register, a decision written. A link is a line of JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from transforms.decisions.json_text import json_text
from transforms.decisions.record import fingerprint

START = "0" * 64
"""What the first link holds for the link before it."""

PASSAGE, ACT, DECISION, FOUND, RESTART = "passage", "acte", "decision", "decision_trouvee", "journal_recommence"
"""Kinds of link. `FOUND`: a decision that was there without the run that wrote it having ended. `RESTART`: the journal was lost
with the store, and began again."""


class Item(NamedTuple):
    """What a link is about: its kind, its name, its hash."""

    genre: str
    objet: str
    sha256: str


class Link(NamedTuple):
    """One link: rank from 1, when it was added, its object, and the hash of the line before."""

    rang: int
    le: str
    genre: str
    objet: str
    sha256: str
    precedent: str

    @property
    def item(self) -> Item:
        """What it is about."""
        return Item(self.genre, self.objet, self.sha256)


def line_of(link: Link) -> bytes:
    """A link as it is written, without the end of line."""
    return json.dumps(link._asdict(), ensure_ascii=False, separators=(",", ":")).encode()


def hash_of(link: Link) -> str:
    """SHA-256 of a link as it is written: what the next one holds."""
    return hashlib.sha256(line_of(link)).hexdigest()


def head(links: list[Link]) -> str:
    """Hash of the last link: whoever keeps it elsewhere can tell whether anything before it has changed."""
    return hash_of(links[-1]) if links else START


def longer(links: list[Link], items: Iterable[Item], le: str) -> list[Link]:
    """The new links of these objects, after `links`. `le`: date and time written in them."""
    new: list[Link] = []
    for item in items:
        new.append(Link(len(links) + len(new) + 1, le, *item, head(new or links)))
    return new


def broken_at(lines: list[bytes]) -> int | None:
    """Rank of the first line that is not the link that should be there; None when the chain is whole."""
    before = START
    for rank, line in enumerate(lines, 1):
        link = read_link(line)
        if link is None or (link.rang, link.precedent) != (rank, before) or line_of(link) != line:
            return rank
        before = hashlib.sha256(line).hexdigest()
    return None


def read_link(line: bytes) -> Link | None:
    """The link that a line holds; None when it holds none."""
    try:
        said = json.loads(line)
        link = Link(**said)
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (link.le, link.genre, link.objet, link.sha256, link.precedent)
    return link if type(link.rang) is int and all(isinstance(text, str) for text in texts) else None


def passage_item(passage: int, receptions: list[list[object]]) -> Item:
    """What one run received, in the order of the journal."""
    return Item(PASSAGE, f"passage {passage}", fingerprint(receptions))


def act_item(row: dict[str, Any]) -> Item:
    """A row of `actes`, wherever it is in the table."""
    said = {name: json_text(value) for name, value in row.items() if name != "ligne"}
    return Item(ACT, f"{row['projet_id']}, {row['acte']} le {row['date']}", fingerprint(said))


def missing(links: list[Link], items: Iterable[Item], genre: str) -> list[Link]:
    """The links of a kind whose object is no longer among `items`, each object there counting once."""
    there = Counter(item.sha256 for item in items)
    gone = []
    for link in links:
        if link.genre == genre:
            if there[link.sha256]:
                there[link.sha256] -= 1
            else:
                gone.append(link)
    return gone


def new_acts(links: list[Link], items: Iterable[Item]) -> list[Item]:
    """The acts that no link holds, each link holding one."""
    known = Counter(link.sha256 for link in links if link.genre == ACT)
    new = []
    for item in items:
        if known[item.sha256]:
            known[item.sha256] -= 1
        else:
            new.append(item)
    return new


def new_passages(links: list[Link], items: list[Item]) -> list[Item]:
    """The passages that no link names. One that is named with another hash was tampered with: it stays to be found."""
    known = known_passages(links)
    if known and not any(known.get(item.objet) == item.sha256 for item in items):
        return [Item(RESTART, "journal des réceptions", START), *items]
    return [item for item in items if item.objet not in known]


def known_passages(links: list[Link]) -> dict[str, str]:
    """Hash of each passage since the journal began."""
    known: dict[str, str] = {}
    for link in links:
        if link.genre == RESTART:
            known.clear()
        elif link.genre == PASSAGE:
            known[link.objet] = link.sha256
    return known
