"""The store: a pigeonhole is complete or absent, is named by all that determines it, and goes when it is superseded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from flows.store import (
    casier_fingerprint,
    casier_folder,
    casiers_of_store,
    keep_only,
    parts,
    replace_file,
    write_part,
    writing,
)
from tests.flows.helpers_files import snapshot
from transforms.reading.deposit_paths import describe
from transforms.reading.finess_cells import KnownNumbers

KNOWN = KnownNumbers(frozenset({"1"}), frozenset({"2"}), frozenset({"3"}), frozenset({"4"}))
FILES = [describe("depots/2026-06/a/dossiers.csv", "aa", 10), describe("depots/2026-06/b/dmp.csv", "bb", 20)]
COVER = describe("depots/2026-06/a/couverture.csv", "dd", 5)
NEIGHBOUR = describe("depots/2026-06/a/dmp.csv", "ee", 6)
BESIDE = [COVER, NEIGHBOUR]
NAME = casier_fingerprint(FILES, BESIDE, KNOWN, "cle", "emetteurs", 100)


def test_the_order_of_files_does_not_name_a_month():
    assert casier_fingerprint(FILES[::-1], BESIDE[::-1], KNOWN, "cle", "emetteurs", 100) == NAME


@pytest.mark.parametrize(
    "changed",
    [
        (FILES[:1], BESIDE, KNOWN, "cle", "emetteurs", 100),
        ([FILES[0], describe("depots/2026-06/b/dmp.csv", "cc", 20)], BESIDE, KNOWN, "cle", "emetteurs", 100),
        ([FILES[0], describe("depots/2026-06/c/dmp.csv", "bb", 20)], BESIDE, KNOWN, "cle", "emetteurs", 100),
        ([FILES[0], describe("depots/2026-06/b/dmp.csv", "bb", 20, "illisible")], BESIDE, KNOWN, "cle", "emetteurs", 100),
        (FILES, BESIDE, replace(KNOWN, et=frozenset({"5"})), "cle", "emetteurs", 100),
        (FILES, BESIDE, replace(KNOWN, ej=frozenset()), "cle", "emetteurs", 100),
        (FILES, BESIDE, replace(KNOWN, sirens=frozenset()), "cle", "emetteurs", 100),
        (FILES, BESIDE, replace(KNOWN, perimetre=frozenset({"4", "5"})), "cle", "emetteurs", 100),
        (FILES, BESIDE, KNOWN, "autre", "emetteurs", 100),
        (FILES, BESIDE, KNOWN, "cle", "emetteurs", 101),
        (FILES, BESIDE, KNOWN, "cle", "autres", 100),
        (FILES, [], KNOWN, "cle", "emetteurs", 100),
        (FILES, [COVER], KNOWN, "cle", "emetteurs", 100),
        (FILES, [NEIGHBOUR], KNOWN, "cle", "emetteurs", 100),
        (FILES, [replace(COVER, sha256="ff"), NEIGHBOUR], KNOWN, "cle", "emetteurs", 100),
        (FILES, [replace(COVER, refusal="illisible"), NEIGHBOUR], KNOWN, "cle", "emetteurs", 100),
        (FILES, [COVER, describe("depots/2026-06/a/dmp-2.csv", "ee", 6)], KNOWN, "cle", "emetteurs", 100),
        ([*FILES, COVER], [NEIGHBOUR], KNOWN, "cle", "emetteurs", 100),
    ],
)
def test_everything_that_determines_a_month_names_it(changed):
    assert casier_fingerprint(*changed) != NAME


def test_a_number_moved_from_one_list_to_another_names_another_month():
    swapped = replace(KNOWN, et=KNOWN.ej, ej=KNOWN.et)
    assert casier_fingerprint(FILES, BESIDE, swapped, "cle", "emetteurs", 100) != NAME


def test_only_the_name_matters_of_a_file_that_a_coverage_may_name():
    corrected = [COVER, replace(NEIGHBOUR, sha256="ff", octets=7, refusal="illisible")]
    assert casier_fingerprint(FILES, corrected, KNOWN, "cle", "emetteurs", 100) == NAME


def test_a_month_appears_whole(tmp_path):
    folder = casier_folder(tmp_path, "2026-06", 3, NAME)
    with writing(folder) as aside:
        write_part(aside, "dmp", 0, pl.DataFrame({"x": [1]}))
        assert not folder.exists()
        written = aside.stat().st_ino
    assert folder.stat().st_ino == written, "it was copied, not renamed"
    assert [path.name for path in folder.parent.iterdir()] == [f"03-{NAME}"]
    assert pl.read_parquet(folder / "dmp-00000.parquet").rows() == [(1,)]


def fail_while_writing(folder: Path) -> None:
    with writing(folder) as aside:
        write_part(aside, "dmp", 7, pl.DataFrame({"x": [1]}))
        raise KeyboardInterrupt


def test_a_month_that_fails_leaves_nothing(tmp_path):
    folder = casier_folder(tmp_path, "2026-06", 3, NAME)
    with pytest.raises(KeyboardInterrupt):
        fail_while_writing(folder)
    assert list(folder.parent.iterdir()) == []


def test_what_a_crash_left_of_a_month_is_not_mixed_with_it(tmp_path):
    folder = casier_folder(tmp_path, "2026-06", 3, NAME)
    with writing(folder) as aside:
        left = aside
    folder.rename(left)
    (left / "dmp-00007.parquet").write_bytes(b"half")
    with writing(folder) as aside:
        write_part(aside, "dmp", 0, pl.DataFrame({"x": [1]}))
    assert [path.name for path in folder.iterdir()] == ["dmp-00000.parquet"]


def test_only_the_folders_in_use_are_kept(tmp_path):
    kept = {mois: [casier_folder(tmp_path, mois, rank, "neuf") for rank in (0, 1)] for mois in ("2026-05", "2026-06")}
    for mois in ("2026-04", "2026-05", "2026-06"):
        for name in ("00-neuf", "01-neuf", "00-vieux", ".en-cours-7-00-neuf"):
            (tmp_path / "mois" / mois / name).mkdir(parents=True)
            (tmp_path / "mois" / mois / name / "dmp-00000.parquet").touch()
    keep_only(tmp_path, kept)
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.glob("mois/*/*")) == [
        "mois/2026-05/00-neuf",
        "mois/2026-05/01-neuf",
        "mois/2026-06/00-neuf",
        "mois/2026-06/01-neuf",
    ]
    assert not (tmp_path / "mois" / "2026-04").exists()
    assert casiers_of_store(tmp_path) == kept


def test_a_month_taken_away_since_is_not_in_use(tmp_path):
    kept = {mois: [casier_folder(tmp_path, mois, rank, "neuf") for rank in (0, 1)] for mois in ("2026-05", "2026-06")}
    for folders in kept.values():
        for folder in folders:
            folder.mkdir(parents=True)
    keep_only(tmp_path, kept)
    kept["2026-05"][1].rmdir()
    assert casiers_of_store(tmp_path) == {"2026-06": kept["2026-06"]}


def test_an_empty_store_has_no_folder(tmp_path):
    assert casiers_of_store(tmp_path) == {}
    keep_only(tmp_path, {})
    assert casiers_of_store(tmp_path) == {}


def test_parts_of_one_table_in_order(tmp_path):
    for part in (2, 0, 10):
        write_part(tmp_path, "dmp", part, pl.DataFrame({"x": [part]}))
    write_part(tmp_path, "dmp_autre", 0, pl.DataFrame({"x": [0]}))
    assert [path.name for path in parts([tmp_path], "dmp")] == ["dmp-00000.parquet", "dmp-00002.parquet", "dmp-00010.parquet"]
    assert parts([tmp_path], "dossiers") == []


def test_a_file_is_replaced_in_one_rename_and_only_if_it_changes(tmp_path):
    path = tmp_path / "sous" / "x.json"
    assert replace_file(path, b"1")
    before = snapshot(tmp_path)
    assert not replace_file(path, b"1")
    assert snapshot(tmp_path) == before
    first = path.stat().st_ino
    assert replace_file(path, b"2")
    assert path.read_bytes() == b"2"
    assert path.stat().st_ino != first
    assert [entry.name for entry in Path(path.parent).iterdir()] == ["x.json"]
