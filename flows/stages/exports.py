"""Stage: writes what is published beside the base for the month, where it would differ from what is there."""

from __future__ import annotations

from flows.published_base import BASE
from flows.run_state import Run


def write_exports(run: Run) -> None:
    """Brings `publication/<mois>/` up to date with the base."""
    # It loads what writes workbooks and Parquet files: a run that has nothing to do never needs it.
    from flows.exports import write_month

    assert run.prefeed is not None
    publication = run.settings.publication
    folder = publication / run.month
    if write_month(publication / BASE, folder, run.month, run.prefeed, run.settings.memoire):
        run.written.append(folder)
