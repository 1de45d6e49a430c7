"""The command itself: it writes nothing, refuses with exit 2, says the same as JSON, and sees a register that changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from flows.deposit_folder import hash_file
from tests.flows.helpers_workspace import MONTH, said_by, sample_copy

pytestmark = pytest.mark.xdist_group("simulation")

CIMES = "730990017"


def snapshot(workspace: Path) -> dict[str, object]:
    """Everything in a workspace: content, rights and time of change of each file, time of change of each folder."""
    return {
        path.relative_to(workspace).as_posix(): (
            path.stat().st_mtime_ns,
            path.stat().st_mode,
            hash_file(path) if path.is_file() else None,
        )
        for path in [workspace, *sorted(workspace.rglob("*"))]
        if path.name != ".verrou"
    }


def simulated(sample: Path, *arguments: str, month: str = MONTH) -> tuple[int, str]:
    return said_by("simulate", *arguments, "--month", month, "--workspace", sample)


def test_nothing_is_written(sample: Path) -> None:
    before = snapshot(sample)
    assert "entrepot/journal.jsonl" in before
    everything = ["--without", CIMES, "--target", "dmp=80 %", "--reading", "imports", "--found", "2A0990016:dmp=1"]
    assert simulated(sample, "ARA-2025-003")[0] == 0
    assert simulated(sample, "ARA-2025-003", *everything)[0] == 0
    assert simulated(sample, "ARA-2025-003", "--until", "2026-07")[0] == 0
    assert simulated(sample, "ARA-2025-003", "--found", f"{CIMES}:dmp=0")[0] == 2
    assert snapshot(sample) == before


def test_nothing_is_made_where_nothing_was_run(tmp_path: Path) -> None:
    workspace = sample_copy(tmp_path / "espace", (MONTH,))
    before = snapshot(workspace)
    code, said = simulated(workspace, "ARA-2025-003")
    assert code == 12
    assert "lancez d'abord cibles run" in said
    assert snapshot(workspace) == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["ARA-0"], "Le projet « ARA-0 » n'est pas dans le registre"),
        (["ARA-2025-003", "--without", "430990010"], "n'est pas dans le périmètre du projet au dernier jour de 2026-06"),
        (["ARA-2025-003", "--without", CIMES, "--found", f"{CIMES}:dmp=1"], f"« {CIMES} » n'est pas mesuré dans ce projet"),
        (["ARA-2025-003", "--until", MONTH], "donnez un mois après 2026-06"),
        (["ARA-2025-003", "--until", "2026-13"], "2026-13"),
    ],
)
def test_what_does_not_fit_is_refused_with_exit_2(sample: Path, arguments: list[str], sentence: str) -> None:
    code, said = simulated(sample, *arguments)
    assert (code, sentence in said) == (2, True), said


def test_a_month_before_the_first_measure_is_refused(sample: Path) -> None:
    code, said = simulated(sample, "GE-2021-001", month="2026-05")
    assert (code, "sa première mesure est celle de 2026-06" in said) == (2, True), said


@pytest.mark.long
def test_the_same_is_said_on_a_terminal_and_as_json(sample: Path) -> None:
    code, said = simulated(sample, "ARA-2025-003")
    assert code == 0
    for expected in (
        "4 à retrouver",
        "à instruire (des lignes de dossiers ont été mises de côté)",
        "bloqué par plusieurs de ceux-ci ensemble",
        "125 000,00",
    ):
        assert expected in said.replace("\u202f", " ")
    document = json.loads(simulated(sample, "ARA-2025-003", "--json")[1])
    assert document["chemin"]["nombre"] == 4
    code, said = simulated(sample, "GE-2021-001", "--found", "540990017:projets_personnalises=8")
    assert "4 205,35 € → 5 256,69 €" in said.replace("\u202f", " ")
    document = json.loads(simulated(sample, "GE-2021-001", "--found", "540990017:projets_personnalises=8", "--json")[1])
    assert (document["avant"]["montant_libere"], document["apres"]["montant_libere"]) == ("25232.09", "26283.43")


@pytest.mark.long
def test_a_register_changed_since_the_decision_is_said(sample: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "espace"
    shutil.copytree(sample, workspace)
    pieces = workspace / "registre" / "pieces.csv"
    pieces.write_text(pieces.read_text().replace("etat_recapitulatif_depenses;2026-06-22", "etat_recapitulatif_depenses;"))
    document = json.loads(simulated(workspace, "ARA-2025-001", "--json")[1])
    assert (document["avant"]["decision"], document["avant"]["motif"]) == ("a_instruire", "pieces_manquantes")
    assert document["publiee"]["decision_id"] == "ARA-2025-001-2026-06-v1"
    assert document["publiee"]["identique"] is False
    assert "décision : liberer → a_instruire" in document["publiee"]["differences"]
    assert "Elle diffère de la décision publiée" in simulated(workspace, "ARA-2025-001")[1]
