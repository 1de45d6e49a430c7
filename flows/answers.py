"""The answer to a question as a table, CSV, JSON or Parquet, written batch after batch: never the whole answer in memory."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from contracts.failures import UsageError
from flows.display import harmless, json_text, show_table
from flows.questioning import Question
from transforms.figures import whole, yes_no

SHOWN = 1000
"""Rows of a table; the others are counted."""

BOM = "\ufeff"
"""What makes French Excel read UTF-8."""

_FORMULAS = ("=", "+", "-", "@")


def show(question: Question) -> None:
    """A table of the first rows; says on stderr how many there are when they are not all shown."""
    columns, batches = question.rows()
    shown: list[list[str]] = []
    total = 0
    for rows in batches:
        shown += [[_cell(value) for value in row] for row in rows[: SHOWN - len(shown)]]
        total += len(rows)
    show_table(columns, shown)
    if total > len(shown):
        print(f"… {whole(total)} lignes, {whole(len(shown))} montrées : --format csv pour tout", file=sys.stderr)


def write_csv(question: Question, out: TextIO, bom: bool = True) -> None:
    """What French Excel opens: semicolons, decimal comma, exact amounts; no text is a formula or commands a terminal."""
    columns, batches = question.rows()
    out.write(BOM if bom else "")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_as_csv(name) for name in columns])
    for rows in batches:
        writer.writerows([_as_csv(value) for value in row] for row in rows)


def write_json(question: Question, out: TextIO) -> None:
    """An array of objects; exact amounts and dates as text."""
    columns, batches = question.rows()
    _require_distinct(columns)
    separator = "["
    for row in _each(batches):
        document = json_text(dict(zip(columns, row, strict=True)))
        out.write(separator + "\n  " + document.replace("\n", "\n  "))
        separator = ","
    out.write("[]\n" if separator == "[" else "\n]\n")


def write_parquet(question: Question, path: Path) -> None:
    """The rows with their types: decimals stay decimals."""
    import pyarrow.parquet as pq

    reader = question.arrow()
    _require_distinct(reader.schema.names)
    with path.open("xb") as handle, pq.ParquetWriter(handle, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)


def _each(batches: Iterator[list[tuple]]) -> Iterator[tuple]:
    for rows in batches:
        yield from rows


def _require_distinct(columns: list[str]) -> None:
    twice = next((name for name in columns if columns.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"La requête donne deux fois la colonne « {twice} » : nommez chacune (as).")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return yes_no(value)
    return "" if value is None else str(value)


def _as_csv(value: object) -> str:
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    text = harmless(_cell(value))
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULAS) else text
