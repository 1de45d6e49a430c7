"""`cibles simulate`: what hypotheses would change to a decision; without any, the shortest way to its balance."""

from __future__ import annotations

from pathlib import Path


def simulate_command(
    *,
    project: str,
    month: str | None,
    targets: tuple[str, ...],
    reading: str | None,
    found: tuple[str, ...],
    leaving: tuple[str, ...],
    until: str | None,
    workspace: Path,
    as_json: bool,
) -> None:
    """Shows what the hypotheses change, and writes nothing. Raises UsageError, or WorkspaceError when nothing was ever run."""
    from flows.clock import last_complete_month, today
    from flows.display import show_json
    from flows.settings import load_settings
    from flows.simulation import Asked, simulate
    from flows.simulation_page import show_simulation

    asked = Asked(
        project=project,
        month=month or last_complete_month(today()),
        targets=targets,
        reading=reading,
        found=found,
        leaving=leaving,
        until=until,
    )
    document = simulate(load_settings(workspace), asked)
    if as_json:
        show_json(document)
    else:
        show_simulation(document, workspace)
