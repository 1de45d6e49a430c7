"""A workspace to purge, with dossiers that only its first months name, and the ways of looking for what is left of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl

from flows.pseudonym_key import KEY_FILE
from tests.flows.helpers_base import read_base
from tests.flows.helpers_files import texts_of
from tests.flows.helpers_workspace import CHRS_OUTSIDE, MONTH, SAMPLE, deposit, run, said_by
from transforms.reading.pseudonym import pseudonym

PURGED = ("2026-01", "2026-02", "2026-03")
BEFORE = "2026-04"
GONE = [f"PURGE-{rank:04d}" for rank in range(8)]
"""Numbers of dossiers that only months to be purged name."""

KILLED = """
import os, sys
from flows import purge_removal
calls = 0
def dying(*args, **kwargs):
    global calls
    calls += 1
    if calls == int(sys.argv[2]):
        os._exit(9)
    return real(*args, **kwargs)
place, name = (purge_removal, sys.argv[1]) if hasattr(purge_removal, sys.argv[1]) else (purge_removal.shutil, sys.argv[1])
real = getattr(place, name)
setattr(place, name, dying)
from flows.cli import main
main(sys.argv[3:])
"""


def rows(header: str, end: str) -> str:
    return "\n".join([header, *(f"{CHRS_OUTSIDE};{number};{end}" for number in GONE)]) + "\n"


def workspace_to_purge(folder: Path) -> Path:
    """The sample, with dossiers that only the first months name, links out of it, and March and June measured."""
    workspace = Path(shutil.copytree(SAMPLE, folder / "espace"))
    deposit(workspace, f"2026-02/{CHRS_OUTSIDE}/dossiers.csv", rows("finess_et;dossier_id;date_entree", "2026-02-01"))
    deposit(workspace, f"2026-03/{CHRS_OUTSIDE}/evenements.csv", rows("finess_et;dossier_id;date_debut", "2026-03-02"))
    deposit(workspace, f"2026-03/{CHRS_OUTSIDE}/dmp.csv", rows("finess_et;dossier_id;date_depot", "2026-03-02"))
    outside = folder / "ailleurs"
    outside.mkdir()
    (outside / "dossiers.csv").write_text("finess_et;dossier_id;date_entree\n")
    (workspace / "depots" / "2026-02" / "dossiers-lien.csv").symlink_to(outside / "dossiers.csv")
    (workspace / "depots" / "2026-02" / "lien").symlink_to(outside)
    (workspace / "depots" / "2025-12").symlink_to(outside)
    run(workspace, "2026-03")
    run(workspace, MONTH)
    return workspace


def purge(workspace: Path, before: str = BEFORE, *options: str) -> int:
    return said_by("purge", "--workspace", workspace, "--before", before, *options)[0]


def pseudonyms(workspace: Path) -> list[int]:
    """The pseudonyms of `GONE`."""
    key = (workspace / KEY_FILE).read_text().strip().encode()
    return [pseudonym(key, CHRS_OUTSIDE, number) for number in GONE]


def holders(workspace: Path) -> dict[str, set[str]]:
    """Files of a workspace that hold a number of `GONE` (`numeros`), or its pseudonym (`pseudonymes`) as text or as bytes.

    Looked for in their bytes and in what they compress.
    """
    forms = [form for one in pseudonyms(workspace) for form in (str(one).encode(), one.to_bytes(8, "little"))]
    found: dict[str, set[str]] = {"numeros": set(), "pseudonymes": set()}
    for path in workspace.rglob("*"):
        if path.is_file() and not path.is_symlink():
            texts, name = texts_of(path), str(path.relative_to(workspace))
            if b"PURGE-" in texts:
                found["numeros"].add(name)
            if any(form in texts for form in forms):
                found["pseudonymes"].add(name)
    return found


def kept(workspace: Path, *folders: str) -> dict[str, bytes]:
    """Content of what people were told."""
    return {str(path.relative_to(workspace)): path.read_bytes() for name in folders for path in (workspace / name).rglob("*.*")}


def entries(folder: Path) -> list[Path]:
    """Files and links below a folder."""
    return [path for path in folder.rglob("*") if path.is_symlink() or path.is_file()]


def told(workspace: Path, name: str, months: tuple[str, ...]) -> list[tuple]:
    return read_base(workspace)[name].filter(pl.col("mois").is_in(months)).rows()
