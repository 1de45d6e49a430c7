"""The pages on disk, `rapports/<mois>/*.html`: which are there as they were left, and how they are written and removed.

What each was made from is kept in `entrepot/rapports/<mois>.json`, so that only those that would differ are drawn again.
"""

from __future__ import annotations

import hashlib
import json
import os
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flows.fingerprints import digest, hashes, software
from flows.processes import in_processes, processes_for
from flows.progress import tell
from flows.report_pages import page_bytes
from flows.settings import Settings
from flows.store import replace_file

_PATTERN = "*.html"
_LIBRARIES = ("altair", "jinja2", "vl-convert-python")
_TOGETHER, _ALONE = 25, 50
"""Pages given to a process at a time; up to how many this one draws alone: another takes two seconds to start."""

Page = tuple[str, dict[str, Any]]


def write_pages(settings: Settings, mois: str, pages: dict[str, dict[str, Any]], whole: bool) -> bool:
    """Brings the pages of a month up to date; whether anything on disk has changed.

    Args:
        settings: of the workspace.
        mois: the month of the pages.
        pages: what each says, by its file name.
        whole: whether pages of projects that are not among these are removed.

    Raises:
        WorkspaceError: a process that draws was stopped by the system.
    """
    folder = settings.rapports / mois
    common = [software(), {name: version(name) for name in _LIBRARIES}, _links(settings, mois)]
    keys = {name: digest([common, view]) for name, view in pages.items()}
    kept, there = _kept(settings, mois), hashes(folder, _PATTERN)
    right = {name: kept[name] for name, key in keys.items() if name in kept and kept[name] == [key, there.get(name)]}
    made = _draw(settings, mois, [(name, view) for name, view in pages.items() if name not in right])
    gone = [name for name in there if whole and name not in pages]
    for name in gone:
        (folder / name).unlink()
    others = {} if whole else {name: said for name, said in kept.items() if name not in pages}
    now = others | right | {name: [keys[name], sha256] for name, sha256 in made.items()}
    replace_file(_place(settings, mois), (json.dumps(dict(sorted(now.items())), indent=0) + "\n").encode())
    return bool(gone) or any(there.get(name) != sha256 for name, sha256 in made.items())


def _draw(settings: Settings, mois: str, pages: list[Page]) -> dict[str, str]:
    """Writes these pages, and gives back their hashes by file name."""
    if not pages:
        return {}
    from transforms.reports.charts import drawing

    folder, links = settings.rapports / mois, _links(settings, mois)
    with_charts = any(view["tendances"] and view["tendances"]["panneaux"] for _, view in pages)
    drawn = drawing(mois) if with_charts else ""
    processes = processes_for(settings.processus, -(-len(pages) // _TOGETHER))
    jobs = [(folder, links, drawn, pages[first : first + _TOGETHER]) for first in range(0, len(pages), _TOGETHER)]
    alone = processes == 1 or len(pages) <= _ALONE
    done: dict[str, str] = {}
    for written in (write_share(*job) for job in jobs) if alone else in_processes(processes, write_share, jobs):
        done |= written
        tell(f"rapports ({len(done)} pages sur {len(pages)})")
    return done


def write_share(folder: Path, links: dict[str, str], drawn: str, pages: list[Page]) -> dict[str, str]:
    """Writes some pages, and gives back their hashes."""
    done = {}
    for name, view in pages:
        content = page_bytes(name, view, links, drawn)
        replace_file(folder / name, content, private=False)
        done[name] = hashlib.sha256(content).hexdigest()
    return done


def _links(settings: Settings, mois: str) -> dict[str, str]:
    """The folders that pages lead to, seen from theirs."""
    folder = settings.rapports / mois
    places = {"decisions": settings.decisions, "retours": settings.retours}
    return {name: Path(os.path.relpath(place, folder)).as_posix() for name, place in places.items()}


def _kept(settings: Settings, mois: str) -> dict[str, list[str]]:
    try:
        return dict(json.loads(_place(settings, mois).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def _place(settings: Settings, mois: str) -> Path:
    return settings.entrepot / "rapports" / f"{mois}.json"
