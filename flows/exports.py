"""What is published beside the base, `publication/<mois>/`: a workbook, a Parquet copy of each table, the MaturiN-SMS pre-feed.

All of it is read from the published base, opened read-only; like the base, it is for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl

from contracts.maturin_sms import PreFeed
from flows.database import fetch
from flows.published_base import PREFEED, WORKBOOK
from flows.sql_files import SQL_FOLDER
from flows.store import replace_file
from transforms.exports.content import PARAMETERS, QUERIES, Rows
from transforms.exports.copies import parquet
from transforms.exports.indicateurs import indicateurs
from transforms.exports.maturin_sms import prefeed


def write_month(base: Path, folder: Path, month: str, asked: PreFeed, memory: str) -> bool:
    """Writes the files of a month that would differ; whether there were any.

    Args:
        base: the published base.
        folder: where they go.
        month: AAAA-MM.
        asked: the columns of the pre-feed.
        memory: what DuckDB may use.
    """
    with duckdb.connect(str(base), read_only=True, config={"memory_limit": memory}) as connection:
        contents = _contents(connection, month, asked)
        return any([replace_file(folder / name, content, private=False) for name, content in contents])


def _contents(connection: duckdb.DuckDBPyConnection, month: str, asked: PreFeed) -> Iterator[tuple[str, bytes]]:
    """Each file, made when it is asked for, so that one at a time is in memory."""
    rows = Rows(month, *(of_month(connection, name, month) for name in QUERIES))
    yield WORKBOOK, indicateurs(rows)
    yield PREFEED, prefeed(of_month(connection, "essms_une_fois", month), rows.indicateurs, asked)
    columns = of_month(connection, "colonnes", month)
    for table, description in of_month(connection, "tables", month).iter_rows():
        said = dict(columns.filter(pl.col("nom") == table).select("colonne", "description").iter_rows())
        yield f"{table}.parquet", _copy(connection, table, description, said, month)


def of_month(connection: duckdb.DuckDBPyConnection, name: str, month: str) -> pl.DataFrame:
    """The rows of one query of `sql/exports`, given the parameters that it names."""
    text = (SQL_FOLDER / "exports" / f"{name}.sql").read_text(encoding="utf-8").rstrip().removesuffix(";")
    known = PARAMETERS | {"mois": month}
    return fetch(connection, text, {key: value for key, value in known.items() if f"${key}" in text})


def _copy(connection: duckdb.DuckDBPyConnection, table: str, description: str, columns: dict[str, str], month: str) -> bytes:
    kept, parameters = _condition(table, set(columns)), {"mois": month}
    query = f'select * from "{table}" where {kept} order by all' if kept else f'select * from "{table}" order by all'
    rows = connection.sql(query, params=parameters if kept else {}).to_arrow_table()
    return parquet(rows, description, columns)


def _condition(table: str, columns: set[str]) -> str:
    """Which rows of a table are those of a month; empty for a table that belongs to none, copied whole."""
    if "mois" in columns:
        return "mois = $mois"
    if "depot_id" in columns:
        return "depot_id in (select depot_id from depots where mois = $mois)"
    if "decision_id" in columns and table.startswith("decision_"):
        return "decision_id in (select decision_id from decisions where mois = $mois)"
    return ""
