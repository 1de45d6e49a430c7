"""The journal of receptions: which content was first seen at which path, in which run. Appended, never edited.

The order of reception comes from here alone; file times are never read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import polars as pl

from contracts.failures import WorkspaceError
from flows.store import replace_file
from transforms.reading.deposit_paths import DepositFile

JOURNAL_FILE = "journal.jsonl"
"""Its name in the store."""


class Reception(NamedTuple):
    """One content seen at one path; `passage` is the rank of the run that first saw it."""

    passage: int
    recu_le: str
    chemin: str
    sha256: str
    octets: int


JOURNAL = {"passage": pl.Int64, "recu_le": pl.String, "chemin": pl.String, "sha256": pl.String, "octets": pl.Int64}
"""The journal as a frame: one row per reception, in order, under the names of `Reception`."""


def read_journal(path: Path) -> list[Reception]:
    """Every reception, in order, as `journal_table` reads them."""
    return [Reception._make(row) for row in journal_table(path).iter_rows()]


def journal_table(path: Path) -> pl.DataFrame:
    """Every reception (`JOURNAL`), in order. A last line cut by a crash was never acknowledged: it is ignored.

    Raises:
        WorkspaceError: a line is not a reception.
    """
    content = path.read_bytes() if path.exists() else b""
    whole = content[: content.rfind(b"\n") + 1]
    if not whole:
        return pl.DataFrame(schema=JOURNAL)
    try:
        journal = pl.read_ndjson(whole, schema=JOURNAL)
    except pl.exceptions.PolarsError:
        journal = None
    # An empty line is passed over by the reader, a name that is missing gives a null: neither is a reception.
    if journal is None or journal.height != whole.count(b"\n") or journal.null_count().sum_horizontal().item():
        raise WorkspaceError(
            f"Le journal des réceptions {path} est abîmé : restaurez-le depuis une sauvegarde, il ne se refait pas."
        )
    return journal


def receive(path: Path, found: list[DepositFile], now: str) -> tuple[list[Reception], list[Reception]]:
    """Appends the receptions of what is new at its path, and returns the whole journal and the new ones.

    Args:
        path: the journal.
        found: the files present.
        now: date and time written beside new receptions.
    """
    journal = read_journal(path)
    current = {reception.chemin: reception.sha256 for reception in journal}
    passage = max((reception.passage for reception in journal), default=0) + 1
    new = [
        Reception(passage, now, file.chemin, file.sha256, file.octets)
        for file in found
        if current.get(file.chemin) != file.sha256
    ]
    if new:
        _append(path, new)
    return journal + new, new


def _append(path: Path, receptions: list[Reception]) -> None:
    text = "".join(json.dumps(reception._asdict(), ensure_ascii=False) + "\n" for reception in receptions)
    before = path.read_bytes() if path.exists() else b""
    # All or none of a run's receptions: half of them would give the others a later passage. A line cut short is dropped.
    replace_file(path, before[: before.rfind(b"\n") + 1] + text.encode())


RECEPTIONS = {
    "chemin": pl.String,
    "sha256": pl.String,
    "passage": pl.Int64,
    "passage_chemin": pl.Int64,
    "recu_le": pl.String,
}
"""When each file present was received: `passage` of its content, `passage_chemin` of its path."""


def receptions_table(journal: list[Reception], present: list[tuple[str, str]]) -> pl.DataFrame:
    """One row per file present (`RECEPTIONS`).

    Args:
        journal: every reception.
        present: `chemin` and `sha256` of the files present.
    """
    first = {reception.chemin: reception.passage for reception in reversed(journal)}
    last = {reception.chemin: reception for reception in journal}
    rows = [(chemin, sha256, last[chemin].passage, first[chemin], last[chemin].recu_le) for chemin, sha256 in present]
    return pl.DataFrame(rows, schema=RECEPTIONS, orient="row")
