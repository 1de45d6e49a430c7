"""Case files: what a jurist writes, read strictly (an unknown word is refused). How a case is answered is elsewhere."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
DEFAULT_MONTH = "2026-06"
COTES = ("en_deca", "a_la_limite", "au_dela")
"""Which side of a boundary a case is on: just below or before it, at it, just above or after it."""

HEADER = {"phrase", "document", "section", "texte", "calcul", "mois", "lectures", "avenants", "commun", "cas"}
REGISTER = {"projet", "perimetre", "criteres"}
ON_A_REGISTER = {"prorata", "echeancier", "bareme", "conditions"}
"""Calculations whose `entree` is a register; `[commun]` may then say part of it."""

COMMON = REGISTER | {"autre_projet", "pieces", "finess", "depots"}
CASE = COMMON | {"nom", "texte", "mois", "lectures", "avenants", "valeurs", "cote"}
CASE |= {"entree", "ensuite", "attendu", "attendu_avant"}


class WrongCaseFile(Exception):
    """A case file says something that the runner does not understand."""


@dataclass(frozen=True)
class Case:
    """One case: `entree` for a calculation, else deposits and register rows written in a workspace (`world`, then `ensuite`).

    `lectures` are the readings chosen in `cibles.toml`, by text; `avenants`, its amendments, each with `true` or a day.
    """

    fichier: str
    nom: str
    texte: str
    mois: str
    lectures: tuple[tuple[str, str], ...]
    avenants: tuple[tuple[str, bool | date], ...]
    valeurs: tuple[str, ...]
    cote: str | None
    entree: dict[str, Any] | None
    world: dict[str, Any]
    ensuite: dict[str, Any]
    attendu: dict[str, Any]
    attendu_avant: dict[str, Any]

    @property
    def refus(self) -> str | None:
        """What the refusal of its register must say; None when it must be accepted."""
        return self.attendu.get("refus")

    @property
    def case_id(self) -> str:
        """`fichier::nom`, without accents (pytest escapes them)."""
        plain = unicodedata.normalize("NFKD", f"{self.fichier}::{self.nom}".replace("’", "'"))
        return plain.encode("ascii", "ignore").decode()


@dataclass(frozen=True)
class CaseFile:
    """One file: the sentence it tests and its cases. `calcul` says what its `entree` tables are about."""

    name: str
    phrase: str
    document: str
    section: str
    calcul: str | None
    cases: tuple[Case, ...] = field(repr=False)


def case_files(folder: Path = FOLDER) -> list[CaseFile]:
    """Every case file, in the order of their names."""
    return [read_case_file(path, folder) for path in sorted(folder.rglob("*.toml"))]


def read_case_file(path: Path, folder: Path) -> CaseFile:
    """Reads one file; numbers with a decimal point are exact.

    Raises:
        WrongCaseFile: it cannot be read, or says something unknown, or lacks a word.
    """
    name = path.relative_to(folder).with_suffix("").as_posix()
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise WrongCaseFile(f"{name} : {error}") from None
    _only(said, HEADER, name)
    _only(said.get("commun", {}), COMMON, f"{name}, commun")
    for word in ("phrase", "document", "section", "cas"):
        if not said.get(word):
            raise WrongCaseFile(f"{name} : il manque « {word} »")
    cases = tuple(_case(one, said, name, texte) for one in said["cas"] for texte in _texts(one, said))
    names = [case.nom for case in cases]
    if len(set(names)) < len(names):
        raise WrongCaseFile(f"{name} : deux cas portent le même nom")
    return CaseFile(
        name=name,
        phrase=" ".join(said["phrase"].split()),
        document=said["document"],
        section=said["section"],
        calcul=said.get("calcul"),
        cases=cases,
    )


def _texts(said: dict[str, Any], header: dict[str, Any]) -> list[str]:
    """The rulebooks a case is about: `texte` may name several, and the case then holds for each."""
    texte = said.get("texte", header.get("texte", ""))
    return [texte] if isinstance(texte, str) else texte


def _case(said: dict[str, Any], header: dict[str, Any], name: str, texte: str) -> Case:
    where = f"{name}, {said.get('nom', 'cas sans nom')}"
    _only(said, CASE, where)
    _only(said.get("ensuite", {}), COMMON, f"{where}, ensuite")
    if not said.get("nom") or not said.get("attendu"):
        raise WrongCaseFile(f"{where} : un cas a un nom et dit ce qui est attendu")
    if said.get("cote") not in (None, *COTES) or bool(said.get("cote")) != bool(said.get("valeurs")):
        raise WrongCaseFile(f"{where} : « valeurs » et « cote » ({', '.join(COTES)}) vont ensemble")
    if "entree" in said and "calcul" not in header:
        raise WrongCaseFile(f"{where} : « entree » demande « calcul » en tête du fichier")
    return Case(
        fichier=name,
        nom=said["nom"] if [texte] == _texts(said, header) else f"{said['nom']} ({texte})",
        texte=texte,
        mois=said.get("mois", header.get("mois", DEFAULT_MONTH)),
        lectures=tuple(said.get("lectures", header.get("lectures", {})).items()),
        avenants=tuple(said.get("avenants", header.get("avenants", {})).items()),
        valeurs=tuple(said.get("valeurs", ())),
        cote=said.get("cote"),
        entree=_entree(said, header),
        world=merged(header.get("commun", {}), {word: said[word] for word in COMMON & said.keys()}),
        ensuite=said.get("ensuite", {}),
        attendu=said["attendu"],
        attendu_avant=said.get("attendu_avant", {}),
    )


def _entree(said: dict[str, Any], header: dict[str, Any]) -> dict[str, Any] | None:
    """What a calculation is given: what the case says and, if it reads a register, what the file says of it for all its cases."""
    if "entree" not in said:
        return None
    shared = header.get("commun", {}) if header["calcul"] in ON_A_REGISTER else {}
    return merged({word: shared[word] for word in REGISTER & shared.keys()}, said["entree"])


def merged(first: dict[str, Any], then: dict[str, Any]) -> dict[str, Any]:
    """What `then` adds to or changes in `first`, deposits and project columns one by one."""
    together = first | then
    for word in ("projet", "depots"):
        if word in first and word in then:
            together[word] = first[word] | then[word]
    return together


def _only(said: dict[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(said.keys() - known)
    if unknown:
        raise WrongCaseFile(f"{where} : « {unknown[0]} » est inconnu ; mots admis : {', '.join(sorted(known))}")
