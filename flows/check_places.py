"""Where files to be checked would be among the deposits: month, folder of the establishment, `couverture.csv` beside.

Nothing is read here but names, sizes and hashes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from contracts.deposits.columns import COVERAGE
from contracts.failures import UsageError
from contracts.finess import looks_like_finess, normalise_finess
from flows.deposit_folder import FoundFile, entries, opened, printable
from flows.options import MONTH_FORM
from transforms.reading.deposit_paths import describe

_DEPOSITS = "depots"


@dataclass(frozen=True)
class Where:
    """What is asked: the month, and the establishment of the folder, if they are; the month of a file whose path says none."""

    month: str | None
    finess: str | None
    default: str


@dataclass(frozen=True)
class Checked:
    """One file to judge: the path shown, the deposit it would be, and where its month comes from (`option`, `chemin`, `defaut`);
    `added` for a `couverture.csv` that was found beside the files given.
    """

    shown: str
    found: FoundFile
    origin: str
    added: bool = False


@dataclass(frozen=True)
class Placed:
    """The files to judge, and those beside a `couverture.csv`, which it may name."""

    files: list[Checked]
    beside: list[FoundFile]


def place_files(paths: Sequence[Path], where: Where, largest: int, purged_before: str | None = None) -> Placed:
    """Each file as the deposit it would be; a folder stands for the files it holds.

    Args:
        paths: what was given.
        where: what is asked.
        largest: size in bytes above which a file is refused without being read.
        purged_before: the month before which deposits are refused, if there is one.

    Raises:
        UsageError: two files would be at the same place, or `where.finess` is no FINESS number.
    """
    if where.finess is not None and not looks_like_finess(normalise_finess(where.finess)):
        raise UsageError("Le numéro donné par --finess n'a pas la forme d'un FINESS : neuf caractères, zéro de tête compris.")
    # Links are judged themselves: only what leads to them is resolved.
    paths = [path.resolve() if path.is_dir() else path.parent.resolve() / path.name for path in paths]
    bases = [path for path in paths if path.is_dir()]
    given = list(dict.fromkeys(_files(paths)))
    folders = dict.fromkeys(path.parent for path in given)
    covers = {folder: [path for path in sorted(folder.iterdir()) if _is_coverage(path)] for folder in folders}
    added = [path for found in covers.values() for path in found if path not in given]
    files = []
    for path in [*given, *added]:
        chemin, origin = _chemin(path, bases, where)
        found = FoundFile(str(path), describe(chemin, *_identity(path, largest), purged_before))
        files.append(Checked(_shown(path), found, origin, path in added))
    _refuse_same_place(files)
    # Of the other files of these folders only the name matters.
    known = {*given, *added}
    others = [path for folder, found in covers.items() if found for path in sorted(folder.iterdir()) if path not in known]
    beside = [FoundFile(str(path), describe(_chemin(path, bases, where)[0], "", 0)) for path in others if path.is_file()]
    return Placed(files, beside)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(map(Path, entries(str(path)))) if path.is_dir() else [path]


def _is_coverage(path: Path) -> bool:
    return path.stem == COVERAGE.name and path.suffix.lower() == ".csv"


def _identity(path: Path, largest: int) -> tuple[str, int, str | None]:
    """Hash, size, and the rule for which it is not read, if any."""
    size, sha256, refusal = opened(str(path), largest)
    return sha256, size, refusal


def _shown(path: Path) -> str:
    """The path as it is typed from the current folder, when it is below."""
    here = Path.cwd()
    return printable(str(path.relative_to(here) if path.is_relative_to(here) else path))


def _chemin(path: Path, bases: Sequence[Path], where: Where) -> tuple[str, str]:
    """The path of the deposit, and where its month comes from."""
    said, below = _month_above(path.parent)
    if said is None:
        base = next((base for base in bases if path.is_relative_to(base)), path.parent)
        below = path.parent.relative_to(base).parts
    if where.finess is not None:
        below = (normalise_finess(where.finess),)
    origin = "option" if where.month else "chemin" if said else "defaut"
    return printable("/".join([_DEPOSITS, where.month or said or where.default, *below, path.name])), origin


def _month_above(folder: Path) -> tuple[str | None, tuple[str, ...]]:
    """The month of the folder of `depots` that a file is below, else of the nearest folder named after one; what is below it."""
    parts = folder.parts
    places = [rank for rank, part in enumerate(parts) if MONTH_FORM.fullmatch(part)]
    if not places:
        return None, ()
    place = next((rank for rank in places if rank and parts[rank - 1] == _DEPOSITS), places[-1])
    return parts[place], parts[place + 1 :]


def _refuse_same_place(files: list[Checked]) -> None:
    seen: dict[str, str] = {}
    for one in files:
        other = seen.setdefault(one.found.file.chemin, one.shown)
        if other != one.shown:
            raise UsageError(
                f"{other} et {one.shown} auraient la même place parmi les dépôts : renommez l'un des deux, ou vérifiez-les"
                " séparément."
            )
