"""What Prefect shows of a run besides its states: decisions, ledger of deposits, files refused. No line of a deposit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.request import RunReport
from flows.summary import DECISION_COLUMNS, REFUSED_COLUMNS, decision_row, deposit_rows, refused_rows


def write_artifacts(report: RunReport, region: str | None) -> None:
    """Write the three artifacts. The month is published already: what goes wrong here is logged and does not fail the run."""
    try:
        _write(report, region)
    except Exception as error:
        get_run_logger().warning("Les artefacts du passage n'ont pas pu être écrits (%s).", type(error).__name__)


def _write(report: RunReport, region: str | None) -> None:
    create_table_artifact(
        key=artifact_key("decisions", region),
        table=_records(DECISION_COLUMNS, [decision_row(decision) for decision in report.decisions]),
        description=f"Décisions de {report.month}",
    )
    create_table_artifact(
        key=artifact_key("fichiers-refuses", region),
        table=_records(REFUSED_COLUMNS, refused_rows(report.refused)),
        description=f"Fichiers refusés en entier, passage de {report.month}",
    )
    create_markdown_artifact(
        key=artifact_key("registre-des-depots", region),
        markdown=ledger_markdown(report),
        description=f"Registre des dépôts, passage de {report.month}",
    )


def artifact_key(name: str, region: str | None) -> str:
    """`name`, and the region when it has one, in the only letters Prefect admits: a-z, 0-9 and hyphens."""
    ascii_text = unicodedata.normalize("NFKD", f"{name} {region or ''}").encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")


def ledger_markdown(report: RunReport) -> str:
    """Counts of deposits and signals, as Markdown."""
    lines = ["| Compte | Nombre |", "|---|---:|", *(f"| {words} | {count} |" for words, count in deposit_rows(report.deposits))]
    signals = ["", "**Signalé**", "", *(f"- {signal}" for signal in report.signals)] if report.signals else []
    return "\n".join([*lines, *signals])


def _records(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Rows as Prefect takes them: one dict per row."""
    return [dict(zip(columns, row, strict=True)) for row in rows]
