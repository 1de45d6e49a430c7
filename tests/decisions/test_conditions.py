"""The checks of a project together: their order, papers of the balance, and what the order of the rows never changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rulebook_money import AcquisitionCap, Conditions, Deadline, Desk, Grouping, LastDay, Piece, Statement
from tests.decisions.facts_by_hand import facts, finess, frame, instalments, many, scale, source, texte
from transforms.decisions.conditions import ETATS, checks

CONDITIONS = Conditions(
    regroupement=Grouping(5, 2, 4, 1, ("acquisition",), True, True, source("grappe")),
    guichet=Desk(6, 2, True, source("guichet")),
    double_financement=Statement(source("double")),
    part_acquisition=AcquisitionCap(Decimal("0.40"), source("part")),
    terme=LastDay(date(2026, 12, 31), source("terme")),
)
PIECES = (
    Piece("facture_mise_en_place", "Facture de fin de mise en place", source("facture"), versement="mise_en_place"),
    Piece("demonstration", "Démonstration", source("demonstration"), tranche="pilote"),
    Piece("facture_fin_deploiement", "Facture de fin de déploiement", source("fin"), versement="solde"),
    Piece("etat_recapitulatif", "État récapitulatif", source("etat")),
)
WHOLE = texte(
    versements=instalments(("avance", "0.40", "convention"), ("mise_en_place", "0.40", "pieces"), ("solde", "0.20", "usage")),
    pieces=PIECES,
    delais=(Deadline("acquisition", 18, False, source("delai")),),
    conditions=CONDITIONS,
    bareme=scale(3),
)
NAMES = [
    "convention",
    "regroupement",
    "petits_organismes",
    "guichet",
    "double_financement",
    "part_acquisition",
    "delai",
    "terme",
    "piece:demonstration",
    "piece:facture_fin_deploiement",
    "piece:etat_recapitulatif",
]


def papers(tranche: str | None = None, received: frozenset[str] = frozenset(), rulebook=WHOLE) -> dict[str, str]:
    found = checks(facts(many(2), tranche=tranche, papers_received=received), rulebook)
    return {check.condition: check.etat for check in found if check.condition.startswith("piece:")}


def test_the_conditions_of_a_text_are_in_order():
    found = checks(facts(many(6)), WHOLE)
    assert [check.condition for check in found] == NAMES
    assert all(check.etat in ETATS and check.source is not None for check in found)


def test_every_detail_is_a_sentence():
    for rows in ([], many(6), many(6, petit_gestionnaire=True, organisme_gestionnaire="A")):
        for national in (True, False, None):
            empty = {"date_convention": None, "date_demarrage": None, "date_fin_deploiement": None}
            for projet in ({"national": national}, {"national": national} | empty):
                for check in checks(facts(rows, projet=projet), WHOLE):
                    assert check.detail[0].isupper() or check.detail[0].isdigit()
                    assert check.detail.endswith(".")
                    assert ".." not in check.detail
                    assert "None" not in check.detail


def test_a_text_that_says_nothing_has_no_condition():
    assert checks(facts(many(6)), texte()) == ()


def test_only_papers_of_the_balance_are_conditions():
    assert "piece:facture_mise_en_place" not in papers()


@pytest.mark.parametrize("code", ["facture_fin_deploiement", "etat_recapitulatif"])
def test_a_paper_is_received_or_not(code):
    assert papers()[f"piece:{code}"] == "non_remplie"
    assert papers(received=frozenset({code}))[f"piece:{code}"] == "remplie"


@pytest.mark.parametrize(
    ("tranche", "received", "expected"),
    [
        ("pilote", False, "non_remplie"),
        ("pilote", True, "remplie"),
        ("Pilote", False, "non_remplie"),
        ("PILOTE", True, "remplie"),
        ("vague 1", False, "sans_objet"),
        ("vague 1", True, "sans_objet"),
        (None, False, "sans_objet"),
    ],
)
def test_a_paper_of_a_tranche(tranche, received, expected):
    given_papers = frozenset({"demonstration"} if received else ())
    assert papers(tranche, given_papers)["piece:demonstration"] == expected
    assert papers(tranche, given_papers, texte(solde="tranche_suivante", pieces=PIECES))["piece:demonstration"] == expected


def test_a_text_without_balance_asks_only_for_papers_that_name_no_instalment():
    asked = papers("pilote", rulebook=texte(solde="tranche_suivante", pieces=PIECES))
    assert list(asked) == ["piece:demonstration", "piece:etat_recapitulatif"]


def test_papers_are_binding_and_named():
    found = {check.condition: check for check in checks(facts(many(2), papers_received=frozenset({"etat_recapitulatif"})), WHOLE)}
    received, missing, other = (
        found[name] for name in ("piece:etat_recapitulatif", "piece:facture_fin_deploiement", "piece:demonstration")
    )
    assert (received.detail, received.source, received.opposable) == ("Pièce reçue : État récapitulatif.", source("etat"), True)
    assert missing.detail == "Pièce non reçue : Facture de fin de déploiement."
    assert other.detail == "Pièce demandée pour la seule tranche « pilote » : Démonstration."


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "finess_et": st.integers(1, 9).map(finess),
            "finess_precedent": st.sampled_from([None, None, finess(1), finess(2), finess(20)]),
            "organisme_gestionnaire": st.sampled_from(["A", " a", "B", None]),
            "petit_gestionnaire": st.sampled_from([True, False, None]),
            "nombre_essms": st.sampled_from([None, None, 0, 2]),
            "type_operation": st.sampled_from(["acquisition", "mise_a_niveau", None]),
        }
    ),
    max_size=12,
)


@given(ROWS, st.randoms(use_true_random=False), st.lists(st.sampled_from(["Bretagne", "Corse", None]), min_size=9, max_size=9))
def test_the_order_of_the_rows_changes_nothing(rows, chance, regions):
    perimetre = frame(rows)
    order = list(range(len(rows)))
    chance.shuffle(order)
    numbers = [finess(rank) for rank in range(1, 10)]
    said = {
        "regions": dict(zip(numbers, regions, strict=True)),
        "outre_mer": {number: region == "Corse" for number, region in zip(numbers, regions, strict=True)},
        "elsewhere": {finess(3): ("Q",), finess(20): ("R", "Q")},
    }
    straight = checks(facts(rows, perimetre=perimetre, **said), WHOLE)
    assert checks(facts(rows, perimetre=perimetre[order], **said), WHOLE) == straight
    assert {check.etat for check in straight} <= set(ETATS)


@given(ROWS, st.sampled_from([True, False, None]))
def test_a_project_alone_in_the_register_is_financed_once(rows, national):
    numbers = [finess(rank) for rank in range(1, 10)]
    found = facts(
        rows,
        regions=dict.fromkeys(numbers),
        outre_mer=dict.fromkeys(numbers),
        projet={"national": national},
    )
    by_name = {check.condition: check.etat for check in checks(found, WHOLE)}
    assert by_name["double_financement"] == ("remplie" if rows else "inconnue")
