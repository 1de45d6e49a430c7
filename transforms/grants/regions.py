"""How `montant_subvention` is shared between the ARS of a project's regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.regions import region_named, region_of
from transforms.decisions.money import shares, to_cents, to_euros
from transforms.grants.record import RegionShare
from transforms.measures.counted import Counted

UNKNOWN = "inconnue"
"""Region of an establishment of which neither the register nor FINESS says it."""


def region_shares(
    essms: Sequence[Counted], projet: Mapping[str, Any], departements: Mapping[str, str | None]
) -> tuple[RegionShare, ...]:
    """What each region pays, in the order in which the register first names it.

    "Le financement sera assuré par chaque ARS, au prorata du nombre d'ESMS concernés dans la région": by largest remainder,
    ties to the region named first. No amount without a grant, nor while a region is unknown.

    Args:
        essms: every establishment counted, in order of rank.
        projet: a row of `Projets`.
        departements: department of each establishment per the FINESS file.
    """
    numbers: dict[str, int] = {}
    for one in essms:
        if one.nombre:
            region = _region(one, projet, departements)
            numbers[region] = numbers.get(region, 0) + one.nombre
    amounts = _amounts(list(numbers.values()), None if UNKNOWN in numbers else projet["montant_subvention"])
    return tuple(RegionShare(region, number, amount) for (region, number), amount in zip(numbers.items(), amounts, strict=True))


def _region(one: Counted, projet: Mapping[str, Any], departements: Mapping[str, str | None]) -> str:
    """That of the register, else that of the FINESS department, else the project's."""
    of_finess = region_of(departements.get(one.finess_et))
    return region_named(one.dit["region"]) or of_finess or region_named(projet["region"]) or UNKNOWN


def _amounts(numbers: Sequence[int], grant: Decimal | None) -> list[Decimal | None]:
    if grant is None or not numbers:
        return [None] * len(numbers)
    parts = shares(to_cents(grant), [Fraction(number, sum(numbers)) for number in numbers])
    return [to_euros(cents) for cents in parts]
