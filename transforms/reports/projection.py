"""Where the last months lead by the end of a deployment: the only figures that the base does not hold. Never used in a verdict.

Method, the same for every criterion: the counts of the last three months measured (two if there are no more), summed over the
establishments measurable in all of them and not exempt; a straight line through the first and the last of these months, drawn
until the month in which the deployment ends. A rate is drawn as a rate, cut, and kept between 0 and 100 % (MSSanté may exceed
100 %); a number is drawn as a number, cut, and kept at 0 or above.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from transforms.figures import month_words, percent, whole
from transforms.measures.months import last_day, months_between
from transforms.measures.verdicts import cut
from transforms.reports.words import aim, counted, counts, spaced

_MAY_EXCEED = {"mssante"}


class Point(NamedTuple):
    """The sums of one month: `denominateur` is None for a number."""

    mois: str
    numerateur: int
    denominateur: int | None


def extended(indicateur: str, points: list[Point], end: str) -> Fraction | None:
    """The straight line through the first and last points, at month `end`; None without two months or with a zero denominator."""
    if len(points) < 2 or any(point.denominateur == 0 for point in points):
        return None
    first, last = points[0], points[-1]
    slope = (_value(last) - _value(first)) / (len(months_between(first.mois, last.mois)) - 1)
    reached = _value(last) + slope * (len(months_between(last.mois, end)) - 1)
    highest = None if last.denominateur is None or indicateur in _MAY_EXCEED else Fraction(1)
    reached = max(Fraction(0), reached)
    return reached if highest is None else min(highest, reached)


def _value(point: Point) -> Fraction:
    return Fraction(point.numerateur, 1 if point.denominateur is None else point.denominateur)


def projections(
    project: dict[str, Any], rows: list[dict[str, Any]], targets: dict[str, Decimal], mois: str
) -> dict[str, Any] | None:
    """What is told of the months to come of one project; None when there is nothing to extend.

    Args:
        project: its row of `sql/reports/projets.sql`.
        rows: its rows of `sql/reports/projection.sql`.
        targets: target of each criterion of its decision.
        mois: the month measured.
    """
    end: date | None = project["date_fin_deploiement"]
    if end is None or end <= last_day(mois) or project["par_tranche"]:
        return None
    month = f"{end:%Y-%m}"
    told = []
    for indicateur in targets:
        own = [row for row in rows if row["indicateur"] == indicateur]
        points = [Point(row["mois"], row["numerateur"], row["denominateur"]) for row in own]
        reached = extended(indicateur, points, month)
        if reached is not None and points[-1].mois == mois:
            told.append(_told(indicateur, points, reached, targets[indicateur], own[-1]["essms"]))
    return {"fin": month_words(month), "mois": month, "lignes": told} if told else None


def _told(indicateur: str, points: list[Point], reached: Fraction, target: Decimal, essms: int) -> dict[str, Any]:
    rate = points[-1].denominateur is not None
    shown = cut(reached) if rate else Decimal(int(reached))
    return {
        "indicateur": indicateur,
        "projete": spaced(percent(shown)) if rate else whole(int(shown)),
        "valeur": str(shown),
        "cible": aim(target, rate),
        "sens": "au niveau de la cible" if reached >= Fraction(target) else "sous la cible",
        "signe": "↗" if reached >= Fraction(target) else "↘",
        "depuis": [f"{month_words(point.mois)} : {counts(point.numerateur, point.denominateur)}" for point in points],
        "essms": counted(essms, "établissement", "établissements"),
    }
