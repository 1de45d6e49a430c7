"""`cibles serve` for real: a Prefect server, the serving process, and a run of the deployment in a third process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 120

pytestmark = [pytest.mark.prefect, pytest.mark.long, pytest.mark.xdist_group("prefect")]


@contextmanager
def process(arguments: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is stopped, with its children, when the block ends."""
    with log.open("wb") as output:
        started = subprocess.Popen(
            [sys.executable, "-m", *arguments], cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        try:
            yield started
        finally:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


def wait_until(ready: object, log: Path) -> None:
    """Wait until `ready()` is true; fail with the log otherwise."""
    end = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < end, log.read_text(encoding="utf-8", errors="replace")
        time.sleep(0.5)


def answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/health", timeout=5):
            return True
    except (URLError, OSError):
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_served_deployment_publishes_the_month_it_is_asked(sample_workspace, tmp_path):
    port = free_port()
    address = f"http://127.0.0.1:{port}/api"
    environment = {**os.environ, "PREFECT_HOME": str(tmp_path / "prefect"), "PREFECT_API_URL": address}
    server_log, serve_log, run_log = (tmp_path / name for name in ("server.log", "serve.log", "run.log"))
    serving = ["flows.cli", "serve", "--workspace", str(sample_workspace), "--cron", "0 6 5 1 *"]
    asking = ["prefect", "deployment", "run", "Passage mensuel/mensuel", "--watch", "--watch-timeout", str(PATIENCE)]
    asked = f'passage={{"workspace": "{sample_workspace}", "month": "2026-06"}}'
    with process(["prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)], environment, server_log):
        wait_until(lambda: answers(address), server_log)
        with process(serving, environment, serve_log):
            wait_until(lambda: b"Ctrl-C" in serve_log.read_bytes(), serve_log)
            run = None

            def completed() -> bool:
                nonlocal run
                run = subprocess.run(
                    [sys.executable, "-m", *asking, "-p", asked], cwd=ROOT, env=environment, capture_output=True, check=False
                )
                return b"not find" not in run.stdout + run.stderr

            # The deployment exists a little after the process has said that it serves.
            wait_until(completed, serve_log)
            run_log.write_bytes(run.stdout + run.stderr)
            assert run.returncode == 0, run_log.read_text(encoding="utf-8") + serve_log.read_text(encoding="utf-8")
    assert (sample_workspace / "publication" / "cibles.duckdb").exists()
