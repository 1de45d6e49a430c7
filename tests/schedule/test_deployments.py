"""The deployments of `prefect.yaml` on a real server, run by a worker: what is published, refused, retried, awaited, told."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.flows.helpers_base import read_base
from tests.flows.helpers_workspace import MONTH, run
from tests.schedule.helpers_processes import wait_until
from tests.schedule.helpers_server import worker

pytestmark = pytest.mark.long

DECIDED = ("projet_id", "decision", "montant_libere", "motif")


def decisions(workspace: Path) -> list[tuple[object, ...]]:
    """What a workspace has published for the month."""
    published = read_base(workspace)["decisions"].sort("projet_id")
    return published.filter((published["mois"] == MONTH) & published["courante"]).select(DECIDED).rows()


def refused(workspace: Path) -> set[str]:
    """Files refused whole, as published."""
    depots = read_base(workspace)["depots"]
    return set(depots.filter(depots["etat"] == "refuse")["chemin"])


def expected(workspace: Path, beside: Path) -> list[tuple[object, ...]]:
    """What a run without Prefect publishes from the same inputs."""
    for name in ("registre", "depots", "finess"):
        shutil.copytree(workspace / name, beside / name)
    run(beside)
    return decisions(beside)


def test_two_regions_run_at_the_same_time_and_do_not_meet(working, workspaces, tmp_path):
    asked = {region: working.start_run(f"Passage mensuel/mensuel-{region}", month=MONTH) for region in workspaces}
    runs = {region: working.ended(run_id) for region, run_id in asked.items()}
    assert {region: run["name"] for region, run in runs.items()} == {
        "grand-est": f"passage {MONTH}, Grand Est",
        "guadeloupe": f"passage {MONTH}, Guadeloupe",
    }
    assert {run["state_name"] for run in runs.values()} == {"À instruire"}
    starts, ends = [run["start_time"] for run in runs.values()], [run["end_time"] for run in runs.values()]
    assert max(starts) < min(ends), "they did not run together"
    figures = {region: expected(workspace, tmp_path / region) for region, workspace in workspaces.items()}
    assert {region: decisions(workspace) for region, workspace in workspaces.items()} == figures
    assert figures["grand-est"] != figures["guadeloupe"]
    for region, run_id in asked.items():
        kinds = ("a-instruire", "decisions", "fichiers-refuses", "registre-des-depots")
        assert set(working.artifacts(run_id)) == {f"{kind}-{region}" for kind in kinds}


def test_a_run_that_needs_a_person_says_so(working, workspaces):
    run_id = working.start_run("Passage mensuel/mensuel", month=MONTH)
    run = working.ended(run_id)
    waiting = [projet_id for projet_id, decision, *_ in decisions(workspaces["grand-est"]) if decision == "a_instruire"]
    assert (run["state_type"], run["state_name"]) == ("COMPLETED", "À instruire")
    told = re.search(r"(\d+) décisions à instruire \(([^)]+)\)", run["state"]["message"])
    assert (int(told[1]), set(told[2].split(", "))) == (len(waiting), set(waiting))
    files = refused(workspaces["grand-est"])
    assert f"{len(files)} fichiers refusés en entier" in run["state"]["message"]
    rows = json.loads(working.artifacts(run_id)["a-instruire-grand-est"]["data"])
    assert {row["Quoi"] for row in rows[: len(waiting)]} == set(waiting)
    assert {row["Quoi"].replace("\n", "") for row in rows[len(waiting) :]} == {name.replace(" ", "") for name in files}


def test_a_strict_run_that_needs_a_person_fails_and_says_why(working, workspaces):
    run = working.ended(working.start_run("Passage mensuel/mensuel", month=MONTH, strict=True))
    assert (run["state_type"], run["state_name"]) == ("FAILED", "Failed")
    waiting = [row for row in decisions(workspaces["grand-est"]) if row[1] == "a_instruire"]
    assert f"{len(waiting)} décisions à instruire" in run["state"]["message"]


def test_a_run_that_cannot_be_done_fails_with_the_sentence_of_the_command(working, tmp_path):
    run = working.ended(working.start_run("Passage mensuel/mensuel", month=MONTH, workspace=str(tmp_path / "absent")))
    assert run["state_type"] == "FAILED"
    assert run["state"]["message"].startswith(f"L'espace de travail {tmp_path / 'absent'} n'est pas un dossier")


@pytest.mark.parametrize("wrong", [{"month": "2026-13"}, {"mois": MONTH}, {"workspace": ""}, {"strict": "peut-être"}])
def test_wrong_parameters_are_refused_when_the_run_is_asked(wrong, deployed):
    before = deployed.ask("/flow_runs/count", {})
    with pytest.raises(HTTPError) as refused:
        deployed.start_run("Passage mensuel/mensuel", **wrong)
    assert 400 <= refused.value.code < 500
    assert next(iter(wrong)) in refused.value.read().decode()
    assert deployed.ask("/flow_runs/count", {}) == before


def test_the_command_names_the_parameter_it_refuses(deployed):
    asked = 'passage={"workspace": "espace", "month": "2026-13"}'
    done = deployed.prefect("deployment", "run", "Passage mensuel/mensuel", "-p", asked)
    assert done.returncode == 1
    assert "passage.month" in done.stdout + done.stderr


def in_the_way(workspace: Path) -> Path:
    """A file where the folder of publication is due: the system refuses to write there until it is removed."""
    shutil.rmtree(workspace / "publication", ignore_errors=True)
    (workspace / "publication").touch()
    return workspace / "publication"


def waits_to_retry(server, run_id: str) -> dict | None:
    task = server.task(run_id, "Publication")
    return task if task and task["state_name"] == "AwaitingRetry" else None


def test_a_stage_that_the_system_refused_is_tried_again(working, workspaces):
    obstacle = in_the_way(workspaces["grand-est"])
    run_id = working.start_run("Passage mensuel/mensuel", month=MONTH)
    wait_until(lambda: waits_to_retry(working, run_id), "nouvel essai", working.folder / "worker.log")
    obstacle.unlink()
    assert working.ended(run_id)["state_type"] == "COMPLETED"
    publication, others = working.task(run_id, "Publication"), working.task(run_id, "Comptes et verdicts")
    assert (publication["run_count"], others["run_count"]) == (2, 1)
    states = working.ask(f"/task_run_states/?task_run_id={publication['id']}")
    assert "AwaitingRetry" in [state["name"] for state in states]
    assert decisions(workspaces["grand-est"])


def test_a_second_run_of_a_workspace_waits_for_the_first(working, workspaces):
    obstacle = in_the_way(workspaces["grand-est"])
    first = working.start_run("Passage mensuel/mensuel", month=MONTH)
    wait_until(lambda: waits_to_retry(working, first), "nouvel essai", working.folder / "worker.log")
    second = working.start_run("Passage mensuel/mensuel", month=MONTH)
    waited = working.reached(second, lambda run: run["state_name"] == "AwaitingConcurrencySlot", "attente")
    assert waited["state_type"] == "SCHEDULED"
    obstacle.unlink()
    runs = [working.ended(run_id) for run_id in (first, second)]
    assert [run["state_type"] for run in runs] == ["COMPLETED", "COMPLETED"]
    assert runs[0]["end_time"] <= runs[1]["start_time"]


def test_after_a_worker_was_killed_the_next_run_works(deployed, workspaces):
    obstacle = in_the_way(workspaces["grand-est"])
    with worker(deployed) as killed:
        first = deployed.start_run("Passage mensuel/mensuel", month=MONTH)
        wait_until(lambda: waits_to_retry(deployed, first), "nouvel essai", deployed.folder / "worker.log")
        os.killpg(killed.pid, signal.SIGKILL)
    obstacle.unlink()
    with worker(deployed):
        second = deployed.start_run("Passage mensuel/mensuel", month=MONTH)
        begun = deployed.reached(second, lambda run: run["start_time"] or run["state_name"] == "AwaitingConcurrencySlot", "suite")
        # Nobody has told the server: it may keep the slot of the first (five minutes) until a person says that it has crashed.
        if not begun["start_time"]:
            deployed.ask(f"/flow_runs/{first}/set_state", {"state": {"type": "CRASHED", "name": "Crashed"}, "force": True})
        assert deployed.ended(second)["state_name"] == "À instruire"
    assert decisions(workspaces["grand-est"])


def test_the_watch_fails_under_a_name_of_its_own_when_a_month_is_late(working, workspaces):
    run = working.ended(working.start_run("Surveillance/surveillance-guadeloupe"))
    assert (run["state_type"], run["state_name"]) == ("FAILED", "En retard")
    assert run["name"] == "surveillance, Guadeloupe"
    assert "2026-07" in run["state"]["message"]
    event = "prefect.flow-run.En retard"
    asked = {"filter": {"event": {"name": [event]}, "occurred": {"since": run["created"], "until": "2100-01-01T00:00:00Z"}}}
    wait_until(lambda: deployed_events(working, asked), "évènement pour une alerte")


def deployed_events(server, asked: dict) -> list[dict]:
    return server.ask("/events/filter", asked)["events"]
