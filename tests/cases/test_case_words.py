"""The words of a case are read strictly, and a refusal is told from a calculation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from contracts.failures import RegisterError, WorkspaceError
from tests.cases.case_differences import differences
from tests.cases.case_files import Case, WrongCaseFile, read_case_file
from tests.cases.case_register import criteria_rows, perimeter_rows, project_row
from tests.cases.case_runner import Deposited, calculated
from tests.cases.case_texts import TEXTS

ARA = TEXTS["ara-generalisation-2025"]
GRAND_EST = TEXTS["grand-est-amorcage-2021"]
HEADER = 'phrase = "p"\ndocument = "d"\nsection = "s"\ntexte = "ara-generalisation-2025"\n'


def cases(tmp_path: Path, text: str) -> tuple[Case, ...]:
    path = tmp_path / "essai.toml"
    path.write_text(HEADER + text, encoding="utf-8")
    return read_case_file(path, tmp_path).cases


def same(name: str) -> str:
    return name


def test_a_case_about_several_texts_holds_for_each(tmp_path):
    text = '[[cas]]\nnom = "n"\ntexte = ["national-2021", "ara-generalisation-2025"]\nattendu.decision = "aucune ligne"\n'
    assert [(case.nom, case.texte) for case in cases(tmp_path, text)] == [
        ("n (national-2021)", "national-2021"),
        ("n (ara-generalisation-2025)", "ara-generalisation-2025"),
    ]


def test_what_a_file_says_of_all_its_cases_is_part_of_each_entree(tmp_path):
    text = 'calcul = "echeancier"\n[commun.projet]\nphase = "projet"\nregion = "x"\n'
    text += '[[cas]]\nnom = "n"\nentree = { projet.region = "y" }\nattendu.solde = "du"\n'
    (case,) = cases(tmp_path, text)
    assert case.entree == {"projet": {"phase": "projet", "region": "y"}}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        pytest.param(lambda: project_row("P", "n", "t", {"montant": "1"}), "« montant » n'est pas une colonne", id="project"),
        pytest.param(lambda: perimeter_rows("P", "finess_et;sons\nA;O", same), "« sons » n'est pas", id="perimeter"),
        pytest.param(lambda: criteria_rows("P", "critere\ndmp", GRAND_EST), "« critere » n'est pas", id="criteria"),
    ],
)
def test_a_column_the_register_does_not_have_is_refused(rows, says):
    with pytest.raises(WrongCaseFile, match=says):
        rows()


def test_columns_left_out_are_filled():
    assert project_row("P", "n", "t", {"national": True})["national"] == "O"
    (row,) = perimeter_rows("P", "finess_et;nombre_essms\nA;3", same)
    assert row["motif_nombre"]
    assert [row["statut"] for row in criteria_rows("P", None, GRAND_EST)] == ["retenu"] * 5
    assert criteria_rows("P", None, ARA) == []


def test_an_unknown_calculation_is_refused(tmp_path):
    path = tmp_path / "essai.toml"
    path.write_text(HEADER + 'calcul = "solde"\n[[cas]]\nnom = "n"\nentree = {}\nattendu.a = 1\n', encoding="utf-8")
    file = read_case_file(path, tmp_path)
    with pytest.raises(WrongCaseFile, match="calcul « solde » inconnu"):
        calculated(file, file.cases[0], TEXTS)


@pytest.mark.parametrize(
    ("expected", "found", "lines"),
    [
        pytest.param("remplie", {"etat": "remplie", "detail": "x"}, 0, id="a word alone is the state"),
        pytest.param("remplie", {"etat": "inconnue"}, 1, id="another state"),
        pytest.param({"etat": "du"}, {"etat": "du", "motif": "m"}, 1, id="a state written without a motif has none"),
        pytest.param({"detail": "15 ESSMS"}, {"detail": "15 ESSMS, 3 organismes"}, 0, id="a part of the detail"),
        pytest.param({"detail": "16 ESSMS"}, {"detail": "15 ESSMS"}, 1, id="another detail"),
        pytest.param({"a": {"b": 1}}, {"a": {"b": 2, "c": 3}}, 1, id="tables in tables"),
        pytest.param({"a": {}}, {"a": {"b": 2}}, 1, id="an empty table is empty"),
    ],
)
def test_differences(expected, found, lines):
    assert len(list(differences("x", expected, found))) == lines


@pytest.mark.parametrize(
    ("raised", "expected", "lines"),
    [
        pytest.param(RegisterError("Registre refusé, parce que."), "parce que", 0, id="refused as expected"),
        pytest.param(RegisterError("Registre refusé, parce que."), "autre", 1, id="refused for another reason"),
        pytest.param(RegisterError("Registre refusé, parce que."), None, 1, id="refused, not expected"),
        pytest.param(WorkspaceError("parce que"), "parce que", 1, id="another family of refusal"),
        pytest.param(None, "parce que", 1, id="not refused"),
    ],
)
def test_a_refusal(tmp_path, monkeypatch, raised, expected, lines):
    def run(*_):
        if raised:
            raise raised
        return [{}]

    monkeypatch.setattr("tests.cases.case_runner.run_cases", run)
    (case,) = cases(tmp_path, '[[cas]]\nnom = "n"\nattendu.decision = "aucune ligne"\n')
    case = replace(case, attendu={"refus": expected} if expected else {"decision": "aucune ligne"})
    assert len(Deposited([case], TEXTS, lambda: tmp_path).differ(case)) == lines
