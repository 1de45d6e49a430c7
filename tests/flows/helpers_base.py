"""The published base as frames that can be compared: rows sorted, what depends on the clock set apart."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

CLOCK = {"decisions": ["calculee_le"], "depots": ["recu_le"], "publication": ["publiee_le", "empreinte"]}
"""Columns that hold an instant, or the hash of one."""


def read_base(workspace: Path) -> dict[str, pl.DataFrame]:
    """Every table of the base, its rows sorted."""
    with duckdb.connect(str(workspace / "publication" / "cibles.duckdb"), read_only=True) as connection:
        names = [row[0] for row in connection.sql("select table_name from duckdb_tables() order by all").fetchall()]
        tables = {name: connection.sql(f"from {name}").pl() for name in names}
    return {name: table.sort(table.columns, nulls_last=True) for name, table in tables.items()}


def timeless(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The same without what depends on the clock."""
    return {name: table.drop(CLOCK.get(name, [])) for name, table in tables.items()}


def assert_same(found: dict[str, pl.DataFrame], expected: dict[str, pl.DataFrame]) -> None:
    """Both hold the same tables and rows; the first that differs is shown."""
    assert found.keys() == expected.keys()
    for name, table in found.items():
        assert table.rows() == expected[name].rows(), name


def rows_of(tables: dict[str, pl.DataFrame], name: str, **equal: object) -> list[dict[str, object]]:
    """Rows of a table whose columns have these values."""
    return tables[name].filter(*(pl.col(column).eq_missing(pl.lit(value)) for column, value in equal.items())).to_dicts()
