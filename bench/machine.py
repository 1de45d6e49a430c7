"""The machine and the versions a bench was made with; nothing that names the machine or a place on it."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("cibles", "duckdb", "polars", "pyarrow", "pandera")


def facts() -> dict[str, str]:
    """What to know to read the figures: label → text."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join([*(f"{name} {version(name)}" for name in _LIBRARIES), f"pandas {_pandas()}"])
    cores = len(os.sched_getaffinity(0))
    return {
        "Processor": f"{_processor()}, {cores} cores",
        "Memory": f"{memory:.0f} GiB",
        "System": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "Versions": versions,
    }


def _pandas() -> str:
    lock = (Path(__file__).parent / "requirements.lock").read_text(encoding="utf-8")
    return lock.partition("\npandas==")[2].partition(" ")[0]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"
