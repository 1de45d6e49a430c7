"""A balance paid pro rata: equal shares, capped results, what keeps it from being paid, and properties on any project."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.register import schema_of
from contracts.rulebook import IndicatorRule, Rulebook, Target
from tests.decisions.rows_by_hand import MOIS, TEXTS, row
from transforms.decisions.decide import Signals
from transforms.decisions.project import ProjectResult, project_result
from transforms.decisions.schedule import schedule
from transforms.measures.perimeter import ProjectScope
from transforms.measures.project_text import text_for_project
from transforms.measures.readings import DEFAULT, EACH_ESTABLISHMENT
from transforms.measures.verdicts import Measure, Pair, conclude

GRAND_EST = TEXTS["grand-est-amorcage-2021"]
RATES = ("dossiers_actifs", "projets_personnalises", "evenements_agenda")
COUNTS = ("mssante", "dmp", "e_prescription", "e_parcours")
INVOICE = frozenset({"facture_fin_deploiement"})


def text_of(evaluations: dict[str, str]) -> Rulebook:
    """The text with these criteria, in this order: what the register gives (`as_registered`), made without a table."""
    return replace(GRAND_EST, indicateurs=tuple(bound(GRAND_EST.rule(code), value) for code, value in evaluations.items()))


def bound(rule: IndicatorRule, value: str) -> IndicatorRule:
    percent = rule.mesure == "taux"
    target = Target("part" if percent else "nombre", Decimal(value) / (100 if percent else 1), rule.par_projet)
    return replace(rule, cible=target)


def as_registered(evaluations: dict[str, str], impossible: tuple[str, ...] = ()) -> Rulebook:
    """The text with these criteria, as the register says them."""
    rows = [
        {"ligne": 2 + rank, "projet_id": "P", "indicateur": code, "evaluation": Decimal(value), "motif": None}
        | {"statut": "impossible" if code in impossible else "retenu"}
        for rank, (code, value) in enumerate(evaluations.items())
    ]
    return text_for_project(GRAND_EST, pl.DataFrame(rows, schema=schema_of("criteres"), orient="row"))


EVALUATIONS = {"dossiers_actifs": "90", "projets_personnalises": "80", "evenements_agenda": "90", "mssante": "40", "dmp": "30"}
FIVE = text_of(EVALUATIONS)


def full(texte: Rulebook) -> dict[str, Measure]:
    """Figures that fill every criterion."""
    return {rule.indicateur: measured(*((100, 100) if rule.mesure == "taux" else (10**6, None))) for rule in texte.indicateurs}


def measured(n: int, d: int | None, **more: object) -> Measure:
    """The row of one establishment, which has no target of its own."""
    return conclude(Measure("", None, (Pair(n, d),), **more), None, ratio=d is not None)


def decided(
    texte: Rulebook,
    said: dict[str, dict[str, Measure]],
    grant: str | None = "750000",
    received: frozenset[str] = INVOICE,
    lecture: str | None = None,
) -> ProjectResult:
    """The decision of a project of these establishments; an indicator that is not said is full."""
    rows = {}
    for letter, measures in said.items():
        for rule in texte.indicateurs:
            default = row(texte, letter, rule.indicateur, (full(texte) | measures)[rule.indicateur])
            rows[letter, rule.indicateur] = {DEFAULT: default}
            if rule.mesure == "taux":
                each = conclude(default.measure, rule.cible, pro_rata=True) if default.measure.choices else default.measure
                rows[letter, rule.indicateur][EACH_ESTABLISHMENT] = replace(default, measure=each, cible=rule.cible)
    projet = {
        "projet_id": "P",
        "montant_subvention": Decimal(grant) if grant is not None else None,
        "date_fin_deploiement": date(2026, 6, 30),
        "date_convention": date(2021, 5, 1),
    }
    return project_result(ProjectScope(projet, texte, ()), MOIS, rows, Signals(), received, lecture)


def amounts(found: ProjectResult) -> dict[str, str]:
    return {critere.rule.indicateur: str(one.montant_libere) for critere, one in zip(found.criteres, found.money, strict=True)}


def test_thirty_essms_of_the_call():
    """750 k€: balance 150 k€, 30 k€ per criterion; 80 % of one evaluation, the others full: 144 k€."""
    found = decided(FIVE, {"A": {"projets_personnalises": measured(64, 100)}})
    assert (found.outcome.decision, found.montant_solde) == ("liberer_partiellement", Decimal("150000.00"))
    assert amounts(found)["projets_personnalises"] == "24000.00"
    assert found.montant_libere == Decimal("144000.00")


@pytest.mark.parametrize(
    ("n", "decision", "amount"),
    [(80, "liberer", "30000.00"), (79, "liberer_partiellement", "29625.00"), (81, "liberer", "30000.00")],
)
def test_both_sides_of_an_evaluation(n, decision, amount):
    found = decided(FIVE, {"A": {"projets_personnalises": measured(n, 100)}})
    assert (found.outcome.decision, amounts(found)["projets_personnalises"]) == (decision, amount)


@pytest.mark.parametrize(("messages", "amount"), [(40, "30000.00"), (39, "29250.00"), (41, "30000.00"), (0, "0.00")])
def test_both_sides_of_a_number(messages, amount):
    found = decided(FIVE, {"A": {"mssante": measured(messages, None)}})
    assert amounts(found)["mssante"] == amount


def test_nothing_earned_is_a_refusal():
    nothing = {rule.indicateur: measured(0, 100 if rule.mesure == "taux" else None) for rule in FIVE.indicateurs}
    found = decided(FIVE, {"A": nothing})
    assert (found.outcome.decision, found.outcome.motif, found.montant_libere) == (
        "ne_pas_liberer",
        "cibles_non_atteintes",
        Decimal("0.00"),
    )


def test_a_part_smaller_than_a_cent_is_still_a_part():
    nothing = {rule.indicateur: measured(0, 100 if rule.mesure == "taux" else None) for rule in FIVE.indicateurs}
    found = decided(FIVE, {"A": nothing | {"mssante": measured(1, None)}}, grant="1.00")
    assert (found.outcome.decision, found.montant_libere) == ("liberer_partiellement", Decimal("0.00"))


def test_an_impossible_criterion_leaves_the_split():
    assert as_registered(EVALUATIONS) == FIVE
    texte = as_registered(EVALUATIONS, ("dmp",))
    found = decided(texte, {"A": {}})
    assert [str(one.montant_maximum) for one in found.money] == ["37500.00"] * 4
    assert [critere.rule.indicateur for critere in found.criteres] == [*RATES, "mssante"]


def test_odd_cents_go_to_the_first_criteria_of_the_register():
    found = decided(FIVE, {"A": {}}, grant="131417.13")
    assert [str(one.montant_maximum) for one in found.money] == ["5256.69"] * 3 + ["5256.68"] * 2
    assert found.montant_libere == found.montant_solde == Decimal("26283.43")


@pytest.mark.parametrize(
    ("measure", "motif"),
    [
        (Measure("indeterminee", "source_absente"), "source_absente"),
        (Measure("indeterminee", "effectif_incoherent", (Pair(5, 4),), coherent=False), "effectif_incoherent"),
        (measured(0, 0), None),
    ],
)
def test_one_establishment_that_cannot_be_measured(measure, motif):
    """A missing source or an incoherent roll stops the payment; "a zero denominator only adds nothing"."""
    found = decided(FIVE, {"A": {}, "B": {"dossiers_actifs": measure}})
    assert found.outcome.motif == motif
    assert found.montant_libere == (Decimal("0.00") if motif else found.montant_solde)
    assert [one.montant_libere for one in found.money] == ([Decimal("0.00")] * 5 if motif else [Decimal("30000.00")] * 5)


def test_a_zero_denominator_everywhere_stops_the_payment():
    found = decided(FIVE, {letter: {"dossiers_actifs": measured(0, 0)} for letter in "AB"})
    assert (found.outcome.decision, found.outcome.motif) == ("a_instruire", "denominateur_nul")


@pytest.mark.parametrize(("n", "decision"), [(40, "liberer"), (39, "a_instruire")])
def test_an_uncovered_month_only_stops_what_is_not_full(n, decision):
    found = decided(FIVE, {"A": {"mssante": measured(n, None, covered=False)}})
    assert (found.outcome.decision, found.outcome.motif) == (decision, None if n == 40 else "couverture_partielle")


@pytest.mark.parametrize(
    ("known", "best", "motif"), [(90, 95, None), (89, 90, "extraction_tardive"), (10, 11, "extraction_tardive"), (10, 10, None)]
)
def test_late_extraction_stops_what_it_could_change(known, best, motif):
    """Not only across the evaluation: any other capped ratio is another amount."""
    late = Measure("sans_cible", None, (Pair(known, 100), Pair(best, 100), Pair(known, 100)))
    found = decided(FIVE, {"A": {"dossiers_actifs": late}})
    assert (found.outcome.motif == "extraction_tardive") is (motif is not None)


def test_missing_papers_hold_a_partial_release():
    found = decided(FIVE, {"A": {"mssante": measured(20, None)}}, received=frozenset())
    assert (found.outcome.decision, found.outcome.motif, found.montant_libere) == (
        "a_instruire",
        "pieces_manquantes",
        Decimal("0.00"),
    )


def test_read_establishment_by_establishment_the_furthest_behind_gives_the_result():
    said = {"A": {"projets_personnalises": measured(100, 100)}, "B": {"projets_personnalises": measured(60, 100)}}
    assert decided(FIVE, said).outcome.decision == "liberer"
    assert decided(FIVE, said).sensitive == ("chaque_essms",)
    found = decided(FIVE, said, lecture="chaque_essms")
    assert (amounts(found)["projets_personnalises"], found.lecture) == ("22500.00", "chaque_essms")
    assert amounts(found)["mssante"] == "30000.00"


@pytest.mark.parametrize("lecture", [None, "ensemble", "fenetre"])
def test_the_scope_of_the_text_is_its_default_reading(lecture):
    assert decided(FIVE, {"A": {}}, lecture=lecture).lecture == DEFAULT


@st.composite
def projects(draw) -> tuple[dict[str, str], dict[str, dict[str, Measure]], str]:
    """Evaluations by criterion, figures by establishment, grant."""
    chosen = draw(st.lists(st.sampled_from(COUNTS), min_size=2, unique=True))
    evaluations = {code: str(draw(st.integers(1, 100))) for code in draw(st.permutations([*RATES, *chosen]))}
    texte = text_of(evaluations)
    said = {
        letter: {
            rule.indicateur: measured(n, draw(st.integers(n, 200)) if rule.mesure == "taux" else None)
            for rule in texte.indicateurs
            for n in [draw(st.integers(0, 120))]
        }
        for letter in "ABCD"[: draw(st.integers(1, 4))]
    }
    return evaluations, said, str(Decimal(draw(st.integers(0, 10**9))) / 100)


@given(projects())
def test_what_is_released_never_exceeds_the_balance_nor_the_balance_the_grant(project):
    evaluations, said, grant = project
    texte = text_of(evaluations)
    found = decided(texte, said, grant)
    assert 0 <= found.montant_libere <= found.montant_solde <= Decimal(grant)
    assert all(0 <= one.montant_libere <= one.montant_maximum for one in found.money)


@given(projects())
def test_parts_add_to_the_whole(project):
    evaluations, said, grant = project
    texte = text_of(evaluations)
    found = decided(texte, said, grant)
    assert sum(one.montant_maximum for one in found.money) == found.montant_solde
    assert sum(one.montant_libere for one in found.money) == found.montant_libere
    assert sum(one.poids for one in found.money) == 1
    dues = schedule(texte, found.projet, MOIS, found.outcome.decision, False, found.montant_libere, INVOICE, None)
    assert sum(due.montant for due in dues) == Decimal(grant)


@given(projects())
def test_each_amount_is_the_exact_result_over_the_evaluation(project):
    evaluations, said, grant = project
    texte = text_of(evaluations)
    found = decided(texte, said, grant)
    if found.outcome.decision == "a_instruire":
        return
    for critere, one in zip(found.criteres, found.money, strict=True):
        rows = [measures[critere.rule.indicateur] for measures in said.values()]
        due = Fraction(critere.rule.cible.valeur)
        if critere.rule.mesure == "taux":
            due *= sum(measure.denominateur for measure in rows if measure.denominateur)
            rows = [measure for measure in rows if measure.denominateur]
        share = min(Fraction(1), sum(measure.numerateur for measure in rows) / due)
        assert one.montant_libere == Decimal(int(Fraction(one.montant_maximum) * 100 * share)) / 100


@given(projects())
def test_the_order_of_establishments_changes_nothing(project):
    evaluations, said, grant = project
    texte = text_of(evaluations)
    turned = decided(texte, dict(reversed(said.items())), grant)
    found = decided(texte, said, grant)
    assert (turned.outcome, turned.money, turned.montant_libere) == (found.outcome, found.money, found.montant_libere)


@given(projects())
def test_an_exempt_establishment_changes_nothing_for_the_others(project):
    evaluations, said, grant = project
    texte = text_of(evaluations)
    exempt = {rule.indicateur: Measure("exemptee", "dispense", (Pair(0, 10**6),)) for rule in texte.indicateurs}
    found, more = decided(texte, said, grant), decided(texte, said | {"Z": exempt}, grant)
    assert (more.outcome, more.money) == (found.outcome, found.money)


@given(projects(), st.integers(0, 4))
def test_a_better_result_never_pays_less(project, rank):
    evaluations, said, grant = project
    texte = text_of(evaluations)
    code = texte.indicateurs[rank].indicateur
    more = {letter: dict(measures) for letter, measures in said.items()}
    old = more["A"][code]
    more["A"][code] = measured(old.numerateur + 1, old.denominateur)
    before, after = decided(texte, said, grant), decided(texte, more, grant)
    if "a_instruire" not in (before.outcome.decision, after.outcome.decision):
        assert after.montant_libere >= before.montant_libere
