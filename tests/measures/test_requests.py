"""What is asked of the counts: each window of each reading, whole; and the tables the counting SQL reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from contracts.rulebook import Rulebook
from flows.texts import load_all_texts
from transforms.measures.plan import Measured, Request, count_tables, requests

TEXTS = load_all_texts()
ARA = TEXTS["ara-generalisation-2025"]
GUADELOUPE = TEXTS["guadeloupe-generalisation-2022"]
GRAND_EST = TEXTS["grand-est-amorcage-2021"]


def measured(texte: Rulebook, **said) -> Measured:
    plain = {"projet_id": "P", "finess_et": "A", "categorie": None, "mois": "2026-06"}
    return Measured(**plain | {"texte": texte, "premiere_mesure": "2026-01", "months_in": ("2026-06",)} | said)


def asked(one: Measured, indicateur: str, lecture: str) -> list[Request]:
    return [item for item in requests([one]) if (item.indicateur, item.lecture) == (indicateur, lecture)]


PLAIN = Request(
    projet_id="P",
    texte_id="ara-generalisation-2025",
    finess_et="A",
    indicateur="projets_personnalises",
    lecture="fenetre",
    mois="2026-06",
    length=3,
    fenetre_debut=date(2026, 4, 1),
    fenetre_fin=date(2026, 6, 30),
    population_debut=date(2026, 4, 1),
    enpause=False,
    imports=False,
    toutes_natures=False,
)


@pytest.mark.parametrize(
    ("lecture", "changed"),
    [
        ("fenetre", {}),
        ("annuelle", {"population_debut": date(2026, 1, 1)}),
        ("presents", {"population_debut": date(2026, 6, 30)}),
        ("enpause", {"enpause": True}),
        ("imports", {"imports": True}),
    ],
)
def test_a_request_says_everything_its_count_needs(lecture, changed):
    assert asked(measured(ARA), "projets_personnalises", lecture) == [PLAIN._replace(lecture=lecture, **changed)]


def test_imports_count_where_the_text_counts_them():
    texte = replace(ARA, imports_comptent=True)
    assert {item.imports for item in requests([measured(texte)])} == {True}


@pytest.mark.parametrize("natures", [True, False])
def test_events_of_any_nature_count_where_the_text_says_so(natures):
    rules = tuple(replace(rule, toutes_natures=natures and rule.indicateur == "evenements_agenda") for rule in ARA.indicateurs)
    found = requests([measured(replace(ARA, indicateurs=rules))])
    assert {item.indicateur for item in found if item.toutes_natures} == ({"evenements_agenda"} if natures else set())


@pytest.mark.parametrize(
    ("said", "lengths"),
    [({}, [3]), ({"phase": "maintenance"}, [1]), ({"premiere_mesure": None, "phase": "maintenance"}, [1])],
)
def test_the_phase_fixes_the_window(said, lengths):
    assert [item.length for item in asked(measured(GRAND_EST, **said), "dossiers_actifs", "fenetre")] == lengths


@pytest.mark.parametrize(
    ("debut", "expected"),
    [
        ("2026-06", [(1, date(2026, 6, 1))]),
        ("2025-11", [(8, date(2025, 11, 1))]),
        ("2026-07", []),
        (None, []),
    ],
)
def test_since_the_start_of_the_project(debut, expected):
    found = asked(measured(GRAND_EST, debut=debut), "dmp", "duree_projet")
    assert [(item.length, item.fenetre_debut) for item in found] == expected


def test_month_ends_are_asked_only_of_targets_and_only_where_the_text_may_be_read_so():
    months = {"premiere_mesure": "2026-04", "months_in": ("2026-04", "2026-05", "2026-06")}
    found = requests([measured(GUADELOUPE, **months)])
    earlier = [(item.indicateur, item.lecture, item.mois) for item in found if item.mois != "2026-06"]
    rules = [rule.indicateur for rule in GUADELOUPE.indicateurs if rule.cible]
    assert earlier == [(code, "fenetre", mois) for code in rules for mois in ("2026-04", "2026-05")]
    assert {item.mois for item in requests([measured(ARA, **months)])} == {"2026-06"}
    assert {item.mois for item in requests([measured(GUADELOUPE, premiere_mesure=None)])} == {"2026-06"}


# The tables of the counting SQL

COLUMNS = ["finess_et", "fenetre_debut", "fenetre_fin", "population_debut", "enpause", "imports", "toutes_natures"]


def test_requests_that_need_the_same_count_share_it():
    """Two windows of one establishment, one of which is that of an event; and the same of another establishment."""
    three, agenda = PLAIN._replace(indicateur="dmp"), PLAIN._replace(indicateur="evenements_agenda")
    one = PLAIN._replace(length=1, fenetre_debut=date(2026, 6, 1), population_debut=date(2026, 6, 1))
    other = PLAIN._replace(finess_et="B")
    variantes, demandes = count_tables([other, three, one, agenda, PLAIN])
    assert variantes.columns == ["variante", *COLUMNS, "agenda"]
    assert variantes.select("variante", "finess_et", "fenetre_debut", "agenda").rows() == [
        (0, "A", date(2026, 4, 1), True),
        (1, "A", date(2026, 6, 1), False),
        (2, "B", date(2026, 4, 1), False),
    ]
    assert demandes.columns == ["demande", "indicateur", "flux", *COLUMNS, "variante"]
    assert demandes.select("demande", "indicateur", "flux", "variante").rows() == [
        (0, "projets_personnalises", None, 2),
        (1, "dmp", "dmp", 0),
        (2, "projets_personnalises", None, 1),
        (3, "evenements_agenda", "evenements", 0),
        (4, "projets_personnalises", None, 0),
    ]
    assert demandes.select(COLUMNS).row(2) == ("A", date(2026, 6, 1), date(2026, 6, 30), date(2026, 6, 1), False, False, False)


@pytest.mark.parametrize(
    "changed",
    [
        {"finess_et": "B"},
        {"fenetre_debut": date(2026, 3, 1)},
        {"fenetre_fin": date(2026, 5, 31)},
        {"population_debut": date(2026, 1, 1)},
        {"enpause": True},
        {"imports": True},
        {"toutes_natures": True},
    ],
)
def test_what_changes_a_count_is_another_count(changed):
    variantes, _ = count_tables([PLAIN, PLAIN._replace(**changed)])
    assert variantes.height == 2


def test_requests_keep_their_order_and_counts_are_sorted():
    ranks = [7, 3, 9, 1, 8, 2, 6, 0, 5, 4]
    variantes, demandes = count_tables([PLAIN._replace(finess_et=f"{rank}") for rank in ranks])
    assert demandes["finess_et"].to_list() == [f"{rank}" for rank in ranks]
    assert demandes["variante"].to_list() == ranks
    assert variantes["finess_et"].to_list() == [f"{rank}" for rank in range(10)]


def test_nothing_to_count_is_two_empty_tables_of_the_same_types():
    variantes, demandes = count_tables([])
    types = {name: pl.Date if "debut" in name or "fin" in name[-3:] else pl.Boolean for name in COLUMNS} | {
        "finess_et": pl.String
    }
    assert variantes.schema == {"variante": pl.get_index_type(), **types, "agenda": pl.Boolean}
    assert demandes.schema == {
        "demande": pl.Int64,
        "indicateur": pl.String,
        "flux": pl.String,
        **types,
        "variante": pl.get_index_type(),
    }
    full = count_tables([PLAIN])
    assert (full[0].schema, full[1].schema) == (variantes.schema, demandes.schema)
