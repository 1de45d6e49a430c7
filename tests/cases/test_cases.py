"""Every case of every file of this folder, against the real rules and the real monthly run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from flows.texts import load_all_texts
from tests.cases.case_calculations import CALCULATIONS
from tests.cases.case_expected import differences, published_differences
from tests.cases.case_files import Case, CaseFile, case_files
from tests.cases.case_workspace import Published, run_file

FILES = case_files()
CASES = [pytest.param(file, case, id=file.case_id(case)) for file in FILES for case in file.cases]
TEXTS = load_all_texts()


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """What each file's workspace publishes, run once per file."""

    @cache
    def of(name: str) -> list[Published]:
        file = next(file for file in FILES if file.name == name)
        root: Path = tmp_path_factory.mktemp("espace")
        return run_file(file, TEXTS, root)

    return of


@pytest.mark.parametrize(("file", "case"), CASES)
def test_case(file: CaseFile, case: Case, published):
    found = _calculated(file, case) if case.entree is not None else _read(case, published(file.name))
    if found:
        pytest.fail("\n".join([f"{file.name}.toml, cas « {case.nom} »", file.phrase, *found]), pytrace=False)


def _calculated(file: CaseFile, case: Case) -> list[str]:
    results = CALCULATIONS[file.calcul or ""](case, TEXTS[case.texte])
    return list(differences("résultat", case.attendu, results))


def _read(case: Case, passages: list[Published]) -> list[str]:
    before = published_differences(case, case.attendu_avant, passages[0])
    after = published_differences(case, case.attendu, passages[-1])
    return [f"après la première réception, {line}" for line in before] + after
