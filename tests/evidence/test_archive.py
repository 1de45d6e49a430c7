"""What an archive holds of people (nothing), how it is written, when it is refused, and that it is the same twice."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import stat
import zipfile
from pathlib import Path

import polars as pl
import pytest

from contracts.failures import UsageError, WorkspaceError
from flows.evidence import evidence
from flows.evidence_file import write_archive
from flows.evidence_material import NoMoreEvidence
from flows.settings import load_settings
from tests.evidence.helpers_evidence import archive_of, recalculated, sums, table, unpacked
from tests.flows.helpers_workspace import MONTH, run, said_by
from transforms.evidence.archive import decision_of

pytestmark = pytest.mark.xdist_group("preuves")

PROJECT = "GE-2021-001"


def test_the_same_decision_gives_the_same_bytes(measured, copy):
    assert archive_of(copy, PROJECT) == archive_of(measured, PROJECT)


@pytest.mark.parametrize(
    "project",
    ["GE-2021-001", *(pytest.param(name, marks=pytest.mark.long) for name in ("ARA-2025-001", "GUA-2022-001", "GE-2021-002"))],
)
def test_after_people_acted_the_figures_are_found_again(acted, tmp_path, project):
    folder = unpacked(archive_of(acted, project), tmp_path)
    assert sums(folder) == (0, [])
    differences, compared = recalculated(folder)
    assert differences == []
    assert compared["montant libéré"] == 1
    assert [path.name for path in (folder / "versions").iterdir()] == [f"{project}-v1.json"]
    (row,) = [row for row in table(folder, "registre/actes.csv") if row["acte"] != "signee"]
    assert row["dans_la_decision"] == "1"
    assert row["reference"] == {"GUA-2022-001": "'=M-9"}.get(project, row["reference"])


def test_nothing_tells_of_a_person_nor_of_who_acted(acted, tmp_path):
    content = archive_of(acted, PROJECT)
    assert b"AUTEUR-SECRET" not in content
    numbers, establishments = set(), [row["finess_et"] for row in table(unpacked(content, tmp_path), "indicateurs.csv")]
    for path in (acted / "depots").rglob("*.csv"):
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
            numbers |= {row["dossier_id"] for row in csv.DictReader(text, delimiter=";") if row.get("dossier_id")}
    assert len(numbers) > 500
    assert set(re.findall(rb"\b[A-Z]-[0-9]{6}\b", content)) == set()
    assert not [number for number in numbers if len(number) > 5 and number.encode() in content]
    stored = pl.scan_parquet(str(acted / "entrepot" / "mois" / "*" / "*" / "lignes_dossiers-*.parquet"))
    pseudonyms = stored.filter(pl.col("finess_et").is_in(establishments)).select("dossier").unique().collect()["dossier"]
    assert len(pseudonyms) > 40
    for pseudonym in pseudonyms:
        assert str(pseudonym).encode() not in content
        assert pseudonym.to_bytes(8, "little") not in content
        assert f"{pseudonym:x}".encode() not in content


@pytest.mark.long
def test_two_archives_number_the_same_dossiers_in_two_orders(measured, acted, tmp_path):
    orders = []
    for workspace in (measured, acted):
        rows = table(unpacked(archive_of(workspace, PROJECT), tmp_path / workspace.name), "dossiers.csv")
        orders.append({(row["chemin"], row["lignes"]): (row["finess_et"], int(row["dossier"])) for row in rows})
    assert orders[0].keys() == orders[1].keys()
    by_establishment = [{finess for finess, _ in order.values()} for order in orders]
    for finess in by_establishment[0]:
        ranks = [[number for owner, number in order.values() if owner == finess] for order in orders]
        assert sorted(set(ranks[0])) == sorted(set(ranks[1])) == list(range(1, len(set(ranks[0])) + 1))
    assert sum(orders[0][key] != orders[1][key] for key in orders[0]) > len(orders[0]) / 2


def test_the_archive_is_for_its_owner_and_says_how_to_check_it(measured, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, said = said_by("evidence", PROJECT, "--month", MONTH, "--workspace", measured)
    path = tmp_path / f"preuves-{PROJECT}-{MONTH}.zip"
    assert (code, path.name in said, hashlib.sha256(path.read_bytes()).hexdigest() in said) == (0, True, True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert decision_of(path.read_bytes()) == f"{PROJECT}-{MONTH}-v1"
    assert list(tmp_path.iterdir()) == [path]
    with zipfile.ZipFile(path) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in book.infolist()} == {0o100600}
        names = book.namelist()
        page = book.read("LISEZMOI.md").decode()
    assert names[1:] == sorted(names[1:])
    assert "sha256sum -c MANIFESTE.sha256" in page
    assert "duckdb < recalcul.sql" in page
    told = re.findall(r"^- `([^`]+)` :", page, re.MULTILINE)
    assert [
        name for name in names if not any(name == one or name.startswith(one) for one in [*told, "LISEZMOI", "MANIFESTE"])
    ] == []
    assert list((measured / "entrepot").glob(".debordement")) == []


@pytest.mark.long
def test_only_an_earlier_archive_is_replaced(measured, tmp_path):
    content = archive_of(measured, PROJECT)
    earlier = tmp_path / "preuves.zip"
    write_archive(earlier, archive_of(measured, "NAT-2021-001"))
    write_archive(earlier, content)
    assert earlier.read_bytes() == content
    other, link, folder = tmp_path / "budget.zip", tmp_path / "lien.zip", tmp_path / "dossier.zip"
    with zipfile.ZipFile(other, "w") as book:
        book.writestr("budget.csv", "1")
    link.symlink_to(earlier)
    folder.mkdir()
    before = other.read_bytes()
    for place in (other, link, folder, tmp_path / "absent" / "preuves.zip"):
        with pytest.raises(UsageError):
            write_archive(place, content)
    assert other.read_bytes() == before
    assert link.is_symlink()
    code, said = said_by("evidence", PROJECT, "--month", MONTH, "--workspace", measured, "--output", other)
    assert (code, "n'est pas une archive de preuves" in said) == (2, True)


def refused(workspace: Path, reason: str, project: str = PROJECT, month: str = MONTH) -> str:
    with pytest.raises(WorkspaceError) as caught:
        evidence(load_settings(workspace), project, month)
    assert reason in str(caught.value)
    return str(caught.value)


def test_nothing_decided_is_said_with_the_months_that_are(measured):
    for project, month, said in (
        (PROJECT, "2026-04", f"mois décidés : {MONTH}"),
        ("../registre", MONTH, "vérifiez son nom"),
    ):
        with pytest.raises(UsageError, match=re.escape(said)):
            evidence(load_settings(measured), project, month)


@pytest.mark.long
def test_a_register_changed_since_is_refused(copy):
    path = copy / "registre" / "projets.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Grappe des Vergers", "Grappe des Vergers d'Or"), encoding="utf-8")
    assert f"Relancez cibles run --month {MONTH}" in refused(copy, "la table projets du registre a changé")
    archive_of(copy, "NAT-2021-001")
    run(copy, projects=(PROJECT,))
    assert decision_of(archive_of(copy, PROJECT)) == f"{PROJECT}-{MONTH}-v2"


def test_an_act_added_since_is_shown_and_changes_nothing(copy, tmp_path):
    with (copy / "registre" / "actes.csv").open("a", encoding="utf-8") as acts:
        acts.write(f"{PROJECT};{PROJECT}-{MONTH}-v1;signee;;2026-07-10;X;;C-1\n")
    (row,) = table(unpacked(archive_of(copy, PROJECT), tmp_path / "a"), "registre/actes.csv")
    assert (row["acte"], row["dans_la_decision"]) == ("signee", "0")


@pytest.mark.long
def test_a_deposit_replaced_since_is_refused(copy):
    path = copy / "depots" / MONTH / "540990017" / "dossiers.csv"
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:-1]) + "\n", encoding="utf-8")
    archive_of(copy, PROJECT)  # not read yet: the store is still that of the decision
    run(copy, projects=("NAT-2021-001",))
    refused(copy, f"le dépôt depots/{MONTH}/540990017/dossiers.csv n'est plus celui qui a été lu")


def test_a_store_that_counts_otherwise_is_refused(copy):
    paths = sorted((copy / "entrepot" / "mois").rglob("lignes_dossiers-*.parquet"))
    own = pl.concat([pl.read_parquet(path) for path in paths if f"/{MONTH}/" in str(path)]).filter(
        pl.col("finess_et") == "540990017"
    )
    gone = own.filter(pl.col("ligne") == 5)["dossier"].item()
    for path in paths:
        rows = pl.read_parquet(path)
        rows.filter(pl.col("dossier") != gone).write_parquet(path)
    refused(copy, "540990017, dossiers_actifs : 18/20 décidé, 17/19 recompté")


def test_a_record_edited_by_hand_is_refused(copy):
    path = copy / "decisions" / MONTH / f"{PROJECT}-v1.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["montant_libere"] = "26283.43"
    path.write_text(json.dumps(record), encoding="utf-8")
    refused(copy, f"{MONTH}/{PROJECT}-v1.json a été modifié")
    (copy / "decisions" / "chaine.jsonl").unlink()
    refused(copy, "montant libéré : 26283.43 décidé, 25232.09 recalculé")


@pytest.mark.long
def test_a_month_purged_is_refused(copy):
    assert said_by("purge", "--workspace", copy, "--before", "2026-07")[0] == 0
    refused(copy, f"Le mois {MONTH} est purgé")


def test_a_store_lost_is_refused(copy):
    shutil.rmtree(copy / "entrepot" / "mois")
    with pytest.raises(NoMoreEvidence, match="n'est plus celui qui a été lu"):
        evidence(load_settings(copy), PROJECT, MONTH)
