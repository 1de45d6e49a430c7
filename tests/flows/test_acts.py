"""`cibles act` and `history`: what people did is appended, counts in the next run, and is never lost, doubled or edited."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from tests.flows.helpers_base import read_base, rows_of
from tests.flows.helpers_files import snapshot
from tests.flows.helpers_workspace import EVERY_MONTH, MONTH, SampleRun, run, said_by

pytestmark = pytest.mark.xdist_group("acts")

PAID, WAITING, PROVISIONAL, UNMEASURED = "ARA-2025-001", "GE-2021-002", "GUA-2022-001", "GUA-2022-002"
PROJECTS = (PAID, WAITING)


@pytest.fixture(scope="module")
def ready(sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_run(tmp_path_factory.mktemp("actes") / "espace", EVERY_MONTH)


@pytest.fixture
def workspace(ready: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ready, tmp_path / "espace"))


def act(workspace: Path, *asked: object) -> tuple[int, str]:
    return said_by("act", *asked, "--workspace", workspace)


def again(workspace: Path) -> dict[str, dict]:
    return {decision["projet_id"]: decision for decision in run(workspace, projects=PROJECTS).decisions}


def acts_of(workspace: Path) -> str:
    return (workspace / "registre" / "actes.csv").read_text(encoding="utf-8")


def test_a_balance_paid_is_never_releasable_again(workspace):
    before = acts_of(workspace)
    assert act(workspace, PAID, "signee", "--author", "ARS", "--reference", "S-1")[0] == 0
    code, said = act(workspace, PAID, "versee", "--reference", "M-1")
    assert (code, "42\N{NARROW NO-BREAK SPACE}000,00" in said) == (0, True)
    assert acts_of(workspace).startswith(before)
    for asked in (("--amount", "0,01"), (), ("--amount", "42000")):
        code, said = act(workspace, PAID, "versee", *asked)
        assert (code, "une seconde fois" in said) == (2, True)

    found = again(workspace)[PAID]
    assert (found["decision"], found["motif"], found["montant_libere"]) == ("ne_pas_liberer", "solde_deja_verse", Decimal("0.00"))
    base = read_base(workspace)
    old, new = rows_of(base, "decisions", projet_id=PAID, mois=MONTH)
    assert (old["acte"], new["acte"], new["courante"], new["deja_verse"]) == ("versee", None, True, Decimal("42000.00"))
    assert [row["acte"] for row in rows_of(base, "actes")] == ["signee", "versee"]
    assert "auteur" not in base["actes"].columns
    (balance,) = [
        row for row in rows_of(base, "decision_versements", decision_id=new["decision_id"]) if row["versement"] == "solde"
    ]
    assert (balance["etat"], balance["motif"], balance["montant_du"]) == ("bloque", "solde_deja_verse", Decimal("0.00"))
    assert act(workspace, PAID, "versee", "--decision", f"{PAID}-{MONTH}-v1")[0] == 2
    assert again(workspace)[PAID]["nouvelle"] is False


@pytest.mark.long
def test_a_payment_in_part_leaves_the_rest(workspace):
    assert act(workspace, PAID, "versee", "--amount", "41 999,99")[0] == 0
    code, said = act(workspace, PAID, "versee", "--amount", "0,02")
    assert (code, "dépasse ce que la décision" in said) == (2, True)
    found = again(workspace)[PAID]
    assert (found["decision"], found["motif"], found["montant_libere"]) == ("liberer", "solde_verse_en_partie", Decimal("0.01"))
    assert act(workspace, PAID, "versee")[0] == 0
    assert again(workspace)[PAID]["motif"] == "solde_deja_verse"
    assert acts_of(workspace).count("versee") == 2


def test_an_arbitration_lifts_the_motif_it_names(workspace):
    assert act(workspace, WAITING, "arbitrage")[0] == 2
    assert act(workspace, WAITING, "arbitrage", "--reason", "lignes_rejetees")[0] == 2
    assert act(workspace, WAITING, "arbitrage", "--reason", "pieces_manquantes")[0] == 0
    found = again(workspace)[WAITING]
    assert (found["decision"], found["montant_libere"]) == ("liberer", Decimal("4000.00"))
    record = json.loads((workspace / "decisions" / MONTH / f"{WAITING}-v2.json").read_text(encoding="utf-8"))
    assert record["actes"][0]["motif"] == "pieces_manquantes"
    assert any("acte : arbitrage" in cause for cause in record["changements"])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ((PROVISIONAL, "versee"), "provisoire"),
        ((UNMEASURED, "arbitrage", "--reason", "source_absente"), "rien ne se paie sur une mesure qui manque"),
        ((PAID, "arbitrage", "--reason", "pieces_manquantes"), "rien à arbitrer"),
        (("INCONNU", "signee"), "n'a pas de décision"),
        ((PAID, "signee", "--decision", f"{WAITING}-{MONTH}-v1"), "n'a pas de décision"),
        ((PAID, "signee", "--decision", f"{PAID}-{MONTH}-v9"), "n'a pas de décision"),
        ((PAID, "signee", "--date", "2999-01-01"), "pas encore passé"),
        ((PAID, "signee", "--date", "2020-01-01"), "avant la décision"),
        ((PAID, "versee", "--amount", "0"), "supérieur à zéro"),
        ((PAID, "versee", "--amount", "1e3"), "n'est pas un montant"),
        ((PAID, "signee", "--reference", "=1+1"), "formule"),
        ((PAID, "signee", "--reference", "a\nb"), "deux lignes"),
        ((PAID, "payee"), "payee"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(asked, words, ready):
    before = snapshot(ready)
    code, said = act(ready, *asked)
    assert (code, words in said) == (2, True), said
    assert snapshot(ready) == before


@pytest.mark.long
def test_a_version_replaced_or_refused_is_not_paid(workspace):
    assert act(workspace, PAID, "refusee", "--reason", "pièce fausse")[0] == 0
    for one in ("signee", "versee", "refusee"):
        code, said = act(workspace, PAID, one)
        assert (code, "refusée" in said) == (2, True)
    assert again(workspace)[PAID]["version"] == 2
    code, said = act(workspace, PAID, "versee", "--decision", f"{PAID}-{MONTH}-v1")
    assert (code, f"remplacée par {PAID}-{MONTH}-v2" in said) == (2, True)
    assert act(workspace, PAID, "versee")[0] == 0


def test_nobody_edits_the_past(workspace):
    assert act(workspace, PAID, "versee")[0] == 0
    again(workspace)
    path = workspace / "registre" / "actes.csv"
    text = acts_of(workspace)
    header = text.splitlines(keepends=True)[0]
    for edited in (text.replace("42000.00", "1.00"), text.replace("versee", "signee"), text.replace(MONTH, "2026-05"), header):
        assert edited != text
        path.write_text(edited, encoding="utf-8")
        code, said = said_by("run", "--workspace", workspace, "--month", MONTH)
        assert (code, "rétablissez-les" in said) == (11, True)
        assert act(workspace, WAITING, "arbitrage", "--reason", "pieces_manquantes")[0] == 11
    path.write_text(text, encoding="utf-8")
    assert again(workspace)[PAID]["nouvelle"] is False


def test_acts_kept_in_a_workbook_are_its_keeper_s(workspace):
    import xlsxwriter

    text = acts_of(workspace)
    (workspace / "registre" / "actes.csv").unlink()
    with xlsxwriter.Workbook(workspace / "registre" / "registre.xlsx") as book:
        book.add_worksheet("actes").write_row(0, 0, text.splitlines()[0].split(";"))
    code, said = act(workspace, PAID, "signee")
    assert (code, "ajoutez-y la ligne" in said) == (11, True)


def test_a_register_without_acts_gets_the_file_and_another_order_of_columns_is_kept(workspace):
    path = workspace / "registre" / "actes.csv"
    path.unlink()
    assert act(workspace, PAID, "signee", "--reference", "a;b")[0] == 0
    assert acts_of(workspace).splitlines()[1].endswith('"a;b"')
    names = "reference;motif;auteur;date;montant;acte;decision_id;projet_id"
    path.write_text(f"\ufeff{names}\r\nR;;;2026-11-01;1;versee;{PAID}-2026-05-v1;{PAID}", encoding="utf-8")
    assert act(workspace, PAID, "signee", "--reference", "S")[0] == 0
    assert acts_of(workspace).splitlines()[2].startswith("S;;;")


def test_the_story_of_a_project(workspace):
    act(workspace, PAID, "versee", "--reference", "M-1")
    told = json.loads(said_by("history", PAID, "--workspace", workspace, "--json")[1])
    assert [event["genre"] for event in told] == ["decision", "acte"]
    assert told[1]["pris_en_compte_le"] is None
    again(workspace)
    told = json.loads(said_by("history", PAID, "--workspace", workspace, "--json")[1])
    assert [event["genre"] for event in told] == ["decision", "acte", "decision"]
    assert told[2]["remplace"] == told[0]["decision_id"]
    code, said = said_by("history", PAID, "--workspace", workspace)
    assert code == 0
    assert "montant libéré (euros) : 42000.00 → 0.00" in said
    assert "versee le" in said
    assert said_by("history", "INCONNU", "--workspace", workspace)[0] == 2
