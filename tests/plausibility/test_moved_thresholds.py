"""The cases of `tests/cases/plausibilite` hold each threshold from both sides: moved by a step, a case notices."""

from __future__ import annotations

from pathlib import Path

import pytest

import flows.plausibility
from contracts.plausibility import KNOWN
from flows.texts import load_all_texts
from tests.cases.case_files import case_files
from tests.cases.case_runner import Deposited
from tests.plausibility.thresholds import rewritten, value_of

CASES = [case for file in case_files() if file.name.startswith("plausibilite/") for case in file.cases]
STEPS = {"part": "0.05", "points": "0.05"}
"""How far a threshold moves; the others by one."""

SAME = {("delai_depasse", "jours", -1)}
"""A delay is not passed on its last day, whatever the threshold."""

MOVES = [
    pytest.param(code, nom, way, id=f"{code}-{nom}-{'plus' if way > 0 else 'moins'}")
    for code, known in KNOWN.items()
    for nom in known.seuils
    for way in (-1, 1)
    if (code, nom, way) not in SAME
]


def wrong(folder: Path) -> list[str]:
    """The cases that find something else than they expect."""
    places = (folder / f"espace-{rank}" for rank in range(len(CASES)))
    deposited = Deposited(CASES, load_all_texts(), lambda: next(places))
    return [case.nom for case in CASES if deposited.differ(case)]


def test_there_are_cases_for_every_signal():
    expected = {word for case in CASES for key in ("controles", "controles_du_projet") for word in case.attendu.get(key, [])}
    named = {word.removeprefix("A ").split(" ")[0] for word in expected}
    assert set(KNOWN) <= named


@pytest.mark.long
@pytest.mark.parametrize(("code", "nom", "way"), MOVES)
def test_a_case_notices_when_a_threshold_moves(code, nom, way, tmp_path, monkeypatch):
    step = value_of(STEPS.get(nom, "1"))
    path = rewritten(tmp_path / "seuils.toml", lambda at, name, value: value + way * step if (at, name) == (code, nom) else value)
    monkeypatch.setattr(flows.plausibility, "THRESHOLDS", path)
    assert wrong(tmp_path)
