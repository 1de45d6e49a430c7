"""The projects whose decision a run need not compute again: what determines it is what determined it last time.

Kept beside the figures of the month: for each project, the hash of its inputs and the decision they gave.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flows.database import fetch
from flows.decision_files import written_versions
from flows.deposit_folder import hash_file
from flows.fingerprints import digest, hashes
from flows.run_state import Run
from flows.store import replace_file
from flows.up_to_date import common_inputs


def project_inputs(run: Run) -> dict[str, str]:
    """For each project of the register, the hash of everything its decision for the month rests on."""
    assert run.register is not None
    common = common_inputs(run)
    deposits = dict(fetch(run.connection, "select finess_et, empreinte from stg_determinants").iter_rows())
    numbers: dict[str, set[str]] = {projet_id: set() for projet_id in run.register.projets["projet_id"]}
    for projet_id, finess_et in run.register.perimetre.select("projet_id", "finess_et").iter_rows():
        numbers[projet_id].add(finess_et)
    return {
        projet_id: digest([common, [(number, deposits.get(number)) for number in sorted(of_project)]])
        for projet_id, of_project in numbers.items()
    }


def unchanged_projects(run: Run) -> set[str]:
    """The projects whose inputs, figures and decision are those of the last run of the month."""
    kept = _read(_place(run))
    if kept is None or kept["mesures"] != _measured(run):
        return set()
    standing = _standing(run)
    return {
        projet_id for projet_id, inputs in run.inputs.items() if kept["projets"].get(projet_id) == [inputs, *standing[projet_id]]
    }


def keep_inputs(run: Run) -> None:
    """Keeps the hashes of the projects this run was asked for; the others keep theirs."""
    kept = _read(_place(run)) or {"projets": {}}
    standing = _standing(run)
    known = {projet_id: said for projet_id, said in kept["projets"].items() if projet_id in run.inputs}
    known |= {projet_id: [run.inputs[projet_id], *standing[projet_id]] for projet_id in run.asked}
    said = {"mesures": _measured(run), "projets": dict(sorted(known.items()))}
    replace_file(_place(run), (json.dumps(said, indent=1) + "\n").encode())


def _standing(run: Run) -> dict[str, list[str | None]]:
    """For each project, name and hash of the last version of its decision; nulls when it has none."""
    last = {projet_id: paths[-1] for projet_id, paths in written_versions(run.settings.decisions / run.month).items()}
    return {
        projet_id: [last[projet_id].name, hash_file(last[projet_id])] if projet_id in last else [None, None]
        for projet_id in run.inputs
    }


def _measured(run: Run) -> dict[str, str]:
    return hashes(run.settings.entrepot / "mesures" / run.month, "*.parquet")


def _place(run: Run) -> Path:
    return run.settings.entrepot / "mesures" / run.month / "projets.json"


def _read(path: Path) -> dict[str, Any] | None:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
