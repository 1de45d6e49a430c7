"""A whole region run by the product, some of its projects by the oracle: not one figure may differ."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from flows.commands.synth import RegionAsked, synth_command
from flows.request import RunRequest
from flows.run import run_month
from tests.oracle.oracle_sample import sample_differences

SEED, ESSMS, SAMPLED = 7, 240, 8
MONTH = "2026-06"


@pytest.mark.long
def test_same_figures_on_projects_drawn_from_a_region(tmp_path: Path) -> None:
    region = tmp_path / "region"
    synth_command(region, RegionAsked(ESSMS, months=4, events=3, layout="petits"), SEED, force=False)
    report = run_month(RunRequest(region, MONTH))
    projects = [decision["projet_id"] for decision in report.decisions]
    drawn = set(Random(SEED).sample(projects, SAMPLED))
    assert {project.split("-")[0] for project in projects} >= {"ARA", "GUA"}
    assert sample_differences(region, MONTH, drawn, tmp_path / "tires") == []
