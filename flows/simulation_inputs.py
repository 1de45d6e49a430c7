"""What a simulation reads: registers and texts as they are, deposits as the last run left them in the store. It writes nothing.

The steps are those of `flows/stages/measure.py`, for one project.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from contracts.failures import UsageError, WorkspaceError
from contracts.register import Register
from flows.clock import now
from flows.counting import count, stage_deposits
from flows.database import working_connection
from flows.journal import JOURNAL_FILE, read_journal, receptions_table
from flows.lock import exclusive
from flows.purge import refuse_frozen
from flows.request import RunRequest
from flows.run_state import Run
from flows.settings import Settings
from flows.stages.inputs import load_finess, load_register, load_texts
from flows.stages.measure import rejected_months
from flows.store import SCHEMA_VERSION, casiers_of_store, is_whole, parts
from flows.workspace_version import check_version
from transforms.decisions.acts import acts_of
from transforms.decisions.decide import Signals
from transforms.decisions.funding import Funding, funding_of, holders
from transforms.measures.perimeter import ProjectScope, by_project, received_papers, scopes, to_check
from transforms.measures.plan import looked_at, requests
from transforms.simulation.situation import Situation


@dataclass(frozen=True)
class Loaded:
    """One project and month: its situation, and the register it was read with."""

    situation: Situation
    run: Run
    register: Register

    def funding(self, situation: Situation) -> Funding:
        """Grant by the scale, conditions and instalments of what a situation gives."""
        assert self.run.finess is not None
        departements = dict(self.run.finess.et.select("finess_et", "departement").iter_rows())
        return funding_of(situation.result, self.register, departements, holders(self.register))


@contextmanager
def reading(settings: Settings, project: str, month: str) -> Iterator[Run]:
    """A run of one project whose inputs are read and whose deposits are staged; held for it alone, and it will write nothing.

    Raises:
        WorkspaceError: there is no store, it is not whole or of another version; or as a run would.
        CiblesError: a register or a text is bad.
    """
    _refuse_store(settings.entrepot)
    with (
        exclusive(settings.entrepot),
        TemporaryDirectory(prefix="cibles-simulate-") as spill,
        working_connection(settings.memoire, Path(spill) / "debordement") as connection,
    ):
        run = Run(RunRequest(settings.workspace, month, (project,)), settings, month, b"", now(), connection)
        load_month(run)
        load_register(run)
        load_finess(run)
        _stage(run)
        yield run


def of_month(run: Run, month: str) -> Run:
    """The same reading for another month: its texts are those in force then."""
    other = replace(run, month=month)
    load_month(other)
    return other


def load_month(run: Run) -> None:
    """Reads the texts of the month of a reading. Raises WorkspaceError when the deposits of the month were purged."""
    refuse_frozen(run.settings, run.month)
    load_texts(run)


def load(run: Run, leaving: frozenset[str] = frozenset()) -> Loaded:
    """Counts one project for the month of the reading.

    Args:
        run: as `reading` leaves it.
        leaving: establishments whose rows leave the perimeter of the project.

    Raises:
        UsageError: the project does not exist, is not measured yet, or does not have these establishments.
    """
    assert run.register is not None and run.finess is not None
    (project,) = run.request.projects
    scope = scope_of(run, run.register)
    refuse_unknown(scope, leaving, run.month, "--without")
    register = _without(run.register, project, leaving) if leaving else run.register
    scope = scope_of(run, register) if leaving else scope
    wanted = requests(scope.establishments)
    rejected = rejected_months(run.connection, looked_at(wanted))
    numbers = {one.finess_et for one in scope.establishments}
    own = by_project(register)[project]
    situation = Situation(
        scope=scope,
        mois=run.month,
        counted=tuple(zip(wanted, count(run.connection, wanted, run.casiers), strict=True)),
        signals=Signals(
            to_check=frozenset(to_check(run.finess, numbers, run.month)),
            rejected=frozenset(rejected.get(project, ())),
        ),
        received=received_papers(own, project),
        lecture=run.settings.lectures.get(scope.texte.texte_id),
        acts=acts_of(own.actes, project, run.month),
    )
    return Loaded(situation, run, register)


def scope_of(run: Run, register: Register) -> ProjectScope:
    """The project of a reading. Raises UsageError when it does not exist or has no measure for the month."""
    assert run.finess is not None
    (project,) = run.request.projects
    known = register.projets.filter(pl.col("projet_id") == project)
    if known.is_empty():
        raise UsageError(f"Le projet « {project} » n'est pas dans le registre : vérifiez son identifiant.")
    found = scopes(register, run.texts, run.finess, run.month, {project})
    if not found:
        first = known["premiere_mesure"].item()
        raise UsageError(f"Le projet {project} n'est pas mesuré en {run.month} : sa première mesure est celle de {first}.")
    return found[0]


def refuse_unknown(scope: ProjectScope, numbers: frozenset[str], month: str, option: str) -> None:
    """Raises UsageError when one of these establishments is not in the perimeter of the project at the end of the month."""
    present = [one.finess_et for one in scope.establishments]
    for unknown in sorted(numbers - set(present)):
        raise UsageError(
            f"{option} : l'établissement « {unknown} » n'est pas dans le périmètre du projet au dernier jour de {month} ;"
            f" choisissez parmi {', '.join(present) or 'aucun'}."
        )


def _without(register: Register, project: str, leaving: frozenset[str]) -> Register:
    gone = (pl.col("projet_id") == project) & pl.col("finess_et").is_in(list(leaving))
    return replace(register, perimetre=register.perimetre.filter(~gone))


def _stage(run: Run) -> None:
    """Stages the deposits that the last run read, whatever has been put in the folder since."""
    store = run.settings.entrepot
    run.casiers = casiers_of_store(store)
    files = parts([folder for folders in run.casiers.values() for folder in folders], "depots")
    read = pl.concat([pl.read_parquet(path, columns=["chemin", "sha256"]) for path in files]).unique() if files else None
    present = list(read.sort("chemin").iter_rows()) if read is not None else []
    stage_deposits(run.connection, run.casiers, receptions_table(read_journal(store / JOURNAL_FILE), present))


def _refuse_store(store: Path) -> None:
    written = check_version(store) if store.is_dir() else None
    if written is None or not is_whole(store):
        raise WorkspaceError(f"L'entrepôt {store} ne tient pas les dépôts d'un passage complet : lancez d'abord cibles run.")
    if written["entrepot"] != SCHEMA_VERSION:
        raise WorkspaceError(f"L'entrepôt {store} vient d'une version antérieure du logiciel : lancez d'abord cibles run.")
