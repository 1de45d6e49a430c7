"""The published base: written whole beside the old one, in a storage version that older clients open, then swapped in one rename.

Readers that hold the old base keep it until they close it; nobody ever sees a base half written.
"""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import duckdb
import polars as pl

from flows.base_definition import macros_text, tables_text
from flows.database import give
from flows.published_base import BASE, published_digest

STORAGE_VERSION = "v1.5.0"
"""The newest storage version that DuckDB 1.5 clients open: analysts do not upgrade with us."""


def publish(connection: duckdb.DuckDBPyConnection, folder: Path, content: dict[str, str], now: datetime) -> bool:
    """Publishes these tables; False, and nothing is touched, when the base already holds them.

    Args:
        connection: where the queries find their tables; it bounds the memory of the whole.
        folder: where the base is.
        content: a query for each table of `sql/published/01_tables.sql`, its columns in any order.
        now: date and time of publication, in UTC.
    """
    software = version("cibles")
    digest = _digest(connection, content, software)
    path = folder / BASE
    if published_digest(path) == digest:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{BASE}.nouveau"
    for leftover in (aside, aside.with_name(aside.name + ".wal")):
        leftover.unlink(missing_ok=True)
    give(connection, "a_publier_publication", _identity(digest, software, now))
    _build(connection, aside, content | {"publication": "from a_publier_publication"})
    os.chmod(aside, 0o644)
    os.chmod(folder, 0o755)
    _swap(aside, path)
    return True


def _digest(connection: duckdb.DuckDBPyConnection, content: dict[str, str], software: str) -> str:
    """Hash of every row of every table, whatever the order of rows; no table is held whole in memory."""
    digest = hashlib.sha256(f"{software}\n{tables_text()}{macros_text()}".encode())
    for name, query in sorted(content.items()):
        columns = sorted(connection.sql(query).columns)
        rows = f"select {', '.join(columns)} from ({query})"
        hashed = f"select count(*), sum(hash(t)::hugeint)::varchar, bit_xor(hash(t)) from ({rows}) as t"
        digest.update(f"{name}:{columns}:{connection.execute(hashed).fetchall()}\n".encode())
    return digest.hexdigest()


def _identity(digest: str, software: str, now: datetime) -> pl.DataFrame:
    return pl.DataFrame({"empreinte": [digest], "version_logiciel": [software], "publiee_le": [now.replace(tzinfo=None)]})


def _build(connection: duckdb.DuckDBPyConnection, path: Path, content: dict[str, str]) -> None:
    connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as base (storage_version '{STORAGE_VERSION}')")
    try:
        connection.execute("use base")
        connection.execute(tables_text())
        connection.execute(macros_text())
        connection.execute("use memory")
        # People read the rows in the order of the queries.
        connection.execute("set preserve_insertion_order = true")
        for name, query in content.items():
            columns = ", ".join(row[0] for row in connection.sql(f"select column_name from (describe base.{name})").fetchall())
            connection.execute(f"insert into base.{name} select {columns} from ({query})")
    finally:
        connection.execute("set preserve_insertion_order = false")
        connection.execute("use memory")
        connection.execute("detach database base")


def _swap(aside: Path, path: Path) -> None:
    for place, action in ((aside, None), (path.parent, os.replace)):
        if action:
            action(aside, path)
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
