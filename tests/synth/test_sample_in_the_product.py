"""The sample run by the product: decisions, criteria and amounts are those announced, which were worked out by hand."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from transforms.synth.workspace import GRAPPES

ROOT = Path(__file__).parents[2]
EXPECTED = ROOT / "tests" / "sample"


def asked(base: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(base), read_only=True) as connection:
        return connection.execute(query).fetchall()


def expected(name: str) -> list[list[str | None]]:
    with (EXPECTED / name).open(encoding="utf-8", newline="") as handle:
        return [[cell or None for cell in row] for row in csv.reader(handle, delimiter=";")][1:]


def amount(cell: str | None) -> Decimal | None:
    return None if cell is None else Decimal(cell)


def test_decisions_and_amounts(published: Path) -> None:
    columns = "projet_id, decision, motif, montant_solde, montant_libere, montant_bareme"
    found = asked(published, f"select {columns} from decisions where courante and mois = '2026-06'")
    assert sorted(found) == sorted((*row[:3], *map(amount, row[3:])) for row in expected("expected_decisions_2026-06.csv"))


def test_provisional_and_sensitive_decisions(published: Path) -> None:
    found = asked(published, "select projet_id, provisoire, sensible_a_la_lecture from decisions where mois = '2026-06'")
    assert sorted(found) == sorted((item.projet.projet_id, item.provisoire, item.sensible) for item in GRAPPES)


def test_criteria_set_per_project(published: Path) -> None:
    columns = "projet_id, indicateur, cible, numerateur, denominateur, verdict, c.montant_maximum, c.montant_libere"
    own = "projet_id in ('GE-2021-001', 'GE-2021-002', 'NAT-2021-001')"
    found = asked(published, f"select {columns} from decision_criteres c join decisions using (decision_id) where {own}")
    assert sorted(found, key=str) == sorted(
        (
            (row[0], row[1], amount(row[2]), *(None if cell is None else int(cell) for cell in row[3:5]), row[5])
            + tuple(map(amount, row[6:]))
            for row in expected("expected_criteres_2026-06.csv")
        ),
        key=str,
    )


def test_rows_of_a_criterion_have_neither_target_nor_what_is_left_to_do(published: Path) -> None:
    rows = asked(
        published,
        """
        select indicateur, denominateur is null, taux is null, cible is null and reste_a_faire is null from indicateurs
        where projet_id in ('GE-2021-001', 'GE-2021-002', 'NAT-2021-001') and mois = '2026-06'
        """,
    )
    counts = {"mssante", "dmp", "e_prescription", "e_parcours"}
    assert rows
    assert all(row[1:] == (row[0] in counts, row[0] in counts, True) for row in rows)
