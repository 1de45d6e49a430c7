"""The last complete month."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from flows.clock import last_complete_month, now


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 7, 1), "2026-06"),
        (date(2026, 7, 31), "2026-06"),
        (date(2026, 8, 1), "2026-07"),
        (date(2026, 1, 1), "2025-12"),
        (date(2028, 3, 1), "2028-02"),
    ],
)
def test_the_month_before_today_is_the_last_complete_one(today, month):
    assert last_complete_month(today) == month


def test_now_is_in_utc():
    assert now().tzinfo is UTC
