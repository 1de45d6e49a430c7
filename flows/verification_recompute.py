"""Doing a decision again from the inputs alone, with the stages of a run, in a folder of its own that is removed.

The store is neither read nor written: deposits are read again under a key of pseudonyms that is forgotten, and their order of
reception is the one given. Nothing is written in the workspace, so that no lock is needed.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from contracts.register import Register
from flows.clock import now
from flows.database import working_connection
from flows.deposit_folder import FoundFile
from flows.journal import Reception
from flows.private_files import private_files
from flows.request import RunRequest
from flows.run_state import Run
from flows.settings import Settings
from flows.stages.decide import records
from flows.stages.ingest import ingest
from flows.stages.inputs import load_finess, load_register, load_texts
from flows.stages.measure import measure
from flows.texts import load_all_amendments
from transforms.measures.readings import DEFAULT, admits, retained

_AMENDMENT = re.compile(r"(?P<name>.{1,200}) \((?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\)", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """One decision to do again.

    `lecture`, `avenants`: the reading and the amendments under which it was made, as the record says them; `actes`: how many
    acts of the project were known; `found`: the deposits read; `ranks`: by path, the ranks of reception of content and of path
    (those left out were received first, together).
    """

    projet_id: str
    mois: str
    lecture: Any
    avenants: Any
    actes: int
    found: Sequence[FoundFile]
    ranks: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Redone:
    """The decision done again: its record, None when the inputs give none, and why then (`reason`, a French sentence).

    `lecture`, `avenants`: what the workspace chooses for its text today; `refused`: what of the choices asked the product does
    not know, as French sentences; `later_acts`: days of the acts of the project that were added since.
    """

    record: dict[str, Any] | None = None
    reason: str | None = None
    lecture: str = DEFAULT
    avenants: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    later_acts: tuple[date, ...] = ()


class Reference:
    """What every decision of a workspace is done with: rulebooks, dialects, register, FINESS file; read once for each month."""

    def __init__(self, settings: Settings) -> None:
        """`settings` are those of the workspace."""
        self.settings = settings
        self._runs: dict[str, Run] = {}

    def run(self, mois: str, folder: Path, connection: duckdb.DuckDBPyConnection) -> Run:
        """A run of this month whose reference data is read, and whose outputs are below `folder`.

        Raises:
            RulebookError, RegisterError, WorkspaceError: as a run of the workspace.
        """
        own = self.settings.model_copy(update={name: folder / name for name in ("entrepot", "decisions")})
        if mois not in self._runs:
            run = Run(RunRequest(self.settings.workspace, mois), own, mois, b"", now(), connection)
            for stage in (load_texts, load_register, load_finess):
                stage(run)
            self._runs[mois] = run
        return replace(self._runs[mois], settings=own, key=secrets.token_bytes(32), connection=connection)


def redo(asked: Asked, reference: Reference) -> Redone:
    """Does a decision again. Raises as `Reference.run`."""
    with private_files(), tempfile.TemporaryDirectory(prefix="cibles-verify-") as aside:
        folder = Path(aside)
        with working_connection(reference.settings.memoire, folder / "debordement") as connection:
            return _redone(asked, reference.run(asked.mois, folder, connection))


def _redone(asked: Asked, run: Run) -> Redone:
    assert run.register is not None
    projet = run.register.projets.filter(pl.col("projet_id") == asked.projet_id).to_dicts()
    if not projet:
        return Redone(reason=f"le projet {asked.projet_id} n'est pas dans le registre : il n'y a rien à refaire")
    texte_id = projet[0]["texte_id"]
    chosen = Redone(
        lecture=retained(run.texts[texte_id], run.settings.lectures.get(texte_id)),
        avenants=tuple(f"{item.avenant_id} ({item.date_effet.isoformat()})" for item in run.texts[texte_id].avenants),
    )
    run.register, later = _acts_known(run.register, asked.projet_id, asked.actes)
    refused = _choose(run, texte_id, asked, chosen)
    run.request = RunRequest(run.request.workspace, asked.mois, (asked.projet_id,))
    run.found, run.journal = list(asked.found), journal_of(asked.found, asked.ranks)
    ingest(run)
    measure(run)
    found = next(records(run), None)
    reason = (
        None if found else f"le projet {asked.projet_id} n'a pas de décision pour {asked.mois} : elle précède sa première mesure"
    )
    return replace(chosen, record=found, reason=reason, refused=refused, later_acts=later)


def _acts_known(register: Register, projet_id: str, known: int) -> tuple[Register, tuple[date, ...]]:
    """The register without the acts of the project added since; their days."""
    of_project = register.actes.filter(pl.col("projet_id") == projet_id).sort("ligne")
    later = of_project.slice(known)
    if later.is_empty():
        return register, ()
    kept = register.actes.filter(~pl.col("ligne").is_in(later["ligne"].to_list()))
    return replace(register, actes=kept), tuple(later["date"])


def _choose(run: Run, texte_id: str, asked: Asked, chosen: Redone) -> tuple[str, ...]:
    """Puts the amendments and the reading asked in the place of those of the workspace; sentences on what cannot be."""
    avenants, refused = _amendments(asked.avenants)
    update: dict[str, Any] = {"lectures": {}}
    if asked.avenants != list(chosen.avenants):
        update["avenants"] = avenants
    run.settings = run.settings.model_copy(update=update)
    if "avenants" in update:
        load_texts(run)
    if isinstance(asked.lecture, str) and admits(run.texts[texte_id], asked.lecture):
        run.settings = run.settings.model_copy(update={"lectures": {texte_id: asked.lecture}})
    else:
        refused.append("lecture : le texte n'admet pas celle que dit la décision ; refaite sous la lecture par défaut")
    return tuple(refused)


def _amendments(said: Any) -> tuple[dict[str, date], list[str]]:
    """The amendments that a record names, each with its day; what is none of the product's is told."""
    known, found, refused = load_all_amendments(), {}, []
    for one in said if isinstance(said, list) else ():
        named = _AMENDMENT.fullmatch(one) if isinstance(one, str) else None
        day = _day(named["day"]) if named else None
        if named is None or day is None or named["name"] not in known:
            refused.append("avenants : la décision en dit un que le logiciel n'a pas ; refaite sans lui")
        else:
            found[named["name"]] = day
    return found, refused


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def journal_of(found: Sequence[FoundFile], ranks: Mapping[str, tuple[int, int]]) -> list[Reception]:
    """A journal in which each file present has these ranks: that of its path is told by an earlier content."""
    journal = []
    for file in (one.file for one in found):
        content, path = ranks.get(file.chemin, (1, 1))
        if path != content:
            journal.append(Reception(path, "", file.chemin, "", 0))
        journal.append(Reception(content, "", file.chemin, file.sha256, file.octets))
    return journal
