"""Opens the file of thresholds, makes and reads the facts of `sql/controls`, and gives the plausibility signals of a run."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import duckdb

import contracts
from contracts.plausibility import Rules, load_plausibility
from flows.database import fetch, run_layer
from flows.run_state import Run
from transforms.decisions.project import ProjectResult
from transforms.plausibility.comparisons import of_months
from transforms.plausibility.deadlines import of_project
from transforms.plausibility.declarations import of_declarations, of_rolls
from transforms.plausibility.deposits import of_deposits
from transforms.plausibility.facts import Declared, Facts, Finding, OtherRoll, SameDates

THRESHOLDS = Path(contracts.__file__).parent / "plausibilite.toml"
"""The thresholds that come with the product."""

_Row = TypeVar("_Row")


@dataclass(frozen=True)
class _Found:
    """The facts of the establishments counted in this run, by `finess_et`."""

    facts: dict[str, Facts]
    dates: dict[str, list[SameDates]]
    rolls: dict[str, list[OtherRoll]]
    declared: dict[str, list[Declared]]


def plausibility_rules() -> Rules:
    """The rules of the product. Raises RulebookError (one French sentence a fault)."""
    return load_plausibility(THRESHOLDS.name, THRESHOLDS.read_bytes())


def make_facts(connection: duckdb.DuckDBPyConnection) -> None:
    """Runs the layer `controls` over the counts just made, before the dossiers are forgotten."""
    run_layer(connection, "controls")


def plausibility_signals(run: Run) -> dict[str, list[Finding]]:
    """By project computed in this run, its signals: those of its establishments in the order of the register, then its own."""
    rules, found = plausibility_rules(), _found(run.connection)
    return {result.projet_id: _of_project(result, found, rules) for result in run.results}


def _of_project(result: ProjectResult, found: _Found, rules: Rules) -> list[Finding]:
    rows = defaultdict(list)
    for row in result.retained():
        rows[row.request.finess_et].append(row)
    signals: list[Finding] = []
    for number, of_one in rows.items():
        facts = found.facts.get(number)
        if facts is not None:
            signals += of_deposits(facts, found.dates[number], rules)
            signals += of_months(facts, result.mois, rules)
            signals += of_rolls(facts, found.rolls[number], rules["effectif_depasse"])
            signals += of_declarations(of_one, found.declared[number], rules)
    return signals + of_project(result, rules)


def _found(connection: duckdb.DuckDBPyConnection) -> _Found:
    return _Found(
        {one.finess_et: one for one in _read(connection, "ctl_faits", Facts)},
        _by_number(_read(connection, "ctl_dates_identiques", SameDates)),
        _by_number(_read(connection, "ctl_effectifs", OtherRoll)),
        _by_number(_read(connection, "ctl_declares", Declared)),
    )


def _read(connection: duckdb.DuckDBPyConnection, table: str, kind: type[_Row]) -> list[_Row]:
    return [kind(**row) for row in fetch(connection, f"from {table} order by all").iter_rows(named=True)]


def _by_number(rows: list[Any]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.finess_et].append(row)
    return grouped
