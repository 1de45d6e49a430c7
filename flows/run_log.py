"""The log of each run, `entrepot/journaux/<AAAA-MM-JJTHHMMSS>-<mois>.log`: plain text, one line per event, read at 6 a.m.

A line is a UTC time, a word, and a French sentence. It never holds a value of a deposit, nor the name of a file that was sent.
A log that cannot be written stops nothing. A log without its line `fin` is that of a run under way, or killed.
"""

from __future__ import annotations

import re
import resource
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from contracts.failures import CiblesError
from flows.clock import last_complete_month, now, today
from flows.private_files import private_files
from flows.request import RunReport, RunRequest, strict_exit_code
from flows.settings import load_settings
from flows.unexpected import explained

if TYPE_CHECKING:
    from flows.run_state import Run, Stage

FOLDER = "journaux"
KEPT = 60
"""Logs kept, besides the last one of each month: the folder is bounded by this and by the months measured."""

_NAME = re.compile(r"(?P<debut>\d{4}-\d{2}-\d{2}T\d{6})(?:-\d+)?-(?P<mois>\d{4}-\d{2})\.log")
_END = re.compile(r"(?P<fin>\S+Z) fin +code (?P<code>\d+)(?P<partiel>, partiel)?")


class RunLog:
    """What a run writes as it goes. Its methods never fail."""

    def __init__(self, path: Path | None) -> None:
        """`path` is a new file; None: nothing is kept."""
        self.path = path

    def line(self, word: str, sentence: str) -> None:
        """Appends one event."""
        if self.path is None:
            return
        text = " ".join(sentence.split())
        try:
            with self.path.open("a", encoding="utf-8") as handle:
                handle.write(f"{now():%Y-%m-%dT%H:%M:%SZ} {word:<8} {text}\n")
        except OSError:
            pass  # a full disk stops the run itself, which says so

    @contextmanager
    def stage(self, stage: Stage, run: Run) -> Iterator[None]:
        """One stage: its beginning, its seconds, what it found."""
        self.line("étape", f"{stage.name} : début")
        start = monotonic()
        try:
            yield
        except BaseException:
            self.line("étape", f"{stage.name} : arrêtée après {_seconds(start)}")
            raise
        facts = _FACTS.get(stage.name) if not run.up_to_date or stage.name == "reception" else None
        self.line("étape", f"{stage.name} : {_seconds(start)}" + (f" ; {facts(run)}" if facts else ""))

    def report(self, report: RunReport) -> None:
        """The end of a run that went well: deposits, files refused, decisions, signals, what to do."""
        self.line("dépôts", ", ".join(f"{name} {count}" for name, count in report.deposits.items()))
        if report.refused:
            self.line("refusés", _counted(item["motif"] for item in report.refused))
        decisions = _counted(decision["decision"] for decision in report.decisions)
        made = sum(decision["nouvelle"] for decision in report.decisions)
        self.line("décision", f"{decisions or 'aucune'} ; {made} nouvelle(s) version(s)")
        for sentence in report.signals:
            self.line("signalé", sentence)
        for sentence in report.next_steps:
            self.line("à faire", sentence)
        strict = strict_exit_code(report)
        if strict:
            self.line("strict", f"avec --strict, ce passage sort avec {strict}")

    def failure(self, error: BaseException) -> int:
        """A run that stopped: its family, its sentence and, when nobody foresaw it, where; the exit code of the command."""
        if not isinstance(error, Exception):
            self.line("erreur", f"{type(error).__name__} : passage interrompu")
            return 130
        told = explained(error)
        self.line("erreur", f"{type(told).__name__} (code {told.exit_code}) : {told}")
        if not isinstance(error, CiblesError):
            for place in where(error):
                self.line("trace", place)
        return told.exit_code


@contextmanager
def logged(request: RunRequest) -> Iterator[RunLog]:
    """The log of one run, from its opening to its exit code. Settings that cannot be read raise, without a log."""
    settings = load_settings(request.workspace, **request.overrides)
    month = request.month or last_complete_month(today())
    partial = bool(request.projects or request.finess)
    log = RunLog(_new_file(settings.entrepot / FOLDER, month))
    asked = ", ".join([*request.projects, *request.finess]) or "tous les projets"
    log.line("début", f"passage {month} ; {asked} ; cibles {version('cibles')}")
    start = monotonic()
    code = 1
    try:
        yield log
        code = 0
    except BaseException as error:
        code = log.failure(error)
        raise
    finally:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        log.line("fin", f"code {code}{', partiel' if partial else ''} ; {_seconds(start)} ; mémoire au plus {peak} Mio")
        _forget_old(settings.entrepot / FOLDER)


@dataclass(frozen=True)
class PastRun:
    """What a log says of a run. `code` and `fin` are None when it has no end: under way, or killed."""

    path: Path
    mois: str
    debut: datetime
    fin: datetime | None
    code: int | None
    partiel: bool


def past_runs(entrepot: Path) -> list[PastRun]:
    """The runs whose log is kept, oldest first."""
    found = [_past_run(path) for path in sorted((entrepot / FOLDER).glob("*.log"))]
    return [run for run in found if run is not None]


def where(error: BaseException) -> list[str]:
    """Types of an exception and of its causes, and the lines of code they went through: never a text, which may quote a row."""
    places = []
    seen: BaseException | None = error
    while seen is not None:
        places.append(type(seen).__name__)
        for frame in traceback.extract_tb(seen.__traceback__):
            places.append(f"  {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return places


_FACTS: dict[str, Callable[[Run], str]] = {
    "reception": lambda run: (
        f"{len(run.found)} fichiers, {len(run.received)} nouveaux ou changés" + (" ; rien à refaire" if run.up_to_date else "")
    ),
    "mesure": lambda run: f"{len(run.results)} projets comptés, {len(run.unchanged)} inchangés",
    "decision": lambda run: f"{sum(decision['nouvelle'] for decision in run.decisions)} nouvelle(s) version(s)",
    "publication": lambda run: "base remplacée" if run.published else "base inchangée",
}
"""What is said of a stage that is done."""


def _new_file(folder: Path, month: str) -> Path | None:
    """A new file, for its owner alone; None when the folder cannot be written (the run itself will say why)."""
    stamp = f"{now():%Y-%m-%dT%H%M%S}"
    try:
        with private_files():
            folder.mkdir(parents=True, exist_ok=True)
            for rank in range(1000):
                path = folder / f"{stamp}{f'-{rank}' if rank else ''}-{month}.log"
                try:
                    path.open("x").close()
                except FileExistsError:
                    continue
                return path
    except OSError:
        pass
    return None


def _forget_old(folder: Path) -> None:
    """Removes the oldest logs but the last one of each month that went to its end."""
    try:
        paths = sorted(folder.glob("*.log"))
        runs = [run for run in map(_past_run, paths[:-KEPT]) if run is not None]
        last = {run.mois: run.path for run in past_runs(folder.parent) if run.code == 0 and not run.partiel}
        for run in runs:
            if last.get(run.mois) != run.path:
                run.path.unlink(missing_ok=True)
    except OSError:
        pass


def _past_run(path: Path) -> PastRun | None:
    name = _NAME.fullmatch(path.name)
    if name is None:
        return None
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    end = _END.match(lines[-1]) if lines else None
    return PastRun(
        path=path,
        mois=name["mois"],
        debut=datetime.strptime(name["debut"], "%Y-%m-%dT%H%M%S").replace(tzinfo=UTC),
        fin=datetime.strptime(end["fin"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) if end else None,
        code=int(end["code"]) if end else None,
        partiel=bool(end and end["partiel"]),
    )


def _counted(values: Iterator[str]) -> str:
    return ", ".join(f"{value} {count}" for value, count in sorted(Counter(values).items()))


def _seconds(start: float) -> str:
    return f"{monotonic() - start:.1f} s".replace(".", ",")
