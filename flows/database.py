"""DuckDB connections: one way to open one, bounded in memory, never reaching out; and how files of `sql/` are run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from flows.sql_files import SQL_FOLDER


@contextmanager
def working_connection(memory: str, spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory connection for one run; what does not fit in `memory` spills into the folder `spill`."""
    spill.mkdir(parents=True, exist_ok=True, mode=0o700)
    connection = duckdb.connect(":memory:")
    try:
        connection.execute("set autoinstall_known_extensions = false")
        connection.execute("set autoload_known_extensions = false")
        connection.execute(f"set memory_limit = '{memory}'")
        connection.execute(f"set temp_directory = '{_quoted(spill)}'")
        connection.execute("set preserve_insertion_order = false")
        yield connection
    finally:
        connection.close()
        _remove_if_empty(spill)


def run_layer(connection: duckdb.DuckDBPyConnection, layer: str) -> None:
    """Runs every file of one folder of `sql/`, in the order of their names."""
    for path in sorted((SQL_FOLDER / layer).glob("*.sql")):
        run_file(connection, path)


def run_file(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Runs the statements of one file."""
    connection.execute(path.read_text(encoding="utf-8"))


def give(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """Makes a frame readable in SQL under `name`."""
    connection.register(name, frame.to_arrow())


def give_files(connection: duckdb.DuckDBPyConnection, name: str, files: list[Path], schema: pl.Schema | dict) -> None:
    """Makes Parquet files readable in SQL under `name`; with none, an empty table of that schema."""
    # A view in both cases: a frame registered under a name would hide the view made later under the same one.
    empty = pl.DataFrame(schema=schema).to_arrow()
    relation = connection.read_parquet([str(path) for path in files]) if files else connection.from_arrow(empty)
    relation.create_view(name, replace=True)


def fetch(connection: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, object] | None = None) -> pl.DataFrame:
    """The rows of a query as a frame."""
    return connection.sql(query, params=parameters or {}).pl()


def published_query(connection: duckdb.DuckDBPyConnection, name: str) -> pl.DataFrame:
    """The rows of one query of `sql/published/`."""
    return fetch(connection, published_text(name))


def published_text(name: str) -> str:
    """One query of `sql/published/`, without the semicolon that ends it."""
    return (SQL_FOLDER / "published" / f"{name}.sql").read_text(encoding="utf-8").rstrip().removesuffix(";")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        pass  # another process spills there, or DuckDB left a file that its next run will remove
