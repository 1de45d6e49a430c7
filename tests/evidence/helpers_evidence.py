"""Archives made and opened as an auditor does: unzipped, checked by sha256sum, recalculated by DuckDB in the unpacked folder."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from flows.evidence import evidence
from flows.settings import load_settings
from tests.flows.helpers_workspace import MONTH

PROJECTS = (
    *("ARA-2025-001", "ARA-2025-002", "ARA-2025-003", "ARA-2025-004", "GUA-2022-001", "GUA-2022-002"),
    *("GE-2021-001", "GE-2021-002", "NAT-2021-001"),
)
MODES = ("ARA-2025-002", "GE-2021-001", "NAT-2021-001")
"""One project per way of paying, one of them with a declared count."""

_RUN = """
import duckdb, json, sys
connection, found = duckdb.connect(), []
for statement in connection.extract_statements(open("recalcul.sql", encoding="utf-8").read()):
    result = connection.execute(statement)
    if statement.type == duckdb.StatementType.SELECT:
        found.append([[str(cell) for cell in row] for row in result.fetchall()])
json.dump(found, sys.stdout)
"""


def archive_of(workspace: Path, project: str, month: str = MONTH) -> bytes:
    return evidence(load_settings(workspace), project, month)[1]


def unpacked(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(BytesIO(content)) as book:
        book.extractall(folder)
    return folder


def sums(folder: Path) -> tuple[int, list[str]]:
    """Exit code of `sha256sum -c`, and the files that it says are wrong."""
    done = subprocess.run(
        ["sha256sum", "-c", "MANIFESTE.sha256"], cwd=folder, capture_output=True, text=True, env={"LC_ALL": "C"}, check=False
    )
    return done.returncode, [line.split(": ")[0] for line in done.stdout.splitlines() if not line.endswith(": OK")]


def recalculated(folder: Path) -> tuple[list[list[str]], dict[str, int]]:
    """The differences `recalcul.sql` lists, and how many figures each check compared; by the command line too if it is there."""
    done = subprocess.run([sys.executable, "-c", _RUN], cwd=folder, capture_output=True, text=True, check=True)
    differences, compared, unmeasured = json.loads(done.stdout)
    client = shutil.which("duckdb")
    if client:
        assert _by_command_line(client, folder) == [differences, compared, unmeasured]
    return differences, {row[0]: int(row[1]) for row in compared}


def _by_command_line(client: str, folder: Path) -> list[list[list[str]]]:
    """The three results as `duckdb < recalcul.sql` gives them, each cell as text."""
    with (folder / "recalcul.sql").open() as query:
        text = subprocess.run([client, "-json"], cwd=folder, stdin=query, capture_output=True, text=True, check=True).stdout
    results, read = [], json.JSONDecoder()
    while text.strip():
        rows, end = read.raw_decode(text.lstrip())
        text = text.lstrip()[end:]
        results.append([[str(cell) for cell in row.values()] for row in rows])
    return results


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, delimiter=";"))


def rewritten(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    with (folder / name).open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, rows[0].keys(), delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
