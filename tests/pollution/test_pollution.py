"""Damaged files are read exactly or set aside: no silent corruption. A few hundred here; thousands in the long tests."""

from __future__ import annotations

import zlib
from random import Random

import pytest

from tests.pollution.page import PAGE, outcome, passes, pollution_page
from tests.pollution.traceless import TRACELESS
from tests.pollution.variants import CLEAN, DAMAGES, Variant, fate, variants

CLASSES = list(dict.fromkeys(damage.classe for damage in DAMAGES))
PER_CLASS = 12
FRESH = range(1000, 1003)
"""Seeds of no page."""


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_file_is_read_whole(name):
    for seed in range(1):
        found = fate(CLEAN[name][1](Random(seed)))
        assert (found.whole, found.silent) == (found.shown, ())
        assert found.shown


@pytest.mark.parametrize("classe", CLASSES)
def test_no_silent_corruption(classe):
    every = [variant for variant in variants(range(2)) if variant.damage.classe == classe]
    chance = Random(zlib.crc32(classe.encode()))
    assert silent(chance.sample(every, min(PER_CLASS, len(every)))) == {}


@pytest.mark.parametrize("one", TRACELESS, ids=[one.nom for one in TRACELESS])
def test_what_leaves_no_trace_passes(one):
    assert any(passes(one, seed) for seed in range(8))


@pytest.mark.long
@pytest.mark.parametrize("classe", CLASSES)
def test_no_silent_corruption_among_thousands(classe):
    assert silent([variant for variant in variants(FRESH) if variant.damage.classe == classe]) == {}


@pytest.mark.long
def test_the_page_is_fresh():
    page = pollution_page()
    assert "| **ensemble** |" in page
    assert page.splitlines() == PAGE.read_text(encoding="utf-8").splitlines()


def silent(chosen: list[Variant]) -> dict[str, tuple[str, ...]]:
    """The silent corruptions of these variants."""
    found = {str(variant): outcome(variant) for variant in chosen}
    assert any(found.values())
    return {name: one.silent for name, one in found.items() if one and one.silent}
