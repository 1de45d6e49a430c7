"""Runs the SQL that counts: staging over the deposits of the store, then the counts of each request."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import duckdb
import polars as pl

from contracts.deposits.columns import DATASETS
from flows.database import fetch, give, give_files, run_layer
from flows.sql_files import SQL_FOLDER
from flows.store import Casiers, parts
from transforms.measures.plan import Request, count_tables
from transforms.measures.verdicts import Counts
from transforms.reading.month_tables import MONTH_TABLES

_FILE_TABLES = ("depots", "paroles", "rejets", "comptages", "corrections")
_DECLARATIONS = ("lignes_effectifs", "lignes_agregats")
_ROWS = tuple(f"lignes_{name}" for name in DATASETS if f"lignes_{name}" not in _DECLARATIONS)


def stage_deposits(connection: duckdb.DuckDBPyConnection, casiers: Casiers, receptions: pl.DataFrame) -> None:
    """Runs the staging layer over these pigeonholes: which deposits speak, what became of each line.

    Args:
        connection: where tables are made.
        casiers: the folders in use.
        receptions: when each file they hold was received (`RECEPTIONS`).
    """
    give(connection, "receptions", receptions)
    every = [folder for folders in casiers.values() for folder in folders]
    for table in _FILE_TABLES:
        give_files(connection, f"lu_{table}", parts(every, table), MONTH_TABLES[table])
    for table in _DECLARATIONS:
        give_files(connection, table, parts(every, table), MONTH_TABLES[table])
    run_layer(connection, "staging")


def count(connection: duckdb.DuckDBPyConnection, wanted: list[Request], casiers: Casiers) -> list[Counts]:
    """Runs the counting layer for these requests, over the months that can matter to them; one `Counts` per request, in order."""
    variantes, demandes = count_tables(wanted)
    give(connection, "variantes", variantes)
    give(connection, "demandes", demandes)
    needed = _months_needed(connection, variantes)
    needed_folders = [folder for mois, folders in casiers.items() if mois in needed for folder in folders]
    for table in _ROWS:
        give_files(connection, table, parts(needed_folders, table), MONTH_TABLES[table])
    run_layer(connection, "counts")
    columns = ", ".join(field.name for field in fields(Counts))
    counted = fetch(connection, f"select {columns} from cnt_mesures order by demande")
    return [Counts(*row) for row in counted.iter_rows()]


def list_missing(connection: duckdb.DuckDBPyConnection, most: int) -> None:
    """Makes `dossiers_manquants` of the requests just counted: `most` rows at most for one of them."""
    query = (SQL_FOLDER / "explain" / "dossiers_manquants.sql").read_text(encoding="utf-8")
    connection.execute(query, {"limite": most})


def forget_dossiers(connection: duckdb.DuckDBPyConnection) -> None:
    """Drops what counts a dossier a row: once everything is counted, only these tables are large; views read them."""
    query = """
        select distinct c.table_name, v.view_name is not null as is_view
        from duckdb_columns() as c
        left join duckdb_views() as v on c.table_name = v.view_name
        where c.column_name = 'dossier' and starts_with(c.table_name, 'cnt_')
        order by is_view desc
    """
    for name, is_view in fetch(connection, query).iter_rows():
        connection.execute(f"drop {'view' if is_view else 'table'} {name}")


def speaking_of(connection: duckdb.DuckDBPyConnection, finess_et: str, casiers: Casiers) -> Casiers:
    """The pigeonholes without which what is said of one establishment cannot be known, by month.

    Those of the files that speak for it and, since a file ambiguous for one establishment is for all, those of every file that
    speaks for an establishment of these files.
    """
    files = parts([folder for folders in casiers.values() for folder in folders], "paroles")
    if not files:
        return {}
    connection.read_parquet([str(path) for path in files], filename=True).create_view("toutes_paroles", replace=True)
    query = """
        with siens as (
            select distinct depot from toutes_paroles where finess_et = $finess
        ),
        voisins as (
            select distinct t.finess_et from toutes_paroles as t inner join siens as s on t.depot = s.depot
        )
        select distinct t.filename from toutes_paroles as t inner join voisins as v on t.finess_et = v.finess_et
    """
    folders = {Path(name).parent for name in fetch(connection, query, {"finess": finess_et})["filename"]}
    kept = {mois: [folder for folder in of_month if folder in folders] for mois, of_month in casiers.items()}
    return {mois: of_month for mois, of_month in kept.items() if of_month}


def _months_needed(connection: duckdb.DuckDBPyConnection, variantes: pl.DataFrame) -> set[str]:
    """Month folders with a deposit in force whose period meets a window or a population asked for."""
    if variantes.is_empty():
        return set()
    first = variantes.select(pl.min_horizontal("fenetre_debut", pl.col("population_debut").dt.month_start()).min()).item()
    query = "select distinct mois from stg_en_vigueur where periode_fin >= $first and periode_debut <= $last"
    return set(fetch(connection, query, {"first": first, "last": variantes["fenetre_fin"].max()})["mois"])
