"""`cibles synth`: writes an invented workspace, the sample or a region of the size asked, in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from contracts.failures import UsageError, WorkspaceError

INPUTS = ("registre", "depots", "finess", "README.md")
"""What the command writes, and all that `--force` takes away before."""

_TELL_EVERY = 500


def synth_command(dest: Path, seed: int, essms: int | None, months: int, force: bool) -> None:
    """Write the sample in `dest` (without `essms`), or a workspace of `essms` establishments over `months` months.

    Raises UsageError when `dest` is not an empty folder and `force` is not given, or when the size is out of bounds;
    WorkspaceError when the folder cannot be written. With `force`, the inputs found there are replaced and the rest is kept.
    """
    files = _invented(seed, essms, months)
    try:
        _make_room(dest, force)
        written, size = _write(dest, files)
    except OSError as error:
        raise WorkspaceError(
            f"Le dossier {dest} ne peut pas être écrit ({error.strerror}) : vérifiez vos droits et la place, puis relancez."
        ) from None
    what = "Échantillon" if essms is None else f"Espace inventé de {essms} établissements sur {months} mois"
    print(f"{what} (graine {seed}) écrit dans {dest} : {written} fichiers, {_megabytes(size)} Mo.")


def _invented(seed: int, essms: int | None, months: int) -> Iterator[tuple[str, bytes]]:
    if essms is None:
        from transforms.synth.workspace import sample

        return sample(seed)
    from transforms.synth.region import MAX_ESSMS, MAX_MONTHS, region

    if not 1 <= essms <= MAX_ESSMS:
        raise UsageError(f"--essms doit être compris entre 1 et {MAX_ESSMS} : changez ce nombre.")
    if not 1 <= months <= MAX_MONTHS:
        raise UsageError(f"--months doit être compris entre 1 et {MAX_MONTHS} : changez ce nombre.")
    return region(seed, essms, months)


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


def _write(dest: Path, files: Iterator[tuple[str, bytes]]) -> tuple[int, int]:
    """Write each file as it comes; how many, and their bytes."""
    from rich.console import Console

    console = Console(stderr=True)
    written = size = 0
    made: set[Path] = set()
    with console.status("Écriture…") as status:
        for path, content in files:
            target = dest / path
            if target.parent not in made:
                target.parent.mkdir(parents=True, exist_ok=True)
                made.add(target.parent)
            target.write_bytes(content)
            written, size = written + 1, size + len(content)
            if written % _TELL_EVERY == 0:
                status.update(f"Écriture… {written} fichiers")
    return written, size


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".replace(".", ",")
