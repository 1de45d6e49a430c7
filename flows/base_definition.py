"""What the published base is made of before any row: its tables, then the macros that analysts call, as SQL texts."""

from __future__ import annotations

from flows.sql_files import SQL_FOLDER


def tables_text() -> str:
    """Creates each table, and comments every table and column."""
    return _text("01_tables")


def macros_text() -> str:
    """Creates each macro over these tables, and comments it."""
    return _text("02_macros")


def _text(name: str) -> str:
    return (SQL_FOLDER / "published" / f"{name}.sql").read_text(encoding="utf-8")
