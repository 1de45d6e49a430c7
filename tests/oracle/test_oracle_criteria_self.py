"""The oracle on texts whose targets the register sets: the criteria of S0, worked out by hand on a small project."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.oracle.oracle_by_hand import AIN, CORSE, MONTH, build, own, persons
from tests.oracle.oracle_decisions import criteria, decide
from tests.oracle.oracle_measures import measure
from tests.oracle.oracle_money import split
from tests.oracle.oracle_readings import readings
from tests.oracle.oracle_texts import GRAND_EST

BOTH = f"P1;{AIN};;\nP1;{CORSE};;\n"
INVOICE = ("facture_fin_deploiement",)
CRITERES = ("dossiers_actifs;100", "projets_personnalises;100", "evenements_agenda;100", "mssante;6", "dmp;4")


def month_of_use(finess: str = AIN, total: int = 10, active: int = 8, events: int | None = None) -> dict[str, str]:
    """`active` dossiers of `total`, all with a project, `events` with an event; 6 messages in three months, 4 documents."""
    seen = active if events is None else events
    files = own("dossiers", *persons(total, active), finess=finess)
    files |= own("evenements", *(f"D{rank};2025-06-11;VALIDE" for rank in range(seen)), finess=finess)
    files |= own("mssante", "2025-06;2", finess=finess) | own("mssante", "2025-05;1", month="2025-05", finess=finess)
    files |= own("mssante", "2025-04;3", month="2025-04", finess=finess)
    return files | own("dmp", *["D0;2025-06-12"] * 3, "INCONNU;2025-06-30", finess=finess)


def project(folder: Path, files: dict[str, str], **changes) -> Path:
    """A project in `maintenance`: one month everywhere, three for messages."""
    given = {"texte": GRAND_EST, "phase": "maintenance", "criteres": CRITERES, "pieces": INVOICE, "montant": "750000"}
    return build(folder, files, **(given | changes))


def result(folder: Path) -> tuple[object, object, object]:
    (decision,) = decide(folder, MONTH)
    return decision["decision"], decision["montant_libere"], decision["motif"]


def of(folder: Path, indicateur: str) -> dict[str, object]:
    return next(row for row in criteria(folder, MONTH) if row["indicateur"] == indicateur)


def reading(folder: Path, code: str, indicateur: str, finess: str | None = None) -> tuple[object, ...]:
    wanted = (code, indicateur, finess)
    row = next(row for row in readings(folder, MONTH) if (row["lecture"], row["indicateur"], row["finess_et"]) == wanted)
    return row["numerateur"], row["denominateur"], row["cible"], row["verdict"]


# ---------------------------------------------------------------------------------------------------------------- money


def test_the_vector_of_the_domain_page(tmp_path):
    # domain.md 1.6: "S0 acquisition, 30 ESMS: 750 k€; balance 150 k€; 30 k€ per criterion; result/evaluation = 80 % on one
    # criterion, others full → 144 k€ released."
    workspace = project(tmp_path, month_of_use())
    (decision,) = decide(workspace, MONTH)
    assert (decision["part_solde"], decision["montant_solde"]) == (Decimal("0.20"), Decimal("150000.00"))
    assert result(workspace) == ("liberer_partiellement", Decimal("144000.00"), {"cibles_non_atteintes"})
    row = of(workspace, "dossiers_actifs")
    assert (row["numerateur"], row["denominateur"], row["cible"], row["verdict"]) == (8, 10, Decimal(1), "non_atteinte")
    assert (row["poids"], row["montant_maximum"], row["montant_libere"]) == (Decimal("0.2000"), Decimal(30000), Decimal(24000))


def test_full_everywhere_releases_the_balance(tmp_path):
    workspace = project(tmp_path, month_of_use(), criteres=("dossiers_actifs;80", *CRITERES[1:]))
    assert result(workspace) == ("liberer", Decimal("150000.00"), set())
    assert {row["verdict"] for row in criteria(workspace, MONTH)} == {"atteinte"}


def test_an_impossible_criterion_leaves_the_split_in_the_order_of_the_register(tmp_path):
    chosen = ("dmp;4", "mssante;6;impossible;plateforme", "e_parcours;1;impossible;plateforme", *CRITERES[:3])
    workspace = project(tmp_path, month_of_use(), criteres=chosen, montant="0,13")
    rows = criteria(workspace, MONTH)
    assert [row["indicateur"] for row in rows] == ["dmp", "dossiers_actifs", "projets_personnalises", "evenements_agenda"]
    # 20 % of 13 cents is 2.6: 5 and 5 for the two instalments (5.2 each), 2 + the largest remainder = 3 for the balance.
    assert [row["montant_maximum"] for row in rows] == [Decimal("0.01"), Decimal("0.01"), Decimal("0.01"), Decimal("0.00")]
    assert {row["poids"] for row in rows} == {Decimal("0.2500")}
    assert [row["montant_libere"] for row in rows] == [Decimal("0.01"), Decimal("0.00"), Decimal("0.01"), Decimal("0.00")]
    assert {row["indicateur"] for row in measure(workspace, MONTH)} == {row["indicateur"] for row in rows}


def test_a_part_earned_is_partial_whatever_the_cents(tmp_path):
    assert result(project(tmp_path, month_of_use(), montant="0,02"))[:2] == ("liberer_partiellement", Decimal("0.00"))
    workspace = project(tmp_path / "none", month_of_use(), montant="")
    assert result(workspace)[:2] == ("liberer_partiellement", None)
    assert {(row["montant_maximum"], row["montant_libere"]) for row in criteria(workspace, MONTH)} == {(None, None)}


@pytest.mark.parametrize(
    ("whole", "weights", "shares"),
    [(3, [40, 40, 20], [1, 1, 1]), (1, [40, 40, 20], [1, 0, 0]), (7, [1] * 5, [2, 2, 1, 1, 1]), (10, [1, 2, 4], [1, 3, 6])],
)
def test_shares_add_up_by_largest_remainder(whole, weights, shares):
    assert split(whole, weights) == shares


# ------------------------------------------------------------------------------------------------------------- measures


def test_messages_are_read_over_three_months_and_documents_over_one(tmp_path):
    files = month_of_use() | own("dmp", *["D1;2025-05-12"] * 5, month="2025-05") | own("dmp", month="2025-04")
    workspace = project(tmp_path / "maintenance", files)
    rows = {row["indicateur"]: row for row in measure(workspace, MONTH)}
    assert (rows["mssante"]["numerateur"], rows["mssante"]["denominateur"], rows["mssante"]["verdict"]) == (6, None, "sans_cible")
    # One per row, whoever the person is.
    assert (rows["dmp"]["numerateur"], rows["dmp"]["cible"], rows["dmp"]["reste_a_faire"]) == (4, None, None)
    workspace = project(tmp_path / "projet", files, phase="projet")
    assert of(workspace, "dmp")["numerateur"] == 9


def test_an_event_of_any_nature_counts(tmp_path):
    files = month_of_use(active=1, total=1)
    files[f"{MONTH}/{AIN}/evenements.csv"] = f"finess_et;dossier_id;date_debut;statut;nature\n{AIN};D0;2025-06-11;;presence\n"
    assert of(project(tmp_path, files), "evenements_agenda")["numerateur"] == 1


def test_a_criterion_is_judged_on_the_sums_and_the_one_furthest_behind_is_another_reading(tmp_path):
    files = month_of_use(active=10) | month_of_use(finess=CORSE, active=5)
    workspace = project(tmp_path, files, perimetre=BOTH, criteres=("dossiers_actifs;75", *CRITERES[1:3], "mssante;12", "dmp;8"))
    # 15 of 20 is 75 %: full; alone, Corse has 5 of 10, two thirds of the evaluation.
    assert result(workspace) == ("liberer", Decimal("150000.00"), set())
    assert reading(workspace, "fenetre", "dossiers_actifs") == (15, 20, Decimal("0.75"), "atteinte")
    assert reading(workspace, "chaque_essms", "dossiers_actifs", CORSE) == (5, 10, Decimal("0.75"), "non_atteinte")
    assert decide(workspace, MONTH)[0]["sensible_a_la_lecture"] is True
    codes = {row["lecture"] for row in readings(workspace, MONTH) if row["indicateur"] == "mssante"}
    assert codes == {"fenetre"}


# ------------------------------------------------------------------------------------------------------ what is not known


def test_an_establishment_without_source_or_with_a_wrong_roll_releases_nothing(tmp_path):
    files = month_of_use() | month_of_use(finess=CORSE)
    del files[f"{MONTH}/{CORSE}/dmp.csv"]
    workspace = project(tmp_path / "absent", files, perimetre=BOTH)
    assert result(workspace) == ("a_instruire", Decimal("0.00"), {"source_absente"})
    assert of(workspace, "dossiers_actifs")["montant_libere"] == 0
    files = month_of_use() | own("effectifs", "2025-06-01;2025-06-30;9;")
    assert result(project(tmp_path / "roll", files))[2] == {"effectif_incoherent"}


def test_an_empty_establishment_only_adds_nothing(tmp_path):
    files = month_of_use(active=10) | month_of_use(finess=CORSE, total=0, active=0)
    workspace = project(tmp_path, files, perimetre=BOTH, criteres=(*CRITERES[:3], "mssante;12", "dmp;8"))
    assert result(workspace)[0] == "liberer"
    assert reading(workspace, "fenetre", "dossiers_actifs") == (10, 10, Decimal(1), "atteinte")
    alone = project(tmp_path / "alone", month_of_use(total=0, active=0))
    assert result(alone)[2] == {"denominateur_nul"}


@pytest.mark.parametrize(("evaluation", "motif"), [("80", None), ("100", "extraction_tardive"), ("90", "extraction_tardive")])
def test_late_extraction_matters_when_it_could_change_the_part(tmp_path, evaluation, motif):
    # 8 active, one unknown: 8 or 9 of 10. Of 80 % it is full either way; of 90 % or 100 % it earns more with the unknown one.
    files = month_of_use() | own("dossiers", *persons(10, 8, later=1))
    workspace = project(tmp_path, files, criteres=(f"dossiers_actifs;{evaluation}", *CRITERES[1:]))
    assert of(workspace, "dossiers_actifs")["motif"] == motif


@pytest.mark.parametrize(("evaluation", "expected"), [("5", ("atteinte", None)), ("7", ("indeterminee", "couverture_partielle"))])
def test_an_uncovered_month_stands_only_when_the_criterion_is_full(tmp_path, evaluation, expected):
    files = {path: text for path, text in month_of_use().items() if path != f"2025-05/{AIN}/mssante.csv"}
    workspace = project(tmp_path, files, criteres=(*CRITERES[:3], f"mssante;{evaluation}", "dmp;4"))
    row = of(workspace, "mssante")
    assert (row["numerateur"], (row["verdict"], row["motif"])) == (5, expected)


def test_declared_zeros_earn_nothing_and_a_declared_count_waits(tmp_path):
    rates = [f"{code};2025-06-01;2025-06-30;0;10" for code in ("dossiers_actifs", "projets_personnalises", "evenements_agenda")]
    zero = own("agregats", *rates, "mssante;2025-04-01;2025-06-30;0;", "dmp;2025-06-01;2025-06-30;0;")
    assert result(project(tmp_path / "zero", zero)) == ("ne_pas_liberer", Decimal("0.00"), {"cibles_non_atteintes"})
    files = month_of_use() | own("agregats", "dmp;2025-06-01;2025-06-30;4;")
    del files[f"{MONTH}/{AIN}/dmp.csv"]
    workspace = project(tmp_path / "four", files)
    assert result(workspace)[2] == {"declaratif"}
    # The reading `declaratif` lets it stand.
    assert decide(workspace, MONTH)[0]["sensible_a_la_lecture"] is True


def test_a_paper_missing_or_a_row_set_aside_stops_a_partial_release(tmp_path):
    assert result(project(tmp_path / "paper", month_of_use(), pieces=()))[2] == {"pieces_manquantes"}
    files = month_of_use()
    files[f"{MONTH}/{AIN}/dossiers.csv"] += f"{AIN};D99;pas une date;;;;\n"
    assert result(project(tmp_path / "row", files))[2] == {"lignes_rejetees"}
    # In April only the messages are read, and they use no dossier.
    april = month_of_use() | own("dossiers", "D99;pas une date;;;;", month="2025-04")
    assert result(project(tmp_path / "april", april))[0] == "liberer_partiellement"


# ------------------------------------------------------------------------------------------------------------- readings


def test_one_month_is_a_reading_in_the_project_phase_only(tmp_path):
    files = month_of_use()
    for month in ("2025-04", "2025-05"):
        files |= own("dossiers", *persons(10, 10), month=month) | own("dmp", month=month)
        files |= own("evenements", "D0;2025-05-11;VALIDE", month=month)
    workspace = project(tmp_path / "projet", files, phase="projet")
    # Over three months every dossier is active (updated in June in an earlier state); 8 have an event, in June.
    assert reading(workspace, "fenetre", "evenements_agenda")[:2] == (8, 10)
    assert reading(workspace, "fenetre_1", "evenements_agenda")[:2] == (8, 8)
    assert "fenetre_1" not in {row["lecture"] for row in readings(project(tmp_path / "m", files), MONTH)}


@pytest.mark.parametrize(("start", "documents"), [("2025-05-31", 9), ("2025-06-30", 4), ("2025-07-01", None), ("", None)])
def test_documents_over_the_whole_project(tmp_path, start, documents):
    files = month_of_use() | own("dmp", *["D1;2025-05-01"] * 5, month="2025-05")
    workspace = project(tmp_path, files, demarrage=start)
    found = [row["numerateur"] for row in readings(workspace, MONTH) if row["lecture"] == "duree_projet" and not row["finess_et"]]
    assert found == ([] if documents is None else [documents])
