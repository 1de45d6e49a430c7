"""Each analysis, and each macro through it, says the same to a client in DuckDB 1.5, installed apart, as to ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.analyses import FOLDER
from flows.published_base import BASE

pytestmark = pytest.mark.long

OLD = "1.5.5"
CLIENT = """
import json, sys
from pathlib import Path
import duckdb
answers = {}
for base in sys.argv[2:]:
    connection = duckdb.connect(base, read_only=True)
    for month in (None, "2026-05"):
        if month:
            connection.execute("set variable mois = '2026-05'")
        for path in sorted(Path(sys.argv[1]).glob("*.sql")):
            cursor = connection.execute(path.read_text(encoding="utf-8"))
            columns = [(column[0], str(column[1])) for column in cursor.description]
            answers[f"{base} {month} {path.name}"] = [columns, [[str(value) for value in row] for row in cursor.fetchall()]]
    macros = "select function_name, parameters, comment from duckdb_functions() where not internal order by all"
    answers[f"{base} macros"] = [list(map(str, row)) for row in connection.execute(macros).fetchall()]
print(json.dumps([duckdb.__version__, answers]))
"""


def asked_of(packages: Path | None, bases: list[Path]) -> tuple[str, dict]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if packages is not None:
        environment["PYTHONPATH"] = str(packages)
    command = [sys.executable, "-c", CLIENT, FOLDER, *(base / BASE for base in bases)]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    version, answers = json.loads(done.stdout)
    return version, answers


def test_an_old_client_says_the_same(tmp_path_factory, sample, regions, empty_base):
    packages = tmp_path_factory.mktemp("ancien")
    python = getattr(sys, "_base_executable", sys.executable)
    quiet = ["--quiet", "--disable-pip-version-check", "--target", packages]
    subprocess.run([python, "-m", "pip", "install", *quiet, f"duckdb=={OLD}"], check=True)
    bases = [sample, regions[0], empty_base]
    (old_version, old), (our_version, ours) = asked_of(packages, bases), asked_of(None, bases)
    assert (old_version, our_version) == (OLD, duckdb.__version__)
    assert old_version != our_version
    assert old == ours
    assert len(ours) == len(bases) * (2 * len(list(FOLDER.glob("*.sql"))) + 1)
