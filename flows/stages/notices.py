"""Stage: writes the notice of each decision of the month that has none, or no longer the one that was left."""

from __future__ import annotations

from flows.notice_files import keep_notices, notices_due, write_due
from flows.run_state import Run


def write_notices(run: Run) -> None:
    """Writes `decisions/<mois>/<projet_id>-v<N>.pdf` beside each record of the projects of this run."""
    due = notices_due(run.settings, run.month, None if run.whole else run.asked)
    run.written += write_due(run.settings, run.month, due)
    keep_notices(run.settings, run.month, due)
