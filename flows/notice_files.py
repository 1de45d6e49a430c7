"""The notices on disk, beside the records: `decisions/<mois>/<projet_id>-v<N>.pdf`. Which are due, and how they are written.

A notice is written once, from its record alone. What was left is kept in `entrepot/notices/<mois>.json`: one that is gone, or is
no longer what was left, is made again; one that nothing is known of (the store is gone) is taken as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flows.decision_files import read_decision, written_versions
from flows.fingerprints import hashes
from flows.processes import in_processes, processes_for
from flows.progress import tell
from flows.settings import Settings
from flows.store import replace_file

PATTERN = "*.pdf"

_TOGETHER, _ALONE = 25, 50
"""Notices given to a process at a time; up to how many this one works alone: another takes a second to start."""


def notice_path(record: Path) -> Path:
    """Where the notice of a record is."""
    return record.with_suffix(".pdf")


def notices_due(settings: Settings, mois: str, projects: Iterable[str] | None = None) -> list[Path]:
    """The records of a month whose notice is not there as it was left.

    Args:
        settings: the workspace.
        mois: the month of the decisions.
        projects: those looked at; None: every one.
    """
    folder = settings.decisions / mois
    there, kept = hashes(folder, PATTERN), _kept(settings, mois)
    wanted = None if projects is None else set(projects)
    return [
        record
        for projet_id, records in written_versions(folder).items()
        if wanted is None or projet_id in wanted
        for record in records
        if not _stands(notice_path(record).name, there, kept)
    ]


def write_due(settings: Settings, mois: str, records: list[Path]) -> list[Path]:
    """Writes the notices of these records of a month, and gives those that were not already there to the byte.

    Raises:
        WorkspaceError: a record is damaged, or a process was stopped by the system.
        ContractError: a notice cannot be typeset.
    """
    if not records:
        return []
    processes = 1 if len(records) <= _ALONE else processes_for(settings.processus, -(-len(records) // _TOGETHER))
    jobs = [(records[first : first + _TOGETHER],) for first in range(0, len(records), _TOGETHER)]
    new: list[Path] = []
    done = 0
    for share in in_processes(processes, write_share, jobs) if processes > 1 else map(write_share, [records]):
        new += [notice_path(record) for record, written in share if written]
        done += len(share)
        tell(f"notices ({done} sur {len(records)})")
    return sorted(new)


def write_share(records: list[Path]) -> list[tuple[Path, bool]]:
    """Writes the notices of some records; each with whether it was not already there."""
    from flows.notices import notice_maker

    with notice_maker() as make:
        return [(record, replace_file(notice_path(record), make(read_decision(record)), private=False)) for record in records]


def keep_notices(settings: Settings, mois: str, made: list[Path]) -> None:
    """Keeps the hashes of the notices of a month: as they were left, those of the records `made` as they are now."""
    there = hashes(settings.decisions / mois, PATTERN)
    left = there | _kept(settings, mois) | {notice_path(record).name: there[notice_path(record).name] for record in made}
    if left:
        replace_file(_place(settings, mois), (json.dumps(left, indent=0, sort_keys=True) + "\n").encode())


def notice_bytes(settings: Settings, record: Path, said: dict[str, Any]) -> bytes:
    """The notice of a record as it was left, else made again.

    Args:
        settings: the workspace.
        record: the file of the record.
        said: what it says.
    """
    path = notice_path(record)
    content = path.read_bytes() if path.exists() else None
    if content is not None:
        there = {path.name: hashlib.sha256(content).hexdigest()}
        if _stands(path.name, there, _kept(settings, record.parent.name)):
            return content
    from flows.notices import notice_maker

    with notice_maker() as make:
        return make(said)


def _stands(name: str, there: dict[str, str], kept: dict[str, str]) -> bool:
    return name in there and kept.get(name, there[name]) == there[name]


def _kept(settings: Settings, mois: str) -> dict[str, str]:
    try:
        said = json.loads(_place(settings, mois).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _place(settings: Settings, mois: str) -> Path:
    return settings.entrepot / "notices" / f"{mois}.json"
