"""The operations page as a program: its `sh` blocks, run as a person would type them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.flows.helpers_workspace import ROOT

PAGE = ROOT / "docs" / "exploitation.md"
_BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One block of the page, and the title of its section."""

    section: str
    kind: str
    text: str


def blocks(kind: str) -> list[Block]:
    """The blocks of a kind (`sh`, `console`, `toml`), in the order of the page."""
    found = []
    for part in re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title = part.splitlines()[0]
        found += [Block(title, block["kind"], block["text"]) for block in _BLOCK.finditer(part)]
    return [block for block in found if block.kind == kind]


def block_of(section: str) -> str:
    """The first `sh` block of a section."""
    return next(block.text for block in blocks("sh") if block.section == section)


def typed(text: str, workspace: Path, archive: Path) -> subprocess.CompletedProcess[str]:
    """Runs a block in a shell that stops at the first error, with the variables the page supposes."""
    tools = Path(sys.executable).parent
    variables = {"ESPACE": str(workspace), "SAUVEGARDE": str(archive), "PATH": f"{tools}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", text],
        cwd=archive.parent,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | variables,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
