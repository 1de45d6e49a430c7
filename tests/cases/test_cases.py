"""Every case of every file of this folder, against the real rules and the real monthly run."""

from __future__ import annotations

import pytest

from flows.texts import load_all_texts
from tests.cases.case_files import case_files
from tests.cases.case_runner import Deposited, calculated

FILES = case_files()
TOGETHER = [pytest.mark.xdist_group("cases")]
"""Cases that deposit share workspaces, each run once: one process has them all."""

CASES = [
    pytest.param(file, case, id=case.case_id, marks=TOGETHER if case.entree is None else [])
    for file in FILES
    for case in file.cases
]
TEXTS = load_all_texts()


@pytest.fixture(scope="session")
def deposited(tmp_path_factory):
    cases = [case for file in FILES for case in file.cases]
    return Deposited(cases, TEXTS, lambda: tmp_path_factory.mktemp("espace"))


@pytest.mark.parametrize(("file", "case"), CASES)
def test_case(file, case, deposited):
    found = deposited.differ(case) if case.entree is None else calculated(file, case, TEXTS)
    if found:
        pytest.fail("\n".join([f"{file.name}.toml, cas « {case.nom} »", f"règle : {file.phrase}", *found]), pytrace=False)
