"""What the tests of analyses share: bases written by hand, and the sample run once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analyses.helpers_region import Rows, region, write_base


@pytest.fixture(scope="session")
def regions(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Folders of two bases of several months, drawn at random."""
    return [write_base(tmp_path_factory.mktemp("region") / "publication", region(seed)) for seed in (3, 1)]


@pytest.fixture(scope="session")
def empty_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a base without any row."""
    none: Rows = {}
    return write_base(tmp_path_factory.mktemp("vide") / "publication", none)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the base of the sample, run as for the page. Only for long tests."""
    from flows.analyses_sample import sample_base

    return sample_base(tmp_path_factory.mktemp("echantillon") / "espace")
