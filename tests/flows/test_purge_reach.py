"""Which measured months a purge freezes: those that could not be computed again with what is left."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.purge_reach import months_to_freeze
from flows.settings import load_settings
from tests.flows.helpers_workspace import CHRS_OUTSIDE, MONTH, run

PURGED = ("2026-01", "2026-02", "2026-03")
RECORD = {
    "decision_id": "P",
    "empreinte": "",
    "projet": {"premiere_mesure": "2026-06"},
    "texte": {"texte_id": "ara-generalisation-2025"},
    "conditions": {"lignes_rejetees": []},
    "preuves": {"depots": []},
}
"""What a freeze looks at in the record of a decision."""


@pytest.fixture
def measured(tmp_path: Path) -> Callable[..., list[str]]:
    """Writes decisions of one month that read nothing but what they are told, and asks which months a purge freezes."""
    settings = load_settings(tmp_path)

    def ask(month: str, *versions: dict) -> list[str]:
        (settings.entrepot / "mesures" / month).mkdir(parents=True)
        (settings.decisions / month).mkdir(parents=True)
        for changes in versions:
            path = settings.decisions / month / f"P-v{changes['version']}.json"
            path.write_text(json.dumps(RECORD | changes))
        return months_to_freeze(settings, set(PURGED))

    return ask


def resting_on(version: int, *months: str) -> dict:
    """A version of a decision that read deposits of these months."""
    depots = [{"chemin": f"depots/{month}/x.csv", "sha256": "", "jeu": "dossiers", "mois": month} for month in months]
    return {"version": version, "preuves": {"depots": depots}}


@pytest.mark.parametrize(
    ("month", "versions", "freezes"),
    [
        ("2027-02", [], True),
        ("2027-03", [], False),
        ("2027-08", [resting_on(1, "2026-03")], True),
        ("2027-08", [resting_on(1, "2026-03"), resting_on(2, "2027-06")], False),
        ("2027-08", [resting_on(2, "2027-06"), resting_on(10, "2027-06", "2026-02")], True),
    ],
    ids=["twelve months", "thirteen months", "evidence", "evidence of an old version", "evidence of the last version"],
)
def test_the_months_measured_that_a_purge_freezes(month, versions, freezes, measured):
    assert measured(month, *versions) == ([month] if freezes else [])


def test_a_row_set_aside_in_a_purged_month_freezes_too(measured):
    conditions = {"lignes_rejetees": [[CHRS_OUTSIDE, "2026-03"]]}
    assert measured("2027-08", resting_on(1, "2027-06") | {"conditions": conditions}) == ["2027-08"]


@pytest.mark.parametrize(
    ("texte_id", "first", "freezes"),
    [
        ("guadeloupe-generalisation-2022", "2027-02", True),
        ("guadeloupe-generalisation-2022", "2027-03", False),
        ("ara-generalisation-2025", "2026-01", False),
    ],
)
def test_a_text_that_may_be_read_at_every_month_end_reads_since_the_first_measure(texte_id, first, freezes, measured):
    record = resting_on(1, "2028-06") | {"texte": {"texte_id": texte_id}, "projet": {"premiere_mesure": first}}
    assert measured("2028-08", record) == (["2028-08"] if freezes else [])


def test_the_record_of_a_decision_says_what_a_freeze_looks_at(sample_workspace):
    run(sample_workspace)
    months = set()
    for path in (sample_workspace / "decisions" / MONTH).glob("*.json"):
        record = json.loads(path.read_text(encoding="utf-8"))
        months |= {file["mois"] for file in record["preuves"]["depots"]}
        assert all(len(pair) == 2 for pair in record["conditions"]["lignes_rejetees"])
        assert record["projet"]["premiere_mesure"]
        assert record["texte"]["texte_id"]
    assert {*PURGED, MONTH} <= months
    assert months_to_freeze(load_settings(sample_workspace), {"2026-01"}) == [MONTH]
    assert months_to_freeze(load_settings(sample_workspace), set()) == []
