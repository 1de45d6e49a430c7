"""Returns on disk: written for their owner alone, only where they would differ; those that no longer concern anyone go."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import polars as pl
import pytest

from flows import return_files
from tests.flows.helpers_canaries import CANARIES, plant
from tests.flows.helpers_workspace import EHPAD, EVERY_MONTH, MONTH, SampleRun, bare_workspace
from tests.returns.helpers_returns import parts, place, run_all, table

MAY = "2026-05"


@pytest.fixture(scope="module")
def ready(sample_run: SampleRun, tmp_path_factory) -> Path:
    """The sample after a run of June with its returns; each test works on a copy."""
    return sample_run(tmp_path_factory.mktemp("pret") / "espace", EVERY_MONTH)


@pytest.fixture
def copy(ready, tmp_path) -> Path:
    return Path(shutil.copytree(ready, tmp_path / "espace"))


def on_disk(workspace: Path, month: str = MONTH) -> dict[str, tuple[int, int, bytes]]:
    """Inode, time and bytes of every return of a month."""
    found = {}
    for path in (workspace / "retours" / month).iterdir():
        status = path.stat()
        found[path.stem] = (status.st_ino, status.st_mtime_ns, path.read_bytes())
    return found


def test_a_rerun_writes_nothing(copy):
    before = on_disk(copy)
    run_all(copy)
    assert on_disk(copy) == before
    assert run_all(copy, again=False).up_to_date
    assert on_disk(copy) == before


def test_the_same_data_give_the_same_bytes(copy):
    before = {number: content for number, (_, _, content) in on_disk(copy).items()}
    shutil.rmtree(copy / "retours")
    shutil.rmtree(copy / "entrepot" / "retours")
    run_all(copy)
    assert {number: content for number, (_, _, content) in on_disk(copy).items()} == before


def test_a_return_lost_or_altered_is_written_again_and_it_alone(copy):
    before = on_disk(copy)
    place(copy, EHPAD).unlink()
    place(copy, "730990017").write_bytes(b"autre chose")
    run_all(copy)
    after = on_disk(copy)
    assert {number for number in before if after[number][:2] != before[number][:2]} == {EHPAD, "730990017"}
    assert {number: content[2] for number, content in after.items()} == {number: content[2] for number, content in before.items()}


@pytest.mark.long
def test_a_corrected_deposit_changes_the_return_of_its_establishment_alone(copy):
    before = on_disk(copy)
    deposit = copy / "depots" / MONTH / "730990017" / "dossiers.csv"
    lines = deposit.read_text(encoding="utf-8").splitlines(keepends=True)
    deposit.write_text("".join([lines[0], *lines[2:]]), encoding="utf-8")
    run_all(copy)
    after = on_disk(copy)
    assert [number for number in before if after[number][2] != before[number][2]] == ["730990017"]
    assert all(after[number] == before[number] for number in before if number != "730990017")


@pytest.mark.long
def test_an_establishment_that_left_loses_the_return_of_the_month_run_not_those_of_the_past(copy):
    run_all(copy, MAY)
    past = on_disk(copy, MAY)
    perimetre = copy / "registre" / "perimetre.csv"
    kept = [line for line in perimetre.read_text(encoding="utf-8").splitlines(keepends=True) if EHPAD not in line]
    perimetre.write_text("".join(kept), encoding="utf-8")
    run_all(copy)
    assert EHPAD not in on_disk(copy)
    assert EHPAD in past
    assert on_disk(copy, MAY) == past


@pytest.mark.long
def test_a_run_of_one_project_leaves_the_returns_of_the_others(copy):
    before = on_disk(copy)
    place(copy, "730990017").unlink()
    place(copy, EHPAD).unlink()
    run_all(copy, projects=("ARA-2025-003",))
    after = on_disk(copy)
    assert "730990017" in after
    assert EHPAD not in after
    run_all(copy)
    assert set(on_disk(copy)) == set(before)
    kept = {number: content for number, content in before.items() if number not in {"730990017", EHPAD}}
    assert {number: content for number, content in on_disk(copy).items() if number in kept} == kept


def test_returns_are_for_their_owner_alone(ready):
    folder = ready / "retours" / MONTH
    assert [path.stat().st_mode & 0o777 for path in (folder, folder.parent)] == [0o700, 0o700]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_nothing_of_a_person_is_in_a_return(tmp_path):
    workspace = bare_workspace(tmp_path / "espace")
    plant(workspace)
    before = os.umask(0o022)
    try:
        run_all(workspace)
    finally:
        os.umask(before)
    faults = table(place(workspace, EHPAD), "Lignes refusées")
    assert faults.height > 20, "the canaries were set aside, and this establishment is told"
    pseudonyms = {str(one) for path in (workspace / "entrepot" / "mois").rglob("lignes_*.parquet") for one in _dossiers(path)}
    assert len(pseudonyms) >= 2
    for path in (workspace / "retours").rglob("*.xlsx"):
        content = parts(path).decode()
        assert [canary for canary in (*CANARIES, *pseudonyms) if canary in content] == [], path.name


def _dossiers(path: Path) -> list[int]:
    frame = pl.read_parquet(path)
    return frame["dossier"].unique().to_list() if "dossier" in frame.columns else []


@pytest.mark.long
def test_several_processes_write_what_one_writes(copy, monkeypatch):
    before = {number: content for number, (_, _, content) in on_disk(copy).items()}
    shutil.rmtree(copy / "retours")
    monkeypatch.setattr(return_files, "_ALONE", 0)
    monkeypatch.setattr(return_files, "_TOGETHER", 5)
    run_all(copy)
    assert {number: content for number, (_, _, content) in on_disk(copy).items()} == before
