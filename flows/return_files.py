"""The returns on disk, `retours/<mois>/<finess_et>.xlsx`: which are there and as they were left, and how they are written.

What each was made from is kept in `entrepot/retours/<mois>.json`, so that the next run makes again only those that would differ.
They name files and lines of deposits, never a person; they are for their owner alone all the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from itertools import starmap
from pathlib import Path

from contracts.finess import SHAPE
from flows.fingerprints import hashes
from flows.processes import in_processes, processes_for
from flows.progress import tell
from flows.settings import Settings
from flows.store import replace_file
from transforms.returns.content import Tables, shares
from transforms.returns.returned import returns

_TOGETHER, _ALONE = 200, 400
"""Establishments given to a process at a time; up to how many this one works alone: another takes a second to start."""

_PATTERN = "*.xlsx"

Kept = dict[str, tuple[str, str]]
"""By establishment, the hash of what its return was made from, and that of the file."""


def returned(settings: Settings, mois: str) -> dict[str, str]:
    """The hash of each return of a month that is there, by its name."""
    return hashes(settings.retours / mois, _PATTERN)


def standing(settings: Settings, mois: str) -> Kept:
    """The returns of the month that are there as they were left."""
    there = returned(settings, mois)
    return {finess_et: said for finess_et, said in _kept(settings, mois).items() if there.get(_name(finess_et)) == said[1]}


def keep_returns(settings: Settings, mois: str, made: Kept) -> None:
    """Keeps what the returns that are now right were made from."""
    replace_file(_place(settings, mois), (json.dumps(dict(sorted(made.items())), indent=0) + "\n").encode())


def remove_others(settings: Settings, mois: str, finess: set[str]) -> bool:
    """Removes the returns of the month of establishments that are not among these, and no other file; whether there were any."""
    folder = settings.retours / mois
    gone = [path for path in folder.glob(_PATTERN) if re.fullmatch(SHAPE, path.stem) and path.stem not in finess]
    for path in gone:
        path.unlink()
    return bool(gone)


def write_returns(settings: Settings, mois: str, tables: Tables) -> dict[str, str]:
    """Writes the return of each recipient, unless it is there already, and gives back their hashes by establishment.

    Raises:
        WorkspaceError: a process that writes was stopped by the system.
    """
    folder = settings.retours / mois
    folder.mkdir(parents=True, exist_ok=True)
    count = tables.destinataires.height
    processes = processes_for(settings.processus, -(-count // _TOGETHER))
    jobs = ((folder, share) for share in shares(tables, _TOGETHER))
    alone = processes == 1 or count <= _ALONE
    done: dict[str, str] = {}
    for written in starmap(write_share, jobs) if alone else in_processes(processes, write_share, jobs):
        done |= written
        tell(f"retours ({len(done)} établissements sur {count})")
    return done


def write_share(folder: Path, tables: Tables) -> dict[str, str]:
    """Writes the returns of some establishments, and gives back their hashes. The folder is named after the month."""
    return {finess_et: _replace(folder / _name(finess_et), content) for finess_et, content in returns(folder.name, tables)}


def _replace(path: Path, content: bytes) -> str:
    """One rename, without waiting for the disk: what a power cut would spoil has another hash than the one kept."""
    if not path.exists() or path.read_bytes() != content:
        aside = path.with_name(f".{path.name}.nouveau")
        aside.write_bytes(content)
        os.replace(aside, path)
    return hashlib.sha256(content).hexdigest()


def _name(finess_et: str) -> str:
    return f"{finess_et}.xlsx"


def _kept(settings: Settings, mois: str) -> Kept:
    try:
        said = json.loads(_place(settings, mois).read_text(encoding="utf-8"))
        return {finess_et: (made, sha256) for finess_et, (made, sha256) in said.items()}
    except (FileNotFoundError, ValueError):
        return {}


def _place(settings: Settings, mois: str) -> Path:
    return settings.entrepot / "retours" / f"{mois}.json"
