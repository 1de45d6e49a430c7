"""Analysts do not upgrade with us: the base opens in DuckDB 1.5, installed apart, and tells it the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.flows.helpers_workspace import MONTH, run, sample_copy

pytestmark = pytest.mark.long

OLD = "1.5.5"
CLIENT = """
import json, sys
import duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
tables = [row[0] for row in connection.execute("select table_name from duckdb_tables() order by all").fetchall()]
rows = {name: sorted(connection.execute(f"select columns(*)::varchar from {name}").fetchall(), key=str) for name in tables}
types = {name: connection.execute(f"select column_name, column_type from (describe {name})").fetchall() for name in tables}
query = "select table_name, column_name, comment from duckdb_columns() where not internal order by all"
comments = connection.execute(query).fetchall()
print(json.dumps([duckdb.__version__, rows, types, comments]))
"""


@pytest.fixture(scope="module")
def old_packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the old client alone, of which our own environment knows nothing."""
    folder = tmp_path_factory.mktemp("ancien")
    python = getattr(sys, "_base_executable", sys.executable)
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder, f"duckdb=={OLD}"]
    subprocess.run(command, check=True)
    return folder


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = sample_copy(tmp_path_factory.mktemp("base") / "espace")
    run(workspace)
    return workspace / "publication" / "cibles.duckdb"


def asked_of(packages: Path | None, base: Path) -> subprocess.CompletedProcess[str]:
    """The same questions put to one client; `packages` is where it is installed, None for ours."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if packages is not None:
        environment["PYTHONPATH"] = str(packages)
    return subprocess.run(
        [sys.executable, "-c", CLIENT, base], env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_an_old_client_reads_the_same_tables_types_and_comments(old_packages, base):
    old, ours = asked_of(old_packages, base), asked_of(None, base)
    assert old.returncode == ours.returncode == 0, old.stderr + ours.stderr
    (old_version, *old_answers), (our_version, *our_answers) = json.loads(old.stdout), json.loads(ours.stdout)
    assert (old_version, our_version) == (OLD, duckdb.__version__)
    assert our_version != OLD
    assert old_answers == our_answers
    rows, _, comments = old_answers
    assert len(rows["indicateurs"]) > 50
    assert all(comment for _, _, comment in comments)
    assert {row[4] for row in rows["decisions"]} == {MONTH}


def test_an_old_client_could_not_read_our_own_storage(old_packages, tmp_path):
    with duckdb.connect(str(tmp_path / "neuf.duckdb")) as connection:
        connection.execute("create table t as select 1 as x")
    refused = asked_of(old_packages, tmp_path / "neuf.duckdb")
    assert refused.returncode != 0
    assert "version" in refused.stderr
