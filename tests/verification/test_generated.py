"""Awkward invented workspaces and what happens to them next: every decision is done again from its inputs alone, identical.

What a decision says it read is then all that it rests on: corrections, parts, rival files, replaced and spoilt ones included.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.decision_files import written_versions
from tests.flows.helpers_workspace import run
from tests.oracle.oracle_workspace import generate, generate_history
from tests.verification.helpers_verify import inputs_elsewhere, sentences, verified


@pytest.mark.long
@pytest.mark.parametrize("seed", range(206, 210))
def test_every_last_decision(seed: int, tmp_path: Path) -> None:
    workspace = tmp_path / "espace"
    workspace.mkdir()
    month = generate(seed, workspace)[-1]
    for step in [lambda: None, *generate_history(seed, workspace)]:
        step()
        run(workspace, month)
        there = inputs_elsewhere(workspace, tmp_path / "ailleurs")
        files = [versions[-1] for versions in written_versions(workspace / "decisions" / month).values()]
        assert files
        assert {path.name: sentences(verified(path, there)) for path in files} == {path.name: "" for path in files}
        shutil.rmtree(there)
