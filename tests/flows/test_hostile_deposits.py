"""Nothing that lies in the folder of deposits stops a run: each file is read for what it says, or set aside with its reason."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.flows.helpers_base import read_base, rows_of
from tests.flows.helpers_hostile import HEADER, HOSTILE, Expected, dig
from tests.flows.helpers_workspace import EHPAD, MONTH, ROOT, bare_workspace, deposit, run

OTHER = "970190054"
"""An establishment whose deposits are good."""

WITHOUT_PRIVILEGE = """
import ctypes, os, sys
if os.geteuid() == 0:  # root reads everything: give up the two capabilities that let it
    for capability in (1, 2):
        if ctypes.CDLL(None, use_errno=True).prctl(24, capability, 0, 0, 0):
            sys.exit("the right to read everything could not be given up")
os.execv(sys.executable, [sys.executable, "-m", "flows.cli", *sys.argv[1:]])
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Expected], dict[str, pl.DataFrame], list[dict[str, str]]]:
    """All of it in one workspace beside a good deposit: what each trap expects, the base, the files refused."""
    workspace = bare_workspace(tmp_path_factory.mktemp("hostile") / "espace")
    deposit(
        workspace,
        f"{MONTH}/{OTHER}/dossiers.csv",
        f"{HEADER};date_derniere_maj\n{OTHER};A;2026-01-01;2026-06-02\n{OTHER};B;2026-01-01;\n",
    )
    expected = {trap.__name__: trap(workspace) for trap in HOSTILE}
    report = run(workspace, MONTH, overrides={"fichier_octets_max": "30000000"})
    return expected, read_base(workspace), report.refused


def said_of(base: dict[str, pl.DataFrame], place: str) -> str | int:
    """The rule for which a file is set aside whole, or the number of its rows accepted."""
    (row,) = rows_of(base, "depots", chemin=f"depots/{place}")
    whole = rows_of(base, "rejets", depot_id=row["depot_id"], ligne=None)
    return whole[0]["regle"] if whole else row["lignes_acceptees"]


@pytest.mark.parametrize("trap", [trap.__name__ for trap in HOSTILE])
def test_each_file_is_read_or_set_aside_with_its_reason(trap, ran):
    expected, base, _ = ran
    assert {place: said_of(base, place) for place in expected[trap]} == expected[trap]


def test_nothing_is_read_through_a_link(ran):
    _, base, _ = ran
    through = [row["chemin"] for row in base["depots"].to_dicts() if "/boucle/" in row["chemin"] or "/etc/" in row["chemin"]]
    assert through == []
    assert {row["sha256"] for row in base["depots"].to_dicts() if row["chemin"].startswith(f"depots/{MONTH}/liens/d")} == {""}


def test_every_file_found_is_in_the_ledger_once(ran):
    _, base, refused = ran
    paths = base["depots"]["chemin"]
    assert paths.n_unique() == paths.len() > 50
    assert {row["chemin"] for row in refused} <= set(paths)


def test_a_good_deposit_beside_them_keeps_its_figures(ran):
    _, base, _ = ran
    (row,) = rows_of(base, "indicateurs", finess_et=OTHER, indicateur="dossiers_actifs")
    assert (row["numerateur"], row["denominateur"]) == (1, 2)


def test_figures_beyond_measure_are_exact(ran):
    _, base, _ = ran
    (row,) = rows_of(base, "indicateurs", finess_et=EHPAD, indicateur="mssante")
    assert (row["numerateur"], row["denominateur"]) == (20_000 * 999_999_999, 1)
    assert rows_of(base, "rejets", regle="nombre_invalide")


@pytest.mark.parametrize(("depth", "name", "said"), [(1200, "a", 0), (60, "b" * 90, "illisible")])
def test_folders_too_deep_to_walk(depth: int, name: str, said: str | int, tmp_path: Path):
    workspace = bare_workspace(tmp_path / "espace")
    dig(workspace / "depots" / MONTH / "profond", depth, name)
    try:
        run(workspace)
        (row,) = read_base(workspace)["depots"].to_dicts()
        assert row["chemin"].startswith(f"depots/{MONTH}/profond/{name}/")
        assert said_of(read_base(workspace), row["chemin"].removeprefix("depots/")) == said
    finally:
        subprocess.run(["rm", "-rf", workspace], check=True)  # deeper than Python can remove


@pytest.mark.parametrize("closed", ["lot/dossiers.csv", pytest.param("lot", marks=pytest.mark.long)])
def test_what_cannot_be_opened_is_in_the_ledger(closed: str, tmp_path: Path):
    workspace = bare_workspace(tmp_path / "espace")
    deposit(workspace, f"{MONTH}/lot/dossiers.csv", f"{HEADER}\n")
    deposit(workspace, f"{MONTH}/{OTHER}/dossiers.csv", f"{HEADER}\n")
    done = run_without_privilege(workspace, workspace / "depots" / MONTH / closed)
    assert done.returncode == 0, done.stderr
    base = read_base(workspace)
    assert said_of(base, f"{MONTH}/{closed}") == "illisible"
    assert said_of(base, f"{MONTH}/{OTHER}/dossiers.csv") == 0


def test_deposits_that_cannot_be_listed_at_all_are_not_silence(tmp_path: Path):
    workspace = bare_workspace(tmp_path / "espace")
    done = run_without_privilege(workspace, workspace / "depots")
    assert done.returncode == 12
    assert "l'accès est refusé" in done.stderr
    assert not (workspace / "publication").exists()


def run_without_privilege(workspace: Path, closed: Path) -> subprocess.CompletedProcess[str]:
    """A run, as someone who may not open `closed`."""
    closed.chmod(0)
    try:
        return subprocess.run(
            [sys.executable, "-c", WITHOUT_PRIVILEGE, "run", "--workspace", workspace, "--month", MONTH],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    finally:
        closed.chmod(0o700)
