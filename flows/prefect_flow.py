"""The monthly run as a Prefect flow: each stage a task, retried where that can help, artifacts and a telling state at the end.

The stages do not know that they run here. `flows/prefect_env.py` must have prepared the environment before this is imported.

No `from __future__ import annotations` here: Prefect reads the types of the parameters when another process runs the deployment,
and does not find there what a text annotation names.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from pydantic import BaseModel, ConfigDict, Field

from contracts.failures import CiblesError
from flows.clock import last_complete_month, today
from flows.prefect_artifacts import write_artifacts
from flows.prefect_names import drawn_name, region_name, region_name_if_any
from flows.prefect_states import final_state, stopped_state
from flows.progress import progress_shown
from flows.request import RunReport, RunRequest
from flows.run import STAGES, run_month
from flows.settings import load_settings
from flows.unexpected import debugging, explained

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State, TaskRun
    from prefect.tasks import Task

    from flows.run_state import Run, Stage

RETRIES = 2
RETRY_SECONDS = 5


class RunParameters(BaseModel):
    """What a person or a schedule may ask of a monthly run; shown as a form by Prefect."""

    # Prefect would show the docstring above the form.
    model_config = ConfigDict(
        extra="forbid",
        title="Passage mensuel",
        json_schema_extra={"description": "Ce qui est demandé au passage ; seul l'espace de travail est obligatoire."},
    )

    workspace: Annotated[str, Field(min_length=1, title="Espace de travail", description="Dossier de l'espace de travail.")]
    # Text, not `str | None`: the form would ask for the type before the month.
    month: str = Field(
        default="",
        pattern=r"^(20[0-9]{2}-(0[1-9]|1[0-2]))?$",
        title="Mois",
        description="Mois mesuré, AAAA-MM ; vide : le dernier mois complet.",
    )
    projects: list[str] = Field(default=[], title="Projets", description="Seulement ces projets ; vide : tous.")
    finess: list[str] = Field(
        default=[], title="Établissements", description="Seulement les projets de ces établissements ; vide : tous."
    )
    strict: bool = Field(
        default=False,
        title="Strict",
        description="Marque le passage en échec si un dépôt est refusé en entier ou si une décision est à instruire.",
    )
    overrides: dict[str, str] = Field(
        default={}, title="Chemins", description="Réglage de cibles.toml et sa valeur pour ce passage."
    )


def _run_name() -> str:
    """Name of the flow run: its month and its region."""
    passage: RunParameters = flow_run.parameters["passage"]
    return f"passage {_month(passage)}, {region_name_if_any(Path(passage.workspace))}"


def _month(passage: RunParameters) -> str:
    return passage.month or last_complete_month(today())


@flow(name="Passage mensuel", flow_run_name=_run_name, persist_result=False, retries=0)
def monthly_run(passage: RunParameters) -> RunReport | Any:
    """Lit les dépôts d'un mois, mesure, décide et publie."""
    request = RunRequest(
        workspace=Path(passage.workspace),
        month=_month(passage),
        projects=tuple(passage.projects),
        finess=tuple(passage.finess),
        overrides=passage.overrides,
    )
    try:
        with progress_shown(len(STAGES), run_stage) as execute:
            report = run_month(request, execute)
    except (CiblesError, OSError) as error:
        state = stopped_state(explained(error))
    else:
        settings = load_settings(request.workspace, **request.overrides)
        write_artifacts(report, region_name(settings), settings.workspace)
        state = final_state(report, strict=passage.strict)
    if state.message and (state.is_failed() or state.name != "Completed"):
        get_run_logger().warning(state.message)
    return state


def run_with_prefect(request: RunRequest) -> RunReport:
    """The run of `request` recorded as a flow run. Raises the CiblesError that stopped it, whatever Prefect wrapped it in."""
    return monthly_run(
        RunParameters(
            workspace=str(request.workspace),
            month=request.month or "",
            projects=list(request.projects),
            finess=list(request.finess),
            overrides=request.overrides,
        )
    )


def run_stage(stage: "Stage", run: "Run") -> None:
    """Run one stage as a task. It takes the stage by closure, not as an argument: Prefect records the arguments of tasks."""

    @task(
        name=stage.label,
        task_run_name=drawn_name(stage.label),
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=RETRIES if stage.retriable else 0,
        retry_delay_seconds=RETRY_SECONDS,
        retry_condition_fn=failed_on_system,
    )
    def stage_task() -> None:
        try:
            stage.function(run)
        except (CiblesError, OSError):
            raise
        except Exception as error:
            if debugging():
                raise
            # Prefect records the text of an exception, which may quote a row.
            raise explained(error) from None

    stage_task()


def failed_on_system(_task: "Task[..., Any]", _run: "TaskRun", state: "State") -> bool:
    """Retry what the disk or the network refused; a rule that does not hold will not hold better the second time."""
    try:
        state.result()
    except OSError:
        return True
    except Exception:
        return False
    return False
