"""The log of a run: read at 6 a.m. by someone who was asleep, it says what happened, and nothing of a person."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contracts.failures import RegisterError
from flows.request import RunRequest
from flows.run import STAGES, run_month
from flows.run_log import FOLDER, KEPT, logged, past_runs, where
from flows.run_state import Stage
from tests.flows.helpers_canaries import CANARIES, plant
from tests.flows.helpers_workspace import MONTH, bare_workspace, run, said_by

WORDS = "début|version|étape|dépôts|refusés|décision|signalé|à faire|strict|erreur|trace|fin"
LINE = re.compile(rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ ({WORDS}) +\S.*")
SECRET = "DUPONTEL-CANARI 2310475"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return bare_workspace(tmp_path / "espace")


def logs(workspace: Path) -> list[Path]:
    return sorted((workspace / "entrepot" / FOLDER).iterdir())


def only_log(workspace: Path) -> list[str]:
    (path,) = logs(workspace)
    return path.read_text(encoding="utf-8").splitlines()


def test_a_run_tells_its_stages_its_counts_and_its_end(workspace):
    plant(workspace)
    report = run(workspace)
    lines = only_log(workspace)
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    text = "\n".join(lines)
    for stage in STAGES:
        assert re.search(rf"étape +{stage.name} : \d+,\d s", text)
    assert f"passage {MONTH} ; tous les projets ; cibles " in lines[0]
    assert f"fichiers {report.deposits['fichiers']}, refuses {report.deposits['refuses']}, " in text
    assert re.search(r"refusés  .*jeu_inconnu 1", text)
    assert "avec --strict, ce passage sort avec 20" in text
    assert re.search(r"fin +code 0 ; \d+,\d s ; mémoire au plus \d+ Mio$", lines[-1])
    assert [canary for canary in CANARIES if canary in text] == []
    assert "/patients.csv" not in text
    (done,) = past_runs(workspace / "entrepot")
    assert (done.mois, done.code, done.partiel) == (MONTH, 0, False)
    assert timedelta() <= done.fin - done.debut < timedelta(minutes=5)


def test_it_is_for_its_owner_alone(workspace):
    run(workspace)
    (path,) = logs(workspace)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_part_of_a_month_is_said_to_be_one(workspace):
    run(workspace, projects=("ARA-2025-001",))
    assert f"passage {MONTH} ; ARA-2025-001 ; " in only_log(workspace)[0]
    assert past_runs(workspace / "entrepot")[0].partiel


def test_a_fault_is_told_with_its_family_and_its_sentence(workspace):
    (workspace / "registre" / "projets.csv").write_text("projet_id\n")
    with pytest.raises(RegisterError) as stopped:
        run(workspace)
    lines = only_log(workspace)
    assert "étape    registre : arrêtée après " in lines[-3]
    assert lines[-2].endswith(f"erreur   RegisterError (code 11) : {' '.join(str(stopped.value).split())}")
    assert " fin      code 11 ; " in lines[-1]


def test_a_failure_nobody_foresaw_says_where_and_quotes_nothing(workspace, monkeypatch):
    def failing(run):
        secret = SECRET
        try:
            int(secret)
        except ValueError as error:
            raise KeyError(secret) from error

    monkeypatch.setattr("flows.run.STAGES", (Stage("lecture", "Lecture", failing, retriable=False),))
    assert said_by("run", "--workspace", workspace, "--month", MONTH)[0] == 1
    text = "\n".join(only_log(workspace))
    assert "CiblesError (code 1) : Arrêt sur une défaillance imprévue du logiciel (KeyError)" in text
    assert re.search(r"trace +KeyError$", text, re.MULTILINE)
    assert re.search(r"trace +ValueError$", text, re.MULTILINE)
    assert re.search(r"trace +tests/flows/test_run_log\.py:\d+ failing$", text, re.MULTILINE)
    assert "CANARI" not in text
    assert "2310475" not in text


def test_causes_that_were_set_apart_are_not_told():
    def failing():
        try:
            raise ValueError(SECRET)
        except ValueError:
            raise TypeError(SECRET) from None

    with pytest.raises(TypeError) as failed:
        failing()
    told = "\n".join(where(failed.value))
    assert told.startswith("TypeError\n")
    assert "ValueError" not in told
    assert SECRET not in told


def test_an_interruption_is_told(workspace):
    def stopped(stage, run):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_month(RunRequest(workspace, MONTH), stopped)
    assert "erreur   KeyboardInterrupt : passage interrompu" in only_log(workspace)[-2]
    assert " fin      code 130 ; " in only_log(workspace)[-1]


def test_two_runs_of_one_second_have_each_their_log(workspace):
    for _ in range(3):
        with logged(RunRequest(workspace, MONTH)) as log:
            log.line("dépôts", "rien")
    assert len(logs(workspace)) == len(past_runs(workspace / "entrepot")) == 3


def test_the_last_sixty_logs_are_kept_and_the_last_good_one_of_each_month(workspace):
    folder = workspace / "entrepot" / FOLDER
    folder.mkdir(parents=True)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for rank in range(100):
        month = "2025-12" if rank < 3 else "2026-01" if rank == 3 else MONTH
        code = 12 if rank in (2, 3) else 0
        end = f"{start + timedelta(hours=rank):%Y-%m-%dT%H:%M:%SZ} fin      code {code} ; 1,0 s\n"
        (folder / f"{start + timedelta(hours=rank):%Y-%m-%dT%H%M%S}-{month}.log").write_text(end)
    (folder / "note.txt").write_text("laissée\n")
    with logged(RunRequest(workspace, MONTH)):
        pass
    kept = past_runs(workspace / "entrepot")
    assert len(kept) == KEPT + 1
    assert [(run.mois, run.debut.hour) for run in kept[:2]] == [("2025-12", 1), (MONTH, 41 - 24)]
    assert (folder / "note.txt").exists()


def test_a_log_that_cannot_be_written_stops_nothing(workspace):
    (workspace / "entrepot").mkdir()
    (workspace / "entrepot" / FOLDER).write_text("un fichier à la place du dossier")
    with logged(RunRequest(workspace, MONTH)) as log:
        log.line("dépôts", "rien")
    with logged(RunRequest(workspace, MONTH)) as log:
        shutil.rmtree(workspace / "entrepot")
        log.line("dépôts", "rien")
    assert past_runs(workspace / "entrepot") == []
