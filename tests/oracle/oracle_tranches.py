"""The tranches of a national project: which is verified, which comes next, what each is worth. Choice 40."""

from __future__ import annotations

from datetime import date

from tests.oracle.oracle_calendar import parse_day
from tests.oracle.oracle_grant import counted
from tests.oracle.oracle_money import split
from tests.oracle.oracle_register import Register

WHOLE = ""
"""The one tranche of a project whose register names none."""


def tranches(register: Register, projet_id: str) -> list[str]:
    # Choice 40: "Tranches follow the order in which the register first names them. [...] Without any `tranche` in the register
    # the project is one tranche".
    found: list[str] = []
    for row in register.perimetre:
        if row["projet_id"] == projet_id and row.get("tranche", WHOLE) not in found:
            found.append(row.get("tranche", WHOLE))
    return found


def members(register: Register, projet_id: str, tranche: str, essms: list[str]) -> list[str]:
    """Those of these establishments that belong to one tranche."""
    return [finess_et for finess_et in essms if register.given(projet_id, finess_et, "tranche") == tranche]


def candidates(register: Register, projet_id: str, essms: list[str]) -> list[str]:
    """The tranches begun last, in order; `essms` is the perimeter on the last day of the month."""
    # Choice 40: "A tranche has begun when one of its establishments is in the perimeter on the last day of M."
    begun = [tranche for tranche in tranches(register, projet_id) if members(register, projet_id, tranche, essms)]
    days = {tranche: _beginning(register, projet_id, tranche) for tranche in begun}
    # Choice 40: "The tranche verified is the last begun; of several begun on the same day (or without dates), ..."
    return [tranche for tranche in begun if days[tranche] == max(days.values())]


def _beginning(register: Register, projet_id: str, tranche: str) -> date:
    """The day its first establishment entered; a tranche with an establishment without date has always been there."""
    rows = [row for row in register.perimetre if row["projet_id"] == projet_id and row.get("tranche", WHOLE) == tranche]
    return min(parse_day(row.get("date_entree", "")) or date.min for row in rows)


def next_part(register: Register, projet_id: str, tranche: str | None, grant: int) -> int:
    """The cents that a release unlocks; without a tranche verified, those of the first."""
    # Choice 40: "`liberer` unlocks the next tranche, and `montant_solde` is that tranche's part of the grant: the grant is split
    # between the tranches pro rata of their establishments (largest remainder, ties to the earliest), 0 when no tranche
    # follows."
    names = tranches(register, projet_id)
    places = counted(register, projet_id)
    weights = [sum(place.nombre for place in places if place.given("tranche") == name) for name in names]
    rank = 0 if tranche is None else names.index(tranche) + 1
    return split(grant, weights)[rank] if rank < len(names) else 0


def is_pilot(tranche: str) -> bool:
    # Choice 40: "A tranche named `pilote` (whatever its capitals) is the pilot."
    return tranche.lower() == "pilote"
