"""The decision of a project: the table of verdicts, what makes a release wait, and the readings that would change it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import pytest

from tests.decisions.rows_by_hand import ARA, EXEMPT, GUADELOUPE, MET, MISSED, project, unknown
from transforms.decisions.decide import RELEASE_BLOCKERS, Outcome, Signals, decide, sensitive_to
from transforms.measures.readings import DEFAULT
from transforms.measures.verdicts import Measure, Pair

NOTHING = Signals()
VERDICTS = {"atteinte": MET, "non_atteinte": MISSED, "indeterminee": unknown("source_absente"), "exemptee": EXEMPT}


def expected(verdicts: tuple[str, ...]) -> str:
    """The table, in words of the rule; the four other targets of each establishment are met."""
    if "non_atteinte" in verdicts:
        return "ne_pas_liberer"
    return "a_instruire" if "indeterminee" in verdicts else "liberer"


@pytest.mark.parametrize("verdicts", list(product(VERDICTS, repeat=3)))
def test_one_indicator_in_three_establishments(verdicts):
    rows = project(ARA, {letter: {"dmp": VERDICTS[verdict]} for letter, verdict in zip("ABC", verdicts, strict=True)})
    assert decide(rows, ARA, NOTHING, DEFAULT).decision == expected(verdicts)


@pytest.mark.parametrize("verdicts", list(product(VERDICTS, repeat=2)))
def test_two_indicators_in_one_establishment(verdicts):
    rows = project(ARA, {"A": dict(zip(("mssante", "dmp"), (VERDICTS[verdict] for verdict in verdicts), strict=True))})
    assert decide(rows, ARA, NOTHING, DEFAULT).decision == expected(verdicts)


@pytest.mark.parametrize("indicateur", [rule.indicateur for rule in GUADELOUPE.indicateurs])
@pytest.mark.parametrize("measure", [MISSED, unknown("source_absente")])
def test_only_indicators_with_a_target_enter(indicateur, measure):
    rows = project(GUADELOUPE, {"A": {indicateur: measure}})
    released = decide(rows, GUADELOUPE, NOTHING, DEFAULT).decision == "liberer"
    assert released is (GUADELOUPE.rule(indicateur).cible is None)


def test_motifs_of_what_is_unknown_are_listed_once_in_a_fixed_order():
    reasons = ["source_absente", "couverture_partielle", "source_absente"]
    rows = project(ARA, {letter: {"dmp": unknown(reason)} for letter, reason in zip("ABC", reasons, strict=True)})
    assert decide(rows, ARA, NOTHING, DEFAULT) == Outcome("a_instruire", ("couverture_partielle", "source_absente"))


def test_a_miss_hides_what_is_unknown():
    rows = project(ARA, {"A": {"dmp": MISSED}, "B": {"dmp": unknown("source_absente")}})
    assert decide(rows, ARA, NOTHING, DEFAULT) == Outcome("ne_pas_liberer", ("cibles_non_atteintes",))


def test_nothing_measured_releases_nothing():
    exempt = {rule.indicateur: EXEMPT for rule in ARA.indicateurs}
    assert decide({}, ARA, NOTHING, DEFAULT) == Outcome("a_instruire", ("perimetre_vide",))
    assert decide(project(ARA, {"A": exempt}), ARA, NOTHING, DEFAULT) == Outcome("a_instruire", ("aucune_cible_mesuree",))


def test_an_outcome_says_its_motifs_as_one_text():
    assert Outcome("liberer").motif is None
    assert Outcome("a_instruire", ("pieces_manquantes", "declaratif")).motif == "pieces_manquantes, declaratif"


DECLARED = Measure("atteinte", None, (Pair(9, 10),), source="declaree")
WAITS = {
    "pieces_manquantes": {"missing_papers": ("etat_recapitulatif_depenses",)},
    "lignes_rejetees": {"rejected": frozenset({("A", "2026-06")})},
    "essms_a_verifier": {"to_check": frozenset({"A"})},
    "declaratif": {},
}


def with_waits(motifs: tuple[str, ...], measure: Measure) -> Outcome:
    signals = Signals(**{name: value for motif in motifs for name, value in WAITS[motif].items()})
    declared = {"evenements_agenda": DECLARED} if "declaratif" in motifs else {}
    return decide(project(ARA, {"A": declared | {"dmp": measure}}), ARA, signals, DEFAULT)


EVERY_WAIT = [motifs for size in range(1, 5) for motifs in combinations(RELEASE_BLOCKERS, size)]


@pytest.mark.parametrize("motifs", EVERY_WAIT, ids="+".join)
def test_what_makes_a_release_wait_is_said_in_order(motifs):
    assert with_waits(motifs, MET) == Outcome("a_instruire", motifs)


def test_the_order_of_what_waits():
    assert with_waits(tuple(WAITS), MET).motif == "pieces_manquantes, lignes_rejetees, essms_a_verifier, declaratif"


@pytest.mark.parametrize("motifs", EVERY_WAIT, ids="+".join)
def test_nothing_makes_a_refusal_wait(motifs):
    assert with_waits(motifs, MISSED) == Outcome("ne_pas_liberer", ("cibles_non_atteintes",))


@pytest.mark.parametrize("motifs", EVERY_WAIT, ids="+".join)
def test_what_is_unknown_is_said_before_what_waits(motifs):
    assert with_waits(motifs, unknown("source_absente")) == Outcome("a_instruire", ("source_absente",))


@pytest.mark.parametrize(("mois", "waits"), [("2026-03", False), ("2026-04", True), ("2026-06", True), ("2026-07", False)])
def test_rows_set_aside_count_in_the_months_of_the_window(mois, waits):
    signals = Signals(rejected=frozenset({("A", mois)}))
    decision = decide(project(ARA, {"A": {}}), ARA, signals, DEFAULT).decision
    assert (decision == "a_instruire") is waits


def test_signals_about_other_establishments_do_not_count():
    signals = Signals(rejected=frozenset({("Z", "2026-06")}), to_check=frozenset({"Z"}))
    assert decide(project(ARA, {"A": {}}), ARA, signals, DEFAULT).decision == "liberer"


def test_an_exempt_declared_count_does_not_wait():
    declared = replace(EXEMPT, source="declaree")
    assert decide(project(ARA, {"A": {"mssante": declared}}), ARA, NOTHING, DEFAULT).decision == "liberer"


def test_a_text_may_accept_declared_counts():
    accepting = replace(ARA, declaratif_accepte=True)
    rows = project(accepting, {"A": {"evenements_agenda": DECLARED}})
    assert decide(rows, ARA, NOTHING, DEFAULT).decision == "a_instruire"
    assert decide(rows, accepting, NOTHING, DEFAULT).decision == "liberer"


def test_a_reading_decides_on_its_own_rows():
    rows = project(ARA, {"A": {"dossiers_actifs": {"annuelle": MISSED}, "dmp": {"presents": unknown("denominateur_nul")}}})
    assert decide(rows, ARA, NOTHING, DEFAULT).decision == "liberer"
    assert decide(rows, ARA, NOTHING, "annuelle").decision == "ne_pas_liberer"
    assert decide(rows, ARA, NOTHING, "presents").decision == "a_instruire"
    assert decide(rows, ARA, NOTHING, "douze_mois").decision == "liberer"


def test_readings_that_would_change_the_decision_are_named():
    rows = project(ARA, {"A": {"dossiers_actifs": {"annuelle": MISSED}, "dmp": {"presents": unknown("denominateur_nul")}}})
    assert sensitive_to(rows, ARA, NOTHING, DEFAULT) == ("annuelle", "presents")
    assert sensitive_to(rows, ARA, NOTHING, "annuelle")[0] == DEFAULT
    assert "annuelle" not in sensitive_to(rows, ARA, NOTHING, "annuelle")


def test_a_decision_that_no_reading_changes_is_not_sensitive():
    assert sensitive_to(project(ARA, {"A": {}}), ARA, NOTHING, DEFAULT) == ()
    missing = Signals(missing_papers=("etat_recapitulatif_depenses",))
    assert sensitive_to(project(ARA, {"A": {}}), ARA, missing, DEFAULT) == ()
