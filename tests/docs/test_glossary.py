"""The glossary has every code that people meet, with the words they read elsewhere."""

from __future__ import annotations

import re
from itertools import chain
from typing import get_args

import pytest

from contracts import explanations, vocabulary, words
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "glossaire.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", TEXT, re.MULTILINE)
WORDED = [value for name, value in vars(words).items() if name.isupper() and isinstance(value, dict)] + [explanations.REASONS]


def test_every_wording_of_a_code_is_that_of_the_product():
    assert {*chain.from_iterable(wording.items() for wording in WORDED)} <= {(code, text.strip()) for code, text in ROWS}


@pytest.mark.parametrize(
    "codes",
    [
        *(vocabulary.INDICATEURS, vocabulary.JEUX, vocabulary.CHAMPS, vocabulary.ACTES),
        *(get_args(vocabulary.Verdict), get_args(vocabulary.Decision), tuple(explanations.MOTIFS)),
    ],
)
def test_every_code_of_the_vocabulary_is_there(codes):
    assert set(codes) <= {code for code, _ in ROWS}


@pytest.mark.parametrize(
    "word", ["DUI", "ESSMS", "FINESS", "GRADeS", "ARS", "MSSanté", "DMP", "INS", "file active", "casier", "chaîne"]
)
def test_the_words_of_the_trade_are_there(word):
    assert re.search(rf"^\| \*\*[^|]*{word}", TEXT, re.MULTILINE)
