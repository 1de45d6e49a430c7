"""The environment Prefect needs, set before Prefect is imported: it reads its settings once, at import."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from contracts.failures import UsageError
from flows.settings import require_workspace

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    # A failure is told once, in French, by the command; its log is kept by the server.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
}
START_UP_SECONDS = "90"
"""A new database takes about 15 s on two cores; Prefect's own limit of 20 is too near."""

ANSWER_SECONDS = 10


def prepare_prefect(workspace: Path) -> None:
    """Set what the user did not: quiet, no telemetry and, without a server, a database of its own in `<workspace>/.prefect`.

    Raises WorkspaceError when the workspace is not a folder, UsageError when PREFECT_API_URL names a server that does not answer.
    """
    require_workspace(workspace)
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    server = os.environ.get("PREFECT_API_URL")
    if server:
        _require_answer(server)
        return
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", START_UP_SECONDS)
    if "PREFECT_HOME" not in os.environ:
        home = workspace.resolve() / ".prefect"
        home.mkdir(mode=0o700, exist_ok=True)
        os.environ["PREFECT_HOME"] = str(home)


def _require_answer(server: str) -> None:
    """Raise UsageError unless something answers at `server`, whatever it says."""
    if not server.startswith(("http://", "https://")):
        raise UsageError(
            f"PREFECT_API_URL ({server}) n'est pas une adresse http ; écrivez par exemple http://127.0.0.1:4200/api."
        )
    try:
        with urlopen(f"{server.rstrip('/')}/health", timeout=ANSWER_SECONDS):
            pass
    except HTTPError:
        pass
    except (URLError, OSError):
        raise UsageError(
            f"Aucun serveur Prefect ne répond à {server} (PREFECT_API_URL) ; démarrez-le, ou retirez cette variable."
        ) from None
