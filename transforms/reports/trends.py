"""Twelve months of each indicator: who reaches the target, and the rate of the whole; what is drawn is what the table says."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import contracts.words as words
from contracts.vocabulary import INDICATEURS
from transforms.figures import UNKNOWN, month_words, percent, whole
from transforms.measures.months import months_between, shift
from transforms.measures.verdicts import cut
from transforms.reports.words import counts, spaced

_SUMMED = ("juges", "atteints", "mesurables", "numerateur", "denominateur", "nombre")


def months_shown(mois: str) -> list[str]:
    """The twelve months that end with `mois`."""
    return months_between(shift(mois, -11), mois)


def pooled(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same sums for all projects together: one row per indicator and month. Nothing to sum stays nothing."""
    sums: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        key = (row["indicateur"], row["mois"])
        kept = sums.setdefault(key, {"indicateur": row["indicateur"], "mois": row["mois"]} | dict.fromkeys(_SUMMED))
        for name in _SUMMED:
            if row[name] is not None:
                kept[name] = (kept[name] or 0) + row[name]
    return list(sums.values())


def trends(rows: Iterable[dict[str, Any]], mois: str, targets: dict[str, Decimal] | None = None) -> dict[str, Any] | None:
    """The trends of a project or of the region; None when no month is measured.

    Args:
        rows: one per indicator and month, as `sql/reports/tendances.sql` gives them for one project, or as `pooled` sums them.
        mois: the last of the twelve months.
        targets: target of each indicator that is a rate, drawn as a line; none for the region, whose texts differ.
    """
    by_key = {(row["indicateur"], row["mois"]): row for row in rows}
    indicators = [code for code in INDICATEURS if any(indicator == code for indicator, _ in by_key)]
    if not indicators:
        return None
    panels, lines = [], []
    for code in indicators:
        own = [(month, by_key[code, month]) for month in months_shown(mois) if (code, month) in by_key]
        lines += [_line(code, month, row) for month, row in own]
        points = [point for month, row in own for point in _points(month, row)]
        if points:
            target = (targets or {}).get(code)
            panels.append({"titre": words.INDICATEURS[code], "points": points, "cible": str(target) if target else None})
    return {"panneaux": panels, "lignes": lines, "mois": mois, "nombre_de_mois": len({month for _, month in by_key})}


def _rate(numerator: int | None, denominator: int | None) -> Decimal | None:
    return cut(Fraction(numerator, denominator)) if denominator and numerator is not None else None


def _points(mois: str, row: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(month, series, share) of what can be drawn."""
    shares = {"essms": _rate(row["atteints"], row["juges"]), "taux": _rate(row["numerateur"], row["denominateur"])}
    return [(mois, series, str(share)) for series, share in shares.items() if share is not None]


def _line(code: str, mois: str, row: dict[str, Any]) -> dict[str, Any]:
    share, rate = _rate(row["atteints"], row["juges"]), _rate(row["numerateur"], row["denominateur"])
    number = row["nombre"] if row["denominateur"] is None else None
    return {
        "indicateur": words.INDICATEURS[code],
        "code": code,
        "mois": month_words(mois),
        "valeur": mois,
        "essms": counts(row["atteints"], row["juges"]) if row["juges"] else "sans cible",
        "part": spaced(percent(share)) if share is not None else UNKNOWN,
        "comptes": counts(row["numerateur"], row["denominateur"]) if number is None else whole(number),
        "taux": spaced(percent(rate)) if rate is not None else ("nombre" if number is not None else "non mesurable"),
        "donnees": {name: "" if row[name] is None else str(row[name]) for name in _SUMMED},
    }
