"""What a run wrote, in few words: counted by folder and kind, from the workspace. Paths in, sentences out; nothing is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from transforms.figures import whole

_KINDS = {
    ".json": ("décision nouvelle", "décisions nouvelles"),
    ".pdf": ("notice", "notices"),
    ".html": ("page", "pages"),
    ".parquet": ("table", "tables"),
    ".xlsx": ("classeur", "classeurs"),
    ".csv": ("fichier CSV", "fichiers CSV"),
}
"""One and several, by ending."""
_OTHER = ("fichier", "fichiers")


def written_sentences(written: Sequence[str], workspace: Path) -> list[str]:
    """`9 décisions nouvelles dans decisions/2026-06/`, in the order of the stages; one file, or a folder, by its path alone."""
    groups: dict[tuple[Path, str], list[Path]] = {}
    for path in map(Path, written):
        groups.setdefault((path.parent, path.suffix), []).append(path)
    return [_sentence(folder, suffix, paths, workspace) for (folder, suffix), paths in groups.items()]


def from_workspace(path: Path, workspace: Path) -> str:
    """A path below the workspace, from it; any other as it is. A path without an ending is a folder."""
    inside = workspace.resolve()
    shown = path.relative_to(inside) if path.is_relative_to(inside) else path
    return shown.as_posix() + ("" if path.suffix else "/")


def _sentence(folder: Path, suffix: str, paths: list[Path], workspace: Path) -> str:
    one, several = _KINDS.get(suffix, _OTHER)
    if suffix in (".json", ".pdf") or len(paths) > 1:
        kind = one if len(paths) == 1 else several
        return f"{whole(len(paths))} {kind} dans {from_workspace(folder, workspace)}"
    return from_workspace(paths[0], workspace)
