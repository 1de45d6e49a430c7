"""The bench: every part of it on a tiny region, references that find our figures, the shape of the page of performance."""

import sys
from pathlib import Path

import pytest

from bench.aims import AIMS, start_up, unit_costs
from bench.measured import Cost, measured, medians
from bench.page import page
from bench.region import BenchRegion
from flows.run import STAGES

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
_COMMANDS = ("synth", "run", "copy", "pandas", "counts", "rerun", "corrected", "explain", "sql")


def region(essms: int, layout: str, wall: float = 2.0) -> dict:
    return {
        "essms": essms,
        "layout": layout,
        "files": 12,
        "octets": essms * 1_000_000,
        "store": 500_000,
        "costs": {name: {"wall": wall, "cpu": wall, "peak": 100.0} for name in _COMMANDS},
        "ratios": {"copy": 3.0, "pandas": 21.0, "counts": 1.2, "rerun": 0.02, "corrected": 0.04},
        "stages": {stage.name: 1.0 for stage in STAGES},
        "same": {"counts": (40, 0), "pandas": (40, 0)},
    }


def bench(*regions: dict) -> dict:
    small = [region(1, "petits", 1.0), region(100, "petits", 2.0)]
    common = {"command": "make bench", "machine": {"Memory": "8 GiB"}, "rounds": 3, "pandas_rounds": 1, "events": 30}
    return common | {"small": small, "regions": list(regions) or [region(1_000, layout, 11.0) for layout in ("petits", "gros")]}


def shape(text: str) -> list[str]:
    """Headings, the header of each table, and what its rows are about in the tables whose rows do not depend on the regions."""
    lines = text.splitlines()
    headers = [line for line, after in zip(lines, lines[1:], strict=False) if after.startswith("| ---")]
    aims = [line.split(" | ")[0] for line in lines if line.endswith(("| yes |", "| no |"))]
    return [line for line in lines if line.startswith("#")] + headers + aims


def test_page_of_performance_has_the_shape_of_what_the_bench_writes():
    assert shape(PAGE.read_text(encoding="utf-8")) == shape(page(bench()))


def test_page_tells_the_worst_region_and_whether_an_aim_is_kept():
    told = page(
        bench(
            region(1_000, "petits"),
            region(6_400, "petits"),
            region(6_400, "gros") | {"ratios": {"copy": 4.5, "pandas": 19.0, "counts": 1.2, "rerun": 0.02, "corrected": 0.04}},
        )
    )
    rows = {line.split(" | ")[0]: line for line in told.splitlines() if line.startswith("| ")}
    assert rows["| `cibles run` ÷ unchecked DuckDB copy"].endswith("| 4.50 | 6,400, large files | no |")
    assert rows["| pandas script ÷ `cibles run`"].endswith("| ≥ 20 | 19.0 | 6,400, large files | no |")
    assert rows["| stage `mesure` ÷ one DuckDB query"].endswith("| 1.20 | 1,000, small files | yes |")


def test_cost_per_establishment_leaves_the_start_up_out_and_is_told_per_decade():
    made = bench()
    assert start_up(made) == 1.0
    hundred, thousand = unit_costs(made)
    assert (hundred.essms, hundred.each, hundred.per_mb, hundred.growths) == (100, 10.0, 10.0, None)
    assert (thousand.essms, thousand.each) == (1_000, 10.0)
    assert thousand.growths == pytest.approx((1.0, 1.0))


def test_every_aim_can_be_missed_and_kept():
    assert [aim.kept(aim.bound) for aim in AIMS] == [True] * len(AIMS)
    assert [aim.kept(aim.bound * (0.9 if aim.over else 1.1)) for aim in AIMS] == [False] * len(AIMS)


def test_a_command_is_measured_with_what_it_starts(tmp_path):
    child = "import time; held = bytearray(60_000_000); time.sleep(0.6)"
    parent = f"import subprocess, sys; held = bytearray(60_000_000); subprocess.run([sys.executable, '-c', {child!r}])"
    cost = measured([sys.executable, "-c", parent])
    assert cost.wall > 0.6
    assert 120 < cost.peak < 200
    with pytest.raises(SystemExit, match="failed: Traceback"):
        measured([sys.executable, "-c", "raise ValueError"])


def test_medians_are_taken_figure_by_figure():
    assert medians([Cost(1, 5, 9), Cost(2, 4, 7), Cost(3, 3, 8)]) == {"wall": 2, "cpu": 4, "peak": 8}


@pytest.mark.long
@pytest.mark.parametrize("layout", ["petits", "gros"])
def test_references_find_our_figures_on_a_tiny_region(tmp_path, layout):
    tiny = BenchRegion(tmp_path, 40, layout, 3)
    before = {path: path.read_bytes() for path in tiny.files}
    tiny.round(references=True, pandas=True)
    found = tiny.result()
    assert found["same"]["counts"] == found["same"]["pandas"]
    assert found["same"]["pandas"][0] > 100
    assert found["same"]["pandas"][1] == 0
    assert set(found["costs"]) == set(_COMMANDS)
    assert list(found["stages"]) == [stage.name for stage in STAGES]
    assert {path: path.read_bytes() for path in tiny.files} == before
