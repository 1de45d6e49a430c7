"""The workspace of one case file: one project per case, each with its own establishments, then the real monthly run."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from contracts.rulebook import Rulebook
from flows.request import RunRequest
from flows.run import run_month
from tests.cases.case_files import Case, CaseFile, WrongCaseFile, merged
from tests.cases.case_tables import deposit, read_block, to_csv
from transforms.synth.finess_numbers import invented_et

LETTERS = "ABCDEFGH"
"""How a case names its establishments."""

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
PERIMETER = "finess_et;date_entree;date_sortie"
PAPERS = "piece;date_reception"
FINESS = "finess_et;categorie;date_fermeture;connu"


def projet_id(case: Case) -> str:
    """Identifier of the project of a case."""
    return f"P{case.rank + 1:02d}"


def number_of(case: Case, letter: str) -> str:
    """FINESS number of an establishment of a case; what is not one of its letters is given back as it is."""
    if letter in tuple(LETTERS):
        return invented_et("690", case.rank * len(LETTERS) + LETTERS.index(letter))
    return letter


def real_path(case: Case, path: str) -> str:
    """Where a deposit of a case goes: a letter becomes a FINESS folder, any other folder belongs to the case alone."""
    parts = path.split("/")
    if len(parts) != 3:
        raise WrongCaseFile(f"{case.nom} : un dépôt s'écrit « mois/dossier/fichier.csv », pas « {path} »")
    folder = number_of(case, parts[1]) if parts[1] in tuple(LETTERS) else f"{parts[1]}-{projet_id(case)}"
    return f"depots/{parts[0]}/{folder}/{parts[2]}"


def run_file(file: CaseFile, texts: dict[str, Rulebook], root: Path) -> list[Published]:
    """Runs the workspace of a file: what is published after the first reception and, if a case goes on, after the second."""
    cases = [case for case in file.cases if case.entree is None]
    published = []
    for passage in range(1 + any(case.ensuite for case in cases)):
        _write(root, file, cases, texts, passage)
        for mois in sorted({case.mois for case in cases}):
            run_month(RunRequest(root, mois))
        published.append(_published(root / "publication" / "cibles.duckdb"))
    return published


def _write(root: Path, file: CaseFile, cases: list[Case], texts: dict[str, Rulebook], passage: int) -> None:
    worlds = [(case, merged(case.world, case.ensuite) if passage else case.world) for case in cases]
    for folder in ("registre", "finess", "depots"):
        shutil.rmtree(root / folder, ignore_errors=True)
        (root / folder).mkdir(parents=True)
    lectures = "".join(f'"{texte}" = "{code}"\n' for texte, code in file.lectures.items())
    (root / "cibles.toml").write_text(f"[lectures]\n{lectures}", encoding="utf-8")
    projects = [_project(case, world) for case, world in worlds]
    _table(root / "registre/projets.csv", ["projet_id", "nom", "texte_id", *PROJECT], projects)
    perimeters = [row for case, world in worlds for row in _rows(case, world.get("perimetre", f"{PERIMETER}\nA;;"))]
    _table(root / "registre/perimetre.csv", ["projet_id", *PERIMETER.split(";")], perimeters)
    papers = [row for case, world in worlds for row in _rows(case, world.get("pieces", _all_papers(texts[case.texte])))]
    _table(root / "registre/pieces.csv", ["projet_id", *PAPERS.split(";"), "reference"], papers)
    known = [row for case, world in worlds for row in _known(case, world)]
    _table(root / "finess/finess.csv", FINESS.split(";")[:-1], known)
    for case, world in worlds:
        for path, text in world.get("depots", {}).items():
            _deposit(root, case, path, text)


def _project(case: Case, world: dict[str, Any]) -> dict[str, str]:
    given = {name: str(value) for name, value in world.get("projet", {}).items()}
    return {"projet_id": projet_id(case), "nom": case.nom, "texte_id": case.texte} | PROJECT | given


def _all_papers(texte: Rulebook) -> str:
    return "\n".join([PAPERS, *(f"{piece.code};2026-06-15" for piece in texte.pieces)])


def _rows(case: Case, block: str) -> list[dict[str, str]]:
    rows = [{"projet_id": projet_id(case)} | row for row in read_block(block)]
    return [row | {"finess_et": number_of(case, row["finess_et"])} if "finess_et" in row else row for row in rows]


def _known(case: Case, world: dict[str, Any]) -> list[dict[str, str]]:
    """The rows of the FINESS file: every letter is an open EHPAD (500) unless the case says otherwise."""
    block = world.get("finess", FINESS)
    said = {row["finess_et"]: row for row in read_block(block)}
    default = {"categorie": "500", "date_fermeture": "", "connu": "O"}
    rows = [default | said.get(letter, {}) | {"finess_et": number_of(case, letter)} for letter in LETTERS]
    return [{name: value for name, value in row.items() if name != "connu"} for row in rows if row["connu"] == "O"]


def _deposit(root: Path, case: Case, path: str, text: str) -> None:
    if text.strip() == "absent":
        return
    place = root / real_path(case, path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(deposit(path, text, partial(number_of, case)), encoding="utf-8")


def _table(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    path.write_text(to_csv(columns, rows), encoding="utf-8")


def _published(base: Path) -> Published:
    with duckdb.connect(str(base), read_only=True) as connection:
        return {name: connection.sql(f"from {name}").pl().to_dicts() for name in PUBLISHED}
