"""`cibles serve` on a real server: two workspaces side by side, a stop in the middle of a run, the start that follows."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.prefect_names import key_of, region_name_if_any
from tests.flows.helpers_workspace import MONTH, sample_copy
from tests.schedule.helpers_processes import module, process, wait_until
from tests.schedule.helpers_server import Server
from tests.schedule.test_deployments import decisions, in_the_way, waits_to_retry

pytestmark = pytest.mark.long

STOPS_WITHIN = 15


@contextmanager
def serving(server: Server, workspace: Path, *options: str) -> Iterator[object]:
    """`cibles serve` on a workspace, once it says that it waits."""
    log = server.folder / f"serve-{workspace.parent.name}.log"
    log.unlink(missing_ok=True)
    arguments = module("flows.cli", "serve", "--workspace", str(workspace), *options)
    with process(arguments, server.environment, log) as started:
        wait_until(lambda: "Ctrl-C" in log.read_text(encoding="utf-8"), "cibles serve", log)
        yield started


def served_name(workspace: Path) -> str:
    return f"Passage mensuel/{key_of('mensuel', region_name_if_any(workspace))}"


@pytest.fixture(scope="session")
def unnamed(server: Server) -> list[Path]:
    """Two workspaces without a name, in folders of the same name."""
    return [sample_copy(server.folder / place / "espace") for place in ("nord", "sud")]


def test_two_workspaces_without_a_name_are_served_side_by_side(server, unnamed):
    with serving(server, unnamed[0]), serving(server, unnamed[1], "--cron", "30 6 7 * *"):
        deployments = [server.deployment(served_name(workspace)) for workspace in unnamed]
        asked = [server.start_run(served_name(workspace), month=MONTH) for workspace in unnamed]
        ended = [server.ended(run_id) for run_id in asked]
    assert [one["parameters"]["passage"]["workspace"] for one in deployments] == [str(path) for path in unnamed]
    assert [one["schedules"][0]["schedule"]["cron"] for one in deployments] == ["0 6 5 * *", "30 6 7 * *"]
    assert [one["schedules"][0]["schedule"]["timezone"] for one in deployments] == ["Europe/Paris"] * 2
    assert [run["state_name"] for run in ended] == ["À instruire"] * 2
    assert decisions(unnamed[0]) == decisions(unnamed[1]) != []
    watch = server.deployment(f"Surveillance/{key_of('surveillance', region_name_if_any(unnamed[0]))}")
    assert (watch["schedules"][0]["schedule"]["cron"], watch["parameters"]) == ("0 8 * * *", {"workspace": str(unnamed[0])})
    keys = [set(server.artifacts(run_id)) for run_id in asked]
    assert len(keys[0]) == len(keys[1]) == 4
    assert keys[0].isdisjoint(keys[1])


def test_serve_stopped_in_a_run_says_so_and_makes_later_what_fell_due(server, unnamed):
    workspace = unnamed[0]
    name = served_name(workspace)
    with serving(server, workspace) as stopped:
        obstacle = in_the_way(workspace)
        run_id = server.start_run(name, month=MONTH)
        wait_until(lambda: waits_to_retry(server, run_id), "nouvel essai", server.folder / "serve-nord.log")
        start = time.monotonic()
        stopped.send_signal(signal.SIGTERM)
        assert stopped.wait(STOPS_WITHIN * 4) == 0
        assert time.monotonic() - start < STOPS_WITHIN
    assert server.ended(run_id)["state_name"] == "Crashed"
    assert "Arrêt demandé" in (server.folder / "serve-nord.log").read_text(encoding="utf-8")
    assert server.deployment(name)["paused"] is False
    due = server.start_run(name, month=MONTH)
    obstacle.unlink()
    server.reached(due, lambda run: run["state_name"] == "Late", "passage en retard")
    with serving(server, workspace):
        assert server.ended(due)["state_name"] == "À instruire"
    assert decisions(workspace)
