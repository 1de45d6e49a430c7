"""Each analysis answers on any base; those about money and what is missing say what slow loops say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from flows.analyses import all_analyses
from tests.analyses.helpers_asked import answer, asked
from tests.analyses.helpers_region import MONTHS, SHARED
from tests.analyses.slow_answers import Rows, euros_by_establishment, money_by, nearly_there, one_away

ANALYSES = all_analyses()
NOTHING_ON_THE_SAMPLE = {"plusieurs_projets": "no establishment of the sample is in two projects"}


def check_money_and_missing(folder: Path, month: str) -> None:
    """The money, blocking and quick-win analyses of a month, against `slow_answers`."""
    rows = Rows(folder)
    found = {row["finess_et"]: row["euros_bloques"] for row in asked(folder, "bloquants", mois=month)}
    assert found == euros_by_establishment(rows, month)
    missing = asked(folder, "presque", mois=month, manque="3")
    keys = [(row["projet_id"], row["finess_et"], row["indicateur"], row["reste_a_faire"]) for row in missing]
    assert len(keys) == len(set(keys))
    assert set(keys) == nearly_there(rows, month, 3)
    away = asked(folder, "a_un_essms", mois=month)
    named = {row["projet_id"]: (row["finess_et"], row["autres_obstacles"], row["euros_bloques"]) for row in away}
    assert named == one_away(rows, month)
    for name, column in (("euros_par_texte", "texte"), ("euros_par_region", "region_du_projet")):
        sums = {row[column]: row for row in asked(folder, name, mois=month)}
        expected = money_by(rows, month, column)
        assert sums.keys() == expected.keys()
        for group, amounts in expected.items():
            # A group without any amount known says nothing of euros, where loops find no addend.
            told = {key: sums[group][key] for key in amounts}
            nothing = {"liberable": None, "libere_provisoire": None} if amounts["soldes"] is None else {}
            assert told == amounts | nothing


@pytest.mark.parametrize(
    ("rank", "month"),
    [(0, "2026-06"), *(pytest.param(rank, month, marks=pytest.mark.long) for rank in (0, 1) for month in MONTHS)],
)
def test_money_and_missing_agree_with_slow_loops(regions, rank, month):
    check_money_and_missing(regions[rank], month)


def test_the_regions_hold_what_could_go_wrong(regions):
    tables = [Rows(folder).tables for folder in regions]
    decisions = [row for table in tables for row in table["decisions"]]
    assert {row["decision"] for row in decisions} == {"liberer", "liberer_partiellement", "ne_pas_liberer", "a_instruire"}
    assert {row["courante"] for row in decisions} == {row["provisoire"] for row in decisions} == {True, False}
    assert any(row["montant_solde"] is None for row in decisions)
    assert any(row["deja_verse"] > 0 for row in decisions)
    assert any(one_away(Rows(folder), month) for folder in regions for month in MONTHS)


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda one: one.nom)
def test_an_analysis_answers_on_an_empty_base(analysis, empty_base):
    columns, rows = answer(empty_base, analysis.texte)
    assert rows == []
    assert all(name.isascii() and name == name.lower() for name in columns)
    assert len(set(columns)) == len(columns)


@pytest.mark.long
@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda one: one.nom)
def test_the_month_is_the_last_one_unless_it_is_asked(analysis, regions):
    """A month that is not asked changes nothing for the analyses of every month."""
    by_default = answer(regions[1], analysis.texte)
    assert by_default == answer(regions[1], analysis.texte, mois=MONTHS[-1])
    of_another = answer(regions[1], analysis.texte, mois="2025-01")[1]
    assert of_another == (by_default[1] if "mois_demande()" not in analysis.texte else [])


def test_balances_add_up_to_their_parts(regions):
    for folder in regions[:1]:
        for month in MONTHS:
            for row in asked(folder, "euros_par_texte", mois=month):
                if row["sans_montant"] == 0:
                    assert row["soldes"] == row["verse"] + row["liberable"] + row["libere_provisoire"] + row["bloque"]


def test_an_amount_is_counted_once_whatever_the_versions(regions):
    for folder in regions[:1]:
        rows = Rows(folder)
        total = asked(folder, "euros_par_texte")[-1]
        expected = sum(row["montant_solde"] or Decimal(0) for row in rows.decisions(MONTHS[-1]))
        assert (total["texte"], total["soldes"]) == ("(ensemble)", expected)


def test_what_is_unknown_is_empty_not_zero(regions):
    folder = regions[0]
    _, rows = answer(
        folder, "select montant_solde, montant_libere, montant_bloque from decisions_du_mois('2026-06') where projet_id = 'P-5'"
    )
    assert rows == [(None, None, None)]
    assert answer(folder, "select taux_exact(3, 0), taux_exact(null, 4), taux_exact(0, 4), euros(null)")[1] == [
        (None, None, Decimal("0.0000"), None)
    ]


@pytest.mark.parametrize(
    ("top", "bottom", "share"),
    [(8996, 10000, "0.8996"), (2, 3, "0.6666"), (188, 209, "0.8995"), (9, 10, "0.9000"), (7, 3, "2.3333")],
)
def test_a_rate_is_cut_never_rounded(empty_base, top, bottom, share):
    assert answer(empty_base, f"select taux_exact({top}, {bottom})")[1] == [(Decimal(share),)]


@pytest.mark.parametrize("amount", ["0", "0.05", "-1234.5", "999999999999.99", "1084000", "0.1", "1000"])
def test_euros_are_written_as_everywhere_else(empty_base, amount):
    from transforms.figures import euros

    assert answer(empty_base, f"select euros({amount}::decimal(14, 2))")[1] == [(euros(Decimal(amount)),)]


def test_an_establishment_of_two_projects_counts_once_in_trends(regions):
    for folder in regions[:1]:
        rows = Rows(folder).tables["indicateurs"]
        once = {row["finess_et"] for row in rows if row["mois"] == MONTHS[-1] and row["indicateur"] == "dmp"}
        (told,) = [row for row in answer(folder, "select mois, essms from evolution('dmp')")[1] if row[0] == MONTHS[-1]]
        assert told[1] == len(once)
        assert [row["finess_et"] for row in asked(folder, "plusieurs_projets")] == [SHARED]


def test_a_trend_is_a_ratio_of_sums(regions):
    for folder in regions[:1]:
        _, rows = answer(folder, "select mois, numerateur, denominateur, taux from evolution('mssante')")
        measures = [row for row in Rows(folder).tables["indicateurs"] if row["indicateur"] == "mssante"]
        for month, top, bottom, share in rows:
            best = {}
            for row in sorted(measures, key=lambda row: (row["taux"] is None, row["projet_id"])):
                if row["mois"] == month:
                    best.setdefault(row["finess_et"], row)
            kept = [row for row in best.values() if row["taux"] is not None and row["verdict"] != "exemptee"]
            assert (top, bottom) == (sum(row["numerateur"] for row in kept), sum(row["denominateur"] for row in kept))
            assert share == Decimal(top * 10000 // bottom) / 10000


def test_late_senders_are_counted_from_the_end_of_the_month(regions):
    for folder in regions[:1]:
        deposits = Rows(folder).tables["depots"]
        for row in asked(folder, "retards", jour="12"):
            days = [one["recu_le"].day for one in deposits if f"/{row['emetteur']}/" in one["chemin"]]
            assert (row["mois_envoyes"], row["retard_le_plus_long"]) == (len(days), max(days))
            assert row["mois_en_retard"] == sum(day > 12 for day in days)


@pytest.mark.long
@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda one: one.nom)
def test_an_analysis_has_something_to_say_on_the_sample(analysis, sample):
    _, rows = answer(sample, analysis.texte)
    assert bool(rows) is (analysis.nom not in NOTHING_ON_THE_SAMPLE)


@pytest.mark.long
@pytest.mark.parametrize("month", ["2026-05", "2026-06"])
def test_money_and_missing_agree_on_the_sample(sample, month):
    check_money_and_missing(sample, month)
