"""The pre-feed of MaturiN-SMS in bytes: one row per establishment, written as its description asks."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import polars as pl

from contracts import words
from contracts.maturin_sms import Colonne, PreFeed
from transforms.sheets.workbook import FORMULA_SIGNS

_DATES = {"AAAA-MM-JJ": "%Y-%m-%d", "JJ/MM/AAAA": "%d/%m/%Y", "AAAAMMJJ": "%Y%m%d"}
_ENCODINGS = {"utf-8": "utf-8", "utf-8-bom": "utf-8-sig", "cp1252": "cp1252"}
_LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}
_WORDS: dict[str, Callable[[str], str]] = {
    "champ": lambda code: words.CHAMPS.get(code, code),
    "verdict": lambda code: words.VERDICTS[code],
    "motif": words.motif_words,
    "source": lambda code: words.SOURCES[code],
    "source_denominateur": lambda code: words.SOURCES[code],
}


def prefeed(essms: pl.DataFrame, indicateurs: pl.DataFrame, asked: PreFeed) -> bytes:
    """The bytes of the file.

    Args:
        essms: each establishment once, sorted, with the project whose figures it is given (`projet_id`).
        indicateurs: the published rows of the month.
        asked: the columns, and how they are written.
    """
    figures = {(row["projet_id"], row["finess_et"], row["indicateur"]): row for row in indicateurs.iter_rows(named=True)}
    text = StringIO()
    writer = csv.writer(text, delimiter=asked.separateur, lineterminator=_LINE_ENDS[asked.fin_de_ligne])
    if asked.entetes:
        writer.writerow(_safe(column.entete) for column in asked.colonnes)
    for row in essms.iter_rows(named=True):
        writer.writerow([_written(column, _value(column, row, figures), asked) for column in asked.colonnes])
    return text.getvalue().encode(_ENCODINGS[asked.encodage], errors="replace")


def _value(column: Colonne, row: dict[str, Any], figures: dict[tuple[str, str, str], dict[str, Any]]) -> Any:
    if column.source is None:
        return column.valeur
    code, dot, name = column.source.partition(".")
    return figures.get((row["projet_id"], row["finess_et"], code), {}).get(name) if dot else row[code]


def _written(column: Colonne, value: Any, asked: PreFeed) -> str:
    """A value as text; nothing for an unknown one."""
    if value is None:
        return ""
    match column.format:
        case "date":
            assert isinstance(value, date)
            return value.strftime(_DATES[asked.dates])
        case "entier":
            return str(value)
        case "part" | "nombre":
            return _decimal(value, asked)
        case "pourcentage":
            return _decimal(value * 100, asked)
        case "mots":
            assert column.source is not None
            return _safe(_WORDS[column.source.rpartition(".")[2]](value))
    return _safe(value)


def _decimal(value: Decimal, asked: PreFeed) -> str:
    """Every decimal that was published, and no more: 0.9000 is 0,9."""
    return f"{value.normalize():f}".replace(".", asked.decimale)


def _safe(text: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front of it."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
