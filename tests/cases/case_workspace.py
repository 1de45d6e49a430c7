"""The workspace in which cases are run: one project per case, each with its own establishments, then the real monthly run.

Cases never meet: what one deposits or registers says nothing about the establishments of another.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from contracts.rulebook import Rulebook
from flows.request import RunRequest
from flows.run import run_month
from tests.cases.case_files import Case, WrongCaseFile, merged
from tests.cases.case_tables import deposit, read_block, to_csv
from transforms.synth.finess_numbers import invented_et

LETTERS = "ABC"
"""How a case names its establishments."""

PER_DEPARTMENT = 200
"""Cases whose establishments share the first digits of their FINESS numbers, those of one département."""

PUBLISHED = ("indicateurs", "lectures", "decisions", "decision_criteres", "depots", "rejets", "controles")
Published = dict[str, list[dict[str, Any]]]

PROJECT = {
    "porteur": "Porteur",
    "type_operation": "acquisition",
    "phase": "projet",
    "date_convention": "2025-01-15",
    "date_demarrage": "2025-02-01",
    "date_fin_deploiement": "2026-01-31",
    "premiere_mesure": "2026-01",
    "montant_subvention": "100000",
}
"""The project of a case, unless it says otherwise: not its first measure, deployment over, a grant of 100,000 euros."""

PERIMETER = "finess_et;date_entree;date_sortie"
PAPERS = "piece;date_reception"
FINESS = "finess_et;categorie;date_fermeture;connu"


@dataclass(frozen=True)
class Placed:
    """A case with its rank in the workspace, from which its project and its FINESS numbers come."""

    rank: int
    case: Case

    @property
    def projet_id(self) -> str:
        """Identifier of its project."""
        return f"P{self.rank + 1:03d}"

    def number(self, cell: str) -> str:
        """FINESS number of one of its letters; any other text is given back as it is."""
        if cell not in tuple(LETTERS):
            return cell
        department, rank = divmod(self.rank, PER_DEPARTMENT)
        return invented_et(f"{69 - department}0", rank * len(LETTERS) + LETTERS.index(cell))

    def path(self, said: str) -> str:
        """Where a deposit goes: a letter becomes a FINESS folder, any other folder belongs to the case alone."""
        parts = said.split("/")
        if len(parts) != 3:
            raise WrongCaseFile(f"{self.case.nom} : un dépôt s'écrit « mois/dossier/fichier.csv », pas « {said} »")
        folder = self.number(parts[1]) if parts[1] in tuple(LETTERS) else f"{parts[1]}-{self.projet_id}"
        return f"depots/{parts[0]}/{folder}/{parts[2]}"

    def world(self, passage: int) -> dict[str, Any]:
        """What is deposited and registered at the first run (0) or at the second (1)."""
        return merged(self.case.world, self.case.ensuite) if passage else self.case.world


def placed(cases: Sequence[Case]) -> list[Placed]:
    """Cases of one workspace, in order."""
    return [Placed(rank, case) for rank, case in enumerate(cases)]


def run_cases(cases: list[Placed], texts: dict[str, Rulebook], root: Path) -> list[Published]:
    """Runs cases of one month and one choice of readings together.

    Returns:
        What is published after the first reception and, if a case goes on, after the second.
    """
    published = []
    for passage in range(1 + any(one.case.ensuite for one in cases)):
        _write(root, cases, texts, passage)
        run_month(RunRequest(root, cases[0].case.mois))
        published.append(_published(root / "publication" / "cibles.duckdb"))
    return published


def _write(root: Path, cases: list[Placed], texts: dict[str, Rulebook], passage: int) -> None:
    for folder in ("registre", "finess", "depots"):
        shutil.rmtree(root / folder, ignore_errors=True)
        (root / folder).mkdir(parents=True)
    lectures = "".join(f'"{texte}" = "{code}"\n' for texte, code in cases[0].case.lectures)
    (root / "cibles.toml").write_text(f"[lectures]\n{lectures}", encoding="utf-8")
    worlds = [(one, one.world(passage)) for one in cases]
    tables: dict[str, tuple[str, list[dict[str, str]]]] = {
        "registre/projets.csv": ("projet_id;nom;texte_id;" + ";".join(PROJECT), [_project(*pair) for pair in worlds]),
        "registre/perimetre.csv": (f"projet_id;{PERIMETER}", [row for pair in worlds for row in _perimeter(*pair)]),
        "registre/pieces.csv": (f"projet_id;{PAPERS};reference", [row for pair in worlds for row in _papers(*pair, texts)]),
        "finess/finess.csv": ("finess_et;categorie;date_fermeture", [row for pair in worlds for row in _known(*pair)]),
    }
    for path, (columns, rows) in tables.items():
        (root / path).write_text(to_csv(columns.split(";"), rows), encoding="utf-8")
    for one, world in worlds:
        for path, text in world.get("depots", {}).items():
            _deposit(root, one, path, text)


def _project(one: Placed, world: dict[str, Any]) -> dict[str, str]:
    given = {name: str(value) for name, value in world.get("projet", {}).items()}
    return {"projet_id": one.projet_id, "nom": one.case.nom, "texte_id": one.case.texte} | PROJECT | given


def _perimeter(one: Placed, world: dict[str, Any]) -> list[dict[str, str]]:
    rows = read_block(world.get("perimetre", f"{PERIMETER}\nA;;"))
    return [row | {"projet_id": one.projet_id, "finess_et": one.number(row["finess_et"])} for row in rows]


def _papers(one: Placed, world: dict[str, Any], texts: dict[str, Rulebook]) -> list[dict[str, str]]:
    """Every paper of the text is received, unless the case says otherwise."""
    received = "\n".join([PAPERS, *(f"{piece.code};2026-06-15" for piece in texts[one.case.texte].pieces)])
    return [row | {"projet_id": one.projet_id} for row in read_block(world.get("pieces", received))]


def _known(one: Placed, world: dict[str, Any]) -> list[dict[str, str]]:
    """The rows of the FINESS file: every letter is an open EHPAD (500), unless the case says otherwise."""
    said = {row["finess_et"]: row for row in read_block(world.get("finess", FINESS))}
    default = {"categorie": "500", "date_fermeture": "", "connu": "O"}
    rows = [default | said.get(letter, {}) | {"finess_et": one.number(letter)} for letter in LETTERS]
    return [{name: value for name, value in row.items() if name != "connu"} for row in rows if row["connu"] == "O"]


def _deposit(root: Path, one: Placed, path: str, text: str) -> None:
    if text.strip() == "absent":
        return
    place = root / one.path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(deposit(path, text, partial(Placed.number, one)), encoding="utf-8")


def _published(base: Path) -> Published:
    with duckdb.connect(str(base), read_only=True) as connection:
        return {name: connection.sql(f"from {name}").pl().to_dicts() for name in PUBLISHED}
