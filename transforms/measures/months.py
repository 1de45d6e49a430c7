"""Calendar arithmetic on whole months, as `AAAA-MM` text and days; cached, since the same few months are asked for often."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache


@lru_cache(4096)
def first_day(mois: str) -> date:
    """First day of a month `AAAA-MM`."""
    return date(int(mois[:4]), int(mois[5:]), 1)


@lru_cache(4096)
def last_day(mois: str) -> date:
    """Last day of a month `AAAA-MM`."""
    year, month = int(mois[:4]), int(mois[5:])
    return date(year, month, calendar.monthrange(year, month)[1])


@lru_cache(4096)
def shift(mois: str, months: int) -> str:
    """The month `months` later (earlier if negative)."""
    index = int(mois[:4]) * 12 + int(mois[5:]) - 1 + months
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


@lru_cache(4096)
def window_start(mois: str, length: int) -> date:
    """First day of the window of `length` whole months that ends with `mois`: "[first day of M-N+1, last day of M]"."""
    return first_day(shift(mois, 1 - length))


def months_between(first: str, last: str) -> list[str]:
    """Every month from `first` to `last`, both included; empty when `first` is later."""
    months = []
    while first <= last:
        months.append(first)
        first = shift(first, 1)
    return months
