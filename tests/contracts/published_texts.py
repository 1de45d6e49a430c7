"""The published rulebooks and the calls they quote, for the tests that compare them: reading both, no test here."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import contracts
from contracts.rulebook import Rulebook, Source
from contracts.rulebook_loader import load_rulebook

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
"""The calls are not part of the repository; without them beside it, the sentences are not compared."""

ARA, GUADELOUPE = "ara-generalisation-2025", "guadeloupe-generalisation-2022"
GRAND_EST, NATIONAL = "grand-est-amorcage-2021", "national-2021"
AMORCAGE = "AAP ESMS numérique amorçage 2021, ARS Grand Est"
SLIDES = "Webconférence ANAP ESMS numérique 2021"
CALLS = {
    AMORCAGE: "000_b07fbbd59babcb0e.txt",
    "AAP ESMS numérique 2025, ARS Auvergne-Rhône-Alpes": "001_c77ba3dd9dfe6b5d.txt",
    "AAP national dossier usager 2021": "002_9e8fde4152ea9ddd.txt",
    SLIDES: "003_ed5fadf85f5841be.txt",
    "AAP ESMS numérique 2022, ARS Guadeloupe": "004_6ad114a290e15910.txt",
}
"""The file of each document that the rulebooks cite."""


def published(texte_id: str) -> Rulebook:
    """A rulebook of the product."""
    path = Path(contracts.__file__).parent / "texts" / f"{texte_id}.toml"
    return load_rulebook(path.name, path.read_bytes())


def sources(value: object) -> list[Source]:
    """Every source inside a rulebook."""
    if isinstance(value, Source):
        return [value]
    inside = value if isinstance(value, tuple) else vars(value).values() if hasattr(value, "__dict__") else ()
    return [source for item in inside for source in sources(item)]


def folded(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())


def sections(call: str, titles: frozenset[str] = frozenset()) -> dict[str, str]:
    """The call by section, on one line each, without the marks of italics, bold and exponents nor the notes at the foot of pages.

    A section is named by its number (`5.4.2`, `4.3 B`), or by the first words of its title in a call without numbers: `titles`.
    """
    call = re.sub(r"</?i>|\*\*", "", call)
    call = re.sub(r"\^\{(\w+)\}", r"\1", call)
    call = re.sub(r"\n {40,}\n\d .*?\n(?= \S|\Z)", "\n", call, flags=re.DOTALL)
    parts: dict[str, list[str]] = defaultdict(list)
    number = letter = ""
    for line in call.splitlines():
        if titles:
            number = next((title for title in titles if line.strip().startswith(title)), number)
        elif found := re.match(r" ?(\d+(?:\.\d+)*)\.? [A-ZÉL]", line):
            number, letter = found.group(1), ""
        elif found := re.match(r"([A-E])\. ", line):
            letter = f" {found.group(1)}"
        elif line in {"Calendrier", "Sommaire"}:
            number, letter = line, ""
        parts[number + letter].append(line)
    return {key: folded("\n".join(lines)) for key, lines in parts.items()}
