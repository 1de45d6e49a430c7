"""The guides are true: each `console` block is typed in order on the sample, and shows what the page prints.

A line `$ …` is typed; what follows, up to the next one, is what it prints on stdout (on stderr when it fails). `…` stands for
anything, a line of its own for any lines; a no-break space is a space.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLE
from tests.docs.helpers_docs import blocks

MEASURED = {"guide-ars.md": ("2026-05", "2026-06"), "guide-essms.md": ("2026-05", "2026-06"), "guide-grades.md": ()}
"""Guides, and the months of `espace` already measured when they begin; without any, they make it themselves."""


def steps(guide: str) -> Iterator[tuple[str, str]]:
    """What is typed and what it should show, in the order of the page."""
    for block in blocks("console"):
        if block.page.name == guide:
            for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                yield command, shown


def pattern(shown: str) -> str:
    """What is printed, as a regular expression."""
    lines = [".*" if line == "…" else ".*?".join(map(re.escape, line.split("…"))) for line in shown.splitlines()]
    return r"\n?".join(rf"(?s:{line})" if line == ".*" else rf"(?-s:{line})\n" for line in lines)


def shows(shown: str, printed: str) -> bool:
    """Whether a page shows what was printed."""
    return re.fullmatch(pattern(_plain(shown)), _plain(printed)) is not None


def _plain(text: str) -> str:
    return re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", text)


def type_in(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """A command of a page, as a person types it."""
    variables = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=os.environ | variables, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.long
@pytest.mark.parametrize("guide", MEASURED)
def test_the_guide_shows_what_is_printed(guide, tmp_path):
    if MEASURED[guide]:
        shutil.copytree(SAMPLE, tmp_path / "espace")
    for month in MEASURED[guide]:
        assert type_in(tmp_path, f"cibles run --workspace espace --month {month}").returncode == 0
    wrong = []
    for command, shown in steps(guide):
        done = type_in(tmp_path, command)
        printed = done.stderr if done.returncode else done.stdout
        if not shows(shown, printed):
            wrong.append(f"$ {command}\n--- page\n{shown}--- printed\n{printed}{done.stderr if not done.returncode else ''}")
    assert wrong == [], "\n\n".join(wrong)


def test_the_comparison_sees_a_difference():
    assert shows("a\n…\nb …d\n", "a\nx\ny\nb c d\n")
    assert shows("…\nb\n…\n", "a\nb\n\n")
    assert shows("a\n…\n", "a\n")
    assert not shows("a\nb\n", "a\nc\nb\n")
    assert not shows("a …c\n", "a b\nc\n")
    assert not shows("a.\n", "ab\n")


@pytest.mark.parametrize("guide", MEASURED)
def test_each_guide_has_commands(guide):
    assert len(list(steps(guide))) >= 2
