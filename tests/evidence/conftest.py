"""The sample measured in June, then once more after people acted: each made once, never changed by a test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.flows.helpers_workspace import EVERY_MONTH, SampleRun, run

ACTS = """\
GE-2021-001;GE-2021-001-2026-06-v1;signee;;2026-07-10;AUTEUR-SECRET;;C-1
GE-2021-001;GE-2021-001-2026-06-v1;versee;9000,01;2026-07-15;AUTEUR-SECRET;;M-7
ARA-2025-001;ARA-2025-001-2026-06-v1;versee;42000;2026-07-15;AUTEUR-SECRET;;M-8
GUA-2022-001;GUA-2022-001-2026-06-v1;versee;10000;2026-07-15;AUTEUR-SECRET;;=M-9
GE-2021-002;GE-2021-002-2026-06-v1;arbitrage;;2026-07-15;AUTEUR-SECRET;pieces_manquantes;M-10
"""


@pytest.fixture(scope="package")
def measured(sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_run(tmp_path_factory.mktemp("preuves") / "espace", EVERY_MONTH)


@pytest.fixture(scope="package")
def acted(measured: Path) -> Path:
    workspace = Path(shutil.copytree(measured, measured.parent / "apres-actes"))
    with (workspace / "registre" / "actes.csv").open("a", encoding="utf-8") as table:
        table.write(ACTS)
    run(workspace)
    return workspace


@pytest.fixture
def copy(measured: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(measured, tmp_path / "espace"))
