"""What one run finds about a project: provisional or not, the reading of the ARS, the amounts, the figures of the whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.decisions.rows_by_hand import ARA, EXEMPT, MISSED, MOIS, project
from transforms.decisions.decide import Signals
from transforms.decisions.project import ProjectResult, is_provisional, project_result
from transforms.decisions.project_readings import project_readings
from transforms.measures.perimeter import ProjectScope
from transforms.measures.verdicts import Measure, Pair


def result(
    said: dict, *, lecture: str | None = None, grant: str | None = "84000.01", missing: tuple[str, ...] = ()
) -> ProjectResult:
    projet = {
        "projet_id": "P",
        "montant_subvention": Decimal(grant) if grant else None,
        "date_fin_deploiement": date(2026, 6, 30),
    }
    scope = ProjectScope(projet, ARA, ())
    received = frozenset(piece.code for piece in ARA.pieces) - set(missing)
    return project_result(scope, MOIS, project(ARA, said), Signals(), received, lecture)


@pytest.mark.parametrize(
    ("mois", "end", "provisional"),
    [
        ("2026-06", date(2026, 6, 29), False),
        ("2026-06", date(2026, 6, 30), False),
        ("2026-06", date(2026, 7, 1), True),
        ("2026-06", None, True),
        ("2026-02", date(2026, 2, 28), False),
        ("2026-02", date(2026, 3, 1), True),
        ("2028-02", date(2028, 2, 29), False),
        ("2028-02", date(2028, 3, 1), True),
        ("2026-12", date(2026, 12, 31), False),
        ("2026-12", date(2027, 1, 1), True),
    ],
)
def test_provisional_until_the_last_day_of_the_month_reaches_the_end_of_deployment(mois, end, provisional):
    assert is_provisional(mois, end) is provisional


def test_a_release_gives_the_whole_balance():
    found = result({"A": {}})
    assert (found.outcome.decision, found.part_solde) == ("liberer", Decimal("0.50"))
    assert (found.montant_subvention, found.montant_solde, found.montant_libere) == (
        Decimal("84000.01"),
        Decimal("42000.00"),
        Decimal("42000.00"),
    )


@pytest.mark.parametrize(
    ("said", "papers", "decision"),
    [
        ({"A": {"dmp": MISSED}}, (), "ne_pas_liberer"),
        ({"A": {}}, ("etat_recapitulatif_depenses",), "a_instruire"),
    ],
)
def test_anything_else_releases_nothing(said, papers, decision):
    found = result(said, missing=papers)
    assert (found.outcome.decision, found.montant_libere, found.montant_solde) == (decision, Decimal("0.00"), Decimal("42000.00"))


def test_without_a_grant_every_amount_is_empty():
    found = result({"A": {}}, grant=None)
    assert (found.montant_subvention, found.montant_solde, found.montant_libere) == (None, None, None)
    assert found.outcome.decision == "liberer"


@pytest.mark.parametrize("lecture", [None, "chaque_essms", "fenetre"])
def test_the_scope_of_the_text_is_the_default_reading(lecture):
    found = result({"A": {"dossiers_actifs": {"annuelle": MISSED}}}, lecture=lecture)
    assert (found.lecture, found.outcome.decision, found.sensitive) == ("fenetre", "liberer", ("annuelle",))


def test_the_reading_of_the_ars_decides_and_is_kept():
    found = result({"A": {"dossiers_actifs": {"annuelle": MISSED}}}, lecture="annuelle")
    assert (found.lecture, found.outcome.decision) == ("annuelle", "ne_pas_liberer")
    assert "fenetre" in found.sensitive
    retained = {row.rule.indicateur: row.measure for row in found.retained()}
    assert retained["dossiers_actifs"] is MISSED


def test_the_whole_is_published_beside_its_establishments():
    said = {"A": {"mssante": Measure("non_atteinte", None, (Pair(6, 10),))}, "B": {"mssante": EXEMPT}}
    readings = {row.rule.indicateur: measure for _, row, measure in project_readings(result(said))}
    assert list(readings) == ["dossiers_actifs", "projets_personnalises", "evenements_agenda", "mssante", "dmp"]
    assert (readings["mssante"].numerateur, readings["mssante"].denominateur) == (6, 10)
    assert (readings["dmp"].numerateur, readings["dmp"].denominateur) == (18, 20)
