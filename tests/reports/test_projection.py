"""The projection is exact, plain to redo by hand, and absent where nothing can be extended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.reports.projection import Point, extended, projections

MONTH = "2026-06"
PROJECT = {"date_fin_deploiement": date(2026, 9, 30), "par_tranche": False}
TARGETS = {"dossiers_actifs": Decimal("0.9000")}


def row(mois: str, numerator: int, denominator: int | None = 10, indicateur: str = "dossiers_actifs") -> dict[str, object]:
    return {"indicateur": indicateur, "mois": mois, "numerateur": numerator, "denominateur": denominator, "essms": 2}


def test_by_hand():
    # 5/10 in April, 6/10 in June: 1/20 a month, three months to September.
    points = [Point("2026-04", 5, 10), Point("2026-05", 9, 10), Point("2026-06", 6, 10)]
    assert extended("dossiers_actifs", points, "2026-09") == Fraction(3, 4)


def test_a_rate_stays_between_none_and_all_but_messages_may_exceed():
    rising, falling = [Point("2026-05", 5, 10), Point("2026-06", 9, 10)], [Point("2026-05", 9, 10), Point("2026-06", 2, 10)]
    assert extended("dmp", rising, "2026-12") == 1
    assert extended("mssante", rising, "2026-12") == Fraction(33, 10)
    assert extended("dmp", falling, "2026-12") == 0


def test_a_number_is_drawn_as_a_number():
    assert extended("dmp", [Point("2026-05", 10, None), Point("2026-06", 13, None)], "2026-08") == 19


@pytest.mark.parametrize("points", [[], [Point("2026-06", 1, 2)], [Point("2026-05", 0, 0), Point("2026-06", 1, 2)]])
def test_nothing_to_extend(points):
    assert extended("dmp", points, "2026-12") is None


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 50), st.integers(1, 30))
def test_at_the_last_month_it_is_the_last_figure(first, last, whole, ahead):
    points = [Point("2026-05", min(first, whole), whole), Point("2026-06", min(last, whole), whole)]
    assert extended("dmp", points, "2026-06") == Fraction(min(last, whole), whole)
    later = extended("dmp", points, f"{2026 + (5 + ahead) // 12}-{(5 + ahead) % 12 + 1:02d}")
    assert (later > extended("dmp", points, "2026-06")) is (
        points[1].numerateur > points[0].numerateur and points[1].numerateur < whole
    )


def test_what_is_told():
    said = projections(PROJECT, [row("2026-04", 5), row("2026-05", 9), row("2026-06", 6)], TARGETS, MONTH)
    assert said is not None
    assert said["fin"] == "septembre 2026"
    (line,) = said["lignes"]
    assert (line["valeur"], line["sens"]) == ("0.7500", "sous la cible")


@pytest.mark.parametrize(
    "project",
    [
        PROJECT | {"date_fin_deploiement": None},
        PROJECT | {"date_fin_deploiement": date(2026, 6, 30)},
        PROJECT | {"par_tranche": True},
    ],
)
def test_no_projection_without_months_to_come(project):
    assert projections(project, [row("2026-05", 5), row("2026-06", 6)], TARGETS, MONTH) is None


def test_no_projection_of_what_is_not_measured_this_month():
    assert projections(PROJECT, [row("2026-04", 5), row("2026-05", 6)], TARGETS, MONTH) is None
