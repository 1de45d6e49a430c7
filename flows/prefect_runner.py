"""The process that makes the runs of `cibles serve` when they are due, and stops in order when the system asks."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

from prefect.runner import Runner

GRACE_SECONDS = 20.0
"""How long a run may take to tell the server that it was stopped; the unit of the system must wait a little longer."""


class OrderlyRunner(Runner):
    """One run at a time. Prefect's own runner, sent SIGTERM, kills the run in hand: the server would show it running for ever."""

    def __init__(self) -> None:
        # Paused at each stop, a schedule forgets the run that falls due while the machine is off; left alone, it is made late.
        super().__init__(limit=1, pause_on_shutdown=False)
        self._waiting: tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]] | None = None

    async def start(self, run_once: bool = False, webserver: bool | None = None) -> None:
        """Make runs when they are due, until SIGTERM or SIGINT."""
        task = asyncio.current_task()
        assert task is not None
        self._waiting = asyncio.get_running_loop(), task
        await super().start(run_once, webserver)

    def handle_sigterm(self, *_: Any, **__: Any) -> None:
        """SIGTERM: end the run in hand, then this process; the loop goes on meanwhile, to see the run end."""
        threading.Thread(target=self._end, daemon=True).start()

    def _end(self) -> None:
        told: set[int] = set()
        deadline = time.monotonic() + GRACE_SECONDS
        while (running := _children()) and time.monotonic() < deadline:
            for pid in running - told:
                _terminate(pid)
            told |= running
            time.sleep(0.1)
        assert self._waiting is not None
        loop, task = self._waiting
        loop.call_soon_threadsafe(task.cancel)


def _children() -> set[int]:
    """Processes that this one started and that have not ended."""
    lists = (path.read_text(encoding="ascii") for path in Path("/proc/self/task").glob("*/children"))
    return {int(pid) for text in lists for pid in text.split()}


def _terminate(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        pass
