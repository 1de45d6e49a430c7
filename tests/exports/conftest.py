"""One month of the sample, run once, that no test of the folder changes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.flows.helpers_base import read_base
from tests.flows.helpers_workspace import MONTH, sample_copy, whole_run


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample after a run of its last month."""
    workspace = sample_copy(tmp_path_factory.mktemp("publie") / "espace")
    whole_run(workspace, MONTH)
    return workspace


@pytest.fixture(scope="session")
def base(ran: Path) -> dict[str, pl.DataFrame]:
    """Every table of its base, in frames."""
    return read_base(ran)


@pytest.fixture(scope="session")
def book(ran: Path) -> Path:
    """Its workbook."""
    return ran / "publication" / MONTH / "indicateurs.xlsx"
