"""An analysis asked of a base, under the bounds that `cibles sql` sets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows.analyses import analysis_named
from flows.questioning import questioning


def asked(folder: Path, name: str, **variables: str) -> list[dict[str, Any]]:
    """The rows of an analysis."""
    columns, rows = answer(folder, analysis_named(name).texte, **variables)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def answer(folder: Path, text: str, **variables: str) -> tuple[list[str], list[tuple]]:
    """Columns and rows of any question."""
    with questioning(folder, text, "500MB", 60, variables) as question:
        columns, batches = question.rows()
        return columns, [row for batch in batches for row in batch]
