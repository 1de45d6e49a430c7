"""What each page of a month says, read in the published base alone: no figure comes from the run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from flows.database import fetch
from flows.report_pages import INDEX
from flows.sql_files import SQL_FOLDER
from transforms.reports.project import Rows, by_project, project
from transforms.reports.region import region
from transforms.reports.words import page_of

_WHOLE_REGION = {"projets", "national", "disparus"}
"""Queries whose rows are not told project by project."""


def read_tables(base: Path, mois: str) -> dict[str, pl.DataFrame]:
    """The rows of each query of `sql/reports/` on a published base, by the name of the query."""
    tables = {}
    with duckdb.connect(str(base), read_only=True) as connection:
        for path in sorted((SQL_FOLDER / "reports").glob("*.sql")):
            tables[path.stem] = fetch(connection, path.read_text(encoding="utf-8").rstrip().removesuffix(";"), {"mois": mois})
    return tables


def views(nom: str | None, mois: str, tables: dict[str, pl.DataFrame]) -> dict[str, dict[str, Any]]:
    """What each page says, by its file name: the page of the region, then those of the projects of the register.

    Args:
        nom: name of the region in the settings.
        mois: the month measured.
        tables: as `read_tables` gives them; rows of projects that are no longer in the register are left out.
    """
    tables = {name: _of_register(frame, tables["projets"]["projet_id"]) for name, frame in tables.items()}
    told = {name: frame for name, frame in tables.items() if name not in _WHOLE_REGION}
    own = by_project(told, _concerned(tables))
    nothing: Rows = []
    pages = {
        row["projet_id"]: project(row, {name: own.get(row["projet_id"], {}).get(name, nothing) for name in told}, mois)
        for row in tables["projets"].iter_rows(named=True)
    }
    whole = region(nom, mois, {name: frame.to_dicts() for name, frame in tables.items()}, pages)
    return {INDEX: whole} | {page_of(projet_id): page for projet_id, page in pages.items()}


def _of_register(frame: pl.DataFrame, projects: pl.Series) -> pl.DataFrame:
    """The rows of these projects, and those of none."""
    if "projet_id" not in frame.columns:
        return frame
    return frame.filter(pl.col("projet_id").is_null() | pl.col("projet_id").is_in(projects.implode()))


def _concerned(tables: dict[str, pl.DataFrame]) -> Callable[[dict[str, Any]], list[str]]:
    """Which projects a row is told to: its own; those of its establishment; those of the file it speaks of."""
    members: dict[str, list[str]] = defaultdict(list)
    for projet_id, finess_et in tables["indicateurs"].select("projet_id", "finess_et").unique().sort(pl.all()).iter_rows():
        members[finess_et].append(projet_id)
    files = {row["depot_id"]: members.get(row["finess_et"], []) for row in tables["depots"].iter_rows(named=True)}

    def concerned(row: dict[str, Any]) -> list[str]:
        if row.get("projet_id"):
            return [row["projet_id"]]
        if row.get("finess_et"):
            return members.get(row["finess_et"], [])
        return files.get(row.get("depot_id"), [])

    return concerned
