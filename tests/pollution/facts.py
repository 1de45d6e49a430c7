"""What one row says, as text: the same for a row a person reads in a file and for a row that was accepted. Not a test."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache

import polars as pl

from contracts.deposits.columns import DATASETS
from transforms.reading.coded import Coded
from transforms.reading.finess_cells import KnownNumbers
from transforms.reading.pseudonym import Pseudonyms

Fact = tuple[str, ...]
"""The dataset of a row, then the text of each of its columns; of a person's number and of free text, their pseudonym."""

Values = Mapping[str, str]
"""The text of each column that is filled, as the pivot form writes it."""

ESTABLISHMENTS = ("010990018", "2A0990016", "690990015", "970190047")
KNOWN = KnownNumbers(
    et=frozenset(ESTABLISHMENTS), ej=frozenset({"690990007"}), sirens=frozenset(), perimetre=frozenset(ESTABLISHMENTS)
)
PSEUDONYMS = Pseudonyms(b"pollution")


def fact(jeu: str, values: Values) -> Fact:
    """The fact that a row of these values is; empty cells stand for what the dataset says."""
    texts = [_text(column.kind, values.get(column.name) or column.default or "", values) for column in DATASETS[jeu].columns]
    return (jeu, *texts)


def accepted_fact(jeu: str, row: Mapping[str, object]) -> Fact:
    """The fact that an accepted row is (`ReadBatch.accepted`)."""
    names = ["dossier" if name == "dossier_id" else name for name in DATASETS[jeu].names]
    return (jeu, *(_printed(row[name]) for name in names))


def _text(kind: str, text: str, values: Values) -> str:
    match kind:
        case "identifiant":
            return _dossier(values["finess_et"], text)
        case "texte":
            return _free_text(text)
        case "date":
            return text[:10]
        case "date_heure":
            return f"{text} 00:00:00"[:19] if len(text) == 10 else f"{text}:00"[:19]
        case "jour_ou_mois":
            return text if len(text) == 10 else f"{text}-01"
    return text


@lru_cache(100_000)
def _dossier(finess: str, dossier: str) -> str:
    cells = [Coded(pl.Series([0], dtype=pl.UInt32), pl.Series([text])) for text in (finess, dossier)]
    return str(PSEUDONYMS.of_pairs(*cells)[0])


@lru_cache(1000)
def _free_text(text: str) -> str:
    return PSEUDONYMS.of_texts(pl.Series([text]))[0]


def _printed(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "O" if value else "N"
        case datetime.datetime():
            return value.isoformat(" ", "seconds")
    return str(value)
