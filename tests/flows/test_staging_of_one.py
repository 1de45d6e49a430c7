"""The staging of one establishment says of it what the staging of every deposit says, ambiguous and replaced files included."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.counting import stage_deposits
from flows.database import fetch, working_connection
from flows.journal import journal_table, read_journal, receptions_table
from flows.staging_of_one import stage_one
from flows.store import casiers_of_store
from tests.flows.helpers_workspace import MONTH, bare_workspace, deposit, run

A, B, C = "690990023", "690990049", "730990017"
HEADER = "finess_et;dossier_id;date_debut\n"
SAID = {
    "stg_en_vigueur": "select * from stg_en_vigueur where finess_et = $finess order by all",
    "stg_mois_parles": "select * from stg_mois_parles where finess_et = $finess order by all",
    "stg_depots": """
        select d.* from stg_depots as d semi join (select depot from lu_paroles where finess_et = $finess) using (depot)
        order by all
    """,
    "stg_depots_ambigus": """
        select a.* from stg_depots_ambigus as a semi join (select depot from lu_paroles where finess_et = $finess) using (depot)
        order by all
    """,
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A and B in one file, which a second file of B makes ambiguous; C speaks alone, then again."""
    made = bare_workspace(tmp_path_factory.mktemp("un") / "espace")
    deposit(made, f"{MONTH}/evenements_editeur.csv", HEADER + f"{A};1;{MONTH}-03\n{B};1;{MONTH}-03\n")
    deposit(made, f"{MONTH}/{B}/evenements.csv", HEADER + f"{B};2;{MONTH}-04\n")
    deposit(made, f"{MONTH}/{C}/evenements.csv", HEADER + f"{C};1;{MONTH}-04\n")
    run(made)
    deposit(made, f"{MONTH}/{C}/evenements_corriges.csv", HEADER + f"{C};1;{MONTH}-05\n")
    run(made)
    return made


@pytest.mark.parametrize("finess_et", [A, B, C])
def test_one_establishment_is_said_as_among_all(workspace: Path, tmp_path: Path, finess_et: str) -> None:
    store = workspace / "entrepot"
    with working_connection("1GB", tmp_path / "a") as alone, working_connection("1GB", tmp_path / "b") as among:
        stage_one(alone, finess_et, store)
        present = list(journal_table(store / "journal.jsonl").select("chemin", "sha256").iter_rows())
        stage_deposits(among, casiers_of_store(store), receptions_table(read_journal(store / "journal.jsonl"), present))
        for table, query in SAID.items():
            expected = fetch(among, query, {"finess": finess_et})
            assert fetch(alone, query, {"finess": finess_et}).equals(expected), table
        ambiguous = fetch(alone, SAID["stg_depots_ambigus"], {"finess": finess_et}).height
        assert ambiguous == {A: 1, B: 2, C: 0}[finess_et]
