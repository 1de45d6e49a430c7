"""The verdict that files would get as deposits: read as in a run, into a private folder that is removed, then staged.

Nothing is written in a workspace; nothing tells of a person.
"""

from __future__ import annotations

import secrets
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from contracts.dialect import Dialecte
from contracts.dialect_loader import load_dialect
from contracts.failures import UsageError
from contracts.finess_register import FinessRegister, closed_by
from flows.check_places import Checked, Placed, Where, place_files
from flows.check_verdicts import Judged, judged
from flows.clock import last_complete_month, now, today
from flows.counting import stage_deposits
from flows.database import give, published_query, working_connection
from flows.journal import RECEPTIONS
from flows.month_reader import Means, MonthReader
from flows.private_files import private_files
from flows.purge import purged_before
from flows.request import RunRequest
from flows.run_state import Run
from flows.senders import load_dialects, load_senders
from flows.settings import Settings, load_settings
from flows.stages.inputs import load_finess, load_register, load_texts
from flows.store import Casiers
from transforms.measures.months import last_day
from transforms.reading.finess_cells import KnownNumbers
from transforms.reading.messages import messages
from transforms.reading.pseudonym import Pseudonyms

_NOBODY = KnownNumbers(frozenset(), frozenset(), frozenset(), frozenset())


@dataclass(frozen=True)
class Asked:
    """What is asked: files (or folders), month, establishment of the folder, workspace, dialect (its name, or its file)."""

    paths: tuple[Path, ...]
    month: str | None = None
    finess: str | None = None
    workspace: Path | None = None
    dialecte: str | None = None


@dataclass(frozen=True)
class Numbers:
    """Establishments spoken for that the workspace does not know well: in no project, not in FINESS, closed in FINESS."""

    hors_perimetre: tuple[str, ...] = ()
    inconnus: tuple[str, ...] = ()
    fermes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What the files would become: each file and the deposits it holds, the dialects known, the numbers to look at; `known` is
    whether a workspace said which numbers exist.
    """

    files: list[tuple[Checked, list[Judged]]]
    dialectes: dict[str, Dialecte]
    numbers: Numbers
    known: bool


def check(asked: Asked) -> Verdict:
    """Judges the files together, as if they had been received in one run.

    Raises:
        CiblesError: of the workspace, its register or its dialects, as a run; UsageError, files or dialect that are not there.
    """
    with private_files(), tempfile.TemporaryDirectory(prefix="cibles-check-") as aside:
        folder = Path(aside)
        # Without a workspace, an empty one: what its settings are by default.
        settings = load_settings(asked.workspace or folder)
        with working_connection(settings.memoire, folder / "debordement") as connection:
            month = asked.month or last_complete_month(today())
            known, finess = _known(asked.workspace, settings, month, connection)
            dialectes = _dialects(asked.dialecte, settings)
            kept_from = purged_before(settings.entrepot)
            placed = place_files(asked.paths, Where(asked.month, asked.finess, month), settings.fichier_octets_max, kept_from)
            means = Means(known, _pseudonyms(), load_senders(dialectes, settings), settings.lot_octets)
            casiers = _read(placed, means, folder)
            found = _staged(connection, casiers, placed.files)
    files = [(one, found.get(one.found.file.chemin, [])) for one in placed.files]
    numbers = _numbers(files, known, finess) if finess else Numbers()
    return Verdict(files, dialectes, numbers, finess is not None)


def _pseudonyms() -> Pseudonyms:
    """Nothing is compared with what another reading gave: the key is forgotten with what was read."""
    return Pseudonyms(secrets.token_bytes(32))


def _known(
    workspace: Path | None, settings: Settings, month: str, connection: duckdb.DuckDBPyConnection
) -> tuple[KnownNumbers, FinessRegister | None]:
    """The numbers known, as a run of the workspace knows them."""
    if workspace is None:
        return _NOBODY, None
    run = Run(RunRequest(workspace), settings, month, b"", now(), connection)
    for stage in (load_texts, load_register, load_finess):
        stage(run)
    assert run.known is not None
    return run.known, run.finess


def _dialects(asked: str | None, settings: Settings) -> dict[str, Dialecte]:
    """Every dialect, or the one asked alone."""
    if asked is not None and asked.endswith(".toml"):
        path = Path(asked)
        if not path.is_file():
            raise UsageError(f"Le fichier de dialecte {path} n'existe pas : vérifiez son chemin.")
        return {path.stem: load_dialect(path.name, path.read_bytes())}
    dialectes = load_dialects(settings)
    if asked is None:
        return dialectes
    if asked not in dialectes:
        raise UsageError(f"Le dialecte « {asked} » n'existe pas ; dialectes : {', '.join(dialectes)}.")
    return {asked: dialectes[asked]}


def _read(placed: Placed, means: Means, folder: Path) -> Casiers:
    """Reads the files of each month as those of one pigeonhole."""
    by_month: dict[str, list[Checked]] = defaultdict(list)
    for one in placed.files:
        by_month[one.found.file.mois or ""].append(one)
    casiers: Casiers = {}
    for mois, files in by_month.items():
        place = folder / "mois" / mois
        place.mkdir(parents=True)
        beside = [one for one in placed.beside if one.file.mois == mois]
        MonthReader(place, means).read([one.found for one in files], beside)
        casiers[mois] = [place]
    return casiers


def _staged(connection: duckdb.DuckDBPyConnection, casiers: Casiers, files: Sequence[Checked]) -> dict[str, list[Judged]]:
    """What becomes of each line, by path: every file is received for the first time, in the same run."""
    instant = f"{now():%Y-%m-%dT%H:%M:%SZ}"
    rows = [(one.found.file.chemin, one.found.file.sha256, 1, 1, instant) for one in files]
    stage_deposits(connection, casiers, pl.DataFrame(rows, schema=RECEPTIONS, orient="row"))
    give(connection, "messages", messages(published_query(connection, "regles_rejets")))
    return judged(connection)


def _numbers(files: list[tuple[Checked, list[Judged]]], known: KnownNumbers, finess: FinessRegister) -> Numbers:
    spoken = sorted({number for _, parts in files for part in parts for number in part.etablissements})
    last = max((last_day(one.found.file.mois) for one, _ in files if one.found.file.mois), default=today())
    closed = set(finess.et.filter(closed_by(last))["finess_et"])
    return Numbers(
        tuple(number for number in spoken if number not in known.perimetre),
        tuple(number for number in spoken if number not in known.et),
        tuple(number for number in spoken if number in closed),
    )
