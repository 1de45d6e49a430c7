"""Where the lines of an invented region are put: a folder per establishment and month, or a few large files per month.

A batch comes for every dataset of a month in turn, vendor after vendor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from transforms.synth.deposits import HEADERS, couverture_row, csv_bytes
from transforms.synth.months import first_day, last_day
from transforms.synth.region_text import Lines

Files = Iterator[tuple[str, bytes | memoryview]]


@dataclass(frozen=True)
class Sent:
    """What a batch of establishments sends in one dataset for one month.

    `sends` says of each whether its deposit comes; `delays` how many days after the end of the month it is exported (0: on it).
    """

    jeu: str
    lines: Lines
    sends: list[bool]
    delays: list[int]


class SmallFiles:
    """One folder per establishment and month, one file per dataset in it."""

    def files(self, sent: Sent, editeur: str, numbers: list[str], month: str) -> Files:
        """The files of a batch for one month and dataset; the vendor does not matter."""
        header = csv_bytes(HEADERS[sent.jeu], ())
        for rank, number in enumerate(numbers):
            if sent.sends[rank]:
                folder = f"depots/{month}/{number}"
                yield f"{folder}/{sent.jeu}.csv", header + sent.lines.of(rank)
                if sent.delays[rank]:
                    row = _coverage(f"{sent.jeu}.csv", month, "", sent.delays[rank])
                    yield f"{folder}/couverture.csv", csv_bytes(HEADERS["couverture"], [row])


class LargeFiles:
    """One file per vendor, dataset and month, for every establishment; the events of the first vendor come in two parts.

    `couverture.csv` names what the rows cannot: the day of a late export, and an establishment that has nothing to tell.
    """

    def __init__(self) -> None:
        self._begun: set[str] = set()
        self._batch = 0
        self._last = ""

    def files(self, sent: Sent, editeur: str, numbers: list[str], month: str) -> Files:
        """What a batch adds to the files of a month: a header comes before the first lines of a file."""
        name = f"{sent.jeu}_editeur_{editeur}{self._part(sent, editeur, numbers[0])}.csv"
        yield from self._added(f"depots/{month}/{name}", sent.jeu, self._lines(sent, len(numbers)))
        said = [
            _coverage(name, month, number, sent.delays[rank])
            for rank, number in enumerate(numbers)
            if sent.sends[rank] and (sent.delays[rank] or not sent.lines.of(rank))
        ]
        if said:
            text = "".join(";".join(row) + "\n" for row in said)
            yield from self._added(f"depots/{month}/couverture.csv", "couverture", [memoryview(text.encode())])

    def _part(self, sent: Sent, editeur: str, first: str) -> str:
        if first != self._last:
            self._batch, self._last = self._batch + 1, first
        return f"-{self._batch % 2 + 1}" if editeur == "a" and sent.jeu == "evenements" else ""

    def _added(self, path: str, jeu: str, pieces: list[memoryview]) -> Files:
        if not any(pieces):
            return
        if path not in self._begun:
            self._begun.add(path)
            yield path, csv_bytes(HEADERS[jeu], ())
        yield from ((path, piece) for piece in pieces)

    @staticmethod
    def _lines(sent: Sent, many: int) -> list[memoryview]:
        """The lines of those who send, in as few pieces as those who do not allow."""
        pieces, start = [], 0
        for rank in [*(rank for rank in range(many) if not sent.sends[rank]), many]:
            if rank > start:
                pieces.append(sent.lines.data[sent.lines.starts[start] : sent.lines.starts[rank]])
            start = rank + 1
        return pieces


LAYOUTS: dict[str, Callable[[], SmallFiles | LargeFiles]] = {"petits": SmallFiles, "gros": LargeFiles}


def _coverage(name: str, month: str, finess_et: str, delay: int) -> tuple[str, ...]:
    end = last_day(month)
    return couverture_row(name, first_day(month), end, end + timedelta(days=delay) if delay else None, finess_et)
