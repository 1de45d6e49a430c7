"""The measures of a project as a whole, under which readings they are published, and over which rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from contracts.rulebook import Rulebook, Target
from tests.decisions.facts_by_hand import source
from tests.decisions.rows_by_hand import ARA, EXEMPT, GUADELOUPE, MISSED, MOIS, TEXTS, project, row
from transforms.decisions.decide import Signals
from transforms.decisions.project import ProjectResult, project_result
from transforms.decisions.project_readings import project_readings
from transforms.measures.perimeter import ProjectScope
from transforms.measures.readings import DEFAULT, POOLED
from transforms.measures.rows import ProjectRows
from transforms.measures.verdicts import Measure, Pair

PLAIN = TEXTS["grand-est-amorcage-2021"]
GRAND_EST = replace(
    PLAIN,
    indicateurs=(
        replace(PLAIN.rule("projets_personnalises"), cible=Target("part", Decimal("0.9"), source("c"))),
        PLAIN.rule("e_parcours"),
        replace(PLAIN.rule("mssante"), cible=Target("nombre", Decimal(10), source("c"))),
    ),
)
"""A rate and a count with targets, around a count without."""


def published(texte: Rulebook, rows: ProjectRows) -> list[tuple[str, str, str, Measure]]:
    """Reading, indicator, establishment of the row shown, measure."""
    projet = {"projet_id": "P", "montant_subvention": None, "date_fin_deploiement": date(2026, 6, 30)}
    result: ProjectResult = project_result(ProjectScope(projet, texte, ()), MOIS, rows, Signals(), frozenset(), None)
    found = project_readings(result)
    return [(code, one.rule.indicateur, one.request.finess_et, measure) for code, one, measure in found]


def figures(n: int, d: int | None) -> Measure:
    return Measure("sans_cible", None, (Pair(n, d),))


def rows_of(more: dict[str, Measure] | None = None) -> ProjectRows:
    """Two establishments; `more`: measures of the rate of the second one, by reading."""
    plain = {"projets_personnalises": figures(9, 10), "e_parcours": figures(1, None), "mssante": figures(5, None)}
    rows = {
        (letter, code): {DEFAULT: row(GRAND_EST, letter, code, measure)} for letter in "AB" for code, measure in plain.items()
    }
    for code, measure in (more or {}).items():
        rows["B", "projets_personnalises"][code] = row(GRAND_EST, "B", "projets_personnalises", measure)
    return rows


def test_a_text_that_looks_at_the_project_has_its_measures_under_every_reading_that_changes_them():
    found = published(GRAND_EST, rows_of({"annuelle": figures(1, 10), "fenetre_1": figures(2, 10)}))
    assert [
        (code, indicateur, number, one.numerateur, one.denominateur, one.verdict) for code, indicateur, number, one in found
    ] == [
        ("fenetre", "projets_personnalises", "A", 18, 20, "atteinte"),
        ("fenetre", "mssante", "A", 10, None, "atteinte"),
        ("annuelle", "projets_personnalises", "A", 10, 20, "non_atteinte"),
        ("fenetre_1", "projets_personnalises", "A", 11, 20, "non_atteinte"),
    ]


def test_an_exempt_establishment_is_not_in_the_whole():
    rows = rows_of({DEFAULT: EXEMPT})
    (rate, count) = published(GRAND_EST, rows)
    assert (rate[1], rate[2], rate[3].numerateur, rate[3].denominateur) == ("projets_personnalises", "A", 9, 10)
    assert count[1] == "mssante"
    for letter in "AB":
        rows[letter, "projets_personnalises"][DEFAULT] = row(GRAND_EST, letter, "projets_personnalises", EXEMPT)
    assert [one[1] for one in published(GRAND_EST, rows)] == ["mssante"]


@pytest.mark.parametrize(
    ("solde", "verdict", "motif"),
    [("au_prorata", "indeterminee", "extraction_tardive"), ("tout_ou_rien", "non_atteinte", None)],
)
def test_late_extraction_in_the_whole_is_judged_as_the_balance_is_paid(solde, verdict, motif):
    late = Measure("sans_cible", None, (Pair(1, 10), Pair(2, 10), Pair(1, 10)))
    found = published(replace(GRAND_EST, solde=solde), rows_of({DEFAULT: late}))
    assert (found[0][3].verdict, found[0][3].motif) == (verdict, motif)


def test_a_text_that_looks_at_each_establishment_has_them_under_one_reading():
    said = {"A": {"mssante": {DEFAULT: MISSED, POOLED: MISSED}}, "B": {"mssante": EXEMPT}}
    found = published(GUADELOUPE, project(GUADELOUPE, said))
    assert {code for code, *_ in found} == {POOLED}
    assert [indicateur for _, indicateur, *_ in found] == [rule.indicateur for rule in GUADELOUPE.indicateurs if rule.cible]


def test_a_text_that_does_not_admit_the_whole_has_none():
    alone = replace(ARA, lectures=tuple(item for item in ARA.lectures if item.code != POOLED))
    assert published(alone, project(alone, {"A": {}})) == []
    assert published(replace(ARA, lectures=ARA.lectures[:1]), project(ARA, {"A": {}})) == []
    assert len(published(ARA, project(ARA, {"A": {}}))) == 5
