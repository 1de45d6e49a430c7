"""Constants of a dialect that speak of a month or of the period: `{debut}` and `{fin}` stand for its first and last day."""

from __future__ import annotations

import polars as pl

from transforms.dialects.dates import month_bounds, read_month
from transforms.dialects.header import Months
from transforms.dialects.period import Period
from transforms.dialects.rows import constant
from transforms.reading.coded import Coded

MARKS = ("{debut}", "{fin}")


def has_marks(template: str) -> bool:
    """Whether a constant speaks of a month or of the period."""
    return any(mark in template for mark in MARKS)


def read_months(cells: Coded, months: Months) -> Coded:
    """The month (`AAAA-MM`) of each trimmed cell; null for one that is none."""
    read = [read_month(text, months.forms, months.serials) if text else None for text in cells.texts.to_list()]
    return Coded(cells.codes, pl.Series(read, dtype=pl.String))


def dated(template: str, months: Coded | None, period: Period, height: int) -> Coded:
    """A constant in every row: its marks stand for the month of the row, or for the period when rows have none."""
    if months is None or not has_marks(template):
        return constant(_filled(template, period), height)
    texts = [_filled(template, month_bounds(text)) if text else None for text in months.texts.to_list()]
    return Coded(months.codes, pl.Series(texts, dtype=pl.String))


def _filled(template: str, period: Period) -> str:
    for mark, day in zip(MARKS, period, strict=True):
        template = template.replace(mark, day.isoformat())
    return template
