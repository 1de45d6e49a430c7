"""The oracle on some projects of a region too large for it: a workspace of these alone, compared with the base of all."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import duckdb

from tests.oracle.oracle_comparison import base_differences
from tests.oracle.oracle_deposits import read_workspace, receive


def sample_differences(region: Path, month: str, projects: set[str], place: Path) -> list[str]:
    """Every difference between the oracle and the published base of `region`, whose month was run, on these projects.

    Deposits must be one folder per establishment. `place` is where the workspace of these projects is made.
    """
    numbers = _register(region, projects, place)
    shutil.copytree(region / "finess", place / "finess")
    for folder in sorted((region / "depots").glob("*/*")):
        if folder.name in numbers:
            shutil.copytree(folder, place / "depots" / folder.parent.name / folder.name)
    expected = read_workspace(place, receive(place, []))
    files = [str(path.relative_to(place)) for path in sorted((place / "depots").rglob("*.csv"))]
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{region / 'publication' / 'cibles.duckdb'}' as base (read_only)")
        for table in ("indicateurs", "lectures", "decisions"):
            connection.execute(
                f"create table {table} as from base.{table} where list_contains($1, projet_id)", [sorted(projects)]
            )
        connection.execute(
            "create table decision_criteres as from base.decision_criteres semi join decisions using (decision_id)"
        )
        connection.execute("create table depots as from base.depots where list_contains($1, chemin)", [files])
        connection.execute("create table rejets as from base.rejets semi join depots using (depot_id)")
        return base_differences(connection, expected, month)


def _register(region: Path, projects: set[str], place: Path) -> set[str]:
    """Writes the rows of these projects; the numbers of their establishments."""
    (place / "registre").mkdir(parents=True)
    numbers = set()
    for table in sorted((region / "registre").glob("*.csv")):
        with table.open(encoding="utf-8", newline="") as source:
            rows = csv.DictReader(source, delimiter=";")
            kept = [row for row in rows if row["projet_id"] in projects]
        with (place / "registre" / table.name).open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, rows.fieldnames or [], delimiter=";")
            writer.writeheader()
            writer.writerows(kept)
        if table.stem == "perimetre":
            numbers = {row["finess_et"] for row in kept}
    return numbers
