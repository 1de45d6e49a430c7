"""The records of decisions on disk, `decisions/<mois>/<projet_id>-v<N>.json`: which are there, and what each says."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from contracts.failures import WorkspaceError

_NAME = re.compile(r"(?P<projet_id>.+)-v(?P<version>[0-9]+)\.json")


def written_versions(folder: Path) -> dict[str, list[Path]]:
    """The records of one month by project, in the order of their versions."""
    found: dict[str, list[tuple[int, Path]]] = defaultdict(list)
    for path in folder.iterdir() if folder.is_dir() else ():
        name = _NAME.fullmatch(path.name)
        if name:
            found[name["projet_id"]].append((int(name["version"]), path))
    return {projet_id: [path for _, path in sorted(versions)] for projet_id, versions in sorted(found.items())}


def decision_bytes(decision: dict[str, Any]) -> bytes:
    """A record as it is written on disk."""
    return (json.dumps(decision, ensure_ascii=False, indent=1) + "\n").encode()


def read_decision(path: Path) -> dict[str, Any]:
    """One record.

    Raises:
        WorkspaceError: the file is not a record any more.
    """
    try:
        decision = json.loads(path.read_text(encoding="utf-8"))
        decision["decision_id"], decision["version"], decision["empreinte"]
    except (ValueError, KeyError, TypeError):
        raise WorkspaceError(
            f"La décision {path} est abîmée : restaurez-la depuis une sauvegarde, elle ne s'édite pas."
        ) from None
    return decision
