"""What surrounds a decision, from the register: regions, overseas, other projects, papers, and each part given its facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from contracts.rulebook import Rulebook
from contracts.rulebook_money import Conditions, Desk, Grouping, Statement
from tests.decisions.facts_by_hand import instalments, source, texte
from tests.decisions.rows_by_hand import ARA, MISSED, MOIS, TEXTS, project
from tests.measures.register_by_hand import register
from transforms.decisions.decide import Signals
from transforms.decisions.funding import Funding, funding_of, holders
from transforms.decisions.project import project_result
from transforms.measures.perimeter import ProjectScope, Tranche
from transforms.measures.plan import Measured

A, B, C = "540000015", "540000023", "540000031"
MARTINIQUE = "970200018"

CHECKED = texte(
    indicateurs=ARA.indicateurs,
    versements=instalments(("avance", "0.40", "convention"), ("milieu", "0.40", "pieces"), ("solde", "0.20", "usage")),
    conditions=Conditions(
        guichet=Desk(2, 2, False, source("guichet")),
        double_financement=Statement(source("double")),
        regroupement=Grouping(15, None, 2, None, ("acquisition",), False, True, source("grappe"), None),
    ),
)
"""Few establishments are enough: national from two in two regions, two overseas."""


def funding(
    rows: list[dict], rulebook: Rulebook = CHECKED, departements: dict[str, str | None] | None = None, **more: object
) -> Funding:
    """What surrounds project P; `projet`, `pieces`, `others` (rows of other projects), `said` (its verdicts)."""
    projet = {
        "projet_id": "P",
        "montant_subvention": Decimal("100.00"),
        "date_convention": date(2026, 1, 1),
        "date_fin_deploiement": date(2026, 6, 30),
        "national": False,
        "region": "Bretagne",
    } | more.get("projet", {})
    tables = register(projets=[projet], perimetre=[*rows, *more.get("others", ())], pieces=more.get("pieces", ()))
    row = tables.projets.row(0, named=True)
    name = more.get("tranche")
    found = tuple(Measured("P", ARA, letter, None, MOIS, None, (MOIS,), tranche=name) for letter in "A")
    scope = ProjectScope(row, rulebook, found, (Tranche(name, None, 1),))
    judged = project(ARA, {"A": more.get("said", {})})
    result = project_result(scope, MOIS, judged, Signals(), frozenset(), None)
    return funding_of(result, tables, departements or {}, holders(tables))


def detail(found: Funding, condition: str) -> tuple[str, str]:
    (check,) = [check for check in found.conditions if check.condition == condition]
    return check.etat, check.detail


@pytest.mark.parametrize(
    ("rows", "departements", "region", "regions"),
    [
        ([{"finess_et": A, "region": "Corse"}, {"finess_et": B, "region": "grand est"}], {}, None, 2),
        ([{"finess_et": A, "region": "Corse"}, {"finess_et": B, "region": "Corse"}], {A: "54", B: "22"}, None, 1),
        ([{"finess_et": A}, {"finess_et": B}], {A: "54", B: "22"}, "Corse", 2),
        ([{"finess_et": A}, {"finess_et": B}], {A: "54", B: "88"}, "Corse", 1),
        ([{"finess_et": A}, {"finess_et": B}], {A: "54"}, "Corse", 2),
        ([{"finess_et": A}, {"finess_et": B}], {A: "54"}, "Grand Est", 1),
        ([{"finess_et": A}, {"finess_et": B}], {}, "Corse", 1),
        ([{"finess_et": A, "region": "Corse"}, {"finess_et": A, "region": "Bretagne"}, {"finess_et": B}], {B: "2A"}, None, 1),
        ([{"finess_et": A}, {"finess_et": A, "region": "Bretagne"}, {"finess_et": B}], {B: "22"}, "Corse", 1),
    ],
)
def test_the_region_is_that_of_the_register_else_of_the_department_else_of_the_project(rows, departements, region, regions):
    etat, said = detail(funding(rows, departements=departements, projet={"region": region}), "guichet")
    assert f"2 ESSMS dans {regions} région" in said
    assert "région inconnue" not in said
    assert etat == ("remplie" if regions == 1 else "non_remplie")


def test_a_region_that_nothing_says_is_unknown():
    rows = [{"finess_et": A}, {"finess_et": B}]
    assert "région inconnue pour 2 établissements" in detail(funding(rows, projet={"region": None}), "guichet")[1]


@pytest.mark.parametrize(
    ("rows", "departements", "expected"),
    [
        ([{"finess_et": A}, {"finess_et": B}], {A: "54", B: "54"}, "non_remplie"),
        ([{"finess_et": A}, {"finess_et": B}], {A: "2A", B: "974"}, "remplie"),
        ([{"finess_et": A}, {"finess_et": MARTINIQUE}], {A: "2B"}, "remplie"),
    ],
)
def test_overseas_is_told_by_the_department_or_the_number(rows, departements, expected):
    assert detail(funding(rows, departements=departements), "regroupement")[0] == expected


def test_other_projects_that_name_an_establishment_or_a_former_number():
    rows = [{"finess_et": A}, {"finess_et": B, "finess_precedent": C}]
    others = [
        {"projet_id": "R", "finess_et": A},
        {"projet_id": "Q", "finess_et": A},
        {"projet_id": "S", "finess_et": "540000049", "finess_precedent": C},
        {"projet_id": "T", "finess_et": "540000056"},
    ]
    assert detail(funding(rows), "double_financement")[0] == "remplie"
    assert detail(funding(rows, others=others[3:]), "double_financement")[0] == "remplie"
    assert detail(funding(rows, others=others), "double_financement") == (
        "non_remplie",
        f"Dans un autre projet du registre : {A} (Q, R), {C} (S).",
    )


def test_holders_name_each_project_once_in_order():
    perimetre = [
        {"projet_id": "R", "finess_et": A, "finess_precedent": C},
        {"projet_id": "Q", "finess_et": A},
        {"projet_id": "Q", "finess_et": A},
        {"projet_id": "Q", "finess_et": C},
        {"projet_id": "Z", "finess_et": B},
    ]
    assert holders(register(perimetre=perimetre)) == {A: ("Q", "R"), B: ("Z",), C: ("Q", "R")}


PIECES = [{"piece": "facture", "date_reception": date(2026, 6, 1)}]


def test_the_schedule_is_given_the_decision_and_what_it_releases():
    found = funding([{"finess_et": A}]).versements
    assert [(due.versement, due.montant, due.montant_du, due.motif) for due in found] == [
        ("avance", Decimal("40.00"), Decimal("40.00"), None),
        ("milieu", Decimal("40.00"), Decimal("40.00"), None),
        ("solde", Decimal("20.00"), Decimal("20.00"), None),
    ]
    refused = funding([{"finess_et": A}], ARA, said={"dmp": MISSED}).versements
    assert (refused[1].montant_du, refused[1].motif) == (Decimal("0.00"), "pieces_manquantes, solde_non_libere")
    provisional = funding([{"finess_et": A}], projet={"date_fin_deploiement": date(2026, 7, 1)}).versements
    assert [due.motif for due in provisional] == [None, None, "decision_provisoire"]
    unsigned = funding([{"finess_et": A}], projet={"date_convention": date(2026, 7, 1)}).versements
    assert {due.motif for due in unsigned} == {"convention_non_signee"}


def test_papers_received_are_those_of_the_register():
    code = ARA.pieces[0].code
    received = [{"piece": code, "date_reception": date(2026, 6, 1)}]
    assert detail(funding([{"finess_et": A}], ARA), f"piece:{code}")[0] == "non_remplie"
    found = funding([{"finess_et": A}], ARA, pieces=received)
    assert detail(found, f"piece:{code}")[0] == "remplie"
    assert found.versements[1].motif == "solde_non_libere"


def test_the_grant_is_that_of_the_perimeter_of_the_project():
    rows = [{"finess_et": A, "region": "Corse"}, {"finess_et": B}]
    found = funding(rows, TEXTS["grand-est-amorcage-2021"], {B: "54"}, others=[{"projet_id": "Q", "finess_et": C}])
    assert found.bareme is not None
    assert found.bareme.nombre_essms == 2
    assert [(share.region, share.nombre) for share in found.bareme.partages] == [("Corse", 1), ("Grand Est", 1)]
    assert funding(rows).bareme is None


@pytest.mark.parametrize(("tranche", "state"), [(None, "sans_objet"), ("vague 1", "sans_objet"), ("pilote", "non_remplie")])
def test_tranches_and_their_papers_are_those_of_the_decision(tranche, state):
    found = funding([{"finess_et": A}], TEXTS["national-2021"], tranche=tranche)
    assert [(due.versement, due.tranche, due.montant) for due in found.versements] == [("tranche_1", tranche, Decimal("100.00"))]
    papers = {check.condition: check.etat for check in found.conditions if check.condition.startswith("piece:")}
    assert papers == {"piece:demonstration": state, "piece:preuve_integration": state}
