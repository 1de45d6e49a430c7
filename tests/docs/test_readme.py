"""The README says what the code says: exit codes, settings."""

from __future__ import annotations

import re

from contracts import failures
from flows.cli import INTERRUPTED
from flows.settings import Settings
from tests.docs.helpers_docs import README

TEXT = README.read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text of a section of the README."""
    return TEXT.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def test_exit_codes_are_those_of_the_failures():
    families = [value for value in vars(failures).values() if isinstance(value, type) and issubclass(value, Exception)]
    signalled = {value for name, value in vars(failures).items() if name.endswith("_EXIT")}
    told = {int(code) for row in re.findall(r"^\| ([\d, ]+) \|", section("Exit codes"), re.MULTILINE) for code in row.split(",")}
    assert told == {family.exit_code for family in families} | signalled | {0, INTERRUPTED}


def test_settings_are_those_that_are_read():
    rows = [line.split("|")[1] for line in section("Use").splitlines() if line.startswith(("| `", "| `["))]
    settings = [row for row in rows if "/" not in row]
    told = {name.strip("[]") for row in settings for name in re.findall(r"`(\[?\w+\]?)`", row)}
    assert told == set(Settings.model_fields) - {"workspace"}
