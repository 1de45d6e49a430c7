"""The sample run once by the product, for every test of this folder that looks at what it publishes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.request import RunRequest
from flows.run import run_month

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="package")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base published for June by a run on a copy of the sample; nobody writes beside it."""
    workspace = tmp_path_factory.mktemp("produit") / "espace"
    shutil.copytree(ROOT / "data" / "sample", workspace)
    run_month(RunRequest(workspace, "2026-06"))
    return workspace / "publication" / "cibles.duckdb"
