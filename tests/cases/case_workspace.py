"""The workspace in which cases are run: one project per case, each with its own establishments, then the real monthly run.

Cases never meet: what one deposits or registers says nothing about the establishments of another.
"""

from __future__ import annotations

import shutil
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from contracts.rulebook import Rulebook
from flows.request import RunRequest
from flows.run import call, run_month
from flows.run_state import Run, Stage
from tests.cases.case_files import Case
from tests.cases.case_placed import OPEN_EHPAD, REGISTER, Placed, finess_rows
from tests.cases.case_register import table_text
from tests.cases.case_tables import deposit, to_csv

PUBLISHED = (
    *("indicateurs", "lectures", "decisions", "decision_criteres", "decision_bareme", "decision_partages"),
    *("decision_conditions", "decision_versements", "essms", "depots", "rejets", "controles"),
)
Published = dict[str, list[dict[str, Any]]]


def run_cases(cases: list[Placed], texts: dict[str, Rulebook], root: Path) -> list[Published]:
    """Runs cases of one month and one `cibles.toml` together.

    Returns:
        What is published after the first reception and, if a case goes on, after the second.
    """
    published = []
    for passage in range(1 + any(one.case.ensuite for one in cases)):
        _write(root, cases, texts, passage)
        run_month(RunRequest(root, cases[0].case.mois), _judged_only)
        published.append(_published(root / "publication" / "cibles.duckdb"))
    return published


def _judged_only(stage: Stage, run: Run) -> None:
    # Thousands of notices, workbooks and copies, of which no case says anything.
    if stage.name not in ("notices", "exports", "retours", "rapports"):
        call(stage, run)


def _write(root: Path, cases: list[Placed], texts: dict[str, Rulebook], passage: int) -> None:
    for folder in ("registre", "finess", "depots"):
        shutil.rmtree(root / folder, ignore_errors=True)
        (root / folder).mkdir(parents=True)
    (root / "cibles.toml").write_text(_settings(cases[0].case), encoding="utf-8")
    worlds = [(one, one.world(passage)) for one in cases]
    for table, rows_of in REGISTER.items():
        rows = [row for one, world in worlds for row in rows_of(one, world, texts[one.case.texte])]
        (root / "registre" / f"{table}.csv").write_text(table_text(table, rows), encoding="utf-8")
    finess = to_csv(["finess_et", *OPEN_EHPAD], [row for pair in worlds for row in finess_rows(*pair)])
    (root / "finess" / "finess.csv").write_text(finess, encoding="utf-8")
    for one, world in worlds:
        for path, text in world.get("depots", {}).items():
            _deposit(root, one, path, text)


def _settings(case: Case) -> str:
    """The `cibles.toml` of a workspace: readings and amendments chosen."""
    lectures = [f'"{texte}" = "{code}"' for texte, code in case.lectures]
    avenants = [f'"{avenant}" = {day if isinstance(day, date) else str(day).lower()}' for avenant, day in case.avenants]
    return "\n".join(["[lectures]", *lectures, "[avenants]", *avenants, ""])


def _deposit(root: Path, one: Placed, path: str, text: str) -> None:
    if text.strip() == "absent":
        return
    place = root / one.path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(deposit(path, text, partial(Placed.number, one)), encoding="utf-8")


def _published(base: Path) -> Published:
    with duckdb.connect(str(base), read_only=True) as connection:
        return {name: connection.sql(f"from {name}").pl().to_dicts() for name in PUBLISHED}
