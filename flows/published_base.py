"""Where the published base is, and what it says it holds. Imports nothing heavier than DuckDB, for short commands to be short."""

from __future__ import annotations

from pathlib import Path

import duckdb

BASE = "cibles.duckdb"
WORKBOOK, PREFEED, COPIES = "indicateurs.xlsx", "maturin_sms.csv", "*.parquet"
"""What is beside it, in the folder of each month; `COPIES` is a pattern."""


def published_digest(path: Path) -> str | None:
    """Fingerprint of what a base holds; None when there is none, or one we cannot read."""
    if not path.exists():
        return None
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            row = connection.sql("select empreinte from publication").fetchall()
    except duckdb.Error:
        return None
    return row[0][0] if row else None
