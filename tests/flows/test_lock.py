"""One run at a time per workspace; the lock dies with the process that holds it."""

from __future__ import annotations

import os
import signal

import pytest

from contracts.failures import WorkspaceError
from flows.lock import exclusive
from tests.flows.helpers_files import snapshot
from tests.flows.helpers_workspace import MONTH, bare_workspace, cibles, run, script

HOLDER = """
import sys
from pathlib import Path
from flows.request import RunRequest
from flows.run import open_run
with open_run(RunRequest(Path(sys.argv[1]), sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_is_refused_until_the_first_is_dead(tmp_path):
    workspace = bare_workspace(tmp_path / "espace")
    with script(HOLDER, workspace, MONTH) as holder:
        assert holder.stdout.readline() == "held\n"
        before = snapshot(workspace)
        refused = cibles("run", "--workspace", workspace, "--month", MONTH)
        assert refused.returncode == 12
        assert refused.stdout == ""
        assert refused.stderr.startswith("Erreur : Un autre passage travaille déjà dans ")
        assert refused.stderr.count("\n") == 1
        assert snapshot(workspace) == before
        run(bare_workspace(tmp_path / "ailleurs"))
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    assert run(workspace).month == MONTH


def test_a_run_that_fails_gives_the_lock_back(tmp_path):
    with pytest.raises(KeyError), exclusive(tmp_path):
        raise KeyError
    with exclusive(tmp_path):
        pass


def test_the_lock_holds_within_one_process_too(tmp_path):
    with exclusive(tmp_path), pytest.raises(WorkspaceError) as refused, exclusive(tmp_path):
        pass
    assert refused.value.exit_code == 12
    assert str(tmp_path) in str(refused.value)
