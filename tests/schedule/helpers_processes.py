"""Processes that a test starts and stops: nothing outlives the block that started it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 90


@contextmanager
def process(arguments: list[str], environment: dict[str, str], log: Path, **how: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a session of its own; what is left of the session is killed when the block ends."""
    with log.open("ab") as output:
        started = subprocess.Popen(
            arguments, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True, **how
        )
        try:
            yield started
        finally:
            kill_session(started)


def kill_session(started: subprocess.Popen[bytes]) -> None:
    """SIGKILL to a process and to those it started."""
    try:
        os.killpg(started.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    started.wait()


def module(*arguments: str) -> list[str]:
    """Arguments of `python -m` with Ctrl-C heard: a shell that starts us in the background has it ignored; Prefect needs it."""
    heard = "import runpy, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); sys.argv = sys.argv[1:]; "
    return [sys.executable, "-c", heard + "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)", *arguments]


def wait_until(ready: Callable[[], Any], what: str, log: Path | None = None, patience: float = PATIENCE) -> Any:
    """The first true value of `ready()`; fails with `what`, and the log, when it does not come."""
    end = time.monotonic() + patience
    while not (value := ready()):
        said = log.read_text(encoding="utf-8", errors="replace")[-4000:] if log and log.exists() else ""
        assert time.monotonic() < end, f"{what} : rien après {patience} s\n{said}"
        time.sleep(0.3)
    return value


def free_port() -> int:
    """A port of the loopback that nothing listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
