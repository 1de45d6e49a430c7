"""`cibles serve`: a process that waits for the schedule and makes each monthly run, under a Prefect server."""

from __future__ import annotations

import os
from pathlib import Path

from contracts.failures import UsageError
from flows.prefect_env import prepare_prefect

HOW_TO_START = (
    "PREFECT_API_URL n'est pas définie : démarrez un serveur (prefect server start --host 127.0.0.1), "
    "puis export PREFECT_API_URL=http://127.0.0.1:4200/api et relancez."
)


def serve_command(workspace: Path, cron: str, strict: bool) -> None:
    """Serve the monthly run of `workspace` at `cron` (Paris time), one at a time, until interrupted.

    Raises UsageError when there is no server or `cron` is not a schedule.
    """
    if not os.environ.get("PREFECT_API_URL"):
        raise UsageError(HOW_TO_START)
    prepare_prefect(workspace)
    from prefect.flows import EntrypointType
    from prefect.schedules import Cron

    from flows.prefect_flow import RunParameters, monthly_run

    try:
        schedule = Cron(cron, timezone="Europe/Paris")
    except ValueError:
        raise UsageError(
            f"« {cron} » n'est pas un horaire cron ; écrivez par exemple 0 6 5 * * (le 5 de chaque mois à 6 h)."
        ) from None
    passage = RunParameters(workspace=str(workspace.resolve()), strict=strict)
    print(f"Passage mensuel de {workspace} programmé ({cron}, heure de Paris) ; Ctrl-C pour arrêter.", flush=True)
    monthly_run.serve(
        name="mensuel",
        schedule=schedule,
        parameters={"passage": passage.model_dump()},
        limit=1,
        entrypoint_type=EntrypointType.MODULE_PATH,
        print_starting_message=False,
    )
