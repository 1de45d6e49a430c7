"""The snippets of the guide that can be run here are run; those for R and DBeaver are said not to be."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.generate_docs import ROOT
from flows.published_base import BASE
from tests.flows.helpers_workspace import said_by

GUIDE = (ROOT / "docs" / "guide-analyste.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def base(regions: list[Path], tmp_path: Path) -> Path:
    """The folder of a base, which is also its workspace."""
    (tmp_path / "publication").mkdir()
    for place in (tmp_path, tmp_path / "publication"):
        shutil.copy(regions[0] / BASE, place / BASE)
    return tmp_path


def test_python_runs(base):
    (snippet,) = blocks("python")
    done = subprocess.run([sys.executable, "-c", snippet], cwd=base, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "ne_pas_liberer" in done.stdout


def test_sql_runs_as_it_is_written(base):
    for snippet in blocks("sql"):
        with duckdb.connect(str(base / BASE), read_only=True) as connection:
            assert connection.execute(snippet).fetchall()


def test_the_commands_of_cibles_run(base, monkeypatch):
    monkeypatch.chdir(base)
    (commands,) = (block for block in blocks("sh") if block.startswith("cibles"))
    for line in commands.splitlines():
        words = ["." if word == "DOSSIER" else word for word in shlex.split(line, comments=True)]
        code, said = said_by(*words[1:])
        assert code == 0, said
    header = (base / "presque.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert header.startswith("projet_id;finess_et;")
    assert pl.read_parquet(base / "indicateurs.parquet").height > 0
    assert 'polars.read_csv("presque.csv", separator=";", decimal_comma=True, schema_overrides=' in GUIDE
    frame = pl.read_csv(base / "presque.csv", separator=";", decimal_comma=True, schema_overrides={"finess_et": pl.String})
    assert frame.schema["taux"] == pl.Float64
    assert all(finess.startswith("01000") for finess in frame["finess_et"])


def test_what_is_not_run_says_so():
    assert GUIDE.count("(non essayé par nos tests)") == 2


def test_links_lead_somewhere():
    for name in re.findall(r"\]\(([a-z-]+\.md)\)", GUIDE):
        assert (ROOT / "docs" / name).exists()


@pytest.mark.long
def test_the_command_line_of_duckdb_runs(base, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ligne-de-commande")
    python = getattr(sys, "_base_executable", sys.executable)
    quiet = ["--quiet", "--disable-pip-version-check", "--target", folder]
    subprocess.run([python, "-m", "pip", "install", *quiet, "duckdb-cli==1.5.*"], check=True)
    (line,) = (block for block in blocks("sh") if block.startswith("duckdb"))
    _, *words = shlex.split(line.replace("2026-06", "2026-05"))
    environment = os.environ | {"PYTHONPATH": str(folder)}
    done = subprocess.run(
        [python, folder / "bin" / "duckdb", *words], cwd=base, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "P-0" in done.stdout
