"""One command run as a process of its own: wall seconds, CPU seconds, peak memory of the process and those it starts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

_EVERY = 0.05
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_HIGHEST = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Cost:
    """What one command cost: seconds, seconds of all cores, MB (10^6 bytes)."""

    wall: float
    cpu: float
    peak: float


def measured(command: list[str]) -> Cost:
    """Runs a command to its end; stops the bench when it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
    peak = [0]
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, done, peak), daemon=True)
    watch.start()
    assert process.stderr is not None
    with process.stderr as stream:
        error = stream.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    watch.join()
    if status:
        sys.exit(f"{' '.join(command)} failed: {error.decode()[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak[0] * 1024 / 1e6)


def medians(costs: list[Cost]) -> dict[str, float]:
    """The median of each figure, on its own."""
    return {name: median(asdict(cost)[name] for cost in costs) for name in ("wall", "cpu", "peak")}


def _watch(session: int, done: threading.Event, peak: list[int]) -> None:
    """Keeps the highest memory, in kB, of the processes of a session together; what they share is counted once.

    What the system says of a process at its end (`ru_maxrss`) starts from the memory of the process that started it, the bench.
    """
    while not done.wait(_EVERY):
        mine = [process for process in Path("/proc").glob("[0-9]*") if _session(process) == session]
        together = sum(_kilobytes(process / "smaps_rollup", _PSS) for process in mine)
        alone = max((_kilobytes(process / "status", _HIGHEST) for process in mine), default=0)
        peak[0] = max(peak[0], together, alone)


def _session(process: Path) -> int | None:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[3])
    except (OSError, IndexError):
        return None  # it has just ended


def _kilobytes(place: Path, pattern: re.Pattern[str]) -> int:
    try:
        found = pattern.search(place.read_text())
    except OSError:
        return 0
    return int(found.group(1)) if found else 0
