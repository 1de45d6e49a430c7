"""`cibles verify` as a person uses it: what it prints, its exit code, one JSON document."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.flows.helpers_workspace import MONTH, cibles, said_by, sample_copy
from tests.verification.helpers_verify import decision_file, said_by_file, written

pytestmark = pytest.mark.xdist_group("verification")


@pytest.mark.usefixtures("once")
def test_identical(decided, carried):
    files = [decision_file(decided, projet_id, MONTH) for projet_id in ("NAT-2021-001", "ARA-2025-004")]
    code, text = said_by("verify", *files, "--workspace", carried)
    assert code == 0
    assert text.count("identique, octet pour octet") == 2
    assert "2 décisions vérifiées : 2 identiques." in text
    assert "Chaîne" not in text, "there is none with the inputs"


@pytest.mark.usefixtures("once")
def test_different(decided, carried, tmp_path):
    said = said_by_file(decision_file(decided, "NAT-2021-001", MONTH))
    path = written(tmp_path / "d.json", said | {"montant_libere": "999999.99"})
    code, text = said_by("verify", path, "--workspace", carried)
    assert code == 23
    assert "montant libéré (euros) : écrit 999999.99, refait 282692.31" in " ".join(text.split())
    assert "empreinte" in text


def test_json(decided, elsewhere, tmp_path):
    said = said_by_file(decision_file(decided, "NAT-2021-001", MONTH))
    path = written(tmp_path / "d.json", said | {"montant_libere": "999999.99"})
    chemin = said["preuves"]["depots"][0]["chemin"]
    (elsewhere / chemin).unlink()
    code, text = said_by("verify", path, decision_file(decided, "ARA-2025-004", MONTH), "--workspace", elsewhere, "--json")
    document = json.loads(text)
    assert (code, document["identique"], document["chaine"]) == (23, False, None)
    first, second = document["decisions"]
    assert (first["decision_id"], first["identique"], second["identique"]) == (said["decision_id"], False, True)
    assert {"place": ["montant_libere"], "ecrit": "999999.99", "refait": "282692.31"}.items() <= first["differences"][0].items()
    assert [one["nom"] for one in first["entrees"]] == [chemin]


def test_the_chain_of_the_workspace(decided, tmp_path):
    workspace = tmp_path / "espace"
    shutil.copytree(decided, workspace)
    assert said_by("verify", "--workspace", workspace)[0] == 0
    path = decision_file(workspace, "NAT-2021-001", MONTH)
    code, text = said_by("verify", path, "--workspace", workspace)
    assert (code, "intacte" in text) == (0, True)
    written(path, said_by_file(path) | {"calculee_le": "2020-01-01T00:00:00Z"})
    code, text = said_by("verify", "--workspace", workspace)
    assert code == 23
    assert "NAT-2021-001-v1.json" in text
    code, text = said_by("verify", path, "--workspace", workspace)
    assert code == 23
    assert "octets qu'elle a retenus" in " ".join(text.split())
    written(path, said_by_file(path) | {"chaine": "1" * 64})
    assert "maillon" in said_by("verify", path, "--workspace", workspace)[1]


def test_nothing_to_verify(tmp_path):
    code, text = said_by("verify", "--workspace", sample_copy(tmp_path / "espace", ()))
    assert code == 12
    assert text.count("\n") == 1


def test_inputs_that_cannot_be_read(decided, elsewhere, tmp_path):
    (elsewhere / "registre" / "projets.csv").unlink()
    code, text = said_by("verify", decision_file(decided, "NAT-2021-001", MONTH), "--workspace", elsewhere)
    assert (code, text.count("\n")) == (11, 1)
    (tmp_path / "d.json").write_text("{}")
    code, text = said_by("verify", tmp_path / "d.json", "--workspace", elsewhere)
    assert (code, text.count("\n")) == (2, 1)


@pytest.mark.long
def test_in_a_process_of_its_own(decided, elsewhere):
    done = cibles("verify", decision_file(decided, "NAT-2021-001", MONTH), "--workspace", elsewhere)
    assert (done.returncode, done.stderr) == (0, "")
