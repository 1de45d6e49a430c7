"""The cases leave no boundary of a rulebook untested, quote their texts exactly, and would notice if a value moved."""

from __future__ import annotations

from fnmatch import fnmatchcase

import polars as pl
import pytest

from contracts.rulebook import Rulebook
from contracts.rulebook_values import rulebook_values
from tests.cases.case_files import Case, WrongCaseFile, case_files, read_case_file
from tests.cases.case_runner import Deposited, calculated
from tests.cases.case_texts import AMENDED, TEXTS, all_boundaries, all_moves, known_keys, moved

FILES = {file.name: file for file in case_files()}
CASES = [case for file in FILES.values() for case in file.cases]


def cases_of(texte_id: str, key: str) -> list[Case]:
    """Cases that claim to test a value of a text, those that deposit nothing first."""
    found = [case for case in CASES if case.texte == texte_id and any(fnmatchcase(key, pattern) for pattern in case.valeurs)]
    return sorted(found, key=lambda case: case.entree is None)


@pytest.mark.parametrize(("texte_id", "key"), all_boundaries())
def test_every_boundary_is_tested_on_both_sides(texte_id, key):
    sides = {case.cote for case in cases_of(texte_id, key)}
    assert "a_la_limite" in sides
    assert sides - {"a_la_limite"}


@pytest.mark.long
@pytest.mark.parametrize(("texte_id", "key", "words"), list(all_moves()))
def test_a_case_notices_when_the_value_moves(texte_id, key, words, tmp_path):
    cases = cases_of(texte_id, key)
    folders = (tmp_path / f"espace-{rank}" for rank in range(len(cases)))
    with moved(texte_id, key, words) as texts:
        deposited = Deposited(cases, texts, lambda: next(folders))
        assert any(_notices(case, texts, deposited) for case in cases)


def _notices(case: Case, texts: dict[str, Rulebook], deposited: Deposited) -> bool:
    """Whether a case finds another result, or not even the result it names."""
    try:
        return bool(calculated(FILES[case.fichier], case, texts) if case.entree is not None else deposited.differ(case))
    except WrongCaseFile:
        return True


def test_every_value_that_a_case_names_exists():
    unknown = [
        f"{case.case_id} : {pattern}"
        for case in CASES
        for pattern in case.valeurs
        if not any(fnmatchcase(key, pattern) for key in known_keys(case.texte))
    ]
    assert unknown == []


def test_sentences_of_the_calls_are_quoted_exactly():
    values = pl.concat([rulebook_values(texte) for texte in [*TEXTS.values(), *AMENDED.values()]])
    calls = set(values["document"])
    wrong = [
        file.name
        for file in FILES.values()
        if file.document in calls
        and values.filter(
            (pl.col("document") == file.document)
            & (pl.col("section") == file.section)
            & pl.col("phrase").str.contains(file.phrase, literal=True)
        ).is_empty()
    ]
    assert wrong == []
    assert {file.document for file in FILES.values()} == calls | {"Spécification de cibles"}


def test_every_text_has_its_cases():
    assert {case.texte for case in CASES} == set(TEXTS)


HEADER = 'phrase = "p"\ndocument = "d"\nsection = "s"\ntexte = "ara-generalisation-2025"\n'
A_CASE = '[[cas]]\nnom = "n"\nattendu.decision = "aucune ligne"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(A_CASE, "il manque « phrase »", id="no sentence"),
        pytest.param(HEADER, "il manque « cas »", id="no case"),
        pytest.param(HEADER + "cible = 1\n" + A_CASE, "« cible » est inconnu", id="unknown word of the header"),
        pytest.param(HEADER + A_CASE + "depot = {}\n", "« depot » est inconnu", id="unknown word of a case"),
        pytest.param(HEADER + A_CASE + A_CASE, "deux cas portent le même nom", id="two cases of one name"),
        pytest.param(HEADER + A_CASE + 'cote = "en_deca"\n', "vont ensemble", id="a side without a value"),
        pytest.param(HEADER + A_CASE + 'valeurs = ["portee"]\ncote = "ici"\n', "vont ensemble", id="an unknown side"),
        pytest.param(HEADER + A_CASE + "entree = {}\n", "demande « calcul »", id="a calculation without a name"),
        pytest.param(HEADER + "[[cas]]\nnom = 1 2\n", "line 6", id="not TOML"),
    ],
)
def test_a_wrong_case_file_is_refused(tmp_path, text, says):
    path = tmp_path / "faux.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongCaseFile, match=says):
        read_case_file(path, tmp_path)
