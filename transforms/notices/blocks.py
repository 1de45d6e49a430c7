"""What a section of a notice is made of, ready for JSON: paragraphs, lists, facts, tables. Every value shown is a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from transforms.figures import UNKNOWN, day, euros, exact_percent, target, whole

Block = dict[str, Any]
Row = dict[str, Any]

LISTED = 60
"""Lines shown at most of a list that grows with the establishments; how many are left is always told."""


def section(title: str, *blocks: Block | None) -> dict[str, Any] | None:
    """A titled part; None when it has nothing to say."""
    held = [block for block in blocks if block]
    return {"titre": title, "blocs": held} if held else None


def paragraph(text: str, small: bool = False) -> Block:
    """A paragraph."""
    return {"genre": "texte", "texte": text, "petit": small}


def subtitle(text: str) -> Block:
    """The title of a part of a section."""
    return {"genre": "titre", "texte": text}


def bullets(items: Sequence[str]) -> Block | None:
    """A list."""
    return {"genre": "liste", "elements": list(items)} if items else None


def facts(pairs: Sequence[tuple[str, str]]) -> Block | None:
    """Labels and their values."""
    return {"genre": "faits", "lignes": [list(pair) for pair in pairs]} if pairs else None


def commands(lines: Sequence[str]) -> Block:
    """Lines to be typed on a terminal."""
    return {"genre": "commandes", "lignes": list(lines)}


def column(title: str, width: int = 0, right: bool = False, word: int = 18, fixed: int = 0) -> dict[str, Any]:
    """A column of a table.

    Args:
        title: its header.
        width: its share of the room that the columns without one leave.
        right: whether it is aligned on the right.
        word: letters of a word above which it may be broken.
        fixed: its width in millimetres, where it is known: a long table is then typeset faster.
    """
    return {"titre": title, "part": width, "droite": right, "mot": word, "large": fixed}


def row(*cells: str, note: str = "", strong: bool = False) -> Row:
    """A line of a table; `note`: what is said under it, over its whole width."""
    return {"cellules": list(cells), "note": note, "fort": strong}


def table(columns: Sequence[dict[str, Any]], rows: Sequence[Row], tiny: bool = False) -> Block | None:
    """A table; None without a line."""
    return {"genre": "tableau", "colonnes": list(columns), "lignes": list(rows), "petit": tiny} if rows else None


def bounded(items: Sequence[Any], most: int = LISTED) -> tuple[list[Any], int]:
    """The first items, and how many are left."""
    return list(items[:most]), max(0, len(items) - most)


def others(left: int, where: str) -> Block | None:
    """What is said of the lines left out; nothing when there is none."""
    return paragraph(f"… et {whole(left)} {'autres' if left > 1 else 'autre'} : {where}.") if left else None


def capital(words: str) -> str:
    """The words with a capital first."""
    return words[:1].upper() + words[1:]


def decimal(text: str | None) -> Decimal | None:
    """An amount or a share of a record."""
    return None if text is None else Decimal(text)


def money(text: str | None) -> str:
    """An amount of a record, in euros; a dash when it is not known."""
    return euros(decimal(text))


def day_of(text: str | None) -> str:
    """A day of a record (AAAA-MM-JJ…) as `05/07/2026`; a dash when it is not known."""
    return day(date.fromisoformat(text[:10]) if text else None)


def source_note(item: Mapping[str, Any]) -> str:
    """The sentence of the text that a row of a record cites, where it is written, and how it was read."""
    said = [f"« {item['phrase']} » {item['document']}, {item['section']}."] if item.get("phrase") else []
    said += [f"Lecture : {item['lecture']}"] if item.get("lecture") else []
    return " ".join(said)


def target_words(value: str | None, unite: str) -> str:
    """A target, exactly: `90 %`, `87,25 %` for a `part`; `120` for a `nombre`; a dash for none."""
    if value is None:
        return UNKNOWN
    return exact_percent(Decimal(value)) if unite == "part" else target(Decimal(value), unite)


def rate(share: Decimal) -> str:
    """A share cut at four decimals as a percentage, with all it has: 0.5555 is `55,55 %`, 0.9 is `90,00 %`."""
    hundredths = int(share * 10_000)
    return f"{hundredths // 100},{hundredths % 100:02} %"


def count_of(item: Mapping[str, Any]) -> str:
    """The figures of a measure: `41/42`, `1 204`, or a dash."""
    above, below = item["numerateur"], item["denominateur"]
    if above is None:
        return UNKNOWN
    return whole(above) if below is None else f"{whole(above)}/{whole(below)}"
