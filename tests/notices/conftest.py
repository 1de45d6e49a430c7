"""What makes notices, started once, and the sample measured in May and June."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.notices import Maker, notice_maker
from tests.flows.helpers_workspace import SAMPLE, whole_run


@pytest.fixture(scope="session")
def make() -> Iterator[Maker]:
    with notice_maker() as maker:
        yield maker


@pytest.fixture(scope="package")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Never changed by a test."""
    workspace = Path(shutil.copytree(SAMPLE, tmp_path_factory.mktemp("notices") / "espace"))
    whole_run(workspace, "2026-05")
    whole_run(workspace)
    return workspace
