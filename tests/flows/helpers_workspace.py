"""Workspaces to run in, made of the sample, and the ways of running them: in this process, or as a person does."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Protocol

from flows.cli import main
from flows.request import RunReport, RunRequest
from flows.run import call, run_month
from flows.run_state import Run, Stage

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "data" / "sample"
MONTH = "2026-06"

EVERY_MONTH = tuple(sorted(path.name for path in (SAMPLE / "depots").iterdir()))
"""Months that the sample has deposits of."""

DRAWINGS = ("notices", "exports", "rapports")
"""Stages that draw what people read, and decide nothing."""

EHPAD, CHRS_OUTSIDE = "970190047", "070990015"
"""Two establishments of the sample's FINESS file: one in a project, one in none."""


class SampleRun(Protocol):
    """What the fixture `sample_run` gives."""

    def __call__(self, path: Path, months: tuple[str, ...] = ("2026-05", MONTH), runs: tuple[str, ...] = (MONTH,)) -> Path:
        """The sample at this path, with the deposits of these months, after these runs."""


def bare_workspace(path: Path) -> Path:
    """A workspace with the registers of the sample and no deposit."""
    for name in ("registre", "finess", "boites"):
        shutil.copytree(SAMPLE / name, path / name)
    (path / "depots").mkdir()
    return path


def sample_copy(path: Path, months: tuple[str, ...] = ("2026-05", MONTH)) -> Path:
    """A copy of the sample, with the deposits of these months alone."""
    for name in ("registre", "finess", "boites", *(f"depots/{month}" for month in months)):
        shutil.copytree(SAMPLE / name, path / name)
    return path


def deposit(workspace: Path, place: str, content: str | bytes) -> Path:
    """Writes `depots/<place>`."""
    path = workspace / "depots" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def whole_run(workspace: Path, month: str = MONTH, **asked: object) -> RunReport:
    """A run in this process."""
    return run_month(RunRequest(workspace, month, **asked))


def run(workspace: Path, month: str = MONTH, **asked: object) -> RunReport:
    """A run without what it draws for people to read: most tests look at figures, and drawing costs as much as all the rest."""
    return run_month(RunRequest(workspace, month, **asked), _but_drawings)


def _but_drawings(stage: Stage, run: Run) -> None:
    if stage.name not in DRAWINGS:
        call(stage, run)


def cibles(*arguments: object, umask: int = -1, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command line, in a process of its own; `variables` are added to the environment."""
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *(str(argument) for argument in arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | variables,
        umask=umask,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def said_by(*arguments: object) -> tuple[int, str]:
    """Exit code of the command line run in this process, and all that it wrote."""
    written = io.StringIO()
    with redirect_stdout(written), redirect_stderr(written):
        code = main([str(argument) for argument in arguments])
    return code, written.getvalue()


def answer_of(*arguments: object) -> str:
    """What the command line writes on its standard output, run in this process; it must succeed."""
    written, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(written), redirect_stderr(errors):
        assert main([str(argument) for argument in arguments]) == 0, errors.getvalue()
    return written.getvalue()


def script(text: str, *arguments: object, **variables: str) -> subprocess.Popen[str]:
    """A Python program started aside, which may import the project."""
    return subprocess.Popen(
        [sys.executable, "-c", text, *(str(argument) for argument in arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
