"""Stage: writes the record of each decision that is new or has changed. Records are added, never edited or removed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from flows.chain import lengthen, read_chain
from flows.database import give, published_query
from flows.decision_files import decision_bytes, read_decision, written_versions
from flows.fingerprints import versions
from flows.journal import receptions_table
from flows.month_ledger import PIVOT
from flows.run_state import Run
from flows.senders import forms_read
from flows.store import replace_file
from transforms.decisions.chain import head
from transforms.decisions.record import record_of, rows_fingerprint
from transforms.decisions.versions import next_version


def write_decisions(run: Run) -> None:
    """Writes `decisions/<mois>/<projet_id>-v<N>.json` for each project whose decision is not already there."""
    assert run.register is not None
    lengthen(run.settings, run.journal, run.register.actes, [], _now(run))
    chaine = head(read_chain(run.settings))
    folder = run.settings.decisions / run.month
    written = written_versions(folder)
    found = {projet_id: read_decision(written[projet_id][-1]) | {"nouvelle": False} for projet_id in _same(run, written)}
    received, new = _received(run), []
    for record in records(run):
        projet_id = record["projet_id"]
        previous = [read_decision(path) for path in written.get(projet_id, [])]
        decision = next_version(record, previous, _now(run))
        if decision is None:
            found[projet_id] = previous[-1] | {"nouvelle": False}
        else:
            beside = {
                "logiciel": versions(),
                "receptions": reception_ranks(received, record["preuves"]["depots"]),
                "chaine": chaine,
            }
            new.append(_write(folder, decision | beside))
            found[projet_id] = decision | {"nouvelle": True}
    lengthen(run.settings, run.journal, run.register.actes, new, _now(run))
    run.written += new
    run.decisions = [found[projet_id] for projet_id in run.register.projets.sort("ligne")["projet_id"] if projet_id in found]


def records(run: Run) -> Iterator[dict[str, Any]]:
    """The record of each decision that the run computed, before it is a version: it depends on the inputs alone."""
    files, register = _files_read(run), _of_projects(run)
    for result in run.results:
        evidence = _evidence(result.projet_id, run, files.get(result.projet_id, []), register)
        yield record_of(result, run.fundings[result.projet_id], evidence)


def _same(run: Run, written: dict[str, list[Path]]) -> list[str]:
    """The projects of this run whose decision stands: nothing it rests on has changed."""
    return [projet_id for projet_id in sorted(run.unchanged) if projet_id in written]


def _write(folder: Path, decision: dict[str, Any]) -> Path:
    path = folder / f"{decision['projet_id']}-v{decision['version']}.json"
    replace_file(path, decision_bytes(decision), private=False)
    return path


def _now(run: Run) -> str:
    return f"{run.started:%Y-%m-%dT%H:%M:%SZ}"


def _received(run: Run) -> dict[str, tuple[int, int]]:
    """For each file present, the passage that received its content, and the one that first saw its path."""
    rows = receptions_table(run.journal, [(one.file.chemin, one.file.sha256) for one in run.found])
    return {chemin: (content, path) for chemin, content, path in rows.select("chemin", "passage", "passage_chemin").iter_rows()}


def reception_ranks(received: dict[str, tuple[int, int]], depots: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Both for each file of the evidence, as ranks among them: which replaces which stays known when the journal is gone."""
    rows = {path: received[path] for path in sorted({depot["chemin"] for depot in depots})}
    ranks = {passage: rank for rank, passage in enumerate(sorted({one for pair in rows.values() for one in pair}), 1)}
    return {path: [ranks[passage] for passage in pair] for path, pair in rows.items()}


def _files_read(run: Run) -> dict[str, list[dict[str, Any]]]:
    """Deposits read for each project, with their hashes."""
    assert run.looked_at is not None
    give(run.connection, "perimetre_lu", run.looked_at)
    files: dict[str, list[dict[str, Any]]] = {}
    for row in published_query(run.connection, "preuves").iter_rows(named=True):
        files.setdefault(row.pop("projet_id"), []).append(row)
    return files


def _of_projects(run: Run) -> dict[str, dict[str, pl.DataFrame]]:
    """By table of the register, the rows of each project, in their order: shared out once, not once per project."""
    assert run.register is not None
    return {
        name: {
            projet_id: rows
            for (projet_id,), rows in getattr(run.register, name)
            .drop("ligne")
            .partition_by("projet_id", as_dict=True, maintain_order=True)
            .items()
        }
        for name in ("projets", "perimetre", "criteres", "pieces", "actes")
    }


def _evidence(
    projet_id: str, run: Run, depots: list[dict[str, Any]], register: dict[str, dict[str, pl.DataFrame]]
) -> dict[str, Any]:
    """Hashes of the inputs of one decision: deposits, and the rows of the registers that concern the project."""
    assert run.finess is not None
    tables = {
        name: of_projects[projet_id].to_dicts() if projet_id in of_projects else [] for name, of_projects in register.items()
    }
    numbers = {row["finess_et"] for row in tables["perimetre"]}
    establishments = run.finess.et.filter(pl.col("finess_et").is_in(list(numbers))).sort("finess_et").to_dicts()
    return {
        "depots": [{name: said for name, said in depot.items() if (name, said) != ("dialecte", PIVOT)} for depot in depots],
        **forms_read(run.dialectes, run.settings, depots),
        "registre": {name: rows_fingerprint(rows) for name, rows in tables.items()},
        "finess": rows_fingerprint(establishments),
    }
