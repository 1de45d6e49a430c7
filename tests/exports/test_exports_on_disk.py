"""The files published beside the base: for everybody, written only when they would differ, made again when they are lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.maturin_sms import PRODUCT_DESCRIPTION
from tests.flows.helpers_files import snapshot
from tests.flows.helpers_workspace import MONTH, cibles, whole_run


@pytest.fixture
def copy(ran, tmp_path) -> Path:
    return Path(shutil.copytree(ran, tmp_path / "espace"))


def test_everyone_may_read_them_and_only_their_owner_write_them(ran):
    folder = ran / "publication" / MONTH
    assert folder.stat().st_mode & 0o777 == 0o755
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o644}
    assert {"indicateurs.xlsx", "indicateurs.parquet", "maturin_sms.csv"} <= {path.name for path in folder.iterdir()}


def test_a_file_lost_or_altered_is_made_again_and_no_other_is_touched(copy):
    folder = copy / "publication" / MONTH
    before = snapshot(folder)
    (folder / "indicateurs.xlsx").unlink()
    (folder / "regles.parquet").write_bytes(b"autre chose")
    assert str(folder) in whole_run(copy).written
    after = snapshot(folder)
    assert {name: found[-1] for name, found in after.items()} == {name: found[-1] for name, found in before.items()}
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"indicateurs.xlsx", "regles.parquet"}
    assert whole_run(copy).written == []
    assert snapshot(folder) == after


@pytest.mark.long
def test_another_description_of_the_prefeed_changes_it_alone(copy):
    folder = copy / "publication" / MONTH
    before = snapshot(folder)
    text = PRODUCT_DESCRIPTION.read_text(encoding="utf-8")
    (copy / "maturin_sms.toml").write_text(text.replace('separateur = ";"', 'separateur = "|"'), encoding="utf-8")
    assert whole_run(copy).written == [str(folder)]
    after = snapshot(folder)
    assert {name for name in before if after[name] != before[name]} == {"maturin_sms.csv"}
    assert (folder / "maturin_sms.csv").read_text(encoding="utf-8-sig").startswith("Mois|FINESS")
    assert whole_run(copy).written == []


@pytest.mark.long
def test_a_faulty_description_stops_the_run_at_its_start(copy):
    (copy / "maturin_sms.toml").write_text('separateur = ";"\nseparateur = ","\n', encoding="utf-8")
    done = cibles("run", "--workspace", copy, "--month", MONTH)
    assert done.returncode == 10
    assert "maturin_sms.toml, ligne 2, clé separateur" in done.stderr
