"""What an auditor does with an archive: checks its bytes, recalculates its figures, and sees whatever was changed in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from flows.evidence import recalculated as differences_in
from tests.evidence.helpers_evidence import MODES, PROJECTS, archive_of, recalculated, rewritten, sums, table, unpacked
from tests.flows.helpers_base import read_base, rows_of
from tests.flows.helpers_workspace import MONTH

pytestmark = pytest.mark.xdist_group("preuves")

_ALL = [pytest.param(name, marks=[] if name in MODES else [pytest.mark.long]) for name in PROJECTS]


@pytest.fixture(scope="module")
def folders(measured: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Archives unpacked, by project, made when they are asked for."""

    class Unpacked(dict):
        def __missing__(self, project: str) -> Path:
            self[project] = unpacked(archive_of(measured, project), tmp_path_factory.mktemp(project))
            return self[project]

    return Unpacked()


@pytest.mark.parametrize("project", _ALL)
def test_every_byte_is_listed_and_every_figure_is_found_again(folders, project):
    folder = folders[project]
    assert sums(folder) == (0, [])
    listed = {line[66:] for line in (folder / "MANIFESTE.sha256").read_text().splitlines()}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == listed | {"MANIFESTE.sha256"}
    differences, compared = recalculated(folder)
    assert differences == []
    figures = [row for row in table(folder, "indicateurs.csv") if row["numerateur"]]
    assert compared["numérateurs"] == len(figures) > 0
    assert compared["dénominateurs"] == sum(1 for row in figures if row["denominateur"])
    assert compared["taux"] == sum(1 for row in figures if row["taux"])
    assert compared["numérateurs des critères"] == len(table(folder, "criteres.csv")) > 0
    assert compared["fichiers cités"] > 0


@pytest.mark.parametrize("project", _ALL)
def test_figures_are_those_published(measured, folders, project):
    base = read_base(measured)
    for name, published in (
        ("indicateurs", "indicateurs"),
        ("criteres", "decision_criteres"),
        ("versements", "decision_versements"),
    ):
        keys = {"projet_id": project, "mois": MONTH} if name == "indicateurs" else {"decision_id": f"{project}-{MONTH}-v1"}
        expected = rows_of(base, published, **keys)
        told = table(folders[project], f"{name}.csv")
        common = sorted(expected[0].keys() & told[0].keys())
        assert len(common) >= 8
        assert sorted(_texts(row, common) for row in told) == sorted(_texts(row, common) for row in expected)


def _texts(row: dict, names: list[str]) -> list[str]:
    """Cells compared as exact numbers where they are numbers: 0.90 is 0.9000."""
    from decimal import Decimal, InvalidOperation

    texts = []
    for name in names:
        text = "" if row[name] is None else str(row[name])
        try:
            texts.append(str(Decimal(text).normalize()))
        except InvalidOperation:
            texts.append(text)
    return texts


def test_a_byte_changed_in_any_member_is_named(folders, tmp_path):
    folder = shutil.copytree(folders["GE-2021-001"], tmp_path / "copie")
    members = [path for path in folder.rglob("*") if path.is_file() and path.name != "MANIFESTE.sha256"]
    assert len(members) > 20
    for path in members:
        whole = path.read_bytes()
        path.write_bytes(whole[:-2] + bytes([whole[-2] ^ 1]) + whole[-1:])
        assert sums(folder) == (1, [path.relative_to(folder).as_posix()])
        path.write_bytes(whole)
    assert sums(folder) == (0, [])


@pytest.mark.parametrize(
    ("project", "name", "chosen", "column", "value", "check"),
    [
        (
            "GE-2021-001",
            "dossiers.csv",
            {"indicateur": "projets_personnalises", "numerateur": "1"},
            "numerateur",
            "0",
            "numérateurs",
        ),
        (
            "GE-2021-001",
            "dossiers.csv",
            {"indicateur": "dossiers_actifs", "numerateur": "0"},
            "denominateur",
            "0",
            "dénominateurs",
        ),
        ("GE-2021-001", "flux.csv", {"indicateur": "mssante"}, "nombre", "99", "numérateurs"),
        (
            "GE-2021-001",
            "criteres.csv",
            {"indicateur": "projets_personnalises"},
            "montant_libere",
            "5256.69",
            "montants des critères",
        ),
        ("GE-2021-001", "decision.csv", {}, "montant_libere", "25232.10", "montant libéré"),
        ("GE-2021-001", "versements.csv", {"versement": "solde"}, "montant", "26283.44", "versements, ensemble"),
        ("GE-2021-001", "dossiers.csv", {}, "chemin", "depots/2026-06/autre.csv", "fichiers cités"),
        ("ARA-2025-002", "declarations.csv", {}, "numerateur", "20", "numérateurs"),
        ("ARA-2025-002", "indicateurs.csv", {"verdict": "atteinte"}, "verdict", "non_atteinte", "verdicts"),
        ("GUA-2022-002", "declarations.csv", {"jeu": "effectifs"}, "denominateur", "30", "dénominateurs"),
    ],
)
def test_a_figure_changed_is_listed(folders, tmp_path, project, name, chosen, column, value, check):
    folder = shutil.copytree(folders[project], tmp_path / "copie")
    rows = table(folder, name)
    row = next(row for row in rows if chosen.items() <= row.items())
    assert row[column] != value
    row[column] = value
    rewritten(folder, name, rows)
    assert check in {difference[0] for difference in differences_in(folder)}


def test_inputs_are_all_there_with_when_they_were_received(measured, folders):
    folder = folders["ARA-2025-004"]
    record = json.loads((folder / "decision.json").read_text())
    inputs = table(folder, "entrees.csv")
    assert {(row["objet"], row["sha256"]) for row in inputs if row["nature"] == "depot"} == {
        (one["chemin"], one["sha256"]) for one in record["preuves"]["depots"]
    }
    received = {row["chemin"]: row["recu_le"] for row in read_base(measured)["depots"].to_dicts()}
    for row in inputs:
        if row["nature"] == "depot":
            assert row["recu_le"].rstrip("Z").replace("T", " ") == str(received[row["objet"]])
    assert {row["nature"] for row in inputs} == {"depot", "dialecte", "boites", "registre", "finess", "texte"}
    assert (folder / "decision.json").read_bytes() == (measured / "decisions" / MONTH / "ARA-2025-004-v1.json").read_bytes()
    assert (folder / "chaine.jsonl").read_bytes() == (measured / "decisions" / "chaine.jsonl").read_bytes()


def test_lines_set_aside_are_those_of_the_ledger(measured, folders):
    told = {(row["chemin"], row["ligne"], row["regle"]) for row in table(folders["ARA-2025-004"], "rejets.csv")}
    base = read_base(measured)
    paths = {row["depot_id"]: row["chemin"] for row in base["depots"].to_dicts()}
    read = {row["objet"] for row in table(folders["ARA-2025-004"], "entrees.csv") if row["nature"] == "depot"}
    published = {
        (paths[row["depot_id"]], str(row["ligne"] or ""), row["regle"])
        for row in base["rejets"].to_dicts()
        if paths[row["depot_id"]] in read
    }
    assert told == published != set()
