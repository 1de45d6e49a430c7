"""The deposits on disk against the published ledger, for `status`: by path and size, without opening or hashing any file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from flows.deposit_folder import entries, printable
from transforms.reading.deposit_paths import describe

FOUND = {"chemin": pl.String, "mois": pl.String, "octets": pl.Int64}


def list_deposits(folder: Path) -> pl.DataFrame:
    """Every file below `folder` (`FOUND`): its path as the ledger writes it, its month (null: in none), its size."""
    root = str(folder)
    places = list(entries(root)) if folder.is_dir() else []
    paths = [f"depots/{printable(place[len(root) + 1 :])}" for place in places]
    found = pl.DataFrame(
        {"chemin": paths, "octets": [_size(place) for place in places]}, schema={"chemin": pl.String, "octets": pl.Int64}
    )
    folders = found.with_columns(pl.col("chemin").str.extract("^depots/([^/]*)/").alias("dossier"))
    names = folders["dossier"].drop_nulls().unique().to_list()
    months = pl.DataFrame(
        [(name, _month_of(name)) for name in names], schema={"dossier": pl.String, "mois": pl.String}, orient="row"
    )
    return folders.join(months, on="dossier", how="left").select(FOUND.keys())


def _size(place: str) -> int:
    """Bytes of a file, as a run records them: none for a folder that cannot be listed."""
    try:
        status = os.lstat(place)
    except OSError:
        return 0  # gone since it was listed
    return 0 if stat.S_ISDIR(status.st_mode) else status.st_size


def month_folders(folder: Path) -> set[str]:
    """The months that have a folder of deposits."""
    names = (path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ()
    return {name for name in names if _month_of(name)}


def _month_of(name: str) -> str | None:
    return describe(f"depots/{name}/-", "", 0).mois


def changes(found: pl.DataFrame, journal: pl.DataFrame, ledger: pl.DataFrame, purged: Iterable[str]) -> pl.DataFrame:
    """Per month folder (null: in none), how many files there are, and how many the ledger does not know as they are.

    Args:
        found: as `list_deposits` gives it.
        journal: every reception, in order (`JOURNAL`).
        ledger: `chemin`, `mois` of the published ledger.
        purged: months purged, whose files are gone on purpose.

    Returns:
        `mois`, `fichiers`, `nouveaux`, `modifies`, `disparus`.
    """
    ledger = ledger.unique("chemin")  # a file may have several parts
    received = journal.group_by("chemin").agg(pl.col("octets").last().alias("recus"))
    known = ledger.select("chemin", pl.lit(True).alias("connu"))
    present = found.join(known, on="chemin", how="left").join(received, on="chemin", how="left")
    counted = present.group_by("mois").agg(
        pl.len().alias("fichiers"),
        pl.col("connu").is_null().sum().alias("nouveaux"),
        (pl.col("connu") & pl.col("octets").ne_missing(pl.col("recus"))).sum().alias("modifies"),
        pl.lit(0).alias("disparus"),
    )
    gone = ledger.join(found, on="chemin", how="anti").filter(~pl.col("mois").is_in(list(purged)).fill_null(False))
    lost = gone.group_by("mois").agg(
        *(pl.lit(0).alias(name) for name in ("fichiers", "nouveaux", "modifies")), pl.len().alias("disparus")
    )
    return pl.concat([counted, lost], how="vertical_relaxed").group_by("mois").agg(pl.all().sum()).sort("mois")
