"""What a case expects around a decision: its criteria, the scale, the shares between ARS, the conditions, the instalments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from tests.cases.case_differences import Row, differences, one_row, whole_list
from tests.cases.case_placed import LETTERS, Placed
from tests.cases.case_workspace import Published


def _criteria(one: Placed, said: Row, base: Published) -> Iterator[str]:
    for indicateur, values in said.items():
        yield from one_row(f"critère {indicateur}", values, _rows(one, base, "decision_criteres", indicateur=indicateur))


def _conditions(one: Placed, said: Row, base: Published) -> Iterator[str]:
    for condition, values in said.items():
        yield from one_row(f"condition {condition}", values, _rows(one, base, "decision_conditions", condition=condition))


def _shares(one: Placed, said: Row, base: Published) -> Iterator[str]:
    for region, values in said.items():
        yield from one_row(f"partage {region}", values, _rows(one, base, "decision_partages", region=region))


def _instalments(one: Placed, said: Row, base: Published) -> Iterator[str]:
    """By code (`solde`, `tranche_2`), by rank (`1`) or by the name of a tranche."""
    for name, values in said.items():
        rows = [
            row for row in _rows(one, base, "decision_versements") if name in (row["versement"], str(row["rang"]), row["tranche"])
        ]
        yield from one_row(f"versement {name}", values, rows)


def _scale(one: Placed, said: Row, base: Published) -> Iterator[str]:
    """`montant`, and for each item of the scale (`poste`) all its lines, as `line_text` writes them."""
    letters = {one.number(letter): letter for letter in LETTERS}
    lines = _rows(one, base, "decision_bareme")
    for name, values in said.items():
        if name == "montant":
            yield from differences("barème", {name: values}, {name: _current(one, base)["montant_bareme"]})
        else:
            yield from whole_list(f"barème {name}", values, [line_text(line, letters) for line in lines if line["poste"] == name])


def line_text(line: Row, letters: dict[str, str]) -> str:
    """A line of a scale as a case writes it: « 49 x 14000 = 686000 », « A : 1 x 14000 = 9333.33 » for one establishment."""
    owner = f"{letters.get(line['finess_et'], line['finess_et'])} : " if line["finess_et"] else ""
    return f"{owner}{line['nombre']} x {_figure(line['montant_unitaire'])} = {_figure(line['montant'])}"


def _figure(amount: Decimal | None) -> str:
    """`14000`, `9333.33`, or `vide`."""
    if amount is None:
        return "vide"
    return format(amount, ".0f" if amount == amount.to_integral_value() else ".2f")


def _rows(one: Placed, base: Published, table: str, **key: Any) -> list[Row]:
    """Rows of a table that belong to the current decision of the case."""
    key["decision_id"] = _current(one, base)["decision_id"]
    return [row for row in base[table] if all(row[name] == value for name, value in key.items())]


def _current(one: Placed, base: Published) -> Row:
    """The current decision of a case; an empty one when it has none."""
    mine = [row for row in base["decisions"] if row["projet_id"] == one.projet_id and row["mois"] == one.case.mois]
    return next((row for row in mine if row["courante"]), {"decision_id": None, "montant_bareme": None})


MONEY_TABLES: dict[str, Callable[[Placed, Any, Published], Iterator[str]]] = {
    "criteres": _criteria,
    "conditions": _conditions,
    "partages": _shares,
    "versements": _instalments,
    "bareme": _scale,
}
"""Words of `attendu`, and how each is compared."""
