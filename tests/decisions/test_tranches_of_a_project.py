"""A text that pays tranche after tranche: which tranche is verified, on whose rows, for which papers, and what follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from contracts.rulebook import Target
from tests.decisions.facts_by_hand import source
from tests.decisions.rows_by_hand import ARA, MOIS, TEXTS, project, row, unknown
from transforms.decisions.balance import balance_of, next_tranche, tranche_amounts
from transforms.decisions.decide import Signals
from transforms.decisions.project import ProjectResult, project_result
from transforms.decisions.schedule import schedule
from transforms.decisions.tranches import TrancheState, tranche_state
from transforms.measures.perimeter import ProjectScope, Tranche
from transforms.measures.plan import Measured
from transforms.measures.readings import DEFAULT, EACH_ESTABLISHMENT
from transforms.measures.rows import ProjectRows
from transforms.measures.verdicts import Measure, Pair

NATIONAL = replace(
    TEXTS["national-2021"],
    indicateurs=tuple(
        replace(TEXTS["national-2021"].rule(code), cible=Target(unit, Decimal(value), source("c")))
        for code, unit, value in (("dossiers_actifs", "part", "0.9"), ("mssante", "nombre", "10"))
    ),
)
PILOT_PAPERS = frozenset({"demonstration", "preuve_integration"})
TRANCHES = (Tranche("pilote", date(2026, 1, 1), 10), Tranche("vague 1", date(2026, 3, 1), 30), Tranche("vague 2", None, 60))
MEMBERS = {"A": "pilote", "B": "vague 1", "C": "vague 2"}
FULL = {"dossiers_actifs": (9, 10), "mssante": (10, None)}


def figures(n: int, d: int | None) -> Measure:
    return Measure("sans_cible", None, (Pair(n, d),))


def rows_of(said: dict[str, dict[str, Measure]]) -> ProjectRows:
    return {
        (letter, rule.indicateur): {
            DEFAULT: row(NATIONAL, letter, rule.indicateur, measures.get(rule.indicateur, figures(*FULL[rule.indicateur])))
        }
        for letter, measures in said.items()
        for rule in NATIONAL.indicateurs
    }


def decided(
    said: dict[str, dict[str, Measure]],
    *,
    tranches: tuple[Tranche, ...] = TRANCHES,
    members: dict[str, str | None] = MEMBERS,
    received: frozenset[str] = PILOT_PAPERS,
    end: date | None = date(2026, 6, 30),
    lecture: str | None = None,
) -> ProjectResult:
    projet = {"projet_id": "P", "montant_subvention": Decimal("100000.01"), "date_fin_deploiement": end}
    found = tuple(Measured("P", NATIONAL, letter, None, MOIS, None, (MOIS,), tranche=members[letter]) for letter in said)
    return project_result(ProjectScope(projet, NATIONAL, found, tranches), MOIS, rows_of(said), Signals(), received, lecture)


LOW = {"mssante": figures(9, None)}


def test_a_result_keeps_what_it_was_made_of():
    found = decided({"A": {}}, end=date(2026, 7, 1))
    assert (found.mois, found.projet["projet_id"], found.projet_id, found.lecture) == (MOIS, "P", "P", DEFAULT)
    assert (found.provisoire, found.signals, found.part_solde) == (True, Signals(), None)
    assert (found.outcome.decision, found.sensitive) == ("liberer", ())
    assert (found.montant_subvention, found.montant_solde, found.montant_libere) == (
        Decimal("100000.01"),
        Decimal("30000.00"),
        Decimal("30000.00"),
    )


@pytest.mark.parametrize(
    ("said", "tranche", "decision", "balance"),
    [
        ({"A": {}}, "pilote", "liberer", "30000.00"),
        ({"A": LOW}, "pilote", "ne_pas_liberer", "30000.00"),
        ({"A": {}, "B": LOW}, "vague 1", "ne_pas_liberer", "60000.01"),
        ({"A": LOW, "B": {}}, "vague 1", "liberer", "60000.01"),
        ({"A": LOW, "C": LOW}, "pilote", "ne_pas_liberer", "30000.00"),
        ({"B": {"dossiers_actifs": unknown("source_absente")}, "A": {}}, "vague 1", "a_instruire", "60000.01"),
    ],
)
def test_the_last_tranche_begun_decides_alone(said, tranche, decision, balance):
    found = decided(said)
    assert (found.tranche, found.outcome.decision, found.montant_solde) == (tranche, decision, Decimal(balance))
    assert found.montant_libere == (Decimal(balance) if decision == "liberer" else Decimal("0.00"))
    assert {letter for letter, _ in found.decided} == {letter for letter in said if MEMBERS[letter] == tranche}
    assert {letter for letter, _ in found.rows} == set(said)
    assert found.tranches is not None
    assert found.tranches.tranches == TRANCHES


SAME_DAY = tuple(replace(tranche, debut=date(2026, 1, 1)) for tranche in TRANCHES)


@pytest.mark.parametrize(
    ("said", "tranche"),
    [
        ({"A": {}, "B": {}, "C": {}}, "vague 2"),
        ({"A": {}, "B": LOW, "C": LOW}, "vague 1"),
        ({"A": LOW, "B": {}, "C": {}}, "pilote"),
        ({"A": {}, "B": {"dossiers_actifs": unknown("source_absente")}, "C": {}}, "vague 1"),
        ({"A": {}, "B": {rule.indicateur: Measure("exemptee", "dispense") for rule in NATIONAL.indicateurs}, "C": {}}, "vague 1"),
    ],
)
def test_of_tranches_begun_together_the_first_not_met_is_verified(said, tranche):
    """Nothing measured is not met."""
    assert decided(said, tranches=SAME_DAY).tranche == tranche


def test_tranches_begun_together_are_met_or_not_under_the_reading():
    said = {"A": {"dossiers_actifs": figures(90, 100)}, "B": {}}
    rows = rows_of(said)
    low = row(NATIONAL, "A", "dossiers_actifs", Measure("non_atteinte", None, (Pair(1, 100),)))
    rows["A", "dossiers_actifs"][EACH_ESTABLISHMENT] = low
    projet = {"projet_id": "P", "montant_subvention": None, "date_fin_deploiement": None}
    found = tuple(Measured("P", NATIONAL, letter, None, MOIS, None, (MOIS,), tranche=MEMBERS[letter]) for letter in said)
    scope = ProjectScope(projet, NATIONAL, found, SAME_DAY)
    default = project_result(scope, MOIS, rows, Signals(), PILOT_PAPERS, None)
    each = project_result(scope, MOIS, rows, Signals(), PILOT_PAPERS, EACH_ESTABLISHMENT)
    assert (default.tranche, default.outcome.decision) == ("vague 1", "liberer")
    assert (each.tranche, each.outcome.decision) == ("pilote", "ne_pas_liberer")
    assert (default.montant_solde, default.provisoire) == (None, True)


@pytest.mark.parametrize(
    ("said", "received", "motif"),
    [
        ({"A": {}}, PILOT_PAPERS, None),
        ({"A": {}}, PILOT_PAPERS - {"demonstration"}, "pieces_manquantes"),
        ({"A": {}, "B": {}}, frozenset(), None),
    ],
)
def test_papers_are_those_of_the_tranche_verified(said, received, motif):
    found = decided(said, received=received)
    assert found.outcome.motif == motif
    assert found.signals.missing_papers == (("demonstration",) if motif else ())


def test_a_project_without_begun_tranche_is_empty_and_waits_for_the_first():
    found = decided({})
    assert (found.tranche, found.outcome.motif, found.montant_solde) == (None, "perimetre_vide", Decimal("10000.00"))


def test_a_project_that_names_no_tranche_is_one():
    found = decided({"A": {}}, tranches=(Tranche(None, None, 1),), members={"A": None}, received=frozenset())
    assert (found.tranche, found.outcome.decision, found.montant_solde) == (None, "liberer", Decimal("0.00"))
    assert found.tranches is not None
    assert found.tranches.verifiee == 0


def test_another_text_has_no_tranche():
    projet = {"projet_id": "P", "montant_subvention": None, "date_fin_deploiement": None}
    scope = ProjectScope(projet, ARA, (), (Tranche(None, None, 1),))
    found = project_result(scope, MOIS, project(ARA, {"A": {}}), Signals(), frozenset(), None)
    assert (found.tranches, found.tranche) == (None, None)
    assert found.decided == found.rows != {}


def test_which_tranche_is_verified():
    def verified(begun: set[str], *unmet: str, tranches: tuple[Tranche, ...] = TRANCHES) -> int | None:
        return tranche_state(tranches, begun, lambda nom: nom not in unmet).verifiee

    assert verified(set()) is None
    assert verified({"pilote", "vague 1", "vague 2"}) == 1
    assert verified({"pilote", "vague 2"}) == 0
    assert verified({"vague 2"}) == 2
    assert verified({"pilote", "vague 1"}, "pilote") == 1
    assert verified({"pilote", "vague 1"}, "pilote", "vague 1", tranches=SAME_DAY) == 0
    assert verified({"vague 1", "vague 2"}, "vague 2", tranches=SAME_DAY) == 2
    assert tranche_state(list(TRANCHES), set(), bool).tranches == TRANCHES


# Amounts


def state(verifiee: int | None, *numbers: int) -> TrancheState:
    return TrancheState(tuple(Tranche(f"t{rank}", None, number) for rank, number in enumerate(numbers)), verifiee)


@pytest.mark.parametrize(
    ("numbers", "amounts"),
    [
        ((1, 1, 1), ["33.34", "33.33", "33.33"]),
        ((10, 30, 60), ["10.00", "30.00", "60.00"]),
        ((0, 5), ["0.00", "100.00"]),
        ((0, 0, 0), ["100.00", "0.00", "0.00"]),
        ((0,), ["100.00"]),
    ],
)
def test_a_grant_is_shared_between_tranches(numbers, amounts):
    """ "A register that counts nobody leaves the whole to the first tranche"."""
    assert tranche_amounts(Decimal("100.00"), state(0, *numbers)) == [Decimal(amount) for amount in amounts]


@pytest.mark.parametrize(("verifiee", "amount"), [(None, "10.00"), (0, "30.00"), (1, "60.00"), (2, "0.00")])
def test_what_follows_the_tranche_verified(verifiee, amount):
    found = next_tranche(Decimal("100.00"), state(verifiee, 10, 30, 60))
    assert str(found) == amount
    assert balance_of(Decimal("100.00"), NATIONAL, state(verifiee, 10, 30, 60)) == Decimal(amount)


def test_nothing_follows_where_there_is_no_tranche():
    assert str(next_tranche(Decimal("100.00"), state(None))) == "0.00"
    assert balance_of(Decimal("100.00"), NATIONAL, None) is None
    assert balance_of(None, NATIONAL, state(0, 1, 1)) is None


@pytest.mark.parametrize("decision", ["liberer", "ne_pas_liberer", "a_instruire"])
def test_the_first_tranche_waits_for_no_decision(decision):
    """None has begun: the first is paid under the convention, the others are locked."""
    projet = {"montant_subvention": Decimal("100.00"), "date_convention": date(2026, 1, 1)}
    dues = schedule(NATIONAL, projet, MOIS, decision, True, None, frozenset(), state(None, 1, 1))
    assert [(due.etat, due.motif, due.montant_du) for due in dues] == [
        ("du", None, Decimal("50.00")),
        ("bloque", "tranche_non_debloquee", Decimal("0.00")),
    ]
