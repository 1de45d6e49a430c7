"""One monthly run: its ordered stages, and what they hand on to each other. It does not know who executes the stages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flows.clock import last_complete_month, now, today
from flows.database import working_connection
from flows.lock import exclusive
from flows.private_files import private_files
from flows.pseudonym_key import pseudonym_key
from flows.purge import refuse_frozen
from flows.request import RunReport, RunRequest
from flows.run_log import RunLog, logged
from flows.run_state import Run, Stage
from flows.settings import load_settings
from flows.stages.decide import write_decisions
from flows.stages.exports import write_exports
from flows.stages.ingest import ingest
from flows.stages.inputs import load_finess, load_register, load_texts
from flows.stages.measure import measure
from flows.stages.notices import write_notices
from flows.stages.publish import publish
from flows.stages.receive import receive_deposits
from flows.stages.report import check_and_report
from flows.stages.reports import write_reports
from flows.stages.returns import write_month_returns
from flows.up_to_date import unless_up_to_date
from flows.workspace_version import open_version

STAGES: tuple[Stage, ...] = (
    Stage("textes", "Lecture des textes", load_texts, retriable=False),
    Stage("reception", "Réception des dépôts", receive_deposits, retriable=True),
    Stage("registre", "Lecture du registre", unless_up_to_date(load_register), retriable=True),
    Stage("finess", "Lecture du fichier FINESS", unless_up_to_date(load_finess), retriable=True),
    Stage("lecture", "Lecture et contrôle des dépôts", unless_up_to_date(ingest), retriable=True),
    Stage("mesure", "Comptes et verdicts", unless_up_to_date(measure), retriable=False),
    Stage("decision", "Décisions", unless_up_to_date(write_decisions), retriable=True),
    Stage("notices", "Notices des décisions", unless_up_to_date(write_notices), retriable=True),
    Stage("publication", "Publication", unless_up_to_date(publish), retriable=True),
    Stage("exports", "Classeur et copies", unless_up_to_date(write_exports), retriable=True),
    Stage("retours", "Retours aux établissements", unless_up_to_date(write_month_returns), retriable=True),
    Stage("rapports", "Pages de la région et des projets", unless_up_to_date(write_reports), retriable=True),
    Stage("bilan", "Contrôles et bilan", unless_up_to_date(check_and_report), retriable=False),
)
"""The journey of a file, in order."""


def call(stage: Stage, run: Run) -> None:
    """Runs one stage in this process."""
    stage.function(run)


@contextmanager
def open_run(request: RunRequest, log: RunLog | None = None) -> Iterator[Run]:
    """A run ready for its stages: settings read, workspace held for it alone, version and key checked, working base open.

    Raises:
        WorkspaceError: settings, lock, version, key or a purge do not allow a run.
    """
    settings = load_settings(request.workspace, **request.overrides)
    month = request.month or last_complete_month(today())
    with private_files(), exclusive(settings.entrepot):
        upgrade = open_version(settings.entrepot)
        if upgrade and log:
            log.line("version", upgrade)
        refuse_frozen(settings, month)
        key = pseudonym_key(settings.workspace, settings.entrepot)
        with working_connection(settings.memoire, settings.entrepot / ".debordement") as connection:
            yield Run(request=request, settings=settings, month=month, key=key, started=now(), connection=connection)


def run_month(request: RunRequest, execute: Callable[[Stage, Run], None] = call) -> RunReport:
    """Runs every stage for the month asked, and writes its log.

    Args:
        request: what is asked.
        execute: how one stage is run.

    Raises:
        CiblesError: a stage could not be done; what earlier stages wrote stays valid.
    """
    with logged(request) as log, open_run(request, log) as run:
        for stage in STAGES:
            with log.stage(stage, run):
                execute(stage, run)
        if run.report is None:
            raise RuntimeError("the last stage makes the report")
        log.report(run.report)
        return run.report
