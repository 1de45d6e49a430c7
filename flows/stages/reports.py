"""Stage: brings the pages of the region and of its projects up to date, from the base just published."""

from __future__ import annotations

from flows.published_base import BASE
from flows.run_state import Run


def write_reports(run: Run) -> None:
    """Brings `rapports/<mois>/` up to date: pages that would be the same are left, those of projects gone are removed."""
    from flows.report_files import write_pages
    from flows.reports import read_tables, views

    tables = read_tables(run.settings.publication / BASE, run.month)
    if write_pages(run.settings, run.month, views(run.settings.nom, run.month, tables), run.whole):
        run.written.append(run.settings.rapports / run.month)
