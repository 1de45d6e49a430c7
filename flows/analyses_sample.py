"""A published base made of the sample, the same on any day: what `docs/analyses.md` shows the analyses on.

The dates of reception are written in the journal before the first run, as if each month had been received on the 5th of the next
one. Between two runs of the last month a paper arrives and a balance is paid, so that decisions have a second version.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from flows.request import RunRequest
from flows.run import run_month

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
MONTHS = ("2026-05", "2026-06")

_DAYS = {"730990017": 14, "970390019": 16}
"""Senders who come later than the 5th, for lateness to be seen."""

_PAPER = ("GE-2021-002", "facture_fin_deploiement", "2026-07-08", "FFD-2026-002")
_PAYMENT = (
    "ARA-2025-001",
    "ARA-2025-001-2026-06-v1",
    "versee",
    "42000,00",
    "2026-07-20",
    "agent comptable",
    "",
    "MANDAT-2026-0117",
)


def sample_base(workspace: Path) -> Path:
    """Makes a workspace of the sample in `workspace`, which must not exist, runs it, and gives the folder of its base."""
    shutil.copytree(SAMPLE, workspace)
    _write_journal(workspace)
    for month in MONTHS:
        run_month(RunRequest(workspace, month))
    _replace_row(workspace / "registre" / "pieces.csv", _PAPER)
    with (workspace / "registre" / "actes.csv").open("a", encoding="utf-8", newline="") as handle:
        csv.writer(handle, delimiter=";", lineterminator="\n").writerow(_PAYMENT)
    run_month(RunRequest(workspace, MONTHS[-1]))
    return workspace / "publication"


def _replace_row(path: Path, row: Iterable[str]) -> None:
    """Puts `row` in the place of the one with the same first two cells, or at the end."""
    new = list(row)
    with path.open(encoding="utf-8", newline="") as handle:
        kept = [cells for cells in csv.reader(handle, delimiter=";") if cells[:2] != new[:2]]
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, delimiter=";", lineterminator="\n").writerows([*kept, new])


def _write_journal(workspace: Path) -> None:
    """Each file received on its day, in the order of days; those of one day in one run."""
    files = sorted(path for path in (workspace / "depots").rglob("*") if path.is_file())
    days = {path: _day(path.relative_to(workspace)) for path in files}
    ranks = {day: rank for rank, day in enumerate(sorted(set(days.values())), 1)}
    lines = [
        {
            "passage": ranks[days[path]],
            "recu_le": f"{days[path]}T04:00:00Z",
            "chemin": path.relative_to(workspace).as_posix(),
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "octets": path.stat().st_size,
        }
        for path in sorted(files, key=lambda path: (days[path], path))
    ]
    journal = workspace / "entrepot" / "journal.jsonl"
    journal.parent.mkdir(mode=0o700)
    journal.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def _day(place: Path) -> date:
    month, sender = place.parts[1:3]
    following = (date.fromisoformat(f"{month}-28") + timedelta(days=4)).replace(day=1)
    return following + timedelta(days=_DAYS.get(sender, 5) - 1)
