"""What the oldest Python we run on does wrong, and that nothing here relies on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GROUP = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+|\(\?>")
"""A possessive group or an atomic one, in a regular expression."""


@pytest.mark.parametrize("folder", ["contracts", "transforms", "flows"])
def test_no_pattern_has_a_possessive_group(folder):
    """Before Python 3.11.5 they match wrongly, or without end, around alternatives; Debian 12 has 3.11.2."""
    lines = [
        f"{path.relative_to(ROOT)}:{rank}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for rank, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"r?b?[\"'].*" + GROUP.pattern, line) and not line.lstrip().startswith("#")
    ]
    assert lines == []


def test_the_guard_sees_one():
    assert GROUP.search(r"(?:a|b)*+")
    assert GROUP.search(r"(?>a|b)")
    assert GROUP.search(r"(a){0,3}+")
    assert not GROUP.search(r"[ab]*+(?:c)*")
