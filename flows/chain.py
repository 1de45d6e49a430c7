"""The chain of receptions, acts and decisions on disk, `decisions/chaine.jsonl`: read, and made longer by each run."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import polars as pl

from contracts.failures import RegisterError, WorkspaceError
from flows.deposit_folder import hash_file
from flows.journal import Reception
from flows.settings import Settings
from flows.store import replace_file
from transforms.decisions.chain import (
    ACT,
    DECISION,
    FOUND,
    Item,
    Link,
    act_item,
    broken_at,
    line_of,
    longer,
    missing,
    new_acts,
    new_passages,
    passage_item,
    read_link,
)

CHAIN_FILE = "chaine.jsonl"
"""Its name among the decisions: it stays when the store is gone."""


def read_chain(settings: Settings) -> list[Link]:
    """Every link. A last line cut by a crash was never acknowledged: it is ignored.

    Raises:
        WorkspaceError: a line is not the link that should be there.
    """
    lines = chain_lines(settings.decisions / CHAIN_FILE)
    rank = broken_at(lines)
    if rank is not None:
        raise WorkspaceError(
            f"La chaîne {settings.decisions / CHAIN_FILE} est rompue à la ligne {rank} : restaurez-la depuis une sauvegarde."
        )
    return [link for line in lines if (link := read_link(line))]


def chain_lines(path: Path) -> list[bytes]:
    """The whole lines of the file, without their ends; none without the file."""
    content = path.read_bytes() if path.exists() else b""
    return content[: content.rfind(b"\n") + 1].split(b"\n")[:-1]


def refuse_edited_acts(links: list[Link], actes: pl.DataFrame) -> None:
    """Acts are appended, never edited: a payment that vanished would make its balance releasable again.

    Raises:
        RegisterError: an act that a run has read is no longer in the register as it was.
    """
    gone = missing(links, [act_item(row) for row in actes.iter_rows(named=True)], ACT)
    if gone:
        named = " ; ".join(link.objet for link in gone[:5])
        raise RegisterError(
            f"La table actes a perdu ou changé {len(gone)} acte(s) déjà pris en compte ({named}) : rétablissez-les tels qu'ils"
            " étaient. Un acte ne s'édite pas : ajoutez-en un autre."
        )


def lengthen(settings: Settings, journal: list[Reception], actes: pl.DataFrame, written: list[Path], now: str) -> None:
    """Adds the receptions, acts and decisions that no link holds yet.

    Args:
        settings: those of the run.
        journal: every reception.
        actes: table of the register.
        written: the decisions this run wrote; others that no link holds are said to have been found there.
        now: date and time of the run.
    """
    links = read_chain(settings)
    names = {path.relative_to(settings.decisions).as_posix() for path in written}
    acts = [act_item(row) for row in actes.sort("ligne").iter_rows(named=True)]
    items = [*new_passages(links, passages(journal)), *new_acts(links, acts), *_new_decisions(settings, links, names)]
    new = longer(links, items, now)
    if new:
        path = settings.decisions / CHAIN_FILE
        content = b"".join(line_of(link) + b"\n" for link in (*links, *new))
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content, private=False)


def passages(journal: list[Reception]) -> list[Item]:
    """One object per run that received something, in order."""
    grouped = groupby(journal, key=lambda reception: reception.passage)
    return [passage_item(passage, [list(reception) for reception in received]) for passage, received in grouped]


def _new_decisions(settings: Settings, links: list[Link], written: set[str]) -> list[Item]:
    known = {link.objet for link in links if link.genre in (DECISION, FOUND)}
    # Before the first link there was no chain: what is there was written by an earlier version.
    return [
        Item(DECISION if name in written or not links else FOUND, name, hash_file(path))
        for name, path in decision_files(settings).items()
        if name not in known
    ]


def decision_files(settings: Settings) -> dict[str, Path]:
    """The records of decisions on disk, by their path below the folder of decisions."""
    return {path.relative_to(settings.decisions).as_posix(): path for path in sorted(settings.decisions.glob("*/*.json"))}
