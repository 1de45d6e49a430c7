"""Which cases of `tests/cases` test a value: read for the pages only, the cases themselves are judged by their own tests."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

_SIDES = {"en_deca": "en deçà", "a_la_limite": "à la limite", "au_dela": "au-delà"}


@dataclass(frozen=True)
class Case:
    """One case that names values (`valeurs`, patterns of `cle`), once for each text it is about.

    `avenants`: the amendments it applies.
    """

    fichier: str
    nom: str
    texte: str
    valeurs: tuple[str, ...]
    cote: str
    avenants: tuple[str, ...]

    @property
    def side(self) -> str:
        """On which side of the limit it is, in words."""
        return _SIDES.get(self.cote, self.cote)


def read_cases(folder: Path) -> list[Case]:
    """Every case that names the values it tests, in the order of files; none when the folder is absent."""
    return [case for path in sorted(folder.rglob("*.toml")) for case in _cases(path, folder)]


def cases_of(cases: Iterable[Case], texte_id: str, key: str) -> list[Case]:
    """The cases of a text that test a value."""
    return [case for case in cases if case.texte == texte_id and any(fnmatchcase(key, pattern) for pattern in case.valeurs)]


def _cases(path: Path, folder: Path) -> Iterator[Case]:
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    for case in said.get("cas", ()):
        texts = _said("texte", case, said, "")
        for texte_id in _each(texts) if case.get("valeurs") else ():
            yield Case(
                fichier=path.relative_to(folder).with_suffix("").as_posix(),
                nom=case["nom"],
                texte=texte_id,
                valeurs=tuple(case["valeurs"]),
                cote=case["cote"],
                avenants=_applied(case, said),
            )


def _applied(case: dict[str, Any], said: dict[str, Any]) -> tuple[str, ...]:
    """The amendments of a case, in its workspace or in what its calculation is given."""
    chosen = _said("avenants", case, said, {}) | case.get("entree", {}).get("avenants", {})
    return tuple(name for name, day in chosen.items() if day is not False)


def _said(word: str, case: dict[str, Any], said: dict[str, Any], otherwise: Any) -> Any:
    return case.get(word, said.get(word, otherwise))


def _each(said: str | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else said
