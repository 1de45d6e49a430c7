"""What the state of a run tells a person, and the names that keep two workspaces apart."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from contracts.failures import UsageError
from flows.prefect_artifacts import to_do_rows
from flows.prefect_names import key_of, region_name, region_name_if_any
from flows.prefect_states import final_state, late_state, stopped_state
from flows.request import RunReport
from flows.settings import load_settings

DECISION = {
    "mois": "2026-06",
    "projet_id": "P1",
    "decision": "liberer",
    "provisoire": False,
    "sensible_a_la_lecture": False,
    "montant_libere": Decimal("0.00"),
    "motif": None,
    "version": 1,
    "nouvelle": True,
}
REFUSED = {"chemin": "2026-06/x.csv", "motif": "encodage", "message": "Illisible."}
EMPTY = RunReport(month="2026-06", decisions=[], deposits={}, refused=[], written=[], signals=[], next_steps=[])


def report(*decisions: str, refused: int = 0) -> RunReport:
    """A report of these decisions, for projects P0, P1…"""
    made = [{**DECISION, "projet_id": f"P{rank}", "decision": decision} for rank, decision in enumerate(decisions)]
    return replace(EMPTY, decisions=made, refused=[REFUSED] * refused)


@pytest.mark.parametrize(
    ("done", "name", "words"),
    [
        (report("liberer"), "Completed", "2026-06 publié (1 décision). Rien à traiter."),
        (report(), "Completed", "2026-06 publié (aucune décision). Rien à traiter."),
        (report("liberer", "a_instruire"), "À instruire", "par une personne : 1 décision à instruire (P1)."),
        (report("liberer", refused=2), "Dépôts refusés", "par une personne : 2 fichiers refusés en entier."),
        (report("a_instruire", refused=1), "À instruire", "1 décision à instruire (P0) ; 1 fichier refusé en entier."),
        (report(*["a_instruire"] * 10), "À instruire", "10 décisions à instruire (P0, P1, P2, P3, P4, P5, P6, P7 et 2 autres)."),
        (report(*["a_instruire"] * 9), "À instruire", "(P0, P1, P2, P3, P4, P5, P6, P7 et 1 autre)."),
    ],
)
def test_the_last_state_says_whether_a_person_is_needed(done, name, words):
    state = final_state(done, strict=False)
    assert (state.is_completed(), state.name) == (True, name)
    assert state.message.endswith(words)
    strict = final_state(done, strict=True)
    assert (strict.name, strict.is_failed()) == (("Completed", False) if name == "Completed" else ("Failed", True))
    assert state.message in strict.message


def test_the_watch_has_states_of_its_own():
    on_time = late_state("Bretagne", [], today="11/07/2026")
    late = late_state("Bretagne", ["2026-05", "2026-06"], today="11/07/2026")
    assert (on_time.is_completed(), on_time.name) == (True, "À jour")
    assert (late.is_failed(), late.name) == (True, "En retard")
    assert late.message == "Bretagne : en retard au 11/07/2026 : 2026-05, 2026-06."
    assert stopped_state(UsageError("Corrigez.")).message == "Corrigez."


def test_what_is_to_be_done_is_listed_and_nothing_is_said():
    assert to_do_rows(report("liberer")) == [("Rien", "", "")]
    assert [what for what, _why, _how in to_do_rows(report("liberer", "a_instruire", refused=1))] == ["P1", "2026-06/x.csv"]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (["decisions", "Auvergne-Rhône-Alpes"], "decisions-auvergne-rhone-alpes"),
        (["fichiers-refuses", "Provence, Alpes & Côte d'Azur "], "fichiers-refuses-provence-alpes-cote-d-azur"),
        (["decisions", "…"], "decisions"),
    ],
)
def test_keys_have_only_the_letters_prefect_admits(words, key):
    assert key_of(*words) == key


@pytest.mark.parametrize("named", ["", 'nom = "…"'])
def test_two_workspaces_without_a_name_have_two(named, tmp_path):
    names = set()
    for place in ("nord", "sud"):
        workspace = tmp_path / place / "espace"
        workspace.mkdir(parents=True)
        (workspace / "cibles.toml").write_text(named, encoding="utf-8")
        names.add(region_name(load_settings(workspace)))
        assert region_name_if_any(workspace) in names
    assert len(names) == 2
    assert all(re.fullmatch(r"espace [0-9a-f]{6}", name) for name in names)


def test_a_workspace_whose_settings_are_wrong_has_a_name_all_the_same(tmp_path):
    (tmp_path / "cibles.toml").write_text("inconnue = 1", encoding="utf-8")
    assert re.fullmatch(r".+ [0-9a-f]{6}", region_name_if_any(tmp_path))
