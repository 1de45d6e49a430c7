"""The purge itself: which months go, the proof that what was said of them stays, and the removal. `purge` tells it afterwards.

Order matters for a crash: the ledger rows are kept, the record says that a purge has begun, then everything goes, then the record
says that it is done. A purge begun is finished by asking again; until then no run opens.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from contracts.failures import WorkspaceError
from flows.deposit_folder import find_deposits
from flows.publication import BASE
from flows.purge import BEGUN, DONE, LEDGER, append_purge, ledger_path, purged_before, purged_months, unfinished
from flows.purge_reach import months_to_freeze
from flows.settings import Settings
from flows.store import replace_file
from transforms.reading.deposit_paths import describe

SPILL = ".debordement"
"""Where DuckDB puts what does not fit in memory: a run that was killed may have left rows there."""


@dataclass(frozen=True)
class MonthToPurge:
    """A month that goes: its deposits on disk, their bytes, those of its rows in the store, and its published ledger rows."""

    mois: str
    places: list[Path]
    octets: int
    octets_entrepot: int
    ledger: pl.DataFrame

    def counts(self) -> dict[str, int]:
        """What is recorded and shown of it."""
        return {"fichiers": len(self.places), "octets": self.octets, "octets_entrepot": self.octets_entrepot}


@dataclass(frozen=True)
class Plan:
    """What a purge removes, and the months it freezes (`figes`); `resumed` when an interrupted one is finished by it."""

    avant: str
    months: list[MonthToPurge]
    figes: list[str]
    resumed: bool


def plan(settings: Settings, before: str) -> Plan:
    """What would go. Reads only.

    Args:
        settings: the workspace.
        before: the first month kept (`AAAA-MM`).

    Raises:
        WorkspaceError: a deposit of these months is not in the published base as it is on disk.
    """
    interrupted = unfinished(settings.entrepot)
    avant = max(before, interrupted or before)
    found = {*_month_folders(settings.depots), *_month_folders(settings.entrepot / "mois")}
    names = sorted(name for name in found if name < avant)
    published = _published_ledger(settings) if names else pl.DataFrame(schema=LEDGER)
    months = [_month(settings, name, published) for name in names]
    # What is put back in a month already purged is never read: no measure rests on it.
    going = set(names) - set(purged_months(settings.entrepot))
    return Plan(avant, months, months_to_freeze(settings, going), interrupted is not None)


def purge(settings: Settings, plan: Plan, date: str) -> None:
    """Removes what `plan` says; the workspace is held by the caller.

    Args:
        settings: the workspace.
        plan: made under the same lock.
        date: date and time written in the record.
    """
    store = settings.entrepot
    if not plan.months and not plan.resumed and plan.avant <= (purged_before(store) or ""):
        return
    for month in plan.months:
        _keep_ledger(ledger_path(store, month.mois), month.ledger)
    counts = {one.mois: one.counts() for one in plan.months}
    told: dict[str, Any] = {"date": date, "avant": plan.avant, "mois": counts, "figes": plan.figes}
    append_purge(store, told | {"etat": BEGUN})
    for month in plan.months:
        rows, deposits = _folders_of(settings, month.mois)
        if deposits.is_dir():
            _remove(deposits, {str(place) for place in month.places})
        if rows.is_dir():
            shutil.rmtree(rows)
    if (store / SPILL).is_dir():
        shutil.rmtree(store / SPILL)
    append_purge(store, told | {"etat": DONE})


def _folders_of(settings: Settings, mois: str) -> tuple[Path, Path]:
    """The two folders of a month: its rows in the store, its deposits."""
    return settings.entrepot / "mois" / mois, settings.depots / mois


def _month_folders(folder: Path) -> Iterator[str]:
    """Names of the months that have a folder there; a link to a folder is none."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if describe(f"depots/{path.name}/-", "", 0).mois == path.name and path.is_dir() and not path.is_symlink():
            yield path.name


def _remove(folder: Path, places: set[str]) -> None:
    """Removes these files, then the folders left empty: what a sender adds meanwhile stays, and a run will refuse it.

    By descriptors of folders: a folder that a sender replaces by a link meanwhile leads nowhere.
    """
    for place, folders, files, descriptor in os.fwalk(folder, topdown=False, follow_symlinks=False):
        for name in [*files, *folders]:
            if f"{place}/{name}" in places:
                os.unlink(name, dir_fd=descriptor)
        for name in folders:
            with suppress(OSError):  # not empty, or the link just removed
                os.rmdir(name, dir_fd=descriptor)
    with suppress(OSError):
        folder.rmdir()


def _month(settings: Settings, mois: str, published: pl.DataFrame) -> MonthToPurge:
    rows, deposits = _folders_of(settings, mois)
    found = find_deposits(deposits, settings.fichier_octets_max) if deposits.is_dir() else []
    of_month = published.filter(pl.col("mois") == mois)
    known = set(of_month.select("chemin", "sha256").iter_rows())
    for one in found:
        path = f"depots/{mois}/{one.file.chemin.removeprefix('depots/')}"
        if (path, one.file.sha256) not in known:
            raise WorkspaceError(
                f"{path} n'est pas dans la base publiée, ou a changé depuis : rien n'est purgé, lancez d'abord cibles run."
            )
        if one.place.is_dir() and not one.place.is_symlink():
            raise WorkspaceError(f"{path} ne s'ouvre pas : rien n'est purgé, vérifiez ses droits, puis relancez.")
    places = [one.place for one in found]
    sizes = [path.lstat().st_size for path in rows.rglob("*") if path.is_file() and not path.is_symlink()]
    return MonthToPurge(mois, places, sum(one.file.octets for one in found), sum(sizes), of_month)


def _published_ledger(settings: Settings) -> pl.DataFrame:
    path = settings.publication / BASE
    if not path.exists():
        raise WorkspaceError(f"Rien n'est publié dans {settings.publication} : rien n'est purgé, lancez d'abord cibles run.")
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.sql("from depots").pl()
    whole = pl.concat([pl.DataFrame(schema=LEDGER), rows], how="diagonal_relaxed")  # an older base has fewer columns
    return whole.select(pl.col(name).cast(dtype) for name, dtype in LEDGER.items())


def _keep_ledger(path: Path, rows: pl.DataFrame) -> None:
    """What was published of a month, once for all: rows kept by an earlier purge stay as they are."""
    if path.exists():
        kept = pl.read_parquet(path)
        rows = pl.concat([kept, rows.join(kept, on="depot_id", how="anti")], how="diagonal")
    buffer = BytesIO()
    rows.sort("chemin", "depot_id").write_parquet(buffer, compression="zstd")
    replace_file(path, buffer.getvalue())
