"""Rows under the readings that are not counted apart (each establishment, every month end), and who is exempt."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from contracts.rulebook import Exemption, Target
from flows.texts import load_all_texts
from tests.measures.counts_by_hand import SOURCE, counts
from transforms.measures.plan import Measured, requests
from transforms.measures.readings import DEFAULT, EACH_ESTABLISHMENT, EVERY_MONTH_END
from transforms.measures.rows import ProjectRows, judge_all, project_rows, row_target

TEXTS = load_all_texts()
ARA = TEXTS["ara-generalisation-2025"]
GUADELOUPE = TEXTS["guadeloupe-generalisation-2022"]
PLAIN = TEXTS["grand-est-amorcage-2021"]
GRAND_EST = replace(
    PLAIN,
    indicateurs=(
        replace(PLAIN.rule("dossiers_actifs"), cible=Target("part", Decimal("0.9"), SOURCE)),
        replace(PLAIN.rule("mssante"), cible=Target("nombre", Decimal(40), SOURCE)),
        PLAIN.rule("e_parcours"),
        replace(PLAIN.rule("projets_personnalises"), par_projet=None, sans_cible=SOURCE),
    ),
)
"""A rate and a count with targets, a count and a rate without."""


def measured(texte, **said) -> Measured:
    plain = {"projet_id": "P", "finess_et": "A", "categorie": None, "mois": "2026-06"}
    return Measured(**plain | {"texte": texte, "premiere_mesure": "2026-06", "months_in": ("2026-06",)} | said)


def rows_of(one: Measured, counted) -> ProjectRows:
    asked = requests([one])
    judged = judge_all(asked, [counted(request) for request in asked], {"P": one.texte})
    return project_rows([one], {"A": judged})


def covered(request, **more):
    return counts(mois_couverts=request.length, **more)


# Each establishment, where the text looks at the project


def test_a_text_that_looks_at_the_project_gives_no_target_to_an_establishment():
    rule = GRAND_EST.rule("dossiers_actifs")
    assert row_target(rule, GRAND_EST) is None
    assert row_target(rule, replace(GRAND_EST, portee="chaque_essms")) is rule.cible
    row = rows_of(measured(GRAND_EST), covered)["A", "dossiers_actifs"][DEFAULT]
    assert (row.measure.verdict, row.cible, row.reste_a_faire) == ("sans_cible", None, None)


@pytest.mark.parametrize(("actifs", "verdict", "left"), [(9, "atteinte", 0), (8, "non_atteinte", 1)])
def test_each_establishment_against_the_target_of_the_project(actifs, verdict, left):
    rows = rows_of(measured(GRAND_EST), lambda request: covered(request, actifs=actifs))
    row = rows["A", "dossiers_actifs"][EACH_ESTABLISHMENT]
    assert (row.measure.verdict, row.measure.numerateur, row.measure.denominateur) == (verdict, actifs, 10)
    assert (row.cible, row.reste_a_faire) == (GRAND_EST.rule("dossiers_actifs").cible, left)


def test_each_establishment_is_read_on_the_window_of_the_text():
    def counted(request):
        return covered(request, actifs=9 if request.lecture == DEFAULT else 1)

    rows = rows_of(measured(GRAND_EST), counted)
    assert rows["A", "dossiers_actifs"]["annuelle"].measure.numerateur == 1
    assert rows["A", "dossiers_actifs"][EACH_ESTABLISHMENT].measure.numerateur == 9


def test_only_rates_with_a_target_are_read_establishment_by_establishment():
    rows = rows_of(measured(GRAND_EST), covered)
    assert [code for (_, code), readings in rows.items() if EACH_ESTABLISHMENT in readings] == ["dossiers_actifs"]
    ara = rows_of(measured(ARA), covered)
    assert not any(EACH_ESTABLISHMENT in readings for readings in ara.values())


@pytest.mark.parametrize(
    ("said", "motif"), [({"dossiers_presents": False}, "source_absente"), ({"effectif_personnes": 9}, "effectif_incoherent")]
)
def test_what_is_not_measurable_is_not_judged_again(said, motif):
    rows = rows_of(measured(GRAND_EST), lambda request: covered(request, **said))
    found = rows["A", "dossiers_actifs"][EACH_ESTABLISHMENT].measure
    assert (found.verdict, found.motif) == ("indeterminee", motif)


LATE = {"actifs": 5, "inconnus": 1}


@pytest.mark.parametrize(("solde", "motif"), [("au_prorata", "extraction_tardive"), ("tout_ou_rien", None)])
def test_late_extraction_is_judged_as_the_balance_is_paid(solde, motif):
    """Below the target, six of ten and five of ten are not worth the same."""
    pooled = rows_of(measured(replace(GRAND_EST, solde=solde)), lambda request: covered(request, **LATE))
    assert pooled["A", "dossiers_actifs"][EACH_ESTABLISHMENT].measure.motif == motif
    alone = replace(GRAND_EST, solde=solde, portee="chaque_essms")
    own = rows_of(measured(alone), lambda request: covered(request, **LATE))
    assert own["A", "dossiers_actifs"][DEFAULT].measure.motif == motif


# Every month end

TWO_MONTHS = measured(GUADELOUPE, premiere_mesure="2026-05", months_in=("2026-05", "2026-06"))


def test_every_month_end_takes_verdict_and_reason_of_the_worst_and_figures_of_the_last():
    def counted(request):
        return covered(request, dossiers_presents=request.mois == "2026-06", actifs=9)

    found = rows_of(TWO_MONTHS, counted)["A", "dossiers_actifs"][EVERY_MONTH_END].measure
    assert (found.verdict, found.motif, found.numerateur) == ("indeterminee", "source_absente", 9)


def test_every_month_end_is_read_on_the_window_of_the_text():
    def counted(request):
        return covered(request, actifs=9 if request.lecture == DEFAULT else 1)

    rows = rows_of(TWO_MONTHS, counted)
    assert rows["A", "dossiers_actifs"]["annuelle"].measure.verdict == "non_atteinte"
    found = rows["A", "dossiers_actifs"][EVERY_MONTH_END].measure
    assert (found.verdict, found.motif, found.numerateur) == ("atteinte", None, 9)


def test_only_indicators_with_a_target_are_read_at_every_month_end():
    rows = rows_of(TWO_MONTHS, covered)
    codes = [code for (_, code), readings in rows.items() if EVERY_MONTH_END in readings]
    assert codes == [rule.indicateur for rule in GUADELOUPE.indicateurs if rule.cible]


# Exemptions


def exempting(**said) -> Measured:
    exemption = Exemption("hors_sons", ("dmp",), (), SOURCE, None, champs=("AHI",), sons_eligible=False)
    return measured(replace(ARA, exemptions=(exemption,)), **said)


@pytest.mark.parametrize(
    ("champ", "sons_eligible", "exempt"),
    [
        ("AHI", False, True),
        ("AHI", True, False),
        ("AHI", None, False),
        ("PA", False, False),
        (None, False, False),
    ],
)
def test_an_exemption_by_field_and_register(champ, sons_eligible, exempt):
    rows = rows_of(exempting(champ=champ, sons_eligible=sons_eligible), covered)
    found = rows["A", "dmp"][DEFAULT].measure
    assert (found.verdict, found.motif) == (("exemptee", "hors_sons") if exempt else ("atteinte", None))
    assert rows["A", "mssante"][DEFAULT].measure.verdict == "atteinte"


@pytest.mark.parametrize(
    ("exemption", "categorie", "champ", "sons_eligible", "expected"),
    [
        ({"categories": ("340",)}, "340", None, None, True),
        ({"categories": ("340",)}, "341", None, None, False),
        ({"champs": ("AHI", "PE")}, None, "PE", None, True),
        ({"champs": ("AHI", "PE")}, None, "PA", None, False),
        ({"champs": ("AHI",)}, None, None, None, False),
        ({"sons_eligible": True}, None, None, True, True),
        ({"sons_eligible": True}, None, None, False, False),
        ({"sons_eligible": True}, None, None, None, False),
        ({"categories": ("340",), "champs": ("AHI",)}, "340", "PA", None, False),
        ({"categories": ("340",), "champs": ("AHI",)}, "341", "AHI", None, False),
    ],
)
def test_an_exemption_releases_who_meets_all_it_says(exemption, categorie, champ, sons_eligible, expected):
    found = replace(Exemption("m", ("dmp",), (), SOURCE, None), **exemption)
    assert found.releases(categorie, champ, sons_eligible) is expected
    texte = replace(ARA, exemptions=(found,))
    assert texte.exemption("dmp", categorie, champ, sons_eligible) == (found if expected else None)
    assert texte.exemption("mssante", categorie, champ, sons_eligible) is None


# What must not be missing


def test_an_establishment_of_which_nothing_was_asked_has_no_reading():
    one = measured(ARA)
    assert project_rows([one], {}) == {("A", rule.indicateur): {} for rule in ARA.indicateurs}


def test_every_request_has_its_counts():
    asked = requests([measured(ARA)])
    with pytest.raises(ValueError, match="shorter"):
        judge_all(asked, [counts()], {"P": ARA})


def test_an_indicator_that_the_text_does_not_measure_is_an_error():
    with pytest.raises(KeyError, match="e_parcours"):
        ARA.rule("e_parcours")
