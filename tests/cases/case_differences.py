"""Compares what a case expects with what was found: one French line per difference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tests.cases.case_files import WrongCaseFile

EMPTY = "vide"
"""How a case writes that a cell holds nothing."""

NO_ROW = "aucune ligne"

Row = dict[str, Any]


def one_row(where: str, said: Any, rows: list[Row]) -> Iterator[str]:
    """What one row says otherwise; `said` may be « aucune ligne »."""
    if said == NO_ROW:
        if rows:
            yield f"{where} : attendu {NO_ROW}, obtenu {len(rows)}"
    elif len(rows) != 1:
        yield f"{where} : attendu une ligne, obtenu {len(rows)}"
    else:
        yield from differences(where, said, rows[0])


def whole_list(where: str, said: list[str], found: list[str]) -> Iterator[str]:
    """What is missing from a list, and what is there without being expected; the order is free."""
    yield from (f"{where} : attendu « {item} », absent" for item in sorted(set(said) - set(found)))
    yield from (f"{where} : obtenu « {item} », non attendu" for item in sorted(set(found) - set(said)))


def differences(where: str, said: Any, got: Row) -> Iterator[str]:
    """Values that differ; what is not written is free, but for a `motif` (see `_expected`). Tables in tables are compared."""
    for name, value in _expected(said, got).items():
        if name not in got:
            raise WrongCaseFile(f"{where} : « {name} » n'est pas un résultat ; résultats : {', '.join(got)}")
        if isinstance(got[name], dict) and value != {}:
            yield from differences(f"{where}, {name}", value, got[name])
        elif name == "detail" and value != EMPTY:
            if value not in (got[name] or ""):
                yield f"{where}, detail : attendu « … {value} … », obtenu {shown(got[name])}"
        elif plain(value) != plain(got[name]):
            yield f"{where}, {name} : attendu {shown(value)}, obtenu {shown(got[name])}"


def _expected(said: Any, got: Row) -> Row:
    """A word alone is the `etat`; a verdict, decision or state written without a `motif` must have none."""
    expected = dict(said) if isinstance(said, dict) else {"etat": said}
    if {"verdict", "decision", "etat"} & expected.keys() and "motif" in got:
        expected.setdefault("motif", EMPTY)
    return expected


def plain(value: Any) -> Any:
    """A value in the form in which a case writes it; amounts and rates are compared exactly."""
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return Decimal(value)
    return value.isoformat() if isinstance(value, date) else value


def shown(value: Any) -> str:
    """A value as a difference prints it."""
    simple = plain(value)
    if isinstance(simple, bool):
        return "vrai" if simple else "faux"
    return format(simple, "f") if isinstance(simple, Decimal) else str(simple)
