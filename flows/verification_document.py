"""The file of a decision as it comes from outside: opened within limits, never trusted. What it says is judged elsewhere."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from contracts.failures import UsageError
from contracts.register import PROJET_ID
from flows.display import harmless
from flows.options import MONTH_FORM

LARGEST = 32 * 1024 * 1024
"""Bytes of a file that is read: some ten times the largest decision of a project of 500 establishments."""

DEEPEST = 20
"""Lists and objects inside each other; a decision has five."""

ENVELOPE = (
    *("decision_id", "version", "remplace", "changements", "calculee_le", "empreinte"),
    *("logiciel", "receptions", "chaine"),
)
"""Keys of the file that are no part of the record whose hash is `empreinte`."""

_DUE = ("projet_id", "mois", "decision")


@dataclass(frozen=True)
class Document:
    """A file that holds a JSON object with the first keys of a decision; every value may be of any type.

    `path`: as it was named; `content`: its bytes; `said`: its object.
    """

    path: Path
    content: bytes
    said: dict[str, Any]

    @property
    def record(self) -> dict[str, Any]:
        """The part of it that the inputs determine."""
        return {key: value for key, value in self.said.items() if key not in ENVELOPE}

    @property
    def name(self) -> str:
        """How it is told: the identifier it gives itself, else its path."""
        return harmless(_text(self.said.get("decision_id"))[:100] or str(self.path))

    @property
    def identity(self) -> tuple[str, str] | None:
        """Its project and month; None when they are no names of a project and of a month."""
        projet_id, mois = self.said["projet_id"], self.said["mois"]
        named = isinstance(projet_id, str) and re.fullmatch(PROJET_ID, projet_id, re.ASCII)
        return (projet_id, mois) if named and isinstance(mois, str) and MONTH_FORM.fullmatch(mois) else None

    @property
    def preuves(self) -> dict[str, Any]:
        """Its evidence; empty when it gives none that can be read."""
        return _object(self.said.get("preuves"))

    @property
    def depots(self) -> dict[str, str]:
        """The deposits of its evidence: path → SHA-256. Entries that do not have the form of one are left out."""
        rows = self.preuves.get("depots")
        found: dict[str, str] = {}
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and _text(row.get("chemin")) and isinstance(row.get("sha256"), str):
                found.setdefault(row["chemin"], row["sha256"])
        return found

    @property
    def texte(self) -> dict[str, Any]:
        """What it says of its text."""
        return _object(self.said.get("texte"))


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def read_document(path: Path) -> Document:
    """One file. Raises UsageError, one French sentence, when it cannot be the file of a decision."""
    content = _bytes(path)
    try:
        said = json.loads(content.decode("utf-8"), parse_constant=_no_constant)
        json.dumps(said, ensure_ascii=False).encode()  # half of a surrogate pair is no text
    except (ValueError, RecursionError):
        raise _refused(path, "n'est pas un fichier JSON lisible") from None
    if _depth(said) > DEEPEST:
        raise _refused(path, "imbrique trop de listes ou d'objets pour être une décision")
    missing = [key for key in _DUE if not isinstance(said, dict) or key not in said]
    if missing:
        raise _refused(path, f"n'est pas une décision (il y manque {', '.join(missing)})")
    return Document(path, content, said)


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():  # reading a pipe or a device would never end
            raise _refused(path, "n'est pas un fichier ordinaire")
        with path.open("rb") as source:
            content = source.read(LARGEST + 1)
    except OSError:
        raise _refused(path, "ne peut pas être lu") from None
    if len(content) > LARGEST:
        raise _refused(path, f"dépasse {LARGEST // 1024 // 1024} Mio, plus qu'aucune décision")
    return content


def _refused(path: Path, why: str) -> UsageError:
    return UsageError(f"{harmless(str(path))} {why} ; donnez un fichier decisions/AAAA-MM/PROJET-vN.json.")


def _no_constant(name: str) -> NoReturn:
    """NaN and infinities are no JSON, whatever Python accepts."""
    raise ValueError(name)


def _depth(value: object) -> int:
    """How deep lists and objects go, `DEEPEST` + 1 at most."""
    level, depth = [value], 0
    while level and depth <= DEEPEST:
        depth += 1
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return depth
