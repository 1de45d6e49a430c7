"""The Prefect adapter: stages become tasks, failures come back as they were, artifacts are written. One server for the module."""

from __future__ import annotations

import asyncio
import json
import os
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect import flow
from prefect.artifacts import Artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterName, LogFilter, LogFilterFlowRunId
from prefect.exceptions import ParameterTypeError

from contracts.failures import CiblesError, RegisterError, UsageError
from flows import prefect_flow
from flows.commands.serve import serve_command
from flows.prefect_artifacts import ledger_markdown, write_artifacts
from flows.prefect_env import prepare_prefect
from flows.prefect_flow import RunParameters, monthly_run, run_stage, run_with_prefect
from flows.prefect_names import drawn_name, region_name_if_any
from flows.prefect_watch import late_watch
from flows.request import RunReport, RunRequest
from flows.run import STAGES, Stage, run_month

ROOT = Path(__file__).parent.parent.parent

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]


@pytest.fixture(scope="module")
def server() -> Iterator[None]:
    """The embedded server; it takes several seconds to import and to start."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch):
    monkeypatch.setattr(prefect_flow, "RETRY_SECONDS", 0)


class Failing:
    """A stage that fails `times` times with `error`, then works; it counts its calls."""

    def __init__(self, error: Exception, times: int = 99) -> None:
        self.error, self.times, self.calls = error, times, 0

    def __call__(self, run: Any) -> None:
        self.calls += 1
        if self.calls <= self.times:
            raise self.error


def flow_of(name: str, *stages: Stage) -> Any:
    """A flow that runs these stages as tasks, on nothing."""

    @flow(name=name, flow_run_name=name, persist_result=False)
    def some_stages() -> None:
        for stage in stages:
            run_stage(stage, None)

    return some_stages


def recorded(name: str) -> tuple[Any, list[Any], list[str]]:
    """What the server kept of the flow run `name`: the run, its task runs in order, its logs (which reach it a little later)."""

    async def read() -> tuple[Any, list[Any], list[str]]:
        async with get_client() as client:
            chosen = FlowRunFilter(name=FlowRunFilterName(any_=[name]))
            (run,) = await client.read_flow_runs(flow_run_filter=chosen)
            tasks = await client.read_task_runs(flow_run_filter=chosen)
            ours = LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run.id]))
            logs = []
            for _ in range(100):
                logs = await client.read_logs(log_filter=ours)
                if logs or run.state.is_completed():
                    break
                await asyncio.sleep(0.1)
            return run, sorted(tasks, key=lambda task: task.expected_start_time), [log.message for log in logs]

    return asyncio.run(read())


def test_each_stage_is_a_task_in_order(server):
    seen = []
    stages = [
        Stage(name, label, lambda run, name=name: seen.append(name), True)
        for name, label in [("a", "Première étape"), ("b", "Deuxième")]
    ]
    flow_of("ordre", *stages)()
    assert seen == ["a", "b"]


def test_a_failure_comes_out_as_it_was(server):
    with pytest.raises(RegisterError, match=r"perimetre\.csv") as stopped:
        flow_of("registre", Stage("a", "Registre", Failing(RegisterError("perimetre.csv, ligne 3 : corrigez.")), True))()
    assert stopped.value.exit_code == 11


def test_stages_after_a_failure_do_not_run(server):
    seen = []
    with pytest.raises(RegisterError):
        flow_of("arret", Stage("a", "A", Failing(RegisterError("x")), False), Stage("b", "B", seen.append, False))()
    assert seen == []


@pytest.mark.parametrize(
    ("stage", "retriable", "calls", "outcome"),
    [
        (Failing(OSError(5, "I/O error"), times=2), True, 3, None),
        (Failing(OSError(5, "I/O error"), times=3), True, 3, OSError),
        (Failing(OSError(5, "I/O error"), times=1), False, 1, OSError),
        (Failing(RegisterError("x"), times=1), True, 1, RegisterError),
        (Failing(ValueError("x"), times=1), True, 1, CiblesError),
    ],
    ids=["retried until it works", "retried twice at most", "not retriable", "explained failure", "unforeseen failure"],
)
def test_only_what_the_system_refused_is_tried_again(stage, retriable, calls, outcome, server):
    run = flow_of("essais", Stage("a", "A", stage, retriable))
    if outcome is None:
        run()
    else:
        with pytest.raises(outcome):
            run()
    assert stage.calls == calls


def test_the_text_of_an_unforeseen_failure_is_recorded_nowhere(server):
    with pytest.raises(CiblesError, match="ValueError"):
        flow_of("canari", Stage("a", "A", Failing(ValueError("DUPONT-2740575")), False))()
    run, _tasks, logs = recorded("canari")
    assert "ValueError" in run.state.message
    assert any("ValueError" in log for log in logs)
    assert "DUPONT" not in run.state.message + "".join(logs)


@pytest.mark.parametrize(
    "wrong",
    [
        {"month": "2026-13"},
        {"month": "2026-00"},
        {"month": "06-2026"},
        {"workspace": ""},
        {"projects": "P1"},
        {"strict": "peut-être"},
        {"projets": ["P1"]},
        {"month": " "},
    ],
)
def test_wrong_parameters_are_refused_before_anything_runs(wrong, server):
    with pytest.raises(ParameterTypeError):
        monthly_run({"workspace": "espace", **wrong})


def test_parameters_are_described_in_french():
    schema = RunParameters.model_json_schema()
    assert schema["description"].startswith("Ce qui est demandé")
    described = schema["properties"]
    assert set(described) == {"workspace", "month", "projects", "finess", "strict", "overrides"}
    assert all(field["title"] and field["description"].endswith(".") for field in described.values())


REPORT = RunReport(
    month="2026-06",
    decisions=[
        {
            "mois": "2026-06",
            "projet_id": "P1",
            "decision": "a_instruire",
            "provisoire": False,
            "sensible_a_la_lecture": False,
            "montant_libere": Decimal("0.00"),
            "motif": "pieces_manquantes",
            "version": 1,
            "nouvelle": True,
        }
    ],
    deposits={"fichiers": 2, "refuses": 1, "lues": 10, "acceptees": 7, "rejetees": 2, "remplacees": 1},
    refused=[{"chemin": "2026-06/x.csv", "motif": "encodage", "message": "Illisible."}],
    written=[],
    signals=["Un signal."],
    next_steps=[],
    to_read=["rapports/2026-06/index.html : la région"],
)


def test_artifacts_are_written_in_french_under_the_region(server, tmp_path):
    @flow(name="artefacts")
    def some_artifacts() -> None:
        write_artifacts(REPORT, "Île-de-France", tmp_path)

    some_artifacts()
    to_do, decisions, refused, ledger = (
        Artifact.get(f"{name}-ile-de-france") for name in ("a-instruire", "decisions", "fichiers-refuses", "registre-des-depots")
    )
    assert "cibles decide --month 2026-06\\n--project P1" in to_do.data
    assert '"D\\u00e9cision": "\\u00e0 instruire"' in decisions.data or '"Décision": "à instruire"' in decisions.data
    assert "2026-06/x.csv" in refused.data
    assert ledger.data == ledger_markdown(REPORT, tmp_path)
    assert "| lignes mises de côté | 2 |" in ledger.data
    assert f"dans** `{tmp_path}`" in ledger.data
    assert "- rapports/2026-06/index.html : la région" in ledger.data
    assert "des pièces manquent" in json.loads(decisions.data)[0]["Motif"]
    assert "pieces_manquantes" not in to_do.data + decisions.data
    assert "encodage" not in to_do.data + refused.data


@pytest.mark.long
def test_the_sample_gives_the_same_decisions_with_prefect_and_without(sample_workspace, server):
    recorded_run = run_with_prefect(RunRequest(sample_workspace, "2026-06"))
    assert recorded_run.decisions
    plain_run = run_month(RunRequest(sample_workspace, "2026-06"), lambda stage, run: stage.function(run))
    assert [{**decision, "nouvelle": False} for decision in recorded_run.decisions] == plain_run.decisions
    run, tasks, _logs = recorded(f"passage 2026-06, {region_name_if_any(sample_workspace)}")
    assert (run.state.is_completed(), run.state.name) == (True, "À instruire")
    assert [task.name for task in tasks] == [drawn_name(stage.label) for stage in STAGES]


def test_what_stopped_a_run_is_its_state_and_comes_out_as_it_was(sample_workspace, server):
    (sample_workspace / "registre" / "projets.csv").write_text("projet_id;nom\n", encoding="utf-8")
    with pytest.raises(RegisterError, match="table projets") as stopped:
        run_with_prefect(RunRequest(sample_workspace, "2026-06"))
    run, *_ = recorded(f"passage 2026-06, {region_name_if_any(sample_workspace)}")
    assert (run.state.name, run.state.message) == ("Failed", str(stopped.value))


def test_the_deployment_says_when_and_one_at_a_time():
    monthly, watch = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    for deployment, run, cron in ((monthly, monthly_run, "0 6 5 * *"), (watch, late_watch, "0 8 * * *")):
        path, function = deployment["entrypoint"].split(":")
        assert (ROOT / path).is_file()
        assert function == run.fn.__name__
        assert deployment["schedules"] == [{"cron": cron, "timezone": "Europe/Paris"}]
    assert monthly["concurrency_limit"] == {"limit": 1, "collision_strategy": "ENQUEUE"}
    RunParameters.model_validate(monthly["parameters"]["passage"])


@pytest.fixture
def no_prefect_variables(monkeypatch):
    for name in [name for name in os.environ if name.startswith(("PREFECT_", "DO_NOT_TRACK"))]:
        monkeypatch.delenv(name)
    return monkeypatch


@pytest.fixture
def environment(no_prefect_variables):
    """The environment, given back as it was when the test ends."""
    before = dict(os.environ)
    yield no_prefect_variables
    for name in set(os.environ) - set(before):
        del os.environ[name]


def test_embedded_prefect_keeps_its_history_in_the_workspace_and_is_quiet(environment, tmp_path):
    prepare_prefect(tmp_path)
    assert os.environ["PREFECT_HOME"] == str(tmp_path / ".prefect")
    assert (tmp_path / ".prefect").stat().st_mode & 0o777 == 0o700
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert os.environ["DO_NOT_TRACK"] == "1"
    assert os.environ["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] == "90"


def test_what_the_user_chose_for_prefect_stays(environment, tmp_path):
    environment.setenv("PREFECT_HOME", str(tmp_path / "ailleurs"))
    environment.setenv("PREFECT_LOGGING_LEVEL", "DEBUG")
    prepare_prefect(tmp_path)
    assert os.environ["PREFECT_HOME"] == str(tmp_path / "ailleurs")
    assert os.environ["PREFECT_LOGGING_LEVEL"] == "DEBUG"
    assert not (tmp_path / ".prefect").exists()


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/api", "127.0.0.1:4200"])
def test_a_server_that_does_not_answer_is_named(address, environment, tmp_path):
    environment.setenv("PREFECT_API_URL", address)
    with pytest.raises(UsageError, match="PREFECT_API_URL") as refused:
        prepare_prefect(tmp_path)
    assert address in str(refused.value)


def test_serving_without_a_server_says_how_to_start_one(environment, tmp_path):
    with pytest.raises(UsageError, match="prefect server start"):
        serve_command(tmp_path, "0 6 5 * *", strict=False)


def test_prefect_and_fastapi_are_the_pair_that_was_measured():
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert {"prefect==3.8.8", "fastapi<0.151"} <= set(dependencies)
