"""Months and days, written out. No other module of the oracle does arithmetic on dates."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

MONTH = re.compile(r"^[0-9]{4}-(0[1-9]|1[0-2])$")
DAY = re.compile(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2})(?::([0-9]{2}))?)?$")

Window = tuple[date, date]
"""First and last day, both ends included."""


def first_day(month: str) -> date:
    return date(int(month[:4]), int(month[5:]), 1)


def last_day(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, monthrange(year, number)[1])


def month_of(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def shift(month: str, count: int) -> str:
    """The month `count` months later (earlier when negative)."""
    rank = int(month[:4]) * 12 + int(month[5:]) - 1 + count
    return f"{rank // 12:04d}-{rank % 12 + 1:02d}"


def months_of(window: Window) -> list[str]:
    """Every calendar month the window touches, in order."""
    months = [month_of(window[0])]
    while months[-1] < month_of(window[1]):
        months.append(shift(months[-1], 1))
    return months


def window_of(month: str, length: int) -> Window:
    # Spec 3: "`N` months is `[first day of M-N+1, last day of M]`", "both ends included".
    return first_day(shift(month, 1 - length)), last_day(month)


def overlaps(one: Window, other: Window) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def contains(outer: Window, inner: Window) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def inside(day: date, window: Window) -> bool:
    return window[0] <= day <= window[1]


def month_window(month: str) -> Window:
    return first_day(month), last_day(month)


def parse_day(text: str) -> date | None:
    """An ISO day, a time may follow; None when it is not one."""
    # Spec 2.2: "ISO dates (a time may follow; it serves only to tell events apart)".
    found = DAY.match(text)
    if not found or (found[2] and (found[2] > "23:59" or found[2][3:] > "59" or (found[3] or "00") > "59")):
        return None
    try:
        return date.fromisoformat(found[1])
    except ValueError:
        return None


def parse_moment(text: str) -> tuple[date | None, str]:
    """The day and the time, the time empty when none is written; `T` or a space, seconds or not, are one moment."""
    found = DAY.match(text)
    if not found or not found[2]:
        return parse_day(text), ""
    return parse_day(text), f"{found[2]}:{found[3] or '00'}"


def yesterday(day: date) -> date:
    return day - timedelta(days=1)
