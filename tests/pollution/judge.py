"""What became of each row of a damaged file: read as a person reads it, set aside with a reason, or corrupted in silence. Not a
test.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from contracts.deposits.columns import DATASETS
from tests.pollution.deposit import Part
from tests.pollution.facts import Fact, fact
from tests.pollution.tables import File

_PROJECT = ("projet_statut", "projet_date_debut", "projet_date_fin")


@dataclass(frozen=True)
class Fate:
    """Rows of one file: `shown` to a person, `whole` (read exactly), `aside` by row, `refused` with their file or table;
    `silent`: what was accepted and is not shown, or was shown and is counted nowhere.
    """

    shown: int
    whole: int
    aside: int
    refused: int
    silent: tuple[str, ...]


def judge(file: File, parts: list[Part]) -> Fate:
    """Compares what a file shows with what was read of it. Raises AssertionError: a ledger whose lines do not add up."""
    for part in parts:
        lines = {line for line, _ in part.accepted}
        assert not lines & set(part.aside), "a line both accepted and set aside"
        counted = len(lines) + len(part.aside)
        # The lines of a table that only completes others are accepted with those they complete.
        assert part.lines >= counted if part.annexe else part.lines == counted, "lines neither accepted nor set aside"
    exact = all(table.exact for table in file.tables)
    expected = Counter(_place(exact, *row) for row in file.shown())
    read = Counter(_place(exact, *row) for part in parts for row in part.accepted)
    silent, whole = [], 0
    for (line, said), times in read.items():
        good = min(times, expected[line, said])
        whole += good
        expected[line, said] -= good
        spared = _spared(file, parts, line, said, expected) if times > good else None
        if spared:
            expected[spared] -= times - good
        elif times > good:
            silent.append(f"ligne {line} : acceptée, non écrite : {said}")
    missing = +expected
    refused = {part.jeu for part in parts if part.refusal}
    lost_whole = sum(times for (_, said), times in missing.items() if refused & {said[0], ""})
    silent += _uncounted(missing, parts, exact, refused)
    shown = sum(1 for _ in file.shown())
    return Fate(shown, whole, shown - whole - lost_whole, lost_whole, tuple(silent))


def _place(exact: bool, line: int, said: Fact) -> tuple[int, Fact]:
    return (line if exact else 0, said)


def _spared(file: File, parts: list[Part], line: int, said: Fact, expected: Counter) -> tuple[int, Fact] | None:
    """A row read without a column that the ledger names as not read, or without the project whose own line is set aside."""
    ignored = {name for part in parts for name in part.ignored}
    renamed = [one for table in file.tables for one in table.renamed.items()]
    without = {column for column, label in renamed if any(name.endswith(label) for name in ignored)}
    for at, shown in list(expected):
        if expected[at, shown] and at == line and shown[0] == said[0]:
            if without and _without(shown, without) == said:
                return at, shown
            if any(part.annexe and part.aside for part in parts) and _without(shown, set(_PROJECT)) == said:
                return at, shown
    return None


def _without(said: Fact, columns: set[str]) -> Fact:
    """The fact, these columns being empty: their default is read."""
    texts = dict(zip(DATASETS[said[0]].names, said[1:], strict=True))
    empty = fact(said[0], {"finess_et": texts["finess_et"], "dossier_id": "?"})
    default = dict(zip(DATASETS[said[0]].names, empty[1:], strict=True))
    return (said[0], *(default[name] if name in columns else text for name, text in texts.items()))


def _uncounted(missing: Counter, parts: list[Part], exact: bool, refused: set[str]) -> list[str]:
    """Rows shown that are neither read nor set aside. Where records have run together, some line at least must be set aside."""
    silent = []
    for (line, said), times in missing.items():
        if refused & {said[0], ""}:
            continue
        mine = [part for part in parts if part.jeu == said[0] and not part.annexe]
        counted = sum(line in part.aside if exact else bool(part.aside) for part in mine)
        if not counted:
            silent.append(f"ligne {line} : ni acceptée ni écartée : {said} ({times})")
    return silent
