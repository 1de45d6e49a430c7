"""A run computes again what its inputs changed, and nothing else; what it leaves is what a run from nothing would leave."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from flows.request import RunRequest
from flows.run import STAGES, open_run
from tests.flows.helpers_base import assert_same, read_base
from tests.flows.helpers_workspace import DRAWINGS, MONTH, SampleRun, deposit, run

EVERY = {
    "ARA-2025-001",
    "ARA-2025-002",
    "ARA-2025-003",
    "GUA-2022-001",
    "GUA-2022-002",
    "GE-2021-001",
    "GE-2021-002",
    "NAT-2021-001",
    "ARA-2025-004",
}
HERE = f"depots/{MONTH}/380990010"
"""The deposits of an establishment of ARA-2025-001."""


@pytest.fixture(scope="module")
def ready(sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample after a run; each test works on a copy."""
    return sample_run(tmp_path_factory.mktemp("pret") / "espace")


@pytest.fixture
def copy(ready: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ready, tmp_path / "espace"))


def computed(workspace: Path) -> set[str]:
    """Runs the month; the projects that were computed again."""
    with open_run(RunRequest(workspace, MONTH)) as state:
        for stage in STAGES:
            if stage.name not in DRAWINGS:
                stage.function(state)
        return {result.projet_id for result in state.results}


def from_nothing(workspace: Path, place: Path) -> Path:
    """The same workspace without anything computed: inputs, journal, key and decisions, then a run."""
    other = Path(shutil.copytree(workspace, place))
    for entry in (other / "entrepot").iterdir():
        if entry.name != "journal.jsonl":
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    shutil.rmtree(other / "publication")
    run(other)
    return other


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8")


def without_last_line(text: str) -> str:
    return "\n".join(text.splitlines()[:-1]) + "\n"


def corrected_deposit(workspace: Path) -> None:
    rewrite(workspace / HERE / "dossiers.csv", without_last_line)


def corrected_deposit_of_an_earlier_month(workspace: Path) -> None:
    rewrite(workspace / "depots" / "2026-05" / "380990010" / "evenements.csv", without_last_line)


def removed_deposit(workspace: Path) -> None:
    (workspace / HERE / "dmp.csv").unlink()


def second_deposit(workspace: Path) -> None:
    shutil.copy(workspace / HERE / "mssante.csv", workspace / HERE / "mssante-corrige.csv")


def coverage_added(workspace: Path) -> None:
    text = "fichier;periode_debut;periode_fin\nmssante.csv;2026-06-01;2026-06-15\n"
    (workspace / HERE / "couverture.csv").write_text(text, encoding="utf-8")


def row_set_aside(workspace: Path) -> None:
    rewrite(workspace / HERE / "dossiers.csv", lambda text: text + "380990010;NEUF;2026-13-01;;;;;;\n")


def deposit_of_nobody(workspace: Path) -> None:
    text = "finess_et;date_envoi;nb_messages\n070990015;2026-06-02;3\n"
    (workspace / "depots" / MONTH / "070990015" / "mssante-bis.csv").write_text(text, encoding="utf-8")


def paper_received(workspace: Path) -> None:
    rewrite(
        workspace / "registre" / "pieces.csv",
        lambda text: text.replace(
            "ARA-2025-002;etat_recapitulatif_depenses;;", "ARA-2025-002;etat_recapitulatif_depenses;2026-07-01;E"
        ),
    )


def project_gone(workspace: Path) -> None:
    for table in ("projets", "perimetre", "pieces", "criteres"):
        rewrite(
            workspace / "registre" / f"{table}.csv",
            lambda text: "".join(line for line in text.splitlines(keepends=True) if not line.startswith("GE-2021-002;")),
        )


def reading_chosen(workspace: Path) -> None:
    text = '[lectures]\n"ara-generalisation-2025" = "douze_mois"\n'
    (workspace / "cibles.toml").write_text(text, encoding="utf-8")


def figures_tampered_with(workspace: Path) -> None:
    path = workspace / "entrepot" / "mesures" / MONTH / "indicateurs.parquet"
    frame = pl.read_parquet(path)
    frame.with_columns(pl.lit("atteinte").alias("verdict")).write_parquet(path)


def last_decision_lost(workspace: Path) -> None:
    (workspace / "decisions" / MONTH / "ARA-2025-001-v1.json").unlink()


def base_lost(workspace: Path) -> None:
    (workspace / "publication" / "cibles.duckdb").unlink()


CHANGES = [
    (corrected_deposit, {"ARA-2025-001"}),
    (corrected_deposit_of_an_earlier_month, {"ARA-2025-001"}),
    (removed_deposit, {"ARA-2025-001"}),
    (second_deposit, {"ARA-2025-001"}),
    (coverage_added, {"ARA-2025-001"}),
    (row_set_aside, {"ARA-2025-001"}),
    (deposit_of_nobody, set()),
    (paper_received, EVERY),
    (project_gone, EVERY - {"GE-2021-002"}),
    (reading_chosen, EVERY),
    (figures_tampered_with, EVERY),
    (last_decision_lost, {"ARA-2025-001"}),
    (base_lost, set()),
]


QUICK = corrected_deposit
"""The change that `make test` makes; the others are made by `make check-all`."""


@pytest.mark.parametrize(
    ("change", "expected"),
    [pytest.param(*item, id=item[0].__name__, marks=() if item[0] is QUICK else pytest.mark.long) for item in CHANGES],
)
def test_only_what_a_change_concerns_is_computed_again_and_the_rest_is_right(change, expected, copy, tmp_path):
    change(copy)
    assert computed(copy) == expected
    left = read_base(copy)
    made_again = read_base(from_nothing(copy, tmp_path / "autre"))
    assert_same(left | {"publication": made_again["publication"]}, made_again)
    assert computed(copy) == set(), "run again, it has nothing to do"


def test_a_run_that_has_nothing_to_do_says_what_the_last_one_said(copy):
    deposit(copy, f"{MONTH}/rien.txt", "x")
    first = run(copy)
    again = run(copy)
    assert first.refused
    assert again.written == []
    for name in ("month", "deposits", "refused", "signals", "next_steps"):
        assert getattr(again, name) == getattr(first, name), name
    assert again.decisions == [decision | {"nouvelle": False} for decision in first.decisions]


def test_a_report_says_every_project_whatever_was_computed(copy):
    before = run(copy)
    corrected_deposit(copy)
    after = run(copy)
    assert [decision["projet_id"] for decision in after.decisions] == [decision["projet_id"] for decision in before.decisions]
    assert [decision["projet_id"] for decision in after.decisions if decision["nouvelle"]] == ["ARA-2025-001"]
    assert {signal.split(" ")[0] for signal in before.signals} <= {signal.split(" ")[0] for signal in after.signals}


@pytest.mark.long
def test_a_run_of_another_project_hides_no_change(copy):
    corrected_deposit(copy)
    run(copy, projects=("GUA-2022-001",))
    assert computed(copy) == {"ARA-2025-001"}
