"""The oracle on the tranches of S2, the amendment 2025/100 and the scales of the four calls, worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.oracle.oracle_by_hand import AIN, CORSE, MONTH, build, own, persons
from tests.oracle.oracle_decisions import criteria, decide
from tests.oracle.oracle_finess import with_key
from tests.oracle.oracle_grant import grant
from tests.oracle.oracle_measures import measure
from tests.oracle.oracle_readings import readings
from tests.oracle.oracle_register import Register
from tests.oracle.oracle_texts import ARA, GRAND_EST, GUADELOUPE, NATIONAL
from tests.oracle.test_oracle_criteria_self import CRITERES, month_of_use

# ------------------------------------------------------------------------------------------------------------- tranches

GOOD, BAD = 10, 8
"""Active dossiers of 10, against an evaluation of 100 %."""


def two(folder: Path, first: str, second: str, active: tuple[int, int], **changes) -> Path:
    """A project of two tranches of one establishment each; `first` and `second` are `date;sortie;tranche`."""
    files = month_of_use(active=active[0]) | month_of_use(finess=CORSE, active=active[1])
    given = {
        "texte": NATIONAL,
        "phase": "maintenance",
        "criteres": CRITERES,
        "pieces": (),
        "montant": "100,01",
        "perimetre": f"P1;{AIN};{first}\nP1;{CORSE};{second}\n",
    }
    return build(folder, files, **(given | changes))


def result(folder: Path) -> tuple[object, ...]:
    (decision,) = decide(folder, MONTH)
    return decision["decision"], decision["montant_solde"], decision["montant_libere"], decision["motif"]


NO, YES = "ne_pas_liberer", "liberer"
HALF, NONE = Decimal("50.00"), Decimal("0.00")


@pytest.mark.parametrize(
    ("first", "second", "active", "expected", "released"),
    [
        # Without dates: the first that is not met, else the last.
        (";;T1", ";;T2", (BAD, GOOD), (NO, HALF), "8"),
        (";;T1", ";;T2", (GOOD, BAD), (NO, NONE), "8"),
        (";;T1", ";;T2", (GOOD, GOOD), (YES, NONE), "10"),
        # The last begun alone decides, whatever the other does.
        ("2025-01-01;;T1", "2025-03-01;;T2", (BAD, GOOD), (YES, NONE), "10"),
        (";;T1", "2025-03-01;;T2", (BAD, GOOD), (YES, NONE), "10"),
        ("2025-03-01;;T1", "2025-03-01;;T2", (BAD, GOOD), (NO, HALF), "8"),
        # The second has not begun: the first unlocks it.
        ("2025-01-01;;T1", "2025-07-01;;T2", (GOOD, BAD), (YES, HALF), "10"),
        # The second has left.
        (";;T1", "2025-01-01;2025-06-29;T2", (GOOD, BAD), (YES, HALF), "10"),
        # One tranche: 18 of 20.
        (";;", ";;", (GOOD, BAD), (NO, NONE), "18"),
    ],
)
def test_the_tranche_verified(tmp_path, first, second, active, expected, released):
    workspace = two(tmp_path, first, second, active)
    assert result(workspace)[:2] == expected
    row = next(row for row in criteria(workspace, MONTH) if row["indicateur"] == "dossiers_actifs")
    assert (str(row["numerateur"]), row["poids"], row["montant_maximum"]) == (released, None, None)


def test_a_tranche_met_releases_the_part_of_the_next_and_the_first_takes_the_odd_cent(tmp_path):
    workspace = two(tmp_path, ";;T1", "2025-07-01;;T2", (GOOD, BAD))
    assert result(workspace) == (YES, HALF, HALF, set())
    assert decide(workspace, MONTH)[0]["part_solde"] is None
    assert result(two(tmp_path / "none", ";;T1", "2025-07-01;;T2", (GOOD, BAD), montant=""))[1:3] == (None, None)


@pytest.mark.parametrize("name", ["pilote", "Pilote", "PILOTE"])
def test_a_pilot_also_needs_its_papers(tmp_path, name):
    lines = (f";;{name}", "2025-07-01;;T2")
    assert result(two(tmp_path / "without", *lines, (GOOD, BAD)))[3] == {"pieces_manquantes"}
    assert result(two(tmp_path / "one", *lines, (GOOD, BAD), pieces=("demonstration",)))[0] == "a_instruire"
    papers = ("demonstration", "preuve_integration")
    assert result(two(tmp_path / "both", *lines, (GOOD, BAD), pieces=papers))[0] == YES


def test_all_or_nothing_one_failure_decides_and_one_doubt_suspends(tmp_path):
    workspace = two(tmp_path / "doubt", ";;", ";;", (GOOD, GOOD))
    Path(workspace / f"depots/{MONTH}/{AIN}/dmp.csv").unlink()
    assert (result(workspace)[0], result(workspace)[3]) == ("a_instruire", {"source_absente"})
    workspace = two(tmp_path / "failure", ";;", ";;", (GOOD, BAD))
    Path(workspace / f"depots/{MONTH}/{AIN}/dmp.csv").unlink()
    assert (result(workspace)[0], result(workspace)[3]) == (NO, {"cibles_non_atteintes"})


def test_rows_of_a_tranche_that_does_not_decide_are_published(tmp_path):
    workspace = two(tmp_path, ";;T1", "2025-03-01;;T2", (BAD, GOOD))
    assert {row["finess_et"] for row in measure(workspace, MONTH)} == {AIN, CORSE}
    rows = [row for row in readings(workspace, MONTH) if row["indicateur"] == "dossiers_actifs"]
    sums = {row["lecture"]: (row["numerateur"], row["verdict"]) for row in rows if row["finess_et"] is None}
    assert sums["fenetre"] == (10, "atteinte")
    each = {row["finess_et"]: row["verdict"] for row in rows if row["lecture"] == "chaque_essms"}
    assert each == {AIN: "non_atteinte", CORSE: "atteinte"}


# ------------------------------------------------------------------------------------------------------------ amendment


@pytest.mark.parametrize(
    ("setting", "categorie", "row", "expected"),
    [
        ("2025-06-30", "219", ";;;;N", "ahi_hors_sons"),
        ("2025-07-01", "219", ";;;;N", None),
        ("true", "219", ";;;;N", None),
        ("false", "219", ";;;;N", None),
        ("2025-01-01", "219", ";;;;O", None),
        ("2025-01-01", "219", ";;;;", None),
        ("2025-01-01", "219", ";;;PA;N", None),
        ("2025-01-01", "500", ";;;AHI;N", "ahi_hors_sons"),
        ("2025-01-01", "500", ";;;;N", None),
        ("2025-01-01", "340", ";;;;N", "protection_juridique_majeurs"),
    ],
)
def test_who_the_amendment_releases(tmp_path, setting, categorie, row, expected):
    reglages = f'[avenants]\n"instruction-2025-100" = {setting}\n'
    files = own("dossiers", *persons(10, 10))
    workspace = build(tmp_path, files, texte=ARA, categorie=categorie, perimetre=f"P1;{AIN};{row}\n", reglages=reglages)
    rows = {line["indicateur"]: line for line in measure(workspace, MONTH)}
    for indicateur in ("mssante", "dmp"):
        exempt = rows[indicateur]["motif"] if rows[indicateur]["verdict"] == "exemptee" else None
        assert exempt == expected
    assert rows["dossiers_actifs"]["verdict"] == "atteinte"


def test_the_amendment_is_for_one_call_and_from_its_own_day(tmp_path):
    reglages = '[avenants]\n"instruction-2025-100" = true\n'
    for texte, month, expected in (
        (ARA, "2025-09", "exemptee"),
        (ARA, "2025-08", "indeterminee"),
        (GUADELOUPE, "2025-09", "indeterminee"),
    ):
        row = f"P1;{AIN};;;;AHI;N\n"
        workspace = build(tmp_path / texte / month, {}, texte=texte, perimetre=row, reglages=reglages)
        assert next(line["verdict"] for line in measure(workspace, month) if line["indicateur"] == "dmp") == expected


# --------------------------------------------------------------------------------------------------------------- scales


def total(texte: str, count: int, operation: str = "acquisition", first: dict[str, str] | None = None, **projet: str) -> object:
    """The grant of `count` establishments, the first having these columns."""
    numbers = [with_key(f"0100{rank:04d}") for rank in range(count)]
    rows = [{"projet_id": "P1", "finess_et": number, "petit_gestionnaire": "N"} for number in numbers]
    rows[0] |= first or {}
    record = {"projet_id": "P1", "texte_id": texte, "type_operation": operation} | projet
    return grant(Register([record], rows, []), record)


@pytest.mark.parametrize(
    ("texte", "count", "operation", "expected"),
    [
        # domain.md 1.6.
        (ARA, 20, "acquisition", 420_000),
        (ARA, 60, "acquisition", 1_084_000),
        (ARA, 49, "acquisition", 1_029_000),
        (ARA, 50, "acquisition", 1_034_000),
        (ARA, 60, "mise_a_niveau", 267_000),
        (GRAND_EST, 30, "acquisition", 750_000),
        # At most 30.
        (GRAND_EST, 31, "acquisition", 750_000),
        (GRAND_EST, 30, "mise_a_niveau", 300_000),
        # 5 k€ from 50 to 500.
        (NATIONAL, 49, "acquisition", None),
        (NATIONAL, 50, "acquisition", 250_000),
        (NATIONAL, 500, "mise_a_niveau", 2_500_000),
        (NATIONAL, 501, "acquisition", None),
        # 49 × (7 + 12) + 1 × (2 + 1); 49 × 5 + 1 × 2.
        (GUADELOUPE, 50, "acquisition", 934_000),
        (GUADELOUPE, 50, "mise_a_niveau", 247_000),
    ],
)
def test_scales(texte, count, operation, expected):
    assert total(texte, count, operation) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("texte", "first", "projet", "expected"),
    [
        # 20 k€ of equipment, the quote playing no part.
        (GRAND_EST, {"petit_gestionnaire": "O"}, {}, "45000"),
        (GRAND_EST, {"petit_gestionnaire": ""}, {"amoa_pilotage": "O"}, "25000"),
        (GRAND_EST, {"nombre_essms": "31", "petit_gestionnaire": "O"}, {}, "1350000"),
        # 21 k€ + 10 k€ at most of equipment on a quote, nothing without one.
        (ARA, {"petit_gestionnaire": "O"}, {}, "21000"),
        (ARA, {"petit_gestionnaire": "O", "devis_equipement": "9999,99"}, {}, "30999.99"),
        (ARA, {"petit_gestionnaire": "O", "devis_equipement": "12000"}, {}, "31000"),
        (ARA, {"petit_gestionnaire": "O", "devis_equipement": "12000", "nombre_essms": "2"}, {}, "54000"),
        # A third of 7 k€ and a third of 14 k€, each cut to the cent.
        (ARA, {"heures_medico_sociales": "1", "heures_totales": "3"}, {}, "6999.99"),
        # Half of 7 k€ and of 14 k€; equipment follows the quote alone, 10 k€ at most.
        (
            ARA,
            {"petit_gestionnaire": "O", "devis_equipement": "15000", "heures_medico_sociales": "1", "heures_totales": "2"},
            {},
            "20500",
        ),
        (ARA, {"type_operation": "mise_a_niveau"}, {}, "5000"),
        (ARA, {}, {"amoa_pilotage": "O"}, "21000"),
        (ARA, {"petit_gestionnaire": ""}, {"amoa_pilotage": "O", "amoa_marche": "O"}, "121000"),
        # 7 k€ + the editor's quote, or 12 k€, or 14.5 k€ when referenced.
        (GUADELOUPE, {}, {}, "19000"),
        (GUADELOUPE, {"segur_reference": "O"}, {}, "21500"),
        (GUADELOUPE, {"segur_reference": "O", "devis_editeur": "13000,50"}, {}, "20000.50"),
        (GUADELOUPE, {"devis_editeur": "6000", "heures_medico_sociales": "1", "heures_totales": "3"}, {}, "4333.33"),
        (GUADELOUPE, {"petit_gestionnaire": "O"}, {"amoa_marche": "O", "amoa_pilotage": "O"}, "154000"),
        (GUADELOUPE, {"nombre_essms": "50", "segur_reference": "O"}, {}, "1058500"),
        (NATIONAL, {"nombre_essms": "50", "petit_gestionnaire": "O"}, {}, "1250000"),
    ],
)
def test_what_the_register_says_of_an_establishment(texte, first, projet, expected):
    assert total(texte, 1, first=first, **projet) == Decimal(expected)


def test_a_number_counts_once_and_a_former_one_not_again():
    record = {"projet_id": "P1", "texte_id": ARA, "type_operation": "acquisition"}
    rows = [
        {"projet_id": "P1", "finess_et": AIN, "nombre_essms": ""},
        {"projet_id": "P1", "finess_et": AIN, "nombre_essms": "2"},
        {"projet_id": "P1", "finess_et": CORSE, "finess_precedent": AIN},
        {"projet_id": "P2", "finess_et": CORSE},
    ]
    assert grant(Register([record], rows[:2], []), record) == Decimal(42000)
    assert grant(Register([record], rows, []), record) == Decimal(21000)
