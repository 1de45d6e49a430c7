"""Hashes of what determines a result: two runs with the same ones need not do the same work twice."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path

from flows.deposit_folder import hash_file

_LIBRARIES = ("cibles", "duckdb", "polars", "pandera", "pyarrow", "xlsxwriter")
_ROOT = Path(__file__).resolve().parent.parent
_SOURCES = {"contracts": (".py", ".toml"), "transforms": (".py",), "flows": (".py", ".j2", ".css", ".js"), "sql": (".sql",)}


def digest(value: object) -> str:
    """SHA-256 of the canonical JSON of plain values."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def versions() -> dict[str, str]:
    """Versions of what computes: our own and those of the libraries."""
    return {name: version(name) for name in _LIBRARIES}


@cache
def software() -> str:
    """Hash of every source file of the project, rulebooks included, and of the versions of the libraries."""
    sources = {
        str(path.relative_to(_ROOT)): hash_file(path)
        for folder, suffixes in _SOURCES.items()
        for path in sorted((_ROOT / folder).rglob("*"))
        if path.suffix in suffixes and path.is_file()
    }
    return digest([sources, versions()])


def hashes(folder: Path, pattern: str) -> dict[str, str]:
    """SHA-256 of the files of a folder that match, by their path below it; empty without the folder."""
    return {str(path.relative_to(folder)): hash_file(path) for path in sorted(folder.glob(pattern)) if path.is_file()}
