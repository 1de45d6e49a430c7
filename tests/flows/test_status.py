"""`cibles status`: what is published, waiting, refused, late; it reads only, at any moment of the life of a workspace."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from time import perf_counter, sleep

import polars as pl
import pytest

from flows.lock import exclusive
from flows.settings import load_settings
from flows.status import late_months, workspace_status
from tests.flows.helpers_base import read_base
from tests.flows.helpers_files import snapshot
from tests.flows.helpers_workspace import (
    CHRS_OUTSIDE,
    MONTH,
    SAMPLE,
    SampleRun,
    bare_workspace,
    cibles,
    deposit,
    run,
    said_by,
)

MAY = "2026-05"
IN_TIME = date(2026, 7, 9)
ALERT_DAY = date(2026, 7, 10)


@pytest.fixture(scope="module")
def ready(sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Deposits of April to June; May and June measured."""
    return sample_run(tmp_path_factory.mktemp("etat") / "espace", ("2026-04", MAY, MONTH), (MAY, MONTH))


@pytest.fixture
def copy(ready: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ready, tmp_path / "espace"))


def months(workspace: Path, day: date = IN_TIME) -> dict[str, dict]:
    """The status of each month, as JSON has it."""
    status = workspace_status(load_settings(workspace), day)
    return {month.mois: vars(month) | {"attente": month.waiting} for month in status.months}


def test_months_measured_are_published_with_their_decisions(ready):
    found, base = months(ready), read_base(ready)
    assert list(found) == ["2026-04", MAY, MONTH]
    for month in (MAY, MONTH):
        decisions = base["decisions"].filter(pl.col("mois") == month)
        assert found[month]["publie"]
        assert sum(found[month]["decisions"].values()) == decisions.height > 3
        assert found[month]["decisions"] == dict(decisions.group_by("decision").len().iter_rows())
        assert found[month]["decide_le"].replace(tzinfo=None) == decisions["calculee_le"].max()
        assert found[month]["attente"] == 0
    assert not found["2026-04"]["publie"]
    assert found["2026-04"]["fichiers"] == len([path for path in (ready / "depots" / "2026-04").rglob("*") if path.is_file()])


def test_files_refused_and_establishments_that_sent_nothing(copy):
    sender = "730990017"
    for folder in (copy / "depots" / MONTH).iterdir():
        if folder.name != sender:
            shutil.rmtree(folder)
    deposit(copy, f"{MONTH}/{sender}/patients.csv", "a;b\n")
    run(copy, MONTH)
    found, base = months(copy)[MONTH], read_base(copy)
    assert found["refuses"] == 1
    measured = set(base["indicateurs"].filter(pl.col("mois") == MONTH)["finess_et"])
    assert sender in measured
    assert found["sans_depot"] == len(measured - {sender}) > 10
    assert months(copy)["2026-04"]["sans_depot"] is None


def test_what_changed_on_disk_waits(copy):
    deposit(copy, f"{MAY}/{CHRS_OUTSIDE}/dossiers.csv", "finess_et;dossier_id;date_entree\n")
    changed = copy / "depots" / MONTH / "380990010" / "evenements.csv"
    changed.write_bytes(changed.read_bytes() + b"\n")
    (copy / "depots" / MONTH / "380990010" / "dossiers.csv").unlink()
    deposit(copy, "perdu.csv", "a\n")
    found = months(copy)
    assert {name: found[MAY][name] for name in ("nouveaux", "modifies", "disparus", "attente")} == {
        "nouveaux": 1,
        "modifies": 0,
        "disparus": 0,
        "attente": 1,
    }
    assert (found[MONTH]["nouveaux"], found[MONTH]["modifies"], found[MONTH]["disparus"]) == (0, 1, 1)
    code, said = said_by("status", "--workspace", copy)
    assert code == 0
    assert f"- {MAY} est à relire (1 nouveaux) : lancez cibles run --month {MAY} --workspace " in said
    assert f"- {MONTH} est à relire (1 de taille changée, 1 retirés)" in said
    assert "- 1 fichier(s) ne sont dans aucun dossier de mois" in said


@pytest.mark.long
def test_a_deposit_read_after_its_month_was_measured_waits_until_the_month_is_run_again(copy):
    sleep(1.1)  # receptions are dated to the second
    deposit(copy, f"{MAY}/{CHRS_OUTSIDE}/dossiers.csv", "finess_et;dossier_id;date_entree\n")
    run(copy, MONTH)
    assert months(copy)[MAY]["recus_depuis"] == 1
    assert run(copy, MAY, projects=("ARA-2025-001",)).month == MAY
    assert months(copy)[MAY]["recus_depuis"] == 1, "a run of one project does not measure the month"
    assert run(copy, MAY).written == []
    assert months(copy)[MAY]["recus_depuis"] == 0


@pytest.mark.parametrize(
    ("day", "alert", "late"),
    [
        (date(2026, 6, 30), None, ["2026-04"]),
        (date(2026, 8, 9), None, ["2026-04"]),
        (date(2026, 8, 10), None, ["2026-04", "2026-07"]),
        (date(2026, 8, 10), 28, ["2026-04"]),
        (date(2026, 8, 1), 1, ["2026-04", "2026-07"]),
        (date(2027, 1, 10), None, ["2026-04", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12"]),
    ],
)
def test_late_months(day, alert, late, ready, monkeypatch):
    if alert:
        monkeypatch.setenv("CIBLES_ALERTE_JOUR", str(alert))
    assert late_months(load_settings(ready), day) == late


def test_the_day_of_the_alert_is_a_day_that_every_month_has(ready, monkeypatch):
    monkeypatch.setenv("CIBLES_ALERTE_JOUR", "29")
    code, said = said_by("status", "--workspace", ready)
    assert code == 12
    assert "CIBLES_ALERTE_JOUR : la valeur de « alerte_jour » ne convient pas ; il faut un jour du mois, de 1 à 28." in said


def test_before_the_first_run_the_register_says_what_is_due():
    settings = load_settings(SAMPLE)
    assert late_months(settings, IN_TIME) == ["2026-03", "2026-04", "2026-05"]
    assert late_months(settings, ALERT_DAY) == ["2026-03", "2026-04", "2026-05", MONTH]


def test_a_workspace_without_a_deposit_or_with_a_bad_register(tmp_path):
    workspace = bare_workspace(tmp_path / "espace")
    assert late_months(load_settings(workspace), date(2026, 5, 10)) == ["2026-03", "2026-04"]
    (workspace / "registre" / "projets.csv").write_text("projet_id\n")
    assert late_months(load_settings(workspace), ALERT_DAY) == []
    (workspace / "depots" / MAY).mkdir()
    assert late_months(load_settings(workspace), ALERT_DAY) == [MAY, MONTH]
    code, said = said_by("status", "--workspace", workspace)
    assert code == 0
    assert said.startswith("Rien n'est publié.\n")


def test_strict_says_late_by_its_code(ready, tmp_path):
    assert said_by("status", "--workspace", ready)[0] == 0
    code, said = said_by("status", "--workspace", ready, "--strict", "--json")
    assert code == 22
    assert json.loads(said)["en_retard"][0] == "2026-04"
    (tmp_path / "vide").mkdir()
    assert said_by("status", "--workspace", tmp_path / "vide", "--strict")[0] == 0


def test_it_reads_only_even_while_a_run_works(ready, tmp_path):
    never_run = Path(shutil.copytree(SAMPLE, tmp_path / "espace"))
    for workspace in (ready, never_run):
        before = snapshot(workspace), sorted(workspace.rglob("*"))
        assert cibles("status", "--workspace", workspace).returncode == 0
        assert (snapshot(workspace), sorted(workspace.rglob("*"))) == before
    with exclusive(ready / "entrepot"):
        assert months(ready)[MONTH]["publie"]


def test_a_run_killed_or_failed_is_told(copy):
    log = copy / "entrepot" / "journaux" / f"2099-01-01T000000-{MONTH}.log"
    log.write_text("2099-01-01T00:00:00Z début    passage\n")
    assert "sans fin connue : en cours, ou tué" in said_by("status", "--workspace", copy)[1]
    log.write_text(log.read_text() + "2099-01-01T00:00:02Z fin      code 12 ; 0,1 s\n")
    assert f"- Le dernier passage a échoué (code 12) : lisez {log.name}." in said_by("status", "--workspace", copy)[1]


def test_a_base_that_does_not_open_is_as_none(copy):
    (copy / "publication" / "cibles.duckdb").write_bytes(b"?" * 10_000)
    found = months(copy)
    assert not found[MONTH]["publie"]
    assert found[MONTH]["mesure"]
    assert late_months(load_settings(copy), ALERT_DAY) == ["2026-04", MAY, MONTH]


@pytest.mark.long
def test_it_answers_at_once_on_twenty_five_thousand_files(ready, tmp_path):
    workspace = Path(shutil.copytree(ready, tmp_path / "espace"))
    for rank in range(5000):
        folder = workspace / "depots" / "2026-07" / f"E{rank:04d}"
        folder.mkdir(parents=True)
        for name in ("dossiers", "evenements", "mssante", "dmp", "mises_a_jour"):
            (folder / f"{name}.csv").write_text("x")
    times = []
    for _ in range(3):
        start = perf_counter()
        assert cibles("status", "--workspace", workspace).returncode == 0
        times.append(perf_counter() - start)
    assert min(times) < 3, times
