"""The sample, run once for June: every test of the command reads it, none writes in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.helpers_workspace import run, sample_copy

MONTHS = tuple(f"2026-0{month}" for month in range(1, 7))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace where June 2026 was run."""
    workspace = sample_copy(tmp_path_factory.mktemp("simulation") / "espace", MONTHS)
    run(workspace)
    return workspace
