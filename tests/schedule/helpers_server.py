"""A real Prefect server, what people ask of it by its command line, and what it answers by its API."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import yaml

from flows.prefect_names import drawn_name
from tests.schedule.helpers_processes import ROOT, free_port, module, process, wait_until

POOL = "cibles"
BUSY_TRIES = 10
"""A server on SQLite answers 503 when its base is locked; the client of Prefect asks again too."""
IN_MINUTES = {
    "PREFECT_WORKER_QUERY_SECONDS": "1",
    "PREFECT_RUNNER_POLL_FREQUENCY": "1",
    "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "2",
}
"""What Prefect looks at every ten seconds or more, a test looks at more often."""


@dataclass(frozen=True)
class Server:
    """A server that answers at `site`; `folder` is for the logs and files of the tests that use it."""

    site: str
    environment: dict[str, str]
    folder: Path

    def ask(self, place: str, body: dict[str, Any] | None = None) -> Any:
        """What the API answers to a POST (a GET without `body`); asked again while it is busy. Raises HTTPError: refused."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.site}/api{place}", data, {"content-type": "application/json"})
        for tries_left in reversed(range(BUSY_TRIES)):
            try:
                with urlopen(request, timeout=30) as answer:
                    return json.load(answer)
            except HTTPError as refusal:
                if refusal.code != HTTPStatus.SERVICE_UNAVAILABLE or not tries_left:
                    raise
                time.sleep(1)
        raise AssertionError("the last try gives an answer or raises")

    def prefect(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The `prefect` command, as a person runs it from the folder of the program."""
        return subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def deploy(self, deployments: dict[str, Any]) -> None:
        """`prefect deploy --all` from a file of these deployments."""
        path = self.folder / "prefect.yaml"
        path.write_text(yaml.safe_dump(deployments, allow_unicode=True), encoding="utf-8")
        done = self.prefect("deploy", "--all", "--prefect-file", str(path))
        assert done.returncode == 0, done.stdout + done.stderr

    def deployment(self, name: str) -> dict[str, Any]:
        """The deployment `<flow>/<deployment>`."""
        return self.ask(f"/deployments/name/{name.replace(' ', '%20')}")

    def start_run(self, name: str, **asked: Any) -> str:
        """Ask for a run of a deployment, parameters added to its own; id of the flow run."""
        deployment = self.deployment(name)
        parameters = deployment["parameters"]
        if "passage" in parameters:
            asked = {"passage": {**parameters["passage"], **asked}}
        return self.ask(f"/deployments/{deployment['id']}/create_flow_run", {"parameters": {**parameters, **asked}})["id"]

    def run(self, run_id: str) -> dict[str, Any]:
        return self.ask(f"/flow_runs/{run_id}")

    def ended(self, run_id: str) -> dict[str, Any]:
        """The flow run, once it has ended."""
        ends = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
        return self.reached(run_id, lambda run: run["state_type"] in ends, "fin du passage")

    def reached(self, run_id: str, condition: Any, what: str) -> dict[str, Any]:
        return wait_until(lambda: condition(run := self.run(run_id)) and run, what, self.folder / "worker.log")

    def task(self, run_id: str, label: str) -> dict[str, Any] | None:
        """The task run of a stage, if it has begun."""
        tasks = self.ask("/task_runs/filter", {"flow_runs": {"id": {"any_": [run_id]}}})
        return next((task for task in tasks if task["name"] == drawn_name(label)), None)

    def artifacts(self, run_id: str) -> dict[str, dict[str, Any]]:
        """Artifacts of a flow run, by key."""
        found = self.ask("/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run_id]}}})
        return {artifact["key"]: artifact for artifact in found}


@contextmanager
def prefect_server(folder: Path, database: str | None) -> Iterator[Server]:
    """A server on the loopback, with its own home and (None) its own SQLite file."""
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    environment = {**os.environ, **IN_MINUTES, "PREFECT_HOME": str(folder / "home"), "PREFECT_API_URL": f"{site}/api"}
    # A worker starts `prefect` by its name.
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    if database:
        environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = database
    log = folder / "server.log"
    starting = module("prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port))
    with process(starting, environment, log):
        wait_until(lambda: _answers(site), "serveur Prefect", log)
        yield Server(site, environment, folder)


@contextmanager
def worker(server: Server) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of the pool."""
    with process(
        module("prefect", "worker", "start", "--pool", POOL), server.environment, server.folder / "worker.log"
    ) as started:
        yield started


def regional(deployments: dict[str, Any], workspaces: dict[str, str]) -> dict[str, Any]:
    """The deployments of `prefect.yaml` once per region, named after it (`mensuel-grand-est`), on its workspace."""
    text = yaml.safe_dump(deployments["deployments"])
    made = []
    for region, workspace in workspaces.items():
        for deployment in yaml.safe_load(text):
            deployment["name"] += f"-{region}" if region else ""
            parameters = deployment["parameters"]
            parameters.get("passage", parameters)["workspace"] = workspace
            made.append(deployment)
    return {**deployments, "deployments": made}


def _answers(site: str) -> bool:
    try:
        with urlopen(f"{site}/api/health", timeout=5):
            return True
    except HTTPError:
        return False
    except (URLError, OSError):
        return False
