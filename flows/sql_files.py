"""Where the SQL of the project is. Apart from `database`, whose libraries a command that only reads a query need not load."""

from __future__ import annotations

from pathlib import Path

SQL_FOLDER = Path(__file__).resolve().parent.parent / "sql"
