"""Small rulebooks, `mini` and `full` (which says everything a text may say), and ways to spoil them. No test here."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from contracts.amendment_loader import AmendmentFile
from contracts.failures import RulebookError
from contracts.rulebook_loader import load_rulebook

BAD_TEXTS = Path(__file__).parent / "bad_texts"


def _read(name: str) -> str:
    return (BAD_TEXTS / name).read_text(encoding="utf-8")


def _faults(*names: str) -> dict[str, Any]:
    return {fault: case for name in names for fault, case in tomllib.loads(_read(name)).items()}


MINI = _read("mini.toml")
FULL = _read("full.toml")
MINI_FAULTS = _faults("faults.toml")
FULL_FAULTS = _faults("full_faults_measures.toml", "full_faults_money.toml", "full_faults_scale.toml")


def edited(text: str, old: str, new: str) -> str:
    """The text with one passage, found once, replaced."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def refusal(text: str, name: str = "mini.toml", amendments: Sequence[AmendmentFile] = ()) -> list[str]:
    """The sentences with which this text is refused."""
    with pytest.raises(RulebookError) as caught:
        load_rulebook(name, text.encode(), amendments)
    return str(caught.value).split("\n")
