"""One month read into its tables: what a large file gave is taken back when it cannot be read to its end."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from contracts.failures import WorkspaceError
from flows.deposit_folder import FoundFile, find_deposits
from flows.month_reader import Means, MonthReader
from flows.senders import Senders
from flows.store import parts
from transforms.dialects.limits import Limits
from transforms.reading import csv_text
from transforms.reading.finess_cells import KnownNumbers
from transforms.reading.month_tables import DEPOTS, MONTH_TABLES
from transforms.reading.pseudonym import Pseudonyms

EHPAD, OTHER = "010990018", "380990010"
KNOWN = KnownNumbers(frozenset({EHPAD, OTHER}), frozenset(), frozenset(), frozenset({EHPAD}))


def means(batch_bytes: int) -> Means:
    return Means(KNOWN, Pseudonyms(b"cle"), Senders((), (), Limits(), "aucun"), batch_bytes)


HEADER = "finess_et;date_envoi;nb_messages\n"
ROWS = [f"{EHPAD};2026-06-{day:02d};1\n" for day in range(1, 31)] * 4
FAULTY = [f"{OTHER};2026-06-31;1\n", "x\n", f"{OTHER};2026-07-01;1\n", "\n"]


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch) -> None:
    monkeypatch.setattr(csv_text, "BLOCK", 512)


def write(folder: Path, **files: list[str]) -> list[FoundFile]:
    place = folder / "depots" / "2026-06" / "lot"
    place.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        (place / f"{name}.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
    return find_deposits(folder / "depots", 10**9)


def table_of(folders: list[Path], name: str) -> pl.DataFrame:
    """A table of these folders; one without a row has no file."""
    files = parts(folders, name)
    return pl.read_parquet(files) if files else pl.DataFrame(schema=MONTH_TABLES[name])


def read(folder: Path, found: list[FoundFile], batch_bytes: int) -> dict[str, list[tuple]]:
    """The rows of every table, in order; nothing depends on how the bytes were cut."""
    folder.mkdir()
    MonthReader(folder, means(batch_bytes)).read(found)
    tables = {name: table_of([folder], name) for name in MONTH_TABLES}
    assert {name: table.schema for name, table in tables.items()} == {n: pl.Schema(s) for n, s in MONTH_TABLES.items()}
    summed = tables["comptages"].group_by("depot", "finess_et", "mois_civil").agg(pl.col("lignes").sum())
    tables["comptages"] = summed.select(*MONTH_TABLES["comptages"])
    return {name: table.sort(table.columns).rows() for name, table in tables.items()}


def test_a_large_file_is_read_as_a_small_one(tmp_path):
    found = write(tmp_path, mssante=[*ROWS, *FAULTY, *ROWS], mssante_b=[*FAULTY, *ROWS[:20]])
    small = read(tmp_path / "petit", found, 10**9)
    assert len(small["lignes_mssante"]) == 2 * len(ROWS) + 20
    assert [row[-1] for row in small["rejets"]].count(OTHER) == 4
    for batch_bytes in (600, 2_000):
        assert read(tmp_path / str(batch_bytes), found, batch_bytes) == small


@pytest.mark.parametrize("batch_bytes", [10**9, 1_000])
def test_a_file_that_cannot_be_read_to_its_end_leaves_nothing_and_the_others_their_rows(tmp_path, batch_bytes):
    kept = {"mssante_a": ROWS, "mssante_c": [*ROWS, *FAULTY]}
    alone = read(tmp_path / "sans", write(tmp_path / "x", **kept), batch_bytes)
    with_bad = read(tmp_path / "avec", write(tmp_path / "x", **kept, mssante_b=[*FAULTY, *ROWS, f'{OTHER};"']), batch_bytes)
    (bad,) = [row for row in with_bad.pop("depots") if row not in alone["depots"]]
    said = dict(zip(DEPOTS, bad, strict=True))
    assert said["chemin"] == "depots/2026-06/lot/mssante_b.csv"
    assert (said["lignes_lues"], said["refus"]) == (0, "csv_invalide")
    alone.pop("depots")
    assert with_bad == alone


@pytest.mark.parametrize("batch_bytes", [10**9, 1_000])
@pytest.mark.parametrize("end", ["", f'{OTHER};"'])
def test_a_file_rewritten_since_it_was_hashed_stops_the_run(tmp_path, batch_bytes, end):
    found = write(tmp_path, mssante=ROWS)
    write(tmp_path, mssante=[*ROWS[:-1], ROWS[0], end])
    (tmp_path / "table").mkdir()
    with pytest.raises(WorkspaceError, match="a changé pendant le passage"):
        MonthReader(tmp_path / "table", means(batch_bytes)).read(found)
