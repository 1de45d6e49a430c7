"""The watch as a Prefect flow: every day, is a month of this workspace late? It reads the workspace and writes nothing.

It tells what Prefect can tell; when Prefect itself is down, only `cibles status --strict` under a timer of the system tells.

No `from __future__ import annotations` here, for the reason given in `flows/prefect_flow.py`.
"""

from pathlib import Path
from typing import Annotated, Any

from prefect import flow, get_run_logger
from prefect.runtime import flow_run
from pydantic import Field

from contracts.failures import CiblesError
from flows.clock import today
from flows.prefect_names import region_name, region_name_if_any
from flows.prefect_states import late_state, stopped_state
from flows.settings import load_settings
from flows.status import late_months
from flows.unexpected import explained


def _run_name() -> str:
    """Name of the flow run: its region."""
    return f"surveillance, {region_name_if_any(Path(flow_run.parameters['workspace']))}"


@flow(name="Surveillance", flow_run_name=_run_name, persist_result=False, retries=0)
def late_watch(workspace: Annotated[str, Field(min_length=1)]) -> Any:
    """Échoue, sous le nom « En retard », quand un mois aurait dû être publié et ne l'est pas.

    Args:
        workspace: Dossier de l'espace de travail.
    """
    try:
        settings = load_settings(Path(workspace))
        state = late_state(region_name(settings), late_months(settings, today()), today=f"{today():%d/%m/%Y}")
    except (CiblesError, OSError) as error:
        state = stopped_state(explained(error))
    if state.is_failed():
        get_run_logger().warning(state.message)
    return state
