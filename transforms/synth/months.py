"""Calendar months as text (AAAA-MM) and their days. Nothing about windows of the calls: those are in `transforms.measures`."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from random import Random


def first_day(mois: str) -> date:
    """First day of a month written AAAA-MM."""
    return date(int(mois[:4]), int(mois[5:7]), 1)


def last_day(mois: str) -> date:
    """Last day of a month written AAAA-MM."""
    start = first_day(mois)
    return start.replace(day=monthrange(start.year, start.month)[1])


def months_up_to(mois: str, count: int) -> tuple[str, ...]:
    """The `count` months that end with `mois`, oldest first."""
    last = int(mois[:4]) * 12 + int(mois[5:7]) - 1
    return tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(last - count + 1, last + 1))


def month_of(day: date) -> str:
    """The month of a day, as AAAA-MM."""
    return f"{day.year:04d}-{day.month:02d}"


def day_between(rng: Random, start: date, end: date) -> date:
    """A day drawn between two days, both included; `start` is not after `end`."""
    return start + timedelta(days=rng.randrange((end - start).days + 1))
