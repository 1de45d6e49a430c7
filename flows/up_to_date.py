"""What a run read and left, kept beside the figures of its month: a run that finds both unchanged has nothing to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from flows.fingerprints import digest, hashes, software
from flows.journal import JOURNAL_FILE
from flows.notice_files import PATTERN
from flows.published_base import BASE, COPIES, PREFEED, WORKBOOK, published_digest
from flows.request import AMOUNTS, RunReport
from flows.run_state import Run
from flows.senders import senders_inputs
from flows.settings import PATHS
from flows.store import is_whole, replace_file
from transforms.reading.pseudonym import key_fingerprint

_FORMAT = 1
_NO_EFFECT = {"workspace", *PATHS, "memoire", "lot_octets", "processus", "alerte_jour"}
"""Settings that say where things are or how a run works, never what it finds."""


def unless_up_to_date(function: Callable[[Run], None]) -> Callable[[Run], None]:
    """The stage, left out of a run that has nothing to do."""

    def stage(run: Run) -> None:
        if not run.up_to_date:
            function(run)

    return stage


def recognise(run: Run) -> None:
    """Sets `run.up_to_date` and the report of the last whole run of the month, when nothing it read or left has changed."""
    kept = _read(_place(run)) if run.whole else None
    if kept is None or (kept["entrees"], kept["sorties"]) != (all_inputs(run), _outputs(run)):
        return
    if _published(run) is None or _published(run) != _kept_publication(run) or not is_whole(run.settings.entrepot):
        return
    run.up_to_date = True
    run.report = _report(kept["bilan"])


def keep(run: Run) -> None:
    """Keeps what a whole run read, left and said."""
    if not run.whole:
        return
    assert run.report is not None
    said = {"format": _FORMAT, "entrees": all_inputs(run), "sorties": _outputs(run), "bilan": asdict(run.report)}
    replace_file(_place(run), (json.dumps(said, ensure_ascii=False, indent=1, default=str) + "\n").encode())


def common_inputs(run: Run) -> str:
    """Hash of what concerns every project of a run: software and rulebooks, settings, dialects, register, FINESS, key, month."""
    settings = run.settings.model_dump(mode="json", exclude=_NO_EFFECT)
    senders = senders_inputs(run.dialectes, run.settings)
    return digest([software(), settings, senders, run.register_hashes, run.finess_hashes, key_fingerprint(run.key), run.month])


def all_inputs(run: Run) -> str:
    """Hash of everything a whole run reads."""
    deposits = [(one.file.chemin, one.file.sha256, one.file.octets, one.file.refusal) for one in run.found]
    # The run holds the workspace: the journal on disk is the one it read, or has just written.
    assert run.prefeed is not None
    return digest([common_inputs(run), run.prefeed.empreinte, deposits, hashes(run.settings.entrepot, JOURNAL_FILE)])


def _outputs(run: Run) -> str:
    """Hash of what was computed, decided and told for the month: a notice or a return that is gone or altered is seen."""
    measured = hashes(run.settings.entrepot / "mesures" / run.month, "*.parquet")
    returned = hashes(run.settings.retours / run.month, "*.xlsx")
    exported = [hashes(run.settings.publication / run.month, pattern) for pattern in (WORKBOOK, PREFEED, COPIES)]
    decided = [hashes(run.settings.decisions / run.month, pattern) for pattern in ("*.json", PATTERN)]
    shown = hashes(run.settings.rapports / run.month, "*.html")
    return digest([measured, *decided, returned, exported, shown])


def keep_publication(run: Run) -> None:
    """Keeps the fingerprint of the base just published: another base in its place will be replaced."""
    replace_file(run.settings.entrepot / "publication", f"{_published(run)}\n".encode())


def _kept_publication(run: Run) -> str:
    path = run.settings.entrepot / "publication"
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def _published(run: Run) -> str | None:
    return published_digest(run.settings.publication / BASE)


def _place(run: Run) -> Path:
    return run.settings.entrepot / "mesures" / run.month / "passage.json"


def _read(path: Path) -> dict[str, Any] | None:
    """What was kept; None when there is nothing that this version understands."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return kept if kept.get("format") == _FORMAT else None


def _report(said: dict[str, Any]) -> RunReport:
    """The report as it was, except that nothing is new and nothing was written."""
    decisions = [
        decision | {"nouvelle": False} | {name: _amount(decision[name]) for name in AMOUNTS} for decision in said["decisions"]
    ]
    return RunReport(**said | {"decisions": decisions, "written": []})


def _amount(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None
