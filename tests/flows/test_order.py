"""The order of rows, of columns and of files, their names and their number say nothing: the same rows give the same figures."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import polars as pl
import pytest

from contracts.finess import looks_like_finess
from tests.flows.helpers_base import read_base, timeless
from tests.flows.helpers_workspace import MONTH, run, sample_copy
from tests.oracle.oracle_workspace import generate

Table = list[list[str]]
GENERATED = 3
"""Seed of a small workspace full of awkward cases."""


def deposits(workspace: Path) -> Iterator[Path]:
    """Plain files of the pivot form: what is already strange in a workspace is left as it is."""
    for path in sorted((workspace / "depots").rglob("*.csv")):
        if path.is_file() and not path.is_symlink() and path.name != "couverture.csv":
            yield path


def read(path: Path) -> Table | None:
    """The records of a file; None when it has none, or cannot be read at all."""
    try:
        records = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))
    except (UnicodeDecodeError, csv.Error):
        return None
    return records if len(records) > 1 and len(records[0]) > 1 else None


def write(path: Path, records: Table) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, delimiter=";").writerows(records)


def shuffle(workspace: Path) -> None:
    """Rows, and columns where every row has them all."""
    chance = Random(7)
    for path in deposits(workspace):
        if records := read(path):
            regular = {len(record) for record in records} == {len(records[0])}
            order = chance.sample(range(len(records[0])), len(records[0]))
            shuffled = [records[0], *chance.sample(records[1:], len(records) - 1)]
            write(path, [[record[rank] for rank in order] for record in shuffled] if regular else shuffled)


def rename(workspace: Path) -> None:
    """Files of one deposit, and folders that are no establishment's, under names found in another order."""
    chance = Random(9)
    for path in list(deposits(workspace)):
        alone = path.stem in ("dossiers", "evenements", "dmp", "mssante", "echanges")
        if alone and not (path.parent / "couverture.csv").exists():
            path.rename(path.with_name(f"{path.stem}_{chance.choice('abcxyz')}é.csv"))
    for month in sorted((workspace / "depots").iterdir()):
        for folder in sorted(path for path in month.iterdir() if path.is_dir() and not looks_like_finess(path.name)):
            folder.rename(folder.with_name(f"{'zyxw'[len(folder.name) % 4]}_{folder.name}"))


def split_in_parts(workspace: Path) -> None:
    """Each deposit in three numbered parts, one row after the other; the parts of an existing series are left."""
    for path in list(deposits(workspace)):
        records = read(path)
        numbered = path.stem[-1].isdigit()
        if records and len(records) > 3 and not numbered and not (path.parent / "couverture.csv").exists():
            path.unlink()
            for part in range(3):
                write(path.with_name(f"{path.stem}-{part + 1}.csv"), [records[0], *records[1 + part :: 3]])


def figures(workspace: Path) -> dict[str, list[tuple]]:
    """Everything that a decision rests on or says, without what names or hashes the files."""
    tables = timeless(read_base(workspace))
    tables["decisions"] = tables["decisions"].drop("empreinte")
    tables["controles"] = tables["controles"].filter(pl.col("depot_id").is_null())
    kept = ("indicateurs", "lectures", "decisions", "decision_criteres", "controles")
    return {name: tables[name].rows() for name in kept}


@pytest.fixture(scope="module", params=["sample", pytest.param("generated", marks=pytest.mark.long)])
def calm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, list[tuple]]]:
    """A workspace not yet run, its month, and what its own order of rows and files gives."""
    folder = tmp_path_factory.mktemp("calme")
    if request.param == "sample":
        workspace, month = sample_copy(folder / "espace", ("2026-05", MONTH)), MONTH
    else:
        workspace = folder / "espace"
        month = generate(GENERATED, workspace)[-1]
    first = Path(shutil.copytree(workspace, folder / "premier", symlinks=True))
    run(first, month)
    return workspace, month, figures(first)


LONG = [pytest.param(change, marks=pytest.mark.long) for change in (rename, split_in_parts)]


@pytest.mark.parametrize("change", [shuffle, *LONG], ids=lambda change: change.__name__)
def test_figures_and_decisions_do_not_depend_on(change: Callable[[Path], None], calm, tmp_path):
    workspace, month, expected = calm
    changed = Path(shutil.copytree(workspace, tmp_path / "espace", symlinks=True))
    before = contents(changed)
    change(changed)
    assert contents(changed) != before
    run(changed, month)
    found = figures(changed)
    for name, rows in expected.items():
        assert found[name] == rows, name


def contents(workspace: Path) -> dict[str, bytes]:
    return {str(path.relative_to(workspace)): path.read_bytes() for path in deposits(workspace)}
