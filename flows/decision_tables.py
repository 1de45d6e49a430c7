"""The published tables of decisions, made from their records; those of a month are kept until a record of it is added.

The records are the originals: what is kept here can be deleted at any time.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from flows.decision_files import read_decision, written_versions
from flows.fingerprints import digest, hashes, software
from flows.settings import Settings
from flows.store import replace_file
from transforms.decisions import tables


def decision_tables(settings: Settings) -> dict[str, pl.DataFrame]:
    """The tables of every decision written, by name."""
    months = [folder for folder in sorted(settings.decisions.glob("*")) if folder.is_dir()]
    kept = [_of_month(folder, settings.entrepot / "decisions" / folder.name) for folder in months]
    return {name: pl.concat([of_month[name] for of_month in [tables.decisions([]), *kept]]) for name in tables.decisions([])}


def _of_month(folder: Path, kept: Path) -> dict[str, pl.DataFrame]:
    """The tables of the decisions of one month, read where they were kept, or made and kept."""
    named, key = kept / "empreinte", digest([software(), hashes(folder, "*.json")])
    if not named.exists() or named.read_text(encoding="utf-8") != key:
        named.unlink(missing_ok=True)
        records = [read_decision(path) for paths in written_versions(folder).values() for path in paths]
        kept.mkdir(parents=True, exist_ok=True)
        for name, frame in tables.decisions(records).items():
            frame.write_parquet(kept / f"{name}.parquet")
        # Last: what a crash leaves half written has no name, and is written again.
        replace_file(named, key.encode())
    return {name: pl.read_parquet(kept / f"{name}.parquet") for name in tables.decisions([])}
