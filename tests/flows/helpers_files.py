"""What is on disk: a snapshot in which nothing may change unseen, and every text that a file holds, however it is stored."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from pathlib import Path
from zipfile import ZipFile

import duckdb
import polars as pl


def snapshot(folder: Path) -> dict[str, tuple[int, int, int, int, str]]:
    """Size, time of change, inode, permissions and hash of every file below `folder`, by path; logs of runs left out."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names if Path(place).name != "journaux" else ():
            path = Path(place) / name
            status = path.lstat()
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[str(path.relative_to(folder))] = (status.st_size, status.st_mtime_ns, status.st_ino, status.st_mode, digest)
    return found


def texts_of(path: Path) -> bytes:
    """The bytes of a file and, where they are compressed or in pages, every value that it holds, as text."""
    raw = path.read_bytes()
    if raw[:4] == b"PK\x03\x04":
        with ZipFile(path) as archive:
            return raw + b"\n".join(archive.read(name) for name in archive.namelist())
    if raw[:4] == b"PAR1":
        return raw + _joined([pl.read_parquet(path)])
    if raw[8:12] == b"DUCK":
        return raw + _joined(_duckdb_tables(path))
    if raw[:15] == b"SQLite format 3":
        return raw + _sqlite_values(path)
    return raw


def _joined(tables: list[pl.DataFrame]) -> bytes:
    return "\n".join(table.select(pl.all().cast(pl.String)).write_csv() for table in tables).encode()


def _duckdb_tables(path: Path) -> list[pl.DataFrame]:
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [row[0] for row in connection.sql("select table_name from duckdb_tables()").fetchall()]
        return [connection.sql(f'select columns(*)::varchar from "{name}"').pl() for name in names]


def _sqlite_values(path: Path) -> bytes:
    with sqlite3.connect(path) as connection:
        names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        rows = [row for name in names for row in connection.execute(f'select * from "{name}"')]
    return "\n".join(str(value) for row in rows for value in row).encode()
