"""A file of thresholds like the product's with other values, for the runs of tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import flows.plausibility

PRODUCT = Path(flows.plausibility.__file__).parent.parent / "contracts" / "plausibilite.toml"
_SIGNAL = re.compile(r"^\[(\w+)\]$")
_THRESHOLD = re.compile(r'^(seuils\.(\w+) = \{ valeur = )("?)([0-9.]+)"?(, .*)$')


def value_of(text: str) -> Decimal:
    """An exact number."""
    return Decimal(text)


def rewritten(path: Path, change: Callable[[str, str, Decimal], Decimal]) -> Path:
    """Writes the file with each threshold as `change(code, nom, valeur)` gives it; its path."""
    lines, code = [], ""
    for line in PRODUCT.read_text(encoding="utf-8").splitlines():
        if opened := _SIGNAL.match(line):
            code = opened[1]
        if found := _THRESHOLD.match(line):
            line = f'{found[1]}"{change(code, found[2], Decimal(found[4]))}"{found[5]}'
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
