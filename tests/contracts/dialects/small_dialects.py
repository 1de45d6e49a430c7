"""A dialect of a text (`mini`), one of a workbook that says all a dialect may (`grand`), ways to spoil them. No test here."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "bad_dialects"


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


SOURCES = {"mini": _read("mini.toml"), "grand": _read("grand.toml")}
FAULTS: dict[str, dict[str, Any]] = {
    f"{source}-{name}": {"source": source, **case}
    for source in SOURCES
    for name, case in tomllib.loads(_read(f"{source}_faults.toml")).items()
}
