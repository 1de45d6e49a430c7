"""What founded a decision in force, read and counted again, and found to be the same: where its evidence is taken from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from contracts.failures import UsageError, WorkspaceError
from contracts.finess_register import FinessRegister
from contracts.register import Register
from contracts.rulebook import Rulebook
from flows.chain import read_chain
from flows.clock import now
from flows.counting import count, stage_deposits
from flows.database import working_connection
from flows.decision_files import read_decision, written_versions
from flows.deposit_folder import hash_file
from flows.journal import JOURNAL_FILE, read_journal, receptions_table
from flows.lock import exclusive
from flows.private_files import private_files
from flows.purge import frozen
from flows.request import RunRequest
from flows.run_state import Run
from flows.settings import Settings
from flows.stages.inputs import load_finess, load_register, load_texts
from flows.store import Casiers, casiers_of_store, parts
from transforms.decisions.chain import DECISION, FOUND
from transforms.evidence.sameness import different_counts, different_inputs
from transforms.measures.perimeter import ProjectScope, by_project, scopes
from transforms.returns.windows import request_of

_TOLD = 5
"""Differences told at most in a refusal."""


class NoMoreEvidence(WorkspaceError):
    """What a decision was founded on was purged, or is no longer what it was."""


@dataclass(frozen=True)
class Material:
    """A decision in force and what founded it.

    `paths`: its versions, in order; `record`: the last one. `scope`, `register`: of the project. `finess`: the rows of its
    establishments. On `connection`, the deposits are staged and the rows of `record["essms"]` counted, in their order.
    """

    settings: Settings
    paths: list[Path]
    record: dict[str, Any]
    scope: ProjectScope
    register: Register
    finess: pl.DataFrame
    connection: duckdb.DuckDBPyConnection

    @property
    def texte(self) -> Rulebook:
        """The text, with the targets of the project."""
        return self.scope.texte

    @property
    def decides(self) -> frozenset[str]:
        """The establishments whose figures make the decision: those of the tranche verified, where there are tranches."""
        tranche = self.record["conditions"]["tranche"]
        whole = self.texte.solde != "tranche_suivante"
        return frozenset(one.finess_et for one in self.scope.establishments if whole or one.tranche == tranche)


def decision_in_force(settings: Settings, project: str, month: str) -> list[Path]:
    """The versions of the decision of a project for a month, in order: the last one is in force.

    Raises:
        UsageError: nothing was decided.
    """
    paths = written_versions(settings.decisions / month).get(project)
    if not paths:
        folders = sorted(folder for folder in settings.decisions.glob("*") if folder.is_dir())
        months = [folder.name for folder in folders if project in written_versions(folder)]
        known = f"mois décidés : {', '.join(months)}" if months else "aucun mois n'est décidé, vérifiez son nom"
        raise UsageError(f"Rien n'est décidé pour « {project} » en {month} ; {known}.")
    return paths


@contextmanager
def material(settings: Settings, project: str, month: str) -> Iterator[Material]:
    """What founded the decision in force; the workspace is held for the duration of the block, and nothing is changed in it.

    Raises:
        UsageError: nothing was decided.
        NoMoreEvidence: the month was purged, or what is stored is no longer what the decision used.
    """
    paths = decision_in_force(settings, project, month)
    if reason := frozen(settings, month):
        raise NoMoreEvidence(reason)
    with (
        private_files(),
        exclusive(settings.entrepot),
        working_connection(settings.memoire, settings.entrepot / ".debordement") as connection,
    ):
        found = _read(settings, paths, month, project, connection)
        casiers = casiers_of_store(settings.entrepot)
        _stage(connection, settings.entrepot, casiers)
        refuse(found.record, _edited(settings, paths))
        refuse(found.record, different_inputs(found.record, found.texte, found.register, found.finess, _stored(connection)))
        row_of = {"projet_id": project, "texte_id": found.texte.texte_id, "lecture": found.record["lecture"]}
        wanted = [request_of(typed(row) | row_of, month, found.texte) for row in found.record["essms"]]
        refuse(found.record, different_counts(found.record["essms"], count(connection, wanted, casiers), found.texte))
        yield found


def typed(row: dict[str, Any]) -> dict[str, Any]:
    """A row of `essms` of a record, its days as dates."""
    return row | {name: date.fromisoformat(row[name]) for name in ("fenetre_debut", "fenetre_fin")}


def refuse(record: dict[str, Any], differences: list[str]) -> None:
    """Raises NoMoreEvidence, naming the first differences, when there are some."""
    if differences:
        more = f" (et {len(differences) - _TOLD} autres)" if len(differences) > _TOLD else ""
        raise NoMoreEvidence(
            f"La décision {record['decision_id']} ne se retrouve plus dans l'espace : {' ; '.join(differences[:_TOLD])}{more}."
            f" Relancez cibles run --month {record['mois']}, puis recommencez."
        )


def _read(settings: Settings, paths: list[Path], month: str, project: str, connection: duckdb.DuckDBPyConnection) -> Material:
    """The registers and the text as a run of the month would read them."""
    record = read_decision(paths[-1])
    run = Run(RunRequest(settings.workspace, month), settings, month, b"", now(), connection)
    for load in (load_texts, load_register, load_finess):
        load(run)
    assert run.register is not None and run.finess is not None
    found = scopes(run.register, run.texts, run.finess, month, {project})
    if not found:
        refuse(record, ["le projet n'est plus au registre, ou sa première mesure est plus tardive"])
    register = by_project(run.register)[project]
    return Material(settings, paths, record, found[0], register, _establishments(register, run.finess), connection)


def _edited(settings: Settings, paths: list[Path]) -> list[str]:
    """The versions of the decision that are no longer what the chain says was written; a chain may begin after them."""
    written = {link.objet: link.sha256 for link in read_chain(settings) if link.genre in (DECISION, FOUND)}
    names = {path.relative_to(settings.decisions).as_posix(): path for path in paths}
    return [f"{name} a été modifié" for name, path in names.items() if hash_file(path) != written.get(name, hash_file(path))]


def _establishments(register: Register, finess: FinessRegister) -> pl.DataFrame:
    numbers = register.perimetre["finess_et"].unique().to_list()
    return finess.et.filter(pl.col("finess_et").is_in(numbers)).sort("finess_et")


def _stage(connection: duckdb.DuckDBPyConnection, store: Path, casiers: Casiers) -> None:
    """Stages every deposit of the store, received when the journal says."""
    files = parts([folder for folders in casiers.values() for folder in folders], "depots")
    present = (
        pl.read_parquet(files, columns=["chemin", "sha256"]).unique() if files else pl.DataFrame(schema=["chemin", "sha256"])
    )
    stage_deposits(connection, casiers, receptions_table(read_journal(store / JOURNAL_FILE), list(present.iter_rows())))


def _stored(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """Path and hash of every deposit of the store."""
    return set(connection.sql("select distinct chemin, sha256 from stg_depots").fetchall())
