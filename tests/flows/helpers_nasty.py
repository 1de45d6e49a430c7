"""Files that a spreadsheet can write and that are unpleasant to read, and what a plain reader makes of each of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import dataclass
from random import Random

from tests.flows.helpers_workspace import EHPAD

COLUMNS = ("finess_et", "dossier_id", "date_debut", "statut", "nature")
"""Columns of `evenements`: one of each kind, the last one free text."""

_STATUTS = ("", "PLANIFIE", "VALIDE", "ANNULE", "TERMINE")
_DAYS = ("2026-06-02", "2026-06-30T08:15", "2026-06-02 08:15:30")
_WRONG_DAYS = ("", "02/06/2026", "2026-02-30", "2026-6-2", "hier")
_TEXTS = ("", "agenda", "a;b", 'dit "oui"', "sur\ndeux lignes", "sur\r\ndeux\n\nautres", "é€œ", "=1+1", "  ", "\u2028", "x" * 300)


@dataclass(frozen=True)
class Nasty:
    """One file, and what must be said of it: records read, ranks set aside."""

    content: bytes
    read: int
    set_aside: frozenset[int]


def nasty(seed: int) -> Nasty:
    """A file drawn from `seed`."""
    chance = Random(f"fichier {seed}")
    end = chance.choice(["\n", "\r\n"])
    extra = chance.choice([(), ("commentaire",), ("note", 'avec "guillemets"', "sur\ndeux lignes")])
    header = list(chance.sample(COLUMNS + extra, len(COLUMNS + extra)))
    records = [_record(chance, header) for _ in range(chance.randrange(25))]
    text = end.join(_line(chance, record) for record in [header, *records])
    text += chance.choice(["", end, end * 3])
    return Nasty(chance.choice([b"", b"\xef\xbb\xbf"]) + text.encode(), *expected(text))


def _record(chance: Random, header: list[str]) -> list[str]:
    kind = chance.random()
    if kind < 0.1:
        return []
    if kind < 0.15:
        return [""] * len(header)
    cells = {
        "finess_et": chance.choice([EHPAD] * 6 + ["", "123", "970190048"]),
        "dossier_id": chance.choice(["D1", "D2", " D3 ", "", "x;y", "l\nm"]),
        "date_debut": chance.choice(_DAYS * 3 + _WRONG_DAYS),
        "statut": chance.choice(_STATUTS * 3 + ("FAIT",)),
        "nature": chance.choice(_TEXTS),
    }
    record = [cells.get(name, chance.choice(_TEXTS)) for name in header]
    if kind > 0.9:
        return record[:-1] if chance.random() < 0.5 else [*record, "de trop"]
    if kind > 0.87:
        return [""] * chance.randrange(2, 9)
    return record


def _line(chance: Random, record: list[str]) -> str:
    always = chance.random() < 0.3
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in record]
    return ";".join(q if always or re.search(r'[;"\r\n]', cell) else cell for cell, q in zip(record, quoted, strict=True))


def expected(text: str) -> tuple[int, frozenset[int]]:
    """Records read and ranks set aside, by the standard library's reader and the rules of the pivot form."""
    header, *records = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    read = {rank: record for rank, record in enumerate(records, 2) if any(cell.strip() for cell in record)}
    wrong = {rank for rank, record in read.items() if len(record) != len(header) or not _good(header, record)}
    return len(read), frozenset(wrong)


def _good(header: list[str], record: list[str]) -> bool:
    cells = {name: cell.strip() for name, cell in zip(header, record, strict=True)}
    known = {name: cells[name] for name in COLUMNS}
    day = re.fullmatch(r"(\d{4}-\d\d-\d\d)([T ]\d\d:\d\d(:\d\d)?)?", known["date_debut"])
    return bool(known["finess_et"] == EHPAD and known["dossier_id"] and day and _is_day(day[1]) and known["statut"] in _STATUTS)


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
