"""A TOML file once its bytes are read: values, and on which line each key stands; or one French refusal.

What the values must be is said elsewhere; no file is opened here.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from contracts.failures import RulebookError
from contracts.rulebook_faults import Place, report, sentence, syntax_fault
from contracts.toml_lines import KeyLines, Path, locate_keys


@dataclass(frozen=True)
class TomlFile:
    """`text`: what is written, one kind of line end; `tree`: its values, decimals exact; `empreinte`: SHA-256 of the bytes."""

    name: str
    text: str
    tree: dict[str, Any]
    empreinte: str

    @cached_property
    def lines(self) -> KeyLines:
        """Where the keys stand; found only when a fault is told, since a right file needs none."""
        return locate_keys(self.text)

    @property
    def stem(self) -> str:
        """Name of the file without folder nor suffix."""
        return PurePosixPath(self.name).stem

    def place(self, path: Path) -> Place:
        """Where this key, or the nearest parent that is written, stands."""
        return Place(self.name, self.lines.line_of(path), path)


def read_toml(name: str, content: bytes) -> TomlFile:
    """The values of a file. Raises RulebookError (one sentence a fault) on what is not TOML in UTF-8."""
    text = _decoded(name, content)
    try:
        tree = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RulebookError(report(syntax_fault(name, str(error), locate_keys(text)))) from None
    return TomlFile(name, text, tree, hashlib.sha256(content).hexdigest())


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        mend = "enregistrez le fichier en UTF-8"
        raise RulebookError(sentence(name, line, (), "un caractère n'est pas en UTF-8", mend)) from None
