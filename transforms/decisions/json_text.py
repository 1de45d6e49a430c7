"""How exact values are written in JSON."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any


def json_text(value: object) -> Any:
    """Decimals and dates as text; everything else as it is."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value
