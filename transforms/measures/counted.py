"""Which establishments of a project count for its grant, for how many ESSMS, and in which ranks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl


@dataclass(frozen=True)
class Counted:
    """An establishment that counts: `nombre` ESSMS, of ranks `rang` and following in the project.

    `dit` is what the register says of it, column by column; `type_operation` is its own, else the project's.
    """

    finess_et: str
    rang: int
    nombre: int
    type_operation: str
    dit: Mapping[str, Any]

    def between(self, first: int, last: int | None) -> int:
        """How many of its ranks are from `first` to `last` included; None: no last."""
        end = self.rang + self.nombre - 1
        return max(0, (end if last is None else min(end, last)) - max(self.rang, first) + 1)


def counted(perimetre: pl.DataFrame, type_operation: str = "") -> tuple[Counted, ...]:
    """The establishments that count, in register order.

    "Tier ranks follow the register's order, each unique FINESS once"; `nombre_essms` corrects that count. Dates are not
    looked at: an establishment that left was financed too.

    Args:
        perimetre: rows of `Perimetre` of one project.
        type_operation: that of the project.
    """
    rows = perimetre.sort("ligne").to_dicts()
    merged: dict[str, dict[str, Any]] = {}
    for row in rows:
        said = merged.setdefault(row["finess_et"], {})
        said.update({name: value for name, value in row.items() if said.get(name) is None})
    found: list[Counted] = []
    rank = 1
    for finess_et in _once(list(merged), rows):
        said = merged[finess_et]
        number = 1 if said["nombre_essms"] is None else said["nombre_essms"]
        found.append(Counted(finess_et, rank, number, said.get("type_operation") or type_operation, said))
        rank += number
    return tuple(found)


def _once(numbers: list[str], rows: list[dict[str, Any]]) -> list[str]:
    """Numbers without those that another names as its former one (`finess_precedent`), at any remove.

    Of numbers that name each other in a circle, the first counts.
    """
    former: dict[str, set[str]] = {}
    for row in rows:
        if row["finess_precedent"] is not None:
            former.setdefault(row["finess_et"], set()).add(row["finess_precedent"])
    place = {number: index for index, number in enumerate(numbers)}
    reached = {number: _with_former(number, former) for number in former}

    def counted_as(number: str, other: str) -> bool:
        in_a_circle = other in reached.get(number, ())
        return number in reached[other] and not (in_a_circle and place[number] <= place[other])

    return [number for number in numbers if not any(counted_as(number, other) for other in reached)]


def _with_former(number: str, former: Mapping[str, set[str]]) -> set[str]:
    """A number and its former ones, at any remove."""
    reached: set[str] = set()
    waiting = [number]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += former.get(one, ())
    return reached
