"""The criteria of a decision: which rows decide each, what nobody is bound by, the part each earns, its money."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from contracts.rulebook import Target
from tests.decisions.facts_by_hand import source
from tests.decisions.rows_by_hand import ARA, EXEMPT, GUADELOUPE, MET, MISSED, TEXTS, project, row, unknown
from transforms.decisions.balance import CriterionMoney, criterion_money
from transforms.decisions.criteria import Critere, criteria, pool
from transforms.decisions.decide import Outcome, Signals, decide
from transforms.measures.readings import DECLARED, DEFAULT, EACH_ESTABLISHMENT, POOLED
from transforms.measures.verdicts import Measure, Pair

HALF = Target("part", Decimal("0.5"), source("cible"))
RULE = replace(ARA.rule("dmp"), cible=HALF)
GRAND_EST = TEXTS["grand-est-amorcage-2021"]
NATIONAL = TEXTS["national-2021"]


def targets(texte, **said: str):
    """A text whose only targets are these: shares for rates, numbers for counts."""
    rules = [
        replace(rule, cible=Target("part" if rule.mesure == "taux" else "nombre", Decimal(said[rule.indicateur]), source("c")))
        for rule in texte.indicateurs
        if rule.indicateur in said
    ]
    return replace(texte, indicateurs=tuple(rules))


def figures(n: int, d: int | None, verdict: str = "sans_cible", **more: object) -> Measure:
    return Measure(verdict, None, (Pair(n, d),), **more)


def test_a_criterion_that_binds_nobody_decides_nothing():
    found = Critere(RULE, ())
    assert (found.deciding, found.verdict, found.motif, found.part) == (None, "exemptee", None, Fraction(0))
    assert (found.numerateur, found.denominateur) == (None, None)


def test_the_establishment_furthest_behind_gives_verdict_motif_and_part():
    behind = Measure("indeterminee", "couverture_partielle", (Pair(1, 10),))
    found = Critere(RULE, (MET, behind, MET))
    assert (found.deciding, found.verdict, found.motif) == (behind, "indeterminee", "couverture_partielle")
    assert (found.numerateur, found.denominateur) == (19, 30)
    assert Critere(RULE, (MET, figures(1, 10, "non_atteinte"), figures(2, 10, "non_atteinte"))).part == Fraction(1, 5)


def test_what_is_not_measurable_earns_nothing_whatever_its_figures():
    assert Critere(RULE, (Measure("indeterminee", "extraction_tardive", (Pair(9, 10),)),)).part == 0
    assert Critere(RULE, (unknown("source_absente"),)).part == 0
    assert Critere(RULE, (figures(9, 10, "atteinte"),)).part == 1


def test_sums_need_every_figure():
    found = Critere(RULE, (MET, unknown("source_absente")))
    assert (found.numerateur, found.denominateur) == (None, None)
    assert Critere(replace(RULE, mesure="nombre"), (figures(3, None),)).denominateur is None


def test_an_indicator_without_target_hides_no_other():
    """Whatever the order of the text."""
    turned = replace(GUADELOUPE, indicateurs=tuple(reversed(GUADELOUPE.indicateurs)))
    rows = project(turned, {"A": {"dmp": MISSED}})
    codes = [critere.rule.indicateur for critere in criteria(rows, turned, DEFAULT)]
    assert codes == ["dmp", "mssante", "evenements_agenda", "projets_personnalises", "dossiers_actifs"]
    assert decide(rows, turned, Signals(), DEFAULT).decision == "ne_pas_liberer"


@pytest.mark.parametrize(
    ("portee", "code", "measures"),
    [
        ("chaque_essms", DEFAULT, 2),
        ("chaque_essms", POOLED, 1),
        ("ensemble", DEFAULT, 1),
        ("ensemble", EACH_ESTABLISHMENT, 1),
    ],
)
def test_a_count_is_taken_establishment_by_establishment_only_where_the_text_says_so(portee, code, measures):
    texte = replace(targets(GRAND_EST, mssante="10"), portee=portee)
    rows = {(letter, "mssante"): {DEFAULT: row(texte, letter, "mssante", figures(5, None))} for letter in "AB"}
    (found,) = criteria(rows, texte, code)
    assert len(found.measures) == measures
    assert found.numerateur == 10


@pytest.mark.parametrize(
    ("portee", "code", "measures"),
    [
        ("chaque_essms", DEFAULT, 2),
        ("chaque_essms", POOLED, 1),
        ("ensemble", DEFAULT, 1),
        ("ensemble", EACH_ESTABLISHMENT, 2),
    ],
)
def test_a_rate_is_taken_as_the_reading_says(portee, code, measures):
    texte = replace(targets(GRAND_EST, dossiers_actifs="0.9"), portee=portee)
    rows = {(letter, "dossiers_actifs"): {DEFAULT: row(texte, letter, "dossiers_actifs", figures(9, 10))} for letter in "AB"}
    (found,) = criteria(rows, texte, code)
    assert len(found.measures) == measures


LATE = Measure("sans_cible", None, (Pair(50, 100), Pair(60, 100), Pair(50, 100)))


@pytest.mark.parametrize(
    ("solde", "verdict", "motif"),
    [("au_prorata", "indeterminee", "extraction_tardive"), ("tout_ou_rien", "non_atteinte", None)],
)
def test_late_extraction_matters_below_the_target_only_where_the_balance_is_paid_pro_rata(solde, verdict, motif):
    texte = replace(targets(GRAND_EST, dossiers_actifs="0.9"), solde=solde)
    rows = {("A", "dossiers_actifs"): {DEFAULT: row(texte, "A", "dossiers_actifs", LATE)}}
    (found,) = criteria(rows, texte, DEFAULT)
    assert (found.verdict, found.motif) == (verdict, motif)


def test_a_pool_is_not_pro_rata_unless_told():
    texte = targets(GRAND_EST, dossiers_actifs="0.9")
    rule = texte.rule("dossiers_actifs")
    late = [row(texte, "A", "dossiers_actifs", LATE)]
    assert pool(late, rule).verdict == "non_atteinte"
    assert pool(late, rule, pro_rata=True).motif == "extraction_tardive"


def test_nothing_known_adds_nothing_to_the_published_denominator():
    """An establishment whose only dossiers are unknown counts where they might, not in what is published."""
    texte = targets(GRAND_EST, projets_personnalises="0.9")
    rule = texte.rule("projets_personnalises")
    only_unknown = Measure("sans_cible", None, (Pair(0, 0), Pair(1, 1), Pair(0, 1)))
    rows = [row(texte, letter, rule.indicateur, one) for letter, one in (("A", only_unknown), ("B", figures(9, 10)))]
    found = pool(rows, rule)
    assert found.choices == (Pair(9, 10), Pair(10, 11), Pair(9, 11))


# The decision and its part


def test_all_or_nothing_releases_the_whole():
    assert decide(project(ARA, {"A": {}}), ARA, Signals(), DEFAULT) == Outcome("liberer", part=Fraction(1))


def test_a_declared_count_waits_except_under_the_reading_that_accepts_it():
    rows = project(ARA, {"A": {"dmp": Measure("atteinte", None, (Pair(9, 10),), source="declaree")}})
    assert decide(rows, ARA, Signals(), DEFAULT) == Outcome("a_instruire", ("declaratif",))
    assert decide(rows, ARA, Signals(), DECLARED) == Outcome("liberer", part=Fraction(1))


def test_what_makes_a_release_wait_is_looked_for_in_the_rows_of_the_reading():
    declared = Measure("atteinte", None, (Pair(9, 10),), source="declaree")
    rows = project(ARA, {"A": {"dmp": {"fenetre_6": declared}}})
    assert decide(rows, ARA, Signals(), DEFAULT).decision == "liberer"
    assert decide(rows, ARA, Signals(), "fenetre_6") == Outcome("a_instruire", ("declaratif",))


# Its money

FULL = Outcome("liberer", part=Fraction(1))


def test_a_criterion_that_binds_nobody_has_no_share():
    texte = targets(GRAND_EST, dossiers_actifs="0.9", projets_personnalises="0.9", mssante="10")
    exempt = {(letter, code): EXEMPT for letter in "AB" for code in ("projets_personnalises",)}
    rows = {
        (letter, rule.indicateur): {
            DEFAULT: row(texte, letter, rule.indicateur, exempt.get((letter, rule.indicateur), figures(90, 100)))
        }
        for letter in "AB"
        for rule in texte.indicateurs
    }
    found = criteria(rows, texte, DEFAULT)
    assert [bool(critere.measures) for critere in found] == [True, False, True]
    assert criterion_money(Decimal("100.01"), found, texte, FULL) == [
        CriterionMoney(Fraction(1, 2), Decimal("50.01"), Decimal("50.01")),
        CriterionMoney(),
        CriterionMoney(Fraction(1, 2), Decimal("50.00"), Decimal("50.00")),
    ]
    unpaid = CriterionMoney(Fraction(1, 2))
    assert criterion_money(None, found, texte, FULL) == [unpaid, CriterionMoney(), unpaid]


def test_no_share_where_nobody_is_bound():
    texte = targets(GRAND_EST, dossiers_actifs="0.9", mssante="10")
    found = [Critere(rule, ()) for rule in texte.indicateurs]
    assert criterion_money(Decimal("100.00"), found, texte, Outcome("a_instruire")) == [CriterionMoney()] * 2


@pytest.mark.parametrize("texte", [ARA, NATIONAL], ids=lambda texte: texte.texte_id)
def test_only_a_balance_paid_pro_rata_gives_money_to_a_criterion(texte):
    found = [Critere(RULE, (MET,))] * 3
    assert criterion_money(Decimal("100.00"), found, texte, FULL) == [CriterionMoney()] * 3
