"""What the published base says of each month, for `status`: read-only, and nothing when there is no base."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

LEDGER = {"chemin": pl.String, "mois": pl.String, "etat": pl.String, "recu_le": pl.Datetime("us")}


@dataclass(frozen=True)
class Published:
    """The base, by month: decisions in force of each kind, date of the last one, establishments that sent nothing.

    `le`: when the base was published; `ledger`: one row per file (`LEDGER`); `first_due`: first measure of the first project.
    """

    le: datetime | None = None
    decisions: dict[str, Counter[str]] = field(default_factory=dict)
    decided: dict[str, datetime] = field(default_factory=dict)
    silent: dict[str, int] = field(default_factory=dict)
    ledger: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=LEDGER))
    first_due: str | None = None


def read_published(path: Path) -> Published:
    """What a base says; nothing when there is none, or one that does not open (the next run replaces it)."""
    if not path.exists():
        return Published()
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            return _read(connection)
    except duckdb.Error:
        return Published()


def _read(connection: duckdb.DuckDBPyConnection) -> Published:
    decisions: dict[str, Counter[str]] = {}
    decided: dict[str, datetime] = {}
    for mois, decision, count, last in connection.sql(_DECISIONS).fetchall():
        decisions.setdefault(mois, Counter())[decision] = count
        decided[mois] = max(decided.get(mois, utc(last)), utc(last))
    ((published,),) = connection.sql("select max(publiee_le) from publication").fetchall()
    ((first,),) = connection.sql("select min(premiere_mesure) from projets").fetchall()
    return Published(
        le=utc(published) if published else None,
        decisions=decisions,
        decided=decided,
        silent=dict(connection.sql(_SILENT).fetchall()),
        ledger=connection.sql("select chemin, mois, etat, recu_le from depots").pl().cast(LEDGER),
        first_due=first,
    )


def utc(instant: datetime) -> datetime:
    """An instant of the base, which is in universal time without saying so."""
    return instant.replace(tzinfo=UTC)


_DECISIONS = "select mois, decision, count(*), max(calculee_le) from decisions where courante group by all"

_SILENT = """
    select mois, count(*)
    from (
        select mois, finess_et
        from indicateurs
        where verdict <> 'exemptee'
        group by all
        having bool_and(motif is not distinct from 'source_absente')
    )
    group by mois
"""
"""Establishments measured of which nothing was received: every measure lacks its source."""
