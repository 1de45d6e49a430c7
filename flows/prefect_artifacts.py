"""What Prefect shows of a run besides its states: what is left to do, decisions, ledger, files refused. No line of a deposit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap

from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from contracts.words import motif_words
from flows.prefect_names import key_of
from flows.prefect_states import to_review
from flows.request import RunReport
from flows.summary import DECISION_COLUMNS, REFUSED_COLUMNS, decision_row, deposit_rows, refused_rows

TO_DO_COLUMNS = ("Quoi", "Pourquoi", "À faire")
TO_DO_WIDTHS, DECISION_WIDTHS, REFUSED_WIDTHS = (30, 26, 30), (16, 17, 12, 16, 10, 22), (40, 44)
"""Characters of a line in each column: together, what a page 1,300 pixels wide shows."""

_GLUED = re.compile(" (?=[;:?!»])|(?<=«) ")
"""Spaces at which French does not change lines."""


def write_artifacts(report: RunReport, region: str, workspace: Path) -> None:
    """Write the four artifacts under the name of the region; the month is to be read in `workspace`.

    The month is published already: what goes wrong here is logged and does not fail the run.
    """
    try:
        _write(report, region, workspace)
    except Exception as error:
        get_run_logger().warning("Les artefacts du passage n'ont pas pu être écrits (%s).", type(error).__name__)


def _write(report: RunReport, region: str, workspace: Path) -> None:
    """All four, even empty: Prefect shows the latest of each key, which must not be that of another month."""
    create_table_artifact(
        key=key_of("a-instruire", region),
        table=_records(TO_DO_COLUMNS, TO_DO_WIDTHS, to_do_rows(report)),
        description=f"{region} : ce qu'une personne doit faire après le passage de {report.month}",
    )
    create_table_artifact(
        key=key_of("decisions", region),
        table=_records(DECISION_COLUMNS, DECISION_WIDTHS, [decision_row(decision) for decision in report.decisions]),
        description=f"{region} : décisions de {report.month}",
    )
    create_table_artifact(
        key=key_of("fichiers-refuses", region),
        table=_records(REFUSED_COLUMNS, REFUSED_WIDTHS, refused_rows(report.refused)),
        description=f"{region} : fichiers refusés en entier, passage de {report.month}",
    )
    create_markdown_artifact(
        key=key_of("registre-des-depots", region),
        markdown=ledger_markdown(report, workspace),
        description=f"{region} : registre des dépôts, passage de {report.month}",
    )


def to_do_rows(report: RunReport) -> list[tuple[str, str, str]]:
    """One row per decision to review, then one per file refused whole, under TO_DO_COLUMNS; "Rien" alone when there is none."""
    reviewed = set(to_review(report))
    motifs = {decision["projet_id"]: decision["motif"] or "" for decision in report.decisions}
    rows = [
        *(
            (projet_id, motif_words(motif).replace(" ; ", " ;\n"), f"cibles decide --month {report.month}\n--project {projet_id}")
            for projet_id, motif in motifs.items()
            if projet_id in reviewed
        ),
        *(
            (item["chemin"], item["message"], f"Demander un fichier corrigé, puis relancer {report.month}")
            for item in report.refused
        ),
    ]
    return rows or [("Rien", "", "")]


def ledger_markdown(report: RunReport, workspace: Path) -> str:
    """Counts of deposits, signals, and where the month is to be read, as Markdown."""
    lines = ["| Compte | Nombre |", "|---|---:|", *(f"| {words} | {count} |" for words, count in deposit_rows(report.deposits))]
    signals = ["", "**Signalé**", "", *(f"- {signal}" for signal in report.signals)] if report.signals else []
    # Prefect's pages cannot open a file of the machine: they name it.
    places = [f"- {place}" for place in report.to_read]
    return "\n".join([*lines, *signals, "", f"**Où lire, dans** `{workspace}`", "", *places])


def _records(columns: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Rows as Prefect takes them: one dict per row, of cells folded."""
    return [dict(zip(columns, map(_folded, row, widths), strict=True)) for row in rows]


def _folded(cell: str, width: int) -> str:
    """A cell on several lines: Prefect folds none, and hides what is beyond the width of its page."""
    lines = [part for line in _GLUED.sub("\N{NO-BREAK SPACE}", cell).splitlines() for part in _path_parts(line, width)]
    return "\n".join(part for line in lines for part in wrap(line, width, break_on_hyphens=False))


def _path_parts(line: str, width: int) -> list[str]:
    """A path too long for one line changes lines before the name of the file; anything else is left whole."""
    folder, slash, name = line.rpartition("/")
    return [folder + slash, name] if slash and " " not in line and len(line) > width else [line]
