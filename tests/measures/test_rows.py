"""From judged requests to the rows of a project: the window kept, every month end together, exemptions, the worst of several."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from flows.texts import load_all_texts
from tests.measures.counts_by_hand import counts, measured
from transforms.measures.plan import Measured, requests
from transforms.measures.readings import DEFAULT, EVERY_MONTH_END
from transforms.measures.rows import judge_all, project_rows, worst

TEXTS = load_all_texts()
ARA = TEXTS["ara-generalisation-2025"]
GUADELOUPE = TEXTS["guadeloupe-generalisation-2022"]
NUMBER = "690990015"

ORDER = ["non_atteinte", "indeterminee", "atteinte", "exemptee"]


@pytest.mark.parametrize("verdicts", list(product(ORDER[:3], repeat=3)))
def test_the_worst_verdict_decides(verdicts):
    found = worst([measured(1, 2, verdict=verdict) for verdict in verdicts])
    assert found.verdict == min(verdicts, key=ORDER.index)


@pytest.mark.parametrize("other", ["sans_cible", "exemptee"])
@pytest.mark.parametrize("verdict", ORDER[:3])
def test_a_row_that_no_target_binds_never_decides_for_another(verdict, other):
    found = worst([measured(1, 2, verdict=other), measured(1, 2, verdict=verdict)])
    assert found.verdict == verdict


def test_the_earliest_of_equals_decides():
    first, second = (measured(1, 2, verdict="indeterminee", motif=motif) for motif in ("source_absente", "extraction_tardive"))
    assert worst([first, second]).motif == "source_absente"
    assert worst([second, first]).motif == "extraction_tardive"


def establishment(texte=GUADELOUPE, categorie="500", first="2026-06", months=("2026-06",)) -> Measured:
    return Measured("P", texte, NUMBER, categorie, "2026-06", first, months)


def rows_of(one: Measured, counted):
    """Rows of one establishment, `counted` giving the counts of each request."""
    asked = requests([one])
    judged = judge_all(asked, [counted(request) for request in asked], {"P": one.texte})
    return project_rows([one], {NUMBER: judged})


def test_rows_follow_the_order_of_the_text():
    rows = rows_of(establishment(), lambda request: counts(mois_couverts=request.length))
    assert [indicateur for _, indicateur in rows] == [rule.indicateur for rule in GUADELOUPE.indicateurs]


@pytest.mark.parametrize(("best", "expected"), [(3, 3), (4, 4), (5, 5), (6, 6)])
def test_the_best_of_the_windows_is_kept(best, expected):
    def counted(request):
        return counts(mois_couverts=request.length, mssante=9 if request.length == best else 3)

    row = rows_of(establishment(ARA), counted)[NUMBER, "mssante"][DEFAULT]
    assert (row.request.length, row.measure.numerateur) == (expected, 9)


def test_each_length_has_its_own_reading():
    def counted(request):
        return counts(mois_couverts=request.length, mssante=request.length)

    readings = rows_of(establishment(ARA), counted)[NUMBER, "mssante"]
    assert [readings[f"fenetre_{length}"].measure.numerateur for length in (3, 4, 5, 6)] == [3, 4, 5, 6]


@pytest.mark.parametrize(("earlier", "verdict"), [(9, "atteinte"), (8, "non_atteinte")])
def test_every_month_end_must_reach_the_target(earlier, verdict):
    one = establishment(first="2026-04", months=("2026-04", "2026-05", "2026-06"))

    def counted(request):
        return counts(mois_couverts=request.length, actifs=earlier if request.mois == "2026-05" else 9)

    readings = rows_of(one, counted)[NUMBER, "dossiers_actifs"]
    assert readings[DEFAULT].measure.verdict == "atteinte"
    assert readings[EVERY_MONTH_END].measure.verdict == verdict
    assert readings[EVERY_MONTH_END].measure.numerateur == 9


def test_month_ends_outside_the_perimeter_do_not_count():
    one = establishment(first="2026-04", months=("2026-04", "2026-06"))
    assert {request.mois for request in requests([one])} == {"2026-04", "2026-06"}


def test_the_first_measure_alone_has_its_length():
    one = establishment(first="2026-05", months=("2026-05", "2026-06"))
    lengths = {request.mois: request.length for request in requests([one]) if request.lecture == DEFAULT}
    assert lengths == {"2026-05": 3, "2026-06": 1}


@pytest.mark.parametrize(("categorie", "verdict"), [("340", "exemptee"), ("341", "non_atteinte"), (None, "non_atteinte")])
@pytest.mark.parametrize("indicateur", ["mssante", "dmp"])
def test_an_exempt_category_keeps_its_figures(categorie, verdict, indicateur):
    rows = rows_of(establishment(ARA, categorie), lambda request: counts(mois_couverts=request.length, mssante=1, dmp=1))
    for row in rows[NUMBER, indicateur].values():
        assert row.measure.verdict == verdict
        assert (row.measure.numerateur, row.measure.denominateur) == (1, 10)
        assert row.reste_a_faire == (None if verdict == "exemptee" else 6)
    assert rows[NUMBER, "dossiers_actifs"][DEFAULT].measure.verdict == "atteinte"


def test_a_count_without_target_has_no_rest():
    row = rows_of(establishment(), lambda request: counts(mois_couverts=request.length))[NUMBER, "e_prescription"][DEFAULT]
    assert (row.measure.verdict, row.reste_a_faire) == ("sans_cible", None)


def test_two_establishments_do_not_share_their_rows():
    ones = [establishment(), replace(establishment(), finess_et="690990023")]
    asked = requests(ones)
    counted = [counts(mois_couverts=3, actifs=9 if one.finess_et == NUMBER else 1) for one in asked]
    judged = judge_all(asked, counted, {"P": GUADELOUPE})
    by_number = {one.finess_et: [pair for pair in judged if pair[0].finess_et == one.finess_et] for one in ones}
    rows = project_rows(ones, by_number)
    assert [rows[one.finess_et, "dossiers_actifs"][DEFAULT].measure.numerateur for one in ones] == [9, 1]
