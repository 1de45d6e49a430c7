"""`cibles serve`: a process that makes each monthly run and watches for late months, on schedule, under a Prefect server."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.failures import UsageError
from flows.prefect_env import prepare_prefect
from flows.settings import load_settings

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment
    from prefect.schedules import Schedule

HOW_TO_START = (
    "PREFECT_API_URL n'est pas définie : démarrez un serveur (prefect server start --host 127.0.0.1), "
    "puis export PREFECT_API_URL=http://127.0.0.1:4200/api et relancez."
)
WATCH_CRON = "0 8 * * *"
"""When the watch looks for late months: every day, after a run of the usual hour has ended."""


def serve_command(workspace: Path, cron: str, strict: bool) -> None:
    """Serve the monthly run of `workspace` at `cron` (Paris time) and its daily watch, one at a time, until SIGINT or SIGTERM.

    Raises UsageError when there is no server or `cron` is not a schedule, WorkspaceError when the settings are wrong.
    """
    if not os.environ.get("PREFECT_API_URL"):
        raise UsageError(HOW_TO_START)
    prepare_prefect(workspace)
    settings = load_settings(workspace)
    from prefect.flows import EntrypointType

    from flows.prefect_flow import RunParameters, monthly_run
    from flows.prefect_names import key_of, region_name
    from flows.prefect_watch import late_watch

    region = region_name(settings)
    passage = RunParameters(workspace=str(settings.workspace), strict=strict)
    # The names hold the region: a second `cibles serve` on the same server would otherwise take the first one's deployment.
    monthly = monthly_run.to_deployment(
        name=key_of("mensuel", region),
        description=f"Passage du dernier mois complet, {region}",
        schedule=_schedule(cron),
        parameters={"passage": passage.model_dump()},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    watch = late_watch.to_deployment(
        name=key_of("surveillance", region),
        description=f"Mois en retard, {region}",
        schedule=_schedule(WATCH_CRON),
        parameters={"workspace": str(settings.workspace)},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    _serve_until_stopped(monthly, watch, said=f"Passage mensuel de {workspace} programmé ({cron}, heure de Paris)")


def _schedule(cron: str) -> Schedule:
    from prefect.schedules import Cron

    try:
        return Cron(cron, timezone="Europe/Paris")
    except ValueError:
        raise UsageError(
            f"« {cron} » n'est pas un horaire cron ; écrivez par exemple 0 6 5 * * (le 5 de chaque mois à 6 h)."
        ) from None


def _serve_until_stopped(*deployments: RunnerDeployment, said: str) -> None:
    """Register the deployments, say so, and make their runs when they are due, until a signal."""
    from flows.prefect_runner import OrderlyRunner

    runner = OrderlyRunner()
    for deployment in deployments:
        runner.add_deployment(deployment)
    print(f"{said} ; Ctrl-C pour arrêter.", flush=True)
    try:
        asyncio.run(runner.start())
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("Arrêt demandé : les passages reprendront au prochain démarrage.", flush=True)
