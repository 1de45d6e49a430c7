"""The clock: the only module of the project that asks what time it is. Everything else receives a date or a month."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Paris, whose midnight ends a month."""
    return now().astimezone(PARIS).date()


def last_complete_month(today: date) -> str:
    """The month (`AAAA-MM`) before the one of `today`."""
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
