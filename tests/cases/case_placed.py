"""A case placed in a workspace: its project, its FINESS numbers, and its rows of the register and of the FINESS file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.rulebook import Rulebook
from tests.cases.case_files import Case, WrongCaseFile, merged
from tests.cases.case_register import criteria_rows, paper_rows, perimeter_rows, project_row
from tests.cases.case_tables import Rows, read_block
from transforms.synth.finess_numbers import invented_et

LETTERS = "ABCDEFGH"
"""How a case names its establishments."""

PER_DEPARTMENT = 125
"""Cases whose establishments share the first digits of their FINESS numbers, those of one département."""

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


REGISTER: dict[str, Callable[[Placed, dict[str, Any], Rulebook], Rows]] = {
    "projets": _projects,
    "perimetre": _perimeter,
    "criteres": _criteria,
    "pieces": _papers,
}


def finess_rows(one: Placed, world: dict[str, Any]) -> Rows:
    """The rows of the FINESS file: every letter is an open EHPAD (500) of the Rhône, unless the case says otherwise."""
    said = {row["finess_et"]: row for row in read_block(world.get("finess", FINESS))}
    rows = [OPEN_EHPAD | said.get(letter, {}) | {"finess_et": one.number(letter)} for letter in LETTERS]
    return [row for row in rows if row["connu"] == "O"]
