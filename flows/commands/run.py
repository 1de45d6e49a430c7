"""`cibles run`: the stages in-process, or recorded in Prefect, then the report."""

from __future__ import annotations

import os
import sys

from flows.request import RunReport, RunRequest, strict_exit_code
from flows.summary import show_report


def run_command(request: RunRequest, *, strict: bool, prefect: bool, as_json: bool) -> int:
    """Make the run, show its report; the exit code (0, or 20 and 21 when `strict`). Raises CiblesError when a stage stops it."""
    recorded = prefect or bool(os.environ.get("PREFECT_API_URL"))
    report = _recorded_run(request) if recorded else _plain_run(request)
    show_report(report, as_json, request.workspace)
    return strict_exit_code(report) if strict else 0


def _plain_run(request: RunRequest) -> RunReport:
    """Every stage in this process."""
    from flows.progress import progress_shown
    from flows.run import STAGES, run_month

    with progress_shown(len(STAGES), lambda stage, run: stage.function(run)) as execute:
        return run_month(request, execute)


def _recorded_run(request: RunRequest) -> RunReport:
    """The same stages as tasks of a Prefect flow run."""
    from flows.prefect_env import prepare_prefect

    prepare_prefect(request.workspace)
    # Importing Prefect and starting its embedded server take several seconds, before the first stage.
    print("Démarrage de Prefect…", file=sys.stderr, flush=True)
    from flows.prefect_flow import run_with_prefect

    return run_with_prefect(request)
