"""A rerun on the same inputs writes nothing, whatever was run between; what is lost of the store is made again alike."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from random import Random

import pytest

from tests.flows.helpers_base import assert_same, read_base, timeless
from tests.flows.helpers_files import snapshot
from tests.flows.helpers_workspace import MONTH, SampleRun, cibles, run, sample_copy

MAY = "2026-05"


@pytest.fixture(scope="module")
def ready(sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample after runs of May and June; each test works on a copy, or leaves it as it is."""
    return sample_run(tmp_path_factory.mktemp("pret") / "espace", runs=(MAY, MONTH))


@pytest.fixture
def copy(ready: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ready, tmp_path / "espace"))


def test_a_rerun_touches_no_file(ready):
    before = snapshot(ready)
    assert ".verrou" in {Path(path).name for path in before}
    done = cibles("run", "--workspace", ready, "--month", MONTH, "--json")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert report["written"] == []
    assert [decision["nouvelle"] for decision in report["decisions"]] == [False] * 9
    assert snapshot(ready) == before


def test_a_month_run_again_after_a_later_one_touches_no_file(ready):
    before = snapshot(ready)
    assert run(ready, MAY).written == []
    assert run(ready, MONTH).written == []
    assert snapshot(ready) == before


@pytest.mark.parametrize("asked", [{"projects": ("ARA-2025-002",)}, {"finess": ("970190047",)}])
def test_a_rerun_of_a_part_touches_no_file(asked, ready):
    before = snapshot(ready)
    part = run(ready, MONTH, **asked)
    assert len(part.decisions) == 1
    assert snapshot(ready) == before


@pytest.mark.long
def test_months_run_in_another_order_end_alike(copy, tmp_path):
    other = sample_copy(tmp_path / "autre")
    run(other, MONTH)
    run(other, MAY)
    assert_same(timeless(read_base(other)), timeless(read_base(copy)))


def test_times_of_files_are_never_read(copy):
    chance = Random(1)
    for folder in ("registre", "finess", "depots"):
        for path in (copy / folder).rglob("*"):
            os.utime(path, (chance.randrange(2_000_000_000),) * 2)
    before = snapshot(copy)
    assert run(copy).written == []
    assert snapshot(copy) == before


@pytest.mark.long
def test_a_base_is_made_again_from_the_journal_alone(copy):
    before, decisions = read_base(copy), snapshot(copy / "decisions")
    for entry in (copy / "entrepot").iterdir():
        if entry.name != "journal.jsonl":
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    (copy / "publication" / "cibles.duckdb").unlink()
    run(copy, MAY)
    run(copy, MONTH)
    after = read_base(copy)
    assert snapshot(copy / "decisions") == decisions
    assert after["publication"]["empreinte"].to_list() == before["publication"]["empreinte"].to_list()
    assert_same(after | {"publication": before["publication"]}, before)


def test_a_store_lost_while_one_month_is_run_again_keeps_every_decision(copy):
    before = read_base(copy)
    shutil.rmtree(copy / "entrepot" / "mois")
    shutil.rmtree(copy / "entrepot" / "mesures")
    run(copy, MONTH)
    after = read_base(copy)
    for name in ("decisions", "decision_criteres", "depots", "rejets"):
        assert after[name].rows() == before[name].rows(), name
    june = before["indicateurs"].filter(before["indicateurs"]["mois"] == MONTH)
    assert after["indicateurs"].rows() == june.rows()


@pytest.mark.long
def test_a_deposit_removed_settles_after_one_run_of_each_month(copy):
    (copy / "depots" / MONTH / "380990010" / "mssante.csv").unlink()
    run(copy, MAY)
    run(copy, MONTH)
    before = snapshot(copy)
    assert run(copy, MAY).written == []
    assert snapshot(copy) == before


def test_a_corrected_deposit_makes_one_version_that_says_what_changed(copy):
    path = copy / "depots" / MONTH / "380990010" / "evenements.csv"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    new = [decision for decision in run(copy).decisions if decision["nouvelle"]]
    assert [(decision["projet_id"], decision["version"]) for decision in new] == [("ARA-2025-001", 2)]
    record = json.loads((copy / "decisions" / MONTH / "ARA-2025-001-v2.json").read_text(encoding="utf-8"))
    assert record["remplace"] == f"ARA-2025-001-{MONTH}-v1"
    assert "décision : a_instruire → ne_pas_liberer" in record["changements"]
    assert f"dépôt corrigé : depots/{MONTH}/380990010/evenements.csv" in record["changements"]
    before = snapshot(copy)
    assert run(copy).written == []
    assert snapshot(copy) == before
