"""Decided workspaces, their inputs carried to another place without the store, and files of decisions changed by hand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from flows.decision_files import decision_bytes
from flows.settings import load_settings
from flows.verification import Verification, verify_files
from flows.verification_document import ENVELOPE
from transforms.decisions.record import fingerprint

INPUTS = ("registre", "finess", "depots", "boites", "dialectes", "cibles.toml")


def inputs_elsewhere(workspace: Path, path: Path) -> Path:
    """The inputs of a workspace alone, as carried to another machine: neither its store, nor its key, nor its decisions."""
    for name in INPUTS:
        if (workspace / name).is_dir():
            shutil.copytree(workspace / name, path / name, symlinks=True)
        elif (workspace / name).exists():
            shutil.copy(workspace / name, path / name)
    return path


def decision_file(workspace: Path, projet_id: str, mois: str, version: int = 1) -> Path:
    """The file of one decision."""
    return workspace / "decisions" / mois / f"{projet_id}-v{version}.json"


def said_by_file(path: Path) -> dict[str, Any]:
    """What the file says."""
    return json.loads(path.read_text(encoding="utf-8"))


def forged(said: dict[str, Any]) -> dict[str, Any]:
    """The same, its hash made again by whoever changed it."""
    record = {key: value for key, value in said.items() if key not in ENVELOPE}
    return said | {"empreinte": fingerprint(record)}


def written(path: Path, said: dict[str, Any]) -> Path:
    """A file that says this, as the product writes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(decision_bytes(said))
    return path


def verified(path: Path, workspace: Path) -> Verification:
    """What is found about one file with these inputs."""
    [one] = verify_files([path], load_settings(workspace))
    return one


def sentences(one: Verification) -> str:
    """Everything that is found wrong, one sentence a line."""
    found = [explained.difference.phrase for explained in one.found]
    return "\n".join([*one.alterations, *(cause.phrase for cause in one.causes), *found, one.impossible or ""])
