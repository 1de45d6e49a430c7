"""The product against the oracle, on generated workspaces and on what happens to them next: not one figure may differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.oracle_comparison import differences
from tests.oracle.oracle_workspace import generate, generate_history

FEW = range(1)
"""Seeds tried in every run of the tests."""

MANY = (*range(1, 10), *range(100, 160))
"""Seeds tried in the long suite."""


@pytest.mark.parametrize("seed", FEW)
def test_same_figures(seed: int, tmp_path: Path) -> None:
    _compare(seed, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("seed", MANY)
def test_same_figures_on_many_workspaces(seed: int, tmp_path: Path) -> None:
    _compare(seed, tmp_path)


def _compare(seed: int, workspace: Path) -> None:
    journal: list[dict[str, str]] = []
    months = generate(seed, workspace)
    assert differences(workspace, months[-1], journal) == []
    assert differences(workspace, months[-2], journal) == []
    for step in generate_history(seed, workspace):
        step()
        assert differences(workspace, months[-1], journal) == []
