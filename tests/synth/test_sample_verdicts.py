"""What the README of the sample says of it, judged by the oracle: verdicts, decisions, rows set aside. Whatever the seed.

The oracle reads the pivot form alone: what senders write in dialects is given to it as if they had not (`sample_twin`).
"""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.oracle.oracle_decisions import decide
from tests.oracle.oracle_deposits import Workspace, read_workspace
from tests.oracle.oracle_measures import measure
from tests.synth.sample_twin import BAD_ROWS, DECLARED, twin
from transforms.synth.readme import broken_rules
from transforms.synth.workspace import GRAPPES, SAMPLE_SEED

MONTH = "2026-06"


@pytest.fixture(scope="module", params=[SAMPLE_SEED, pytest.param(7, marks=pytest.mark.long)])
def workspace(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The sample of a seed, all in pivot form, written then read by the oracle."""
    root: Path = tmp_path_factory.mktemp("espace")
    for path, content in twin(request.param):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return read_workspace(root)


def euros(text: str) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if text else None


def test_oracle_finds_the_announced_verdicts(workspace):
    keys = ("projet_id", "finess_et", "indicateur", "verdict", "motif")
    found = sorted(tuple(line[key] or "" for key in keys) for line in measure(workspace, MONTH))
    assert found == sorted(row for grappe in GRAPPES for row in grappe.expected())


def test_oracle_finds_the_announced_decisions(workspace):
    found = {
        line["projet_id"]: (line["decision"], line["motif"], line["provisoire"], line["sensible_a_la_lecture"])
        for line in decide(workspace, MONTH)
    }
    assert found == {
        grappe.projet.projet_id: (
            grappe.decision,
            set(filter(None, grappe.motif.split(", "))),
            grappe.provisoire,
            grappe.sensible,
        )
        for grappe in GRAPPES
    }


def test_oracle_finds_the_announced_amounts(workspace):
    found = {line["projet_id"]: (line["montant_solde"], line["montant_libere"]) for line in decide(workspace, MONTH)}
    assert found == {grappe.projet.projet_id: (euros(grappe.solde), euros(grappe.libere)) for grappe in GRAPPES}


def test_oracle_sets_aside_what_the_readme_says_and_nothing_else(workspace):
    ledger = {str(row["chemin"]).removeprefix("depots/"): row for row in workspace.ledger()}
    whole = {path: row["regle"] for path, row in ledger.items() if row["regle"]}
    assert whole == {
        "2026-02/380990010/evenements.csv": "depot_ambigu",
        "2026-02/380990010/evenements_bis.csv": "depot_ambigu",
        "2026-03/2A0990016/evenements.csv": "colonnes_manquantes",
        "2026-05/editeur-antilles/LISEZMOI.txt": "dialecte_inconnu",
    }
    by_row = {path: row["rejets"] for path, row in ledger.items() if row["rejets"] and not row["regle"]}
    assert {path: len(by_row.pop(path)) for path in BAD_ROWS} == {path: len(rows) for path, rows in BAD_ROWS.items()}
    assert by_row == {path: dict(enumerate(rules, start=3)) for path, rules in broken_rules().items()}


def test_oracle_finds_the_figures_of_the_senders_worked_out_by_hand(workspace):
    found: dict[str, list[str]] = {}
    for line in measure(workspace, MONTH):
        if line["projet_id"] == "ARA-2025-004":
            rate = "" if line["numerateur"] is None else f"{line['numerateur']}/{line['denominateur']}"
            found.setdefault(line["finess_et"], []).append(rate)
    assert {number: tuple(rates) for number, rates in found.items()} == DECLARED


def test_oracle_supersedes_the_messages_of_may(workspace):
    superseded = {str(row["chemin"]) for row in workspace.ledger() if row["lignes_remplacees"]}
    assert superseded == {"depots/2026-05/380990010/mssante.csv"}
