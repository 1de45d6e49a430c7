"""A PostgreSQL of Debian for one test session: its own data, its own port, loopback only."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.schedule.helpers_processes import free_port, process, wait_until

DEBIAN = Path("/usr/lib/postgresql")


def postgres_programs() -> Path | None:
    """Folder of `initdb` and `postgres`, the newest of Debian's; None when PostgreSQL is not installed."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    return Path(named).parent if named else None


@contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """A running PostgreSQL with an empty base `prefect`: its address for Prefect."""
    folder = Path(tempfile.mkdtemp(prefix="cibles-postgres-"))
    data, port, how = folder / "data", free_port(), _who(folder)
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    try:
        initdb = [str(programs / "initdb"), "--pgdata", str(data), "--username", "prefect", "--auth", "trust", "--no-sync"]
        subprocess.run(initdb, env=environment, cwd=folder, check=True, capture_output=True, **how)
        arguments = ["-D", str(data), "-p", str(port), "-k", str(folder), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        with process([str(programs / "postgres"), *arguments], environment, folder / "postgres.log", **how):
            create = [str(programs / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "prefect", "prefect"]
            wait_until(lambda: not subprocess.run(create, capture_output=True, check=False).returncode, "PostgreSQL")
            yield f"postgresql+asyncpg://prefect@127.0.0.1:{port}/prefect"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _who(folder: Path) -> dict[str, Any]:
    """As whom to run: PostgreSQL refuses root, who gives it to `nobody`."""
    if os.getuid():
        return {}
    shutil.chown(folder, "nobody", "nogroup")
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}
