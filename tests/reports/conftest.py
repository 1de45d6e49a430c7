"""A workspace with pages, made once of the sample."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.settings import load_settings
from tests.flows.helpers_workspace import MONTH
from tests.reports.helpers_reports import Page


@pytest.fixture(scope="session")
def published(drawn) -> Path:
    """The sample after a run of June; nobody writes in it."""
    return drawn


@pytest.fixture(scope="session")
def folder(published) -> Path:
    """Where the pages of June are."""
    return published / "rapports" / MONTH


@pytest.fixture(scope="session")
def base(published) -> Path:
    """The base they were made of."""
    return load_settings(published).publication / "cibles.duckdb"


@pytest.fixture(scope="session")
def index(folder) -> Page:
    """The page of the region, read back."""
    return Page((folder / "index.html").read_text(encoding="utf-8"))


@pytest.fixture
def copy(published, tmp_path) -> Path:
    """A copy of the workspace, to change."""
    return Path(shutil.copytree(published, tmp_path / "espace"))
