"""One month of the sample, run once, that no test of the folder changes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.flows.helpers_base import read_base
from tests.flows.helpers_workspace import MONTH


@pytest.fixture(scope="session")
def ran(drawn: Path) -> Path:
    """The sample after a run of its last month."""
    return drawn


@pytest.fixture(scope="session")
def base(ran: Path) -> dict[str, pl.DataFrame]:
    """Every table of its base, in frames."""
    return read_base(ran)


@pytest.fixture(scope="session")
def book(ran: Path) -> Path:
    """Its workbook."""
    return ran / "publication" / MONTH / "indicateurs.xlsx"
