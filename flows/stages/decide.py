"""Stage: writes the record of each decision that is new or has changed. Records are added, never edited or removed."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from contracts.failures import WorkspaceError
from flows.database import give, published_query
from flows.run_state import Run
from flows.store import replace_file
from transforms.decisions.project import ProjectResult
from transforms.decisions.record import record_of, rows_fingerprint
from transforms.decisions.versions import next_version

_LIBRARIES = ("cibles", "duckdb", "polars", "pandera", "pyarrow")


def write_decisions(run: Run) -> None:
    """Writes `decisions/<mois>/<projet_id>-v<N>.json` for each project whose decision is not already there."""
    files = _files_read(run)
    software = {name: version(name) for name in _LIBRARIES}
    run.decisions = []
    for result in run.results:
        evidence = _evidence(result, run, files.get(result.projet_id, []))
        record = record_of(result, run.fundings[result.projet_id], evidence)
        folder = run.settings.decisions / result.mois
        previous = versions_of(folder, result.projet_id)
        decision = next_version(record, previous, f"{run.started:%Y-%m-%dT%H:%M:%SZ}")
        if decision is None:
            run.decisions.append(previous[-1] | {"nouvelle": False})
            continue
        path = folder / f"{result.projet_id}-v{decision['version']}.json"
        content = json.dumps(decision | {"logiciel": software}, ensure_ascii=False, indent=1) + "\n"
        replace_file(path, content.encode(), private=False)
        run.written.append(path)
        run.decisions.append(decision | {"nouvelle": True})


def versions_of(folder: Path, projet_id: str) -> list[dict[str, Any]]:
    """Every version written for a project and month, in order."""
    paths = [path for path in folder.glob(f"{projet_id}-v*.json") if path.stem.removeprefix(f"{projet_id}-v").isdigit()]
    return sorted((read_decision(path) for path in paths), key=lambda decision: decision["version"])


def read_decision(path: Path) -> dict[str, Any]:
    """One record.

    Raises:
        WorkspaceError: the file is not a record any more.
    """
    try:
        decision = json.loads(path.read_text(encoding="utf-8"))
        decision["decision_id"], decision["version"], decision["empreinte"]
    except (ValueError, KeyError, TypeError):
        raise WorkspaceError(
            f"La décision {path} est abîmée : restaurez-la depuis une sauvegarde, elle ne s'édite pas."
        ) from None
    return decision


def _files_read(run: Run) -> dict[str, list[dict[str, Any]]]:
    """Deposits read for each project, with their hashes."""
    rows = [
        (result.projet_id, row.request.finess_et, first, row.request.fenetre_fin)
        for result in run.results
        for readings in result.rows.values()
        for row in readings.values()
        for first in [min(row.request.fenetre_debut, row.request.population_debut)]
    ]
    schema = {"projet_id": pl.String, "finess_et": pl.String, "premier_jour": pl.Date, "dernier_jour": pl.Date}
    looked_at = (
        pl.DataFrame(rows, schema=schema, orient="row")
        .group_by("projet_id", "finess_et")
        .agg(pl.col("premier_jour").min(), pl.col("dernier_jour").max())
    )
    give(run.connection, "perimetre_lu", looked_at)
    files: dict[str, list[dict[str, Any]]] = {}
    for row in published_query(run.connection, "preuves").iter_rows(named=True):
        files.setdefault(row.pop("projet_id"), []).append(row)
    return files


def _evidence(result: ProjectResult, run: Run, depots: list[dict[str, Any]]) -> dict[str, Any]:
    """Hashes of the inputs of one decision: deposits, and the rows of the registers that concern the project."""
    assert run.register is not None and run.finess is not None
    tables = {
        name: getattr(run.register, name).filter(pl.col("projet_id") == result.projet_id).drop("ligne").to_dicts()
        for name in ("projets", "perimetre", "criteres", "pieces")
    }
    numbers = set(run.register.perimetre.filter(pl.col("projet_id") == result.projet_id)["finess_et"])
    establishments = run.finess.et.filter(pl.col("finess_et").is_in(list(numbers))).sort("finess_et").to_dicts()
    return {
        "depots": depots,
        "registre": {name: rows_fingerprint(rows) for name, rows in tables.items()},
        "finess": rows_fingerprint(establishments),
    }
