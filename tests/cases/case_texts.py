"""The rulebooks that cases are run against: as published, as amendments change them, or with one value moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import flows.texts
from contracts.amendment_loader import AmendmentFile
from contracts.rulebook import Rulebook
from flows.texts import NO_AMENDMENT
from tests.cases.case_mutations import boundaries, keys_of, neighbours

TEXTS = flows.texts.load_all_texts()
AMENDMENTS = flows.texts.load_all_amendments()
AMENDED = {
    texte_id: texte
    for texte_id, texte in flows.texts.load_all_texts(avenants=dict.fromkeys(AMENDMENTS, date.min)).items()
    if texte.avenants
}
"""The texts that amendments change, with all of their amendments."""


def known_keys(texte_id: str) -> set[str]:
    """Every value of a text, with those its amendments add."""
    return {key for texts in (TEXTS, AMENDED) if texte_id in texts for key in keys_of(texts[texte_id])}


def all_boundaries() -> list[tuple[str, str]]:
    """Text and key of every value that carries a boundary, those of amendments after those of the texts."""
    found = [(texte_id, key) for texte_id, texte in TEXTS.items() for key in boundaries(texte)]
    for texte_id, texte in AMENDED.items():
        own = set(boundaries(TEXTS[texte_id]))
        found += [(texte_id, key) for key in boundaries(texte) if key not in own]
        found += [(texte_id, f"avenants.{item.avenant_id}.date_effet") for item in texte.avenants]
    return found


def all_moves() -> Iterator[tuple[str, str, str]]:
    """Text, key and words of each smallest step away from a boundary."""
    for texte_id, key in all_boundaries():
        for words in moves(texte_id, key):
            yield texte_id, key, words


def moves(texte_id: str, key: str) -> list[str]:
    """The steps of one boundary, in words."""
    if key.startswith("avenants."):
        return [f"{key} {step:+d} jour" for step in (-1, 1)]
    return [words for words, _ in neighbours(_holder(texte_id, key), key)]


def _holder(texte_id: str, key: str) -> Rulebook:
    """The text that has this value: as published, else as amended."""
    return TEXTS[texte_id] if key in keys_of(TEXTS[texte_id]) else AMENDED[texte_id]


@contextmanager
def moved(texte_id: str, key: str, words: str) -> Iterator[dict[str, Rulebook]]:
    """Runs and calculations see the text with this value moved; gives the texts they see, amendments left out.

    A value that an amendment adds moves only where the amendment is in force.
    """
    if key.startswith("avenants."):
        days = 1 if words.endswith("+1 jour") else -1
        with patch("flows.texts.load_all_amendments", lambda directory=None: _shifted(key.split(".")[1], days)):
            yield TEXTS
        return
    changed = next(text for said, text in neighbours(_holder(texte_id, key), key) if said == words)
    plain = key in keys_of(TEXTS[texte_id])
    real = flows.texts.load_all_texts

    def loaded(
        directory: Path = flows.texts.TEXTS_DIRECTORY, avenants: Mapping[str, date] = NO_AMENDMENT, jour: date | None = None
    ) -> dict[str, Rulebook]:
        found = real(directory, avenants, jour)
        amended = bool(found[texte_id].avenants)
        return found | {texte_id: changed} if plain != amended else found

    with patch("flows.stages.inputs.load_all_texts", loaded), patch("tests.cases.case_grants.load_all_texts", loaded):
        yield TEXTS | {texte_id: changed} if plain else TEXTS


def _shifted(avenant_id: str, days: int) -> dict[str, AmendmentFile]:
    one = AMENDMENTS[avenant_id]
    amendment = replace(one.amendment, date_effet=one.amendment.date_effet + timedelta(days=days))
    return AMENDMENTS | {avenant_id: replace(one, amendment=amendment)}
