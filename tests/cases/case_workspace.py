"""The workspace in which cases are run: one project per case, each with its own establishments, then the real monthly run.

Cases never meet: what one deposits or registers says nothing about the establishments of another.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from contracts.rulebook import Rulebook
from flows.request import RunRequest
from flows.run import run_month
from tests.cases.case_files import Case, WrongCaseFile, merged
from tests.cases.case_register import criteria_rows, paper_rows, perimeter_rows, project_row, table_text
from tests.cases.case_tables import Rows, deposit, read_block, to_csv
from transforms.synth.finess_numbers import invented_et

LETTERS = "ABCDEFGH"
"""How a case names its establishments."""

PER_DEPARTMENT = 125
"""Cases whose establishments share the first digits of their FINESS numbers, those of one département."""

PUBLISHED = (
    *("indicateurs", "lectures", "decisions", "decision_criteres", "decision_bareme", "decision_partages"),
    *("decision_conditions", "decision_versements", "essms", "depots", "rejets", "controles"),
)
Published = dict[str, list[dict[str, Any]]]

FINESS = "finess_et;categorie;date_fermeture;departement;connu"
OPEN_EHPAD = {"categorie": "500", "date_fermeture": "", "departement": "69", "connu": "O"}


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
    """Runs cases of one month and one `cibles.toml` together.

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
    (root / "cibles.toml").write_text(_settings(cases[0].case), encoding="utf-8")
    worlds = [(one, one.world(passage)) for one in cases]
    for table, rows_of in _REGISTER.items():
        rows = [row for one, world in worlds for row in rows_of(one, world, texts[one.case.texte])]
        (root / "registre" / f"{table}.csv").write_text(table_text(table, rows), encoding="utf-8")
    finess = to_csv(["finess_et", *OPEN_EHPAD], [row for pair in worlds for row in _known(*pair)])
    (root / "finess" / "finess.csv").write_text(finess, encoding="utf-8")
    for one, world in worlds:
        for path, text in world.get("depots", {}).items():
            _deposit(root, one, path, text)


def _settings(case: Case) -> str:
    """The `cibles.toml` of a workspace: readings and amendments chosen."""
    lectures = [f'"{texte}" = "{code}"' for texte, code in case.lectures]
    avenants = [f'"{avenant}" = {day if isinstance(day, date) else str(day).lower()}' for avenant, day in case.avenants]
    return "\n".join(["[lectures]", *lectures, "[avenants]", *avenants, ""])


def _projects(one: Placed, world: dict[str, Any], _: Rulebook) -> Rows:
    rows = [project_row(one.projet_id, one.case.nom, one.case.texte, world.get("projet", {}))]
    return rows + [project_row(_other(one), "Autre projet", "ara-generalisation-2025", {})] * ("autre_projet" in world)


def _perimeter(one: Placed, world: dict[str, Any], _: Rulebook) -> Rows:
    rows = perimeter_rows(one.projet_id, world.get("perimetre"), one.number)
    return rows + (perimeter_rows(_other(one), world["autre_projet"], one.number) if "autre_projet" in world else [])


def _other(one: Placed) -> str:
    """The other project of the register that a case may speak of (`autre_projet`)."""
    return f"{one.projet_id}-autre"


def _criteria(one: Placed, world: dict[str, Any], texte: Rulebook) -> Rows:
    return criteria_rows(one.projet_id, world.get("criteres"), texte)


def _papers(one: Placed, world: dict[str, Any], texte: Rulebook) -> Rows:
    return paper_rows(one.projet_id, world.get("pieces"), texte)


_REGISTER: dict[str, Callable[[Placed, dict[str, Any], Rulebook], Rows]] = {
    "projets": _projects,
    "perimetre": _perimeter,
    "criteres": _criteria,
    "pieces": _papers,
}


def _known(one: Placed, world: dict[str, Any]) -> Rows:
    """The rows of the FINESS file: every letter is an open EHPAD (500) of the Rhône, unless the case says otherwise."""
    said = {row["finess_et"]: row for row in read_block(world.get("finess", FINESS))}
    rows = [OPEN_EHPAD | said.get(letter, {}) | {"finess_et": one.number(letter)} for letter in LETTERS]
    return [row for row in rows if row["connu"] == "O"]


def _deposit(root: Path, one: Placed, path: str, text: str) -> None:
    if text.strip() == "absent":
        return
    place = root / one.path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(deposit(path, text, partial(Placed.number, one)), encoding="utf-8")


def _published(base: Path) -> Published:
    with duckdb.connect(str(base), read_only=True) as connection:
        return {name: connection.sql(f"from {name}").pl().to_dicts() for name in PUBLISHED}
