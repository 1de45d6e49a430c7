"""The sample, run once for June: every test of the command reads it, none writes in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.helpers_workspace import EVERY_MONTH, SampleRun


@pytest.fixture(scope="session")
def sample(sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace where June 2026 was run."""
    return sample_run(tmp_path_factory.mktemp("simulation") / "espace", EVERY_MONTH)
