"""A workspace lost and restored goes on as if nothing had happened: rehearsed by the commands of the operations page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.pseudonym_key import KEY_FILE
from tests.flows.helpers_base import assert_same, read_base, timeless
from tests.flows.helpers_page import block_of, typed
from tests.flows.helpers_workspace import CHRS_OUTSIDE, MONTH, deposit, run, said_by, sample_copy, whole_run

pytestmark = pytest.mark.long

MAY = "2026-05"
HEADER = "finess_et;dossier_id;date_entree\n"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """May and June measured, deposits received in three times."""
    workspace = sample_copy(tmp_path_factory.mktemp("sauvegarde") / "espace", ("2026-04", MAY, MONTH))
    run(workspace, MAY)
    for rank in (1, 2):
        deposit(workspace, f"{MONTH}/{CHRS_OUTSIDE}/dossiers{rank}.csv", f"{HEADER}{CHRS_OUTSIDE};A{rank};2026-06-0{rank}\n")
        whole_run(workspace, MONTH)
    return workspace


@pytest.fixture
def copy(ready: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ready, tmp_path / "espace"))


def told(workspace: Path) -> dict[str, bytes]:
    """Decisions and rows of the months measured, byte by byte."""
    paths = [*(workspace / "decisions").rglob("*.json"), *(workspace / "entrepot" / "mesures").rglob("*.parquet")]
    return {str(path.relative_to(workspace)): path.read_bytes() for path in paths}


def stored(workspace: Path) -> set[str]:
    """Files that keep the rows read, by path."""
    return {str(path.relative_to(workspace)) for path in (workspace / "entrepot" / "mois").rglob("*.parquet")}


def assert_goes_on(restored: Path, ready: Path) -> None:
    """Every month runs again, and writes nothing that was not there."""
    for month in (MAY, MONTH):
        report = run(restored, month)
        assert report.written == []
        assert not any(decision["nouvelle"] for decision in report.decisions)
    assert told(restored) == told(ready)
    assert stored(restored) == stored(ready)
    assert_same(timeless(read_base(restored)), timeless(read_base(ready)))


def test_the_rehearsal_by_the_commands_of_the_page(copy, ready, tmp_path):
    archive = tmp_path / "ailleurs" / "sauvegarde.tar.gz"
    archive.parent.mkdir()
    saved = typed(block_of("Sauvegarder"), copy, archive)
    assert saved.returncode == 0, saved.stderr
    restored = typed(block_of("Restaurer"), copy, archive)
    assert restored.returncode == 0, restored.stderr
    shutil.rmtree(f"{copy}.perdu")
    assert "Rien : les mêmes entrées ont déjà été traitées." in restored.stdout
    assert (copy / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert (copy / "entrepot").stat().st_mode & 0o777 == 0o700
    assert_goes_on(copy, ready)


def test_a_whole_copy_does_as_well(ready, tmp_path):
    assert_goes_on(Path(shutil.copytree(ready, tmp_path / "espace")), ready)


@pytest.mark.parametrize(("lost", "written"), [("publication", ["cibles.duckdb"]), ("entrepot/mois", [])])
def test_what_can_be_rebuilt_is(lost, written, copy, ready):
    shutil.rmtree(copy / lost)
    assert [Path(path).name for path in run(copy).written] == written
    assert stored(copy) == stored(ready)
    assert_goes_on(copy, ready)


def test_without_its_key_a_restored_workspace_does_not_open(copy):
    (copy / KEY_FILE).unlink()
    code, said = said_by("run", "--workspace", copy, "--month", MONTH)
    assert code == 12
    assert "La clé des pseudonymes n'est pas celle de l'entrepôt" in said


def test_a_purged_workspace_is_restored_as_it_was(copy, tmp_path):
    assert said_by("purge", "--workspace", copy, "--before", MAY)[0] == 0
    run(copy, "2026-07")
    purged = Path(shutil.copytree(copy, tmp_path / "reference"))
    archive = tmp_path / "sauvegarde.tar.gz"
    assert typed(block_of("Sauvegarder"), copy, archive).returncode == 0
    restored = typed(block_of("Restaurer").replace(MONTH, "2026-07"), copy, archive)
    assert restored.returncode == 0, restored.stderr
    assert_same(timeless(read_base(copy)), timeless(read_base(purged)))
    assert told(copy) == told(purged)
    assert "figé" in said_by("run", "--workspace", copy, "--month", MAY)[1]
