"""The staging and the counts of one establishment: the queries of a run, over the only rows that can matter to it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from flows.counting import speaking_of
from flows.database import fetch, give, run_layer
from flows.journal import JOURNAL_FILE, Reception, journal_table, receptions_table
from flows.sql_files import SQL_FOLDER
from flows.store import casiers_of_store, parts
from transforms.measures.plan import Request, count_tables
from transforms.reading.month_tables import MONTH_TABLES


def stage_one(connection: duckdb.DuckDBPyConnection, finess_et: str, store: Path) -> None:
    """Runs the staging layer over the deposits that speak for one establishment and over their rivals.

    Args:
        connection: where tables are made. What they say of another establishment is in part only, and not to be read.
        finess_et: the establishment.
        store: where the deposits read are kept.
    """
    casiers = speaking_of(connection, finess_et, casiers_of_store(store))
    folders = [folder for of_month in casiers.values() for folder in of_month]
    for table in MONTH_TABLES:
        _stored(connection, table, folders).create_view(f"tout_{table}", replace=True)
    query = (SQL_FOLDER / "explain" / "paroles_utiles.sql").read_text(encoding="utf-8")
    give(connection, "lu_paroles", fetch(connection, query, {"finess": finess_et}))
    # Whether a file says anything is judged on all its rows: those of its other establishments too.
    for table in ("depots", "rejets", "comptages", "corrections"):
        connection.execute(f"create or replace temp view lu_{table} as from tout_{table} semi join lu_paroles using (depot)")
    own = duckdb.ColumnExpression("finess_et") == duckdb.ConstantExpression(finess_et)
    for table in MONTH_TABLES:
        if table.startswith("lignes_"):
            connection.view(f"tout_{table}").filter(own).create_view(table, replace=True)
    give(connection, "receptions", _receptions(connection, store))
    run_layer(connection, "staging")


def count_one(connection: duckdb.DuckDBPyConnection, wanted: Request) -> None:
    """Runs the counting layer for one request, after `stage_one` of its establishment."""
    variantes, demandes = count_tables([wanted])
    give(connection, "variantes", variantes)
    give(connection, "demandes", demandes)
    run_layer(connection, "counts")


def _stored(connection: duckdb.DuckDBPyConnection, table: str, folders: list[Path]) -> duckdb.DuckDBPyRelation:
    files = [str(path) for path in parts(folders, table)]
    return connection.read_parquet(files) if files else connection.from_arrow(pl.DataFrame(schema=MONTH_TABLES[table]).to_arrow())


def _receptions(connection: duckdb.DuckDBPyConnection, store: Path) -> pl.DataFrame:
    """When each file staged was received (`RECEPTIONS`)."""
    present = fetch(connection, "select distinct chemin, sha256 from lu_depots")
    journal = journal_table(store / JOURNAL_FILE).filter(pl.col("chemin").is_in(present["chemin"].implode()))
    return receptions_table([Reception._make(row) for row in journal.iter_rows()], list(present.iter_rows()))
