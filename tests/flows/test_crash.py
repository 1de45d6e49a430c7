"""A run killed anywhere leaves the last publication whole, and the next run ends as if nothing had happened."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from flows.run import STAGES
from tests.flows.helpers_base import assert_same, read_base, rows_of, timeless
from tests.flows.helpers_workspace import EHPAD, MONTH, deposit, sample_copy, script, whole_run

pytestmark = pytest.mark.xdist_group("crash")

KILLED = """
import os, sys
from pathlib import Path
from flows.request import RunRequest
from flows.run import STAGES, open_run
for done, workspace in enumerate(sys.argv[2:]):
    if os.fork():
        print(os.waitstatus_to_exitcode(os.wait()[1]), flush=True)
        continue
    with open_run(RunRequest(Path(workspace), sys.argv[1])) as run:
        for stage in STAGES[:done]:
            stage.function(run)
        os._exit(9)
"""
WHOLE_RUN = """
import sys
from pathlib import Path
from flows.request import RunRequest
from flows.run import run_month
run_month(RunRequest(Path(sys.argv[1]), sys.argv[2]))
"""
FULL_DISK = (
    """
import resource, sys
limit = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
"""
    + WHOLE_RUN
)
PUBLISH = [stage.name for stage in STAGES].index("publication")
_KILLED = ("reception", "lecture", "decision", "publication")
"""Stages after which killing is tried by `make test`: each of them has written something that the next run finds."""
STAGES_DONE = [
    pytest.param(done, id=name, marks=pytest.mark.long if name not in _KILLED else ())
    for done, name in enumerate(["ouverture", *(stage.name for stage in STAGES)])
]
PARTS = f"depots/{MONTH}/730990017/evenements-"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a publication, then a deposit corrected and another one added, which nobody has run yet."""
    workspace = sample_copy(tmp_path_factory.mktemp("publie") / "espace", (MONTH,))
    whole_run(workspace)
    corrected = workspace / "depots" / MONTH / "380990010" / "evenements.csv"
    corrected.write_bytes(corrected.read_bytes().splitlines(keepends=True)[0])
    deposit(workspace, f"{MONTH}/{EHPAD}/dmp.csv", f"finess_et;dossier_id;date_depot\n{EHPAD};A;2026-06-02\n")
    return workspace


@pytest.fixture(scope="module")
def reference(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, run without interruption."""
    workspace = Path(shutil.copytree(published, tmp_path_factory.mktemp("suite") / "espace"))
    whole_run(workspace)
    return workspace


@pytest.fixture(scope="module")
def killed(published: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Copies of the workspace, each run by a process that dies after so many stages: none, one, and so on to all."""
    folder = tmp_path_factory.mktemp("tues")
    copies = [Path(shutil.copytree(published, folder / str(done))) for done in range(len(STAGES) + 1)]
    with script(KILLED, MONTH, *copies) as running:
        output, errors = running.communicate()
    assert output.split() == ["9"] * len(copies), errors
    return copies


@pytest.fixture
def copy(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "espace"))


def files(workspace: Path) -> list[str]:
    """Every file by its path, logs of runs left out: what a crash left behind would be one more."""
    paths = (path for path in workspace.rglob("*") if path.is_file() and path.parent.name != "journaux")
    return sorted(str(path.relative_to(workspace)) for path in paths)


def decisions(workspace: Path) -> list[dict[str, object]]:
    """Every record, without the time at which it was computed."""
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((workspace / "decisions").rglob("*.json"))]
    return [record | {"calculee_le": None, "chaine": None} for record in records]


def assert_ends_alike(workspace: Path, reference: Path) -> None:
    whole_run(workspace)
    assert_same(timeless(read_base(workspace)), timeless(read_base(reference)))
    assert decisions(workspace) == decisions(reference)
    assert files(workspace) == files(reference)


def test_the_corrections_change_figures_and_decisions(published, reference):
    old, new = read_base(published), read_base(reference)
    changed = {"projet_id": "ARA-2025-001", "courante": True}
    assert rows_of(old, "decisions", **changed)[0]["decision"] == "a_instruire"
    assert rows_of(new, "decisions", **changed)[0]["decision"] == "ne_pas_liberer"
    assert rows_of(old, "indicateurs", finess_et=EHPAD, indicateur="dmp")[0]["motif"] == "source_absente"
    assert rows_of(new, "indicateurs", finess_et=EHPAD, indicateur="dmp")[0]["motif"] != "source_absente"


@pytest.mark.long
@pytest.mark.parametrize("done", STAGES_DONE)
def test_killed_after_a_stage(done, killed, published, reference):
    left = read_base(killed[done])
    if done <= PUBLISH:
        assert_same(left, read_base(published))
    else:
        assert_same(timeless(left), timeless(read_base(reference)))
    assert_ends_alike(killed[done], reference)


@pytest.mark.parametrize(
    ("while_writing", "batch"),
    [
        pytest.param("entrepot/mois/*/.en-cours-*/lignes_evenements-*", "1", id="month"),
        pytest.param("publication/.cibles.duckdb.nouveau", "1000000", id="base", marks=pytest.mark.long),
    ],
)
def test_killed_while_it_writes(while_writing, batch, copy, published, reference):
    with script(WHOLE_RUN, copy, MONTH, CIBLES_LOT_OCTETS=batch) as running:
        while not list(copy.glob(while_writing)):
            assert running.poll() is None, running.stderr.read()
            time.sleep(0.0005)
        os.kill(running.pid, signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL
    assert_same(read_base(copy), read_base(published))
    assert_ends_alike(copy, reference)


def test_a_journal_whose_last_line_was_cut(reference, tmp_path):
    workspace = Path(shutil.copytree(reference, tmp_path / "espace"))
    journal = workspace / "entrepot" / "journal.jsonl"
    whole = journal.read_text(encoding="utf-8").splitlines()
    journal.write_text("\n".join(whole)[:-20], encoding="utf-8")
    assert_ends_alike(workspace, reference)
    receptions = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    expected = [json.loads(line) for line in whole]
    assert receptions[:-1] == expected[:-1]
    assert receptions[-1] | {"passage": None, "recu_le": None} == expected[-1] | {"passage": None, "recu_le": None}


@pytest.mark.long
def test_a_disk_full_while_receiving_does_not_part_what_was_received_together(tmp_path):
    # Numbered parts received in two runs would replace each other instead of adding up.
    calm = sample_copy(tmp_path / "calme", (MONTH,))
    whole_run(calm)
    workspace = sample_copy(tmp_path / "espace", (MONTH,))
    shutil.copy(calm / ".cle_pseudonymes", workspace)
    lines = (calm / "entrepot" / "journal.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    second = next(rank for rank, line in enumerate(lines) if PARTS + "2" in line)
    assert PARTS + "1" in lines[second - 1]
    with script(FULL_DISK, workspace, MONTH, len("".join(lines[:second]).encode())) as stopped:
        assert stopped.wait() == 1
        assert "File too large" in stopped.stderr.read()
    assert_ends_alike(workspace, calm)
