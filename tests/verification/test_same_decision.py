"""A decision done again from its inputs alone is the same, byte for byte, whatever else the workspace has received since."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.flows.helpers_workspace import MONTH, SAMPLE, deposit, run, sample_copy
from tests.verification.helpers_verify import (
    decision_file,
    inputs_elsewhere,
    said_by_file,
    sentences,
    verified,
    written,
)

HEADER = ";".join(
    [
        *("finess_et", "dossier_id", "date_entree", "date_sortie", "date_derniere_maj"),
        *("projet_statut", "projet_date_debut", "projet_date_fin", "beneficiaire_projet\n"),
    ]
)
TOGETHER = pytest.mark.xdist_group("verification")
ACTS = "projet_id;decision_id;acte;montant;date;auteur;motif;reference\n"


@TOGETHER
@pytest.mark.parametrize("projet_id", ["ARA-2025-002", "NAT-2021-001"])
def test_without_the_store_and_with_another_key(decided, elsewhere, projet_id):
    one = verified(decision_file(decided, projet_id, MONTH), elsewhere)
    assert (sentences(one), one.remarks) == ("", ())
    assert one.identical
    assert sorted(path.name for path in elsewhere.iterdir()) == ["boites", "depots", "finess", "registre"]


@TOGETHER
def test_what_came_later_does_not_matter(decided, elsewhere):
    """Another deposit of the same establishment and month, another project, an act."""
    own = (elsewhere / "depots/2026-06/690990015/dossiers.csv").read_text(encoding="utf-8")
    deposit(elsewhere, "2026-06/690990015/dossiers_corriges.csv", own.rsplit("\n", 5)[0] + "\n")
    deposit(elsewhere, "2026-07/690990015/dossiers.csv", own)
    register = elsewhere / "registre"
    last = (register / "projets.csv").read_text(encoding="utf-8").splitlines()[1]
    with (register / "projets.csv").open("a", encoding="utf-8") as handle:
        handle.write(last.replace("ARA-2025-001", "ARA-2027-009") + "\n")
    with (register / "perimetre.csv").open("a", encoding="utf-8") as handle:
        handle.write("ARA-2027-009;070990023" + ";" * 11 + "\n")
    acts = "ARA-2025-001;ARA-2025-001-2026-06-v1;versee;42000;2026-08-14;DAF;;M-1\n"
    (register / "actes.csv").write_text(ACTS + acts, encoding="utf-8")
    one = verified(decision_file(decided, "ARA-2025-001", MONTH), elsewhere)
    assert sentences(one) == ""
    assert one.identical
    assert "14/08/2026" in "".join(one.remarks)


@pytest.mark.long
def test_every_decision_of_the_sample(tmp_path):
    workspace = tmp_path / "espace"
    shutil.copytree(SAMPLE, workspace)
    for month in ("2026-05", MONTH):
        run(workspace, month)
    there = inputs_elsewhere(workspace, tmp_path / "ailleurs")
    files = sorted(workspace.glob("decisions/*/*.json"))
    assert len({path.name for path in files}) == 9
    assert {path: sentences(verified(path, there)) for path in files} == dict.fromkeys(files, "")


@pytest.mark.long
def test_acts_known_then_are_those_of_the_decision(tmp_path):
    """The balance is paid, then a second decision says so: each is the same with the acts that it knew."""
    workspace = sample_copy(tmp_path / "espace")
    run(workspace)
    acts = workspace / "registre" / "actes.csv"
    acts.write_text(ACTS + "ARA-2025-001;ARA-2025-001-2026-06-v1;versee;42000;2026-08-14;DAF;;M-1\n", encoding="utf-8")
    run(workspace)
    acts.write_text(acts.read_text(encoding="utf-8") + "ARA-2025-001;;signee;;2026-08-20;DAF;;C-1\n", encoding="utf-8")
    first, second = (decision_file(workspace, "ARA-2025-001", MONTH, version) for version in (1, 2))
    there = inputs_elsewhere(workspace, tmp_path / "ailleurs")
    assert said_by_file(second)["motif"] == "solde_deja_verse"
    assert [sentences(verified(path, there)) for path in (first, second)] == ["", ""]
    assert "20/08/2026" in "".join(verified(second, there).remarks)
    alone = written(tmp_path / "seule" / second.name, said_by_file(second) | {"changements": ["rien"]})
    assert "changements" in verified(alone, there).remarks[0], "nobody can tell without the version before"
    shutil.copy(first, alone.parent / first.name)
    assert "changements" in verified(alone, there).alterations[0]


@pytest.mark.long
def test_replaced_files_are_known_from_the_file_alone(tmp_path):
    """What replaces what depends on the order of reception: a correction, a part sent later, a file for the same months."""
    workspace = sample_copy(tmp_path / "espace")
    own = (workspace / "depots/2026-06/690990015/evenements.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    deposit(workspace, "2026-06/690990015/mssante.csv", "finess_et;date_envoi;nb_messages\n690990015;2026-06-03;5\n")
    run(workspace)
    deposit(workspace, "2026-05/690990015/mssante_juin.csv", "finess_et;date_envoi;nb_messages\n690990015;2026-06-04;70\n")
    deposit(
        workspace,
        "2026-05/690990015/couverture.csv",
        "fichier;finess_et;periode_debut;periode_fin;date_extraction\nmssante_juin.csv;;2026-06-01;2026-06-30;\n",
    )
    deposit(workspace, "2026-06/690990015/evenements.csv", "".join(own[:-20]))
    deposit(workspace, "2026-06/690990015/dossiers_ter.csv", HEADER)
    run(workspace)
    said = said_by_file(decision_file(workspace, "ARA-2025-001", MONTH, 2))
    assert sorted({rank for pair in said["receptions"].values() for rank in pair}) == [1, 2]
    there = inputs_elsewhere(workspace, tmp_path / "ailleurs")
    path = decision_file(workspace, "ARA-2025-001", MONTH, 2)
    assert sentences(verified(path, there)) == ""
    together = said | {"receptions": {chemin: [1, 1] for chemin in said["receptions"]}}
    other = verified(written(tmp_path / "v2" / path.name, together), there)
    assert other.found, "the order of reception decides here: without it, the decision is another one"


@TOGETHER
def test_the_workspace_itself_is_left_as_it_was(decided, tmp_path):
    def seen() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in decided.rglob("*")}

    before = seen()
    one = verified(decision_file(decided, "NAT-2021-001", MONTH), decided)
    assert one.identical
    assert seen() == before


@pytest.mark.long
def test_a_file_set_aside_with_its_rival(tmp_path):
    """Ambiguous for an establishment of another project alone, a file is set aside for all: its rival is in the evidence."""
    workspace = sample_copy(tmp_path / "espace")
    own = workspace / "depots/2026-06/690990015/dossiers.csv"
    rows = own.read_text(encoding="utf-8").split("\n", 1)[1]
    deposit(workspace, "2026-06/envoi/dossiers_a.csv", HEADER + "2A0990016;X1;2024-01-01;;2026-06-02;;;;O\n" + rows)
    own.unlink()
    run(workspace)
    path = decision_file(workspace, "ARA-2025-001", MONTH)
    assert ["690990015", MONTH] in said_by_file(path)["conditions"]["lignes_rejetees"]
    assert sentences(verified(path, inputs_elsewhere(workspace, tmp_path / "ailleurs"))) == ""
