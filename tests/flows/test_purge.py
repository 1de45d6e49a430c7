"""What a purge removes is nowhere any more, byte by byte; what people were told stays, and is never computed again with less."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from contracts.failures import WorkspaceError
from flows.chain import CHAIN_FILE
from flows.lock import exclusive
from flows.purge import frozen, purged_before, purged_ledger, read_purges, refuse_frozen
from flows.purge_removal import plan
from flows.purge_removal import purge as remove
from flows.settings import load_settings
from tests.flows.helpers_base import read_base
from tests.flows.helpers_files import snapshot
from tests.flows.helpers_purge import (
    BEFORE,
    KILLED,
    PURGED,
    entries,
    holders,
    kept,
    pseudonyms,
    purge,
    told,
    workspace_to_purge,
)
from tests.flows.helpers_workspace import CHRS_OUTSIDE, MONTH, SAMPLE, cibles, deposit, run, said_by, script

pytestmark = pytest.mark.xdist_group("purge")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace_to_purge(tmp_path_factory.mktemp("purge"))


@pytest.fixture
def copy(ready: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ready, tmp_path / "espace", symlinks=True))


@pytest.fixture(scope="module")
def purged(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy purged, then run for a month that was never measured."""
    workspace = Path(shutil.copytree(ready, tmp_path_factory.mktemp("purge") / "espace", symlinks=True))
    assert purge(workspace) == 0
    run(workspace, "2026-07")
    return workspace


@pytest.mark.long
def test_no_byte_of_a_person_of_the_purged_months_is_left(ready, purged):
    before = holders(ready)
    assert {path.split("/")[1] for path in before["numeros"]} == {"2026-02", "2026-03"}
    assert {path.split("/")[0] for path in before["numeros"]} == {"depots"}
    assert {tuple(path.split("/")[:3]) for path in before["pseudonymes"]} == {
        ("entrepot", "mois", "2026-02"),
        ("entrepot", "mois", "2026-03"),
    }
    assert pseudonyms(purged) == pseudonyms(ready)
    assert holders(purged) == {"numeros": set(), "pseudonymes": set()}
    for month in PURGED:
        assert not (purged / "depots" / month).exists()
        assert not (purged / "entrepot" / "mois" / month).exists()


def test_what_people_were_told_stays(ready, purged):
    before, after = kept(ready, "decisions", "entrepot/mesures"), kept(purged, "decisions", "entrepot/mesures")
    assert len(before) >= 9
    chain = f"decisions/{CHAIN_FILE}"
    assert after[chain].startswith(before.pop(chain))
    assert {path: after[path] for path in before} == before
    assert (purged / "entrepot" / "journal.jsonl").read_text() == (ready / "entrepot" / "journal.jsonl").read_text()


def test_the_base_stays_complete(ready, purged):
    old, new = read_base(ready), read_base(purged)
    assert new["depots"].rows() == old["depots"].rows()
    for table in ("indicateurs", "lectures", "decisions"):
        measured = told(ready, table, ("2026-03", MONTH))
        assert measured
        assert told(purged, table, ("2026-03", MONTH)) == measured
    ledger = new["depots"].filter(pl.col("mois").is_in(PURGED))
    assert ledger.height > 70
    assert set(ledger["etat"]) >= {"accepte", "refuse"}
    assert new["rejets"].filter(pl.col("depot_id").is_in(ledger["depot_id"].implode())).is_empty()
    assert "depot_disparu" not in set(new["controles"]["controle"])


def test_links_are_removed_and_never_followed(ready, purged):
    outside = ready.parent / "ailleurs"
    assert [path.name for path in outside.iterdir()] == ["dossiers.csv"]
    assert (purged / "depots" / "2025-12").is_symlink()


def test_what_is_said(copy):
    code, said = said_by("purge", "--workspace", copy, "--before", BEFORE, "--essai", "--json")
    planned = json.loads(said)
    assert code == 0
    assert set(planned["mois"]) == set(PURGED)
    sizes = [sum(path.lstat().st_size for path in entries(copy / "depots" / month)) for month in PURGED]
    assert [planned["mois"][month]["octets"] for month in PURGED] == sizes
    code, said = said_by("purge", "--workspace", copy, "--before", BEFORE)
    assert code == 0
    assert f"3 mois, {planned['fichiers']} fichiers, " in said
    assert "Attention : 2026-07, prochain mois à mesurer, peut lire douze mois" in said
    begun, done = read_purges(copy / "entrepot")
    assert (begun["etat"], done["etat"]) == ("commencee", "terminee")
    assert begun["mois"] == done["mois"] == planned["mois"]
    assert said_by("purge", "--workspace", copy, "--before", BEFORE) == (
        0,
        f"Rien à purger avant {BEFORE}.\n" + said.splitlines()[-1] + "\n",
    )
    assert len(read_purges(copy / "entrepot")) == 2


def test_a_trial_writes_nothing(ready, tmp_path):
    before = snapshot(ready)
    assert purge(ready, BEFORE, "--essai") == 0
    assert snapshot(ready) == before
    never_run = Path(shutil.copytree(SAMPLE, tmp_path / "espace"))
    assert purge(never_run, BEFORE, "--essai") == 12
    assert sorted(path.name for path in never_run.iterdir()) == sorted(path.name for path in SAMPLE.iterdir())


@pytest.mark.parametrize("place", [f"2026-02/{CHRS_OUTSIDE}/dossiers.csv", "2026-01/nouveau.csv"], ids=["changed", "new"])
def test_what_was_not_published_stops_the_purge(place, copy):
    deposit(copy, place, "finess_et;dossier_id;date_entree\n")
    before = snapshot(copy)
    code, said = said_by("purge", "--workspace", copy, "--before", BEFORE)
    assert code == 12
    assert said.startswith(f"Erreur : depots/{place} n'est pas dans la base publiée, ou a changé depuis : rien n'est purgé")
    assert snapshot(copy) == before


def test_a_workspace_held_by_a_run_is_not_purged(copy):
    before = snapshot(copy)
    with exclusive(copy / "entrepot"):
        assert purge(copy) == 12
    assert snapshot(copy) == before


def test_a_month_to_come_is_a_slip(copy):
    assert purge(copy, "2099-01") == 2


@pytest.mark.parametrize(
    ("call", "rank"),
    [
        pytest.param("append_purge", 1, id="begin"),
        pytest.param("rmtree", 1, id="rows", marks=pytest.mark.long),
        pytest.param("rmtree", 2, id="next"),
        pytest.param("append_purge", 2, id="end", marks=pytest.mark.long),
    ],
)
def test_a_purge_killed_is_finished_by_asking_again(call, rank, copy, purged):
    with script(KILLED, call, rank, "purge", "--workspace", copy, "--before", BEFORE) as killed:
        assert killed.wait() == 9
    begun = read_purges(copy / "entrepot")
    if begun:
        with pytest.raises(WorkspaceError, match=f"terminez-la par cibles purge --before {BEFORE}"):
            refuse_frozen(load_settings(copy), "2026-07")
    else:
        assert frozen(load_settings(copy), "2026-03") is None
        assert purged_ledger(copy / "entrepot").is_empty()
    assert purge(copy, "2026-02") == 0 if begun else purge(copy) == 0
    assert read_purges(copy / "entrepot")[-1]["avant"] == BEFORE
    assert purged_ledger(copy / "entrepot").rows() == purged_ledger(purged / "entrepot").rows()
    assert not [month for month in PURGED if (copy / "entrepot" / "mois" / month).exists()]
    assert not [month for month in PURGED if (copy / "depots" / month).exists()]


@pytest.mark.long
def test_a_file_put_back_in_a_purged_month_is_refused_then_purged(purged, ready, tmp_path):
    workspace = Path(shutil.copytree(purged, tmp_path / "espace", symlinks=True))
    same, late = f"2026-02/{CHRS_OUTSIDE}/dossiers.csv", f"2026-03/{CHRS_OUTSIDE}/dossiers-2.csv"
    for place in (same, late):
        deposit(workspace, place, (ready / "depots" / same).read_bytes())
    refused = run(workspace, "2026-07").refused
    assert {item["chemin"]: item["motif"] for item in refused}.items() >= {
        f"depots/{same}": "mois_purge",
        f"depots/{late}": "mois_purge",
    }.items()
    assert holders(workspace)["pseudonymes"] == set()
    assert read_base(workspace)["depots"]["depot_id"].is_unique().all()
    ledger = {row["chemin"]: row for row in read_base(workspace)["depots"].to_dicts()}
    assert ledger[f"depots/{same}"]["etat"] == "accepte"
    assert (ledger[f"depots/{late}"]["etat"], ledger[f"depots/{late}"]["lignes_lues"]) == ("refuse", 0)
    assert purge(workspace) == 0
    assert not (workspace / "depots" / "2026-02").exists()
    run(workspace, "2026-07")
    assert {row["chemin"]: row for row in read_base(workspace)["depots"].to_dicts()} == ledger


def test_a_month_that_read_what_was_purged_is_frozen(purged):
    settings = load_settings(purged)
    assert purged_before(settings.entrepot) == BEFORE
    before = snapshot(purged / "decisions")
    for month, word in ((MONTH, "figé"), ("2026-03", "purgé"), ("2026-02", "purgé")):
        code, said = said_by("run", "--workspace", purged, "--month", month)
        assert code == 12
        assert f"Le mois {month} est {word} : " in said
    assert snapshot(purged / "decisions") == before


def test_a_frozen_month_is_still_shown_but_its_rates_have_no_detail_left(purged):
    asked = ("--workspace", purged, "--month", MONTH)
    code, said = said_by("decide", *asked, "--project", "ARA-2025-001")
    assert code == 0
    assert f"Le mois {MONTH} est figé" in said
    assert "ARA-2025-001" in said.split("figé", 1)[1]
    row = (*asked, "--finess", "010990018", "--indicator")
    assert said_by("explain", *row, "evenements_agenda")[0] == 0, "one month, which is kept"
    code, said = said_by("explain", *row, "mssante")
    assert code == 12
    assert f"Les dépôts d'avant {BEFORE} ont été purgés : ce taux, qui les a lus, reste publié" in said


def test_a_month_first_measured_after_the_purge_is_not_frozen(purged):
    assert frozen(load_settings(purged), "2026-04") is None
    assert frozen(load_settings(purged), "2026-07") is None
    assert run(purged, "2026-07").written == []


def test_deposits_kept_outside_the_workspace_are_touched_in_their_months_alone(copy, tmp_path):
    outside = Path(shutil.move(copy / "depots", tmp_path / "envois"))
    (copy / "cibles.toml").write_text(f'depots = "{outside}"\n')
    places = [
        outside / name for name in ("lisez-moi.txt", "2026-1/dossiers.csv", "2026-00/dossiers.csv", "archives/2026-01/a.csv")
    ]
    for place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("finess_et;dossier_id;date_entree\n")
    assert purge(copy) == 0
    assert {path.name for path in outside.iterdir()} >= {"lisez-moi.txt", "2026-1", "2026-00", "archives", BEFORE, MONTH}
    assert all(place.is_file() for place in places)
    assert not [month for month in PURGED if (outside / month).exists()]


def test_what_a_purge_writes_is_for_its_owner_alone(copy):
    done = cibles("purge", "--workspace", copy, "--before", BEFORE, umask=0o022)
    assert done.returncode == 0, done.stderr
    store = copy / "entrepot"
    assert (store / "purges").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in [store / "purges.jsonl", *(store / "purges").iterdir()]} == {0o600}


def test_what_changes_while_a_purge_works_is_neither_followed_nor_removed(copy):
    settings = load_settings(copy)
    planned = plan(settings, BEFORE)
    folder, kept_month = copy / "depots" / "2026-01" / "690990015", copy / "depots" / MONTH / "690990015"
    names = {path.name for path in folder.iterdir()} & {path.name for path in kept_month.iterdir()}
    assert names
    shutil.rmtree(folder)
    folder.symlink_to(kept_month)
    late = deposit(copy, "2026-03/tard/dossiers.csv", "finess_et;dossier_id;date_entree\n")
    remove(settings, planned, "2026-07-01T00:00:00Z")
    assert {path.name for path in kept_month.iterdir()} >= names
    assert late.is_file()
    assert folder.is_symlink()
    assert sorted(str(path.relative_to(copy)) for month in PURGED for path in entries(copy / "depots" / month)) == [
        "depots/2026-01/690990015",
        "depots/2026-03/tard/dossiers.csv",
    ]


def test_a_damaged_record_is_named(copy):
    (copy / "entrepot" / "purges.jsonl").write_text("{}\n")
    code, said = said_by("purge", "--workspace", copy, "--before", BEFORE)
    assert code == 12
    assert "purges.jsonl est abîmé" in said
    assert (copy / "depots" / "2026-02" / CHRS_OUTSIDE).is_dir()
