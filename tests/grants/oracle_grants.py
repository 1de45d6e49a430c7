"""The grants of the four calls computed slowly, from the sentences of the calls and nothing of the scales: one function each.

Amounts are whole cents, one ESSMS at a time. Rows are those of `perimetre` in register order, as dictionaries.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

Row = dict[str, Any]
K = 1000 * 100
"""A thousand euros."""


def grand_est(projet: Row, rows: list[Row]) -> tuple[int, int | None]:
    """S0: "25k€ par ESMS … acquisition … 10k€ … mise en conformité … 20k€ … petits … dans la limite de 30 ESMS par projet"."""
    total = 0
    ranked = one_by_one(rows)
    for rank, one in ranked:
        if rank <= 30:
            total += 25 * K if operation(projet, one) == "acquisition" else 10 * K
            if one.get("petit_gestionnaire"):
                total += 20 * K
    return len(ranked), total


def national(projet: Row, rows: list[Row]) -> tuple[int, int | None]:
    """S2: "Entre 50 et 500 ESMS 5k€ par ESMS. Plus de 500 ESMS … étudié au cas par cas", 20 k€ for small operators."""
    ranked = one_by_one(rows)
    if len(ranked) < 50 or len(ranked) > 500:
        return len(ranked), None
    small = [one for _, one in ranked if one.get("petit_gestionnaire")]
    return len(ranked), 5 * K * len(ranked) + 20 * K * len(small)


def ara(projet: Row, rows: list[Row]) -> tuple[int, int | None]:
    """S1: usages 7 or 5 k€ then 2, software 14 then 3 k€, equipment on quotes up to 10 k€, AMOA 100 k€, pro rata of hours."""
    ranked = one_by_one(rows)
    total = 0
    for finess_et in distinct(one["finess_et"] for _, one in ranked):
        ranks = [rank for rank, one in ranked if one["finess_et"] == finess_et]
        one = next(one for _, one in ranked if one["finess_et"] == finess_et)
        if operation(projet, one) == "acquisition":
            usages = sum(7 * K if rank <= 49 else 2 * K for rank in ranks)
            total += by_hours(usages, one)
            software = sum(14 * K if rank <= 49 else 3 * K for rank in ranks)
            total += by_hours(software, one)
        else:
            total += by_hours(sum(5 * K if rank <= 49 else 2 * K for rank in ranks), one)
        if one.get("petit_gestionnaire") and one.get("devis_equipement") is not None:
            total += min(cents(one["devis_equipement"]), 10 * K * len(ranks))
    if projet.get("amoa_pilotage") and somebody_may_be_small(ranked):
        total += 100 * K
    return len(ranked), total


def guadeloupe(projet: Row, rows: list[Row]) -> tuple[int, int | None]:
    """S4: 7 or 5 k€ then 2, editor up to 12 (then 1) or 14.5 (then 3) k€, equipment 20 k€, AMOA 15 and 100 k€."""
    ranked = one_by_one(rows)
    total = 0
    for finess_et in distinct(one["finess_et"] for _, one in ranked):
        ranks = [rank for rank, one in ranked if one["finess_et"] == finess_et]
        one = next(one for _, one in ranked if one["finess_et"] == finess_et)
        if operation(projet, one) == "acquisition":
            total += by_hours(sum(7 * K if rank <= 49 else 2 * K for rank in ranks), one)
            if one.get("segur_reference"):
                editor = sum(145 * K // 10 if rank <= 49 else 3 * K for rank in ranks)
            else:
                editor = sum(12 * K if rank <= 49 else 1 * K for rank in ranks)
            if one.get("devis_editeur") is not None:
                editor = min(editor, cents(one["devis_editeur"]))
            total += by_hours(editor, one)
        else:
            total += by_hours(sum(5 * K if rank <= 49 else 2 * K for rank in ranks), one)
        if one.get("petit_gestionnaire"):
            total += by_hours(20 * K * len(ranks), one)
    if projet.get("amoa_marche") and somebody_may_be_small(ranked):
        total += 15 * K
    if projet.get("amoa_pilotage") and somebody_may_be_small(ranked):
        total += 100 * K
    return len(ranked), total


def one_by_one(rows: list[Row]) -> list[tuple[int, Row]]:
    """Each ESSMS with its rank: unique FINESS in order, corrected numbers as many times, former numbers not again."""
    ranked: list[tuple[int, Row]] = []
    for finess_et in distinct(row["finess_et"] for row in rows):
        if any(row.get("finess_precedent") == finess_et and row["finess_et"] != finess_et for row in rows):
            continue
        one: Row = {}
        for row in rows:
            if row["finess_et"] == finess_et:
                for name, value in row.items():
                    if value is not None and name not in one:
                        one[name] = value
        for _ in range(one.get("nombre_essms", 1)):
            ranked.append((len(ranked) + 1, one))
    return ranked


def distinct(numbers: Any) -> list[str]:
    """Each number once, in order."""
    found: list[str] = []
    for number in numbers:
        if number not in found:
            found.append(number)
    return found


def operation(projet: Row, one: Row) -> str:
    """The operation of an establishment: its own, else that of the project."""
    return one.get("type_operation") or projet["type_operation"]


def by_hours(amount: int, one: Row) -> int:
    """ "Au prorata du nombre d'heures éligibles", cut to the cent."""
    if one.get("heures_totales") is None:
        return amount
    return amount * cents(one["heures_medico_sociales"]) // cents(one["heures_totales"])


def somebody_may_be_small(ranked: list[tuple[int, Row]]) -> bool:
    """One establishment at least that the register does not say of a big operator."""
    return any(one.get("petit_gestionnaire") is not False for _, one in ranked)


def cents(amount: str) -> int:
    """Cents of an amount (or hundredths of an hour) written with a point."""
    return int(Decimal(amount) * 100)


def shared(grant: int, numbers: list[int]) -> list[int]:
    """An amount split pro rata: each its whole cents, then one cent at a time to whoever lost most, the first of equals."""
    parts = [grant * number // sum(numbers) for number in numbers]
    lost = [grant * number % sum(numbers) for number in numbers]
    while sum(parts) < grant:
        most = lost.index(max(lost))
        parts[most] += 1
        lost[most] = -1
    return parts
