"""Plausibility in whole runs: what the sample shows, what the thresholds cannot change, what a month corrected later does."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import flows.plausibility
from contracts.plausibility import KNOWN
from flows.request import RunRequest
from flows.run import STAGES, open_run
from tests.flows.helpers_base import assert_same, read_base, timeless
from tests.flows.helpers_workspace import MONTH, SampleRun, run
from tests.plausibility.thresholds import rewritten

EXPECTED = {
    ("GE-2021-002", None, "solde_en_attente", 823),
    ("GUA-2022-002", None, "convention_ancienne", 1226),
}
"""Every plausibility signal of the sample: its deposits are those of ordinary months."""

CORRECTED = "380990010"
BEFORE = f"depots/2026-05/{CORRECTED}/dossiers.csv"
"""The deposit of the month before of an establishment of ARA-2025-001: 24 dossiers in May and in June."""


@pytest.fixture(scope="module")
def ready(sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample after a run; each test works on a copy."""
    return sample_run(tmp_path_factory.mktemp("pret") / "espace")


@pytest.fixture
def copy(ready: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ready, tmp_path / "espace"))


def plausibility(workspace: Path) -> pl.DataFrame:
    """The plausibility signals of the month."""
    rows = read_base(workspace)["controles"]
    return rows.filter(pl.col("controle").is_in(list(KNOWN)) & (pl.col("mois") == MONTH))


def forget_figures(workspace: Path) -> None:
    """Nothing is computed any more; deposits read, journal and decisions stay."""
    shutil.rmtree(workspace / "entrepot" / "mesures")
    shutil.rmtree(workspace / "publication")


def test_the_sample_is_told_without_noise(ready):
    found = plausibility(ready).select("projet_id", "finess_et", "controle", "nombre").rows()
    assert set(found) == EXPECTED
    assert len(found) == len(EXPECTED)


def test_a_message_says_what_to_check_then_its_figures(ready):
    rows = plausibility(ready).filter(controle="convention_ancienne")
    assert rows["message"].to_list() == [
        "La convention est ancienne et le déploiement n'a pas de fin : tenez le registre à jour. "
        "Convention du 20/02/2023, il y a 1226 jours, sans fin de déploiement."
    ]


def test_thresholds_at_zero_change_no_figure_no_verdict_and_no_decision(copy, tmp_path, monkeypatch):
    before = timeless(read_base(copy))
    forget_figures(copy)
    monkeypatch.setattr(flows.plausibility, "THRESHOLDS", rewritten(tmp_path / "zero.toml", lambda *_: Decimal(0)))
    report = run(copy)
    assert not any(decision["nouvelle"] for decision in report.decisions), "a rerun on the same inputs writes nothing"
    raised = plausibility(copy)
    assert {"maj_en_masse", "saut_de_taux", "messages_hors_norme"} <= set(raised["controle"])
    assert raised.height > 10 * len(EXPECTED)
    after = timeless(read_base(copy))
    del before["controles"], after["controles"], before["publication"], after["publication"]
    assert_same(after, before)


def shorten_the_month_before(workspace: Path) -> str:
    """Half the dossiers of an establishment are left in its deposit of May; what it was."""
    path = workspace / BEFORE
    whole = path.read_text(encoding="utf-8")
    path.write_text("".join(whole.splitlines(keepends=True)[:13]), encoding="utf-8")
    return whole


@pytest.mark.long
def test_a_month_before_corrected_later_is_compared_again(copy):
    kept = plausibility(copy)
    shorten_the_month_before(copy)
    assert computed(copy) == {"ARA-2025-001"}
    found = plausibility(copy)
    assert found.filter(finess_et=CORRECTED)["controle"].to_list() == ["effectif_en_hausse"]
    assert found.filter(pl.col("projet_id") != "ARA-2025-001").rows() == kept.rows(), "those of others are kept as they are"


@pytest.mark.long
def test_what_a_corrected_month_before_leaves_is_what_a_run_from_nothing_makes(copy, tmp_path):
    kept = plausibility(copy)
    whole = shorten_the_month_before(copy)
    run(copy)
    assert plausibility(copy).rows() == plausibility(from_nothing(copy, tmp_path / "autre")).rows()
    (copy / BEFORE).write_text(whole, encoding="utf-8")
    assert computed(copy) == {"ARA-2025-001"}
    assert plausibility(copy).rows() == kept.rows()


def computed(workspace: Path) -> set[str]:
    """Runs the month; the projects that were computed again."""
    with open_run(RunRequest(workspace, MONTH)) as state:
        for stage in STAGES:
            stage.function(state)
        return {result.projet_id for result in state.results}


def from_nothing(workspace: Path, place: Path) -> Path:
    """The same workspace without anything computed but its journal, its key and its decisions, then a run."""
    other = Path(shutil.copytree(workspace, place))
    shutil.rmtree(other / "entrepot" / "mois")
    forget_figures(other)
    run(other)
    return other
