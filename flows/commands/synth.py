"""`cibles synth`: writes an invented workspace, the sample or a region of the size asked, in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from contracts.failures import UsageError, WorkspaceError

INPUTS = ("registre", "depots", "finess", "boites", "README.md")
"""What the command writes, and all that `--force` takes away before."""

_TELL_EVERY = 500

Files = Iterator[tuple[str, bytes | memoryview]]
"""Paths and bytes; those of one path may come in several times, to be put one after the other."""


@dataclass(frozen=True)
class RegionAsked:
    """The size of a region: establishments, months of deposits, events per dossier and month, small files or large ones."""

    essms: int
    months: int
    events: int
    layout: str


def synth_command(dest: Path, region: RegionAsked | None, seed: int, force: bool) -> None:
    """Write in `dest` the region asked, or the sample when it is None; both are drawn from `seed`.

    Raises UsageError when `dest` is not an empty folder and `force` is not given, or when the size is out of bounds;
    WorkspaceError when the folder cannot be written. With `force`, the inputs found there are replaced and the rest is kept.
    """
    files = _sample(seed) if region is None else _region(seed, region)
    try:
        _make_room(dest, force)
        written, size = _write(dest, files)
    except OSError as error:
        raise WorkspaceError(
            f"Le dossier {dest} ne peut pas être écrit ({error.strerror}) : vérifiez vos droits et la place, puis relancez."
        ) from None
    what = "Échantillon" if region is None else f"Espace inventé de {region.essms} établissements sur {region.months} mois"
    print(f"{what} (graine {seed}) écrit dans {dest} : {written} fichiers, {_megabytes(size)} Mo.")


def _sample(seed: int) -> Files:
    from transforms.synth.workspace import sample

    return sample(seed)


def _region(seed: int, asked: RegionAsked) -> Files:
    from transforms.synth.region import MAX_ESSMS, MAX_EVENTS, MAX_MONTHS, region

    bounds = (("essms", asked.essms, MAX_ESSMS), ("months", asked.months, MAX_MONTHS), ("events", asked.events, MAX_EVENTS))
    for option, value, most in bounds:
        if not 1 <= value <= most:
            raise UsageError(f"--{option} doit être compris entre 1 et {most} : changez ce nombre.")
    return region(seed, asked.essms, asked.months, asked.layout, asked.events)


def _make_room(dest: Path, force: bool) -> None:
    if dest.exists() and not dest.is_dir():
        raise UsageError(f"{dest} n'est pas un dossier : indiquez un dossier vide ou à créer.")
    if not dest.exists() or not any(dest.iterdir()):
        return
    if not force:
        raise UsageError(
            f"Le dossier {dest} n'est pas vide : indiquez-en un autre, ou ajoutez --force pour en remplacer les entrées."
        )
    for name in INPUTS:
        found = dest / name
        # A link is only unlinked: what it leads to is not ours to delete.
        if found.is_dir() and not found.is_symlink():
            shutil.rmtree(found)
        else:
            found.unlink(missing_ok=True)


def _write(dest: Path, files: Files) -> tuple[int, int]:
    """Write the files as they come, each new or longer; how many, and their bytes."""
    from rich.console import Console

    console = Console(stderr=True)
    written = size = 0
    with console.status("Écriture…") as status:
        for path, content in files:
            with _opened(dest / path) as target:
                written += target.tell() == 0
                target.write(content)
            size += len(content)
            if written % _TELL_EVERY == 0:
                status.update(f"Écriture… {written} fichiers")
    return written, size


def _opened(target: Path) -> BinaryIO:
    """A file to add to, made with its folders if needed."""
    try:
        return target.open("ab")
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        return target.open("ab")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".replace(".", ",")
