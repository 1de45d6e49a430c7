"""What a sender's file becomes: for each table and series, rows of one dataset, as text, and what is known of them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

import polars as pl

from contracts.deposits.columns import DATASETS
from transforms.dialects.period import Period
from transforms.dialects.rows import Rows, text_rows
from transforms.reading.csv_header import Refusal
from transforms.reading.csv_text import TextRows
from transforms.reading.parse import empty_faults


@dataclass(frozen=True)
class Context:
    """What is known of a file besides its content: its name, the establishment its folder names, the month of its folder, and
    the mailboxes (`MAILBOXES_SCHEMA`) of the day the caller chose, if it has any.
    """

    file_name: str
    folder_finess: str | None
    month: tuple[datetime.date, datetime.date]
    mailboxes: pl.DataFrame | None = None


@dataclass(frozen=True)
class Translated:
    """One table of a file, or one series of it.

    Attributes:
        suffixe: what tells it from the others of the file ("" when it is alone).
        jeu: its dataset.
        text: its rows, of file number 0 (`TextRows`).
        faults: `rang` (0), `ligne`, `colonne`, `regle`: lines set aside besides what reading the pivot form finds. Those of
            `sans_rattachement` are not in `text`.
        headers: the sender's name of each column of the dataset that a column holds.
        ignored: the sender's columns that are not read.
        outside: rows of the table that are no data: above the header, empty, totals, footers.
        period: the period the file says it covers; None when its dialect expects none.
        hidden: a sheet that a person does not see.
        annexe: a table that only completes others: it declares nothing by itself, its lines that served are in theirs.
        lues: lines of an annexe, whether they served or not.
        refusal: why nothing of it could be read.
    """

    suffixe: str
    jeu: str
    text: TextRows
    faults: pl.DataFrame = field(default_factory=empty_faults)
    headers: dict[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    outside: int = 0
    period: Period | None = None
    hidden: bool = False
    annexe: bool = False
    lues: int = 0
    refusal: Refusal | None = None


def nothing(jeu: str, ragged: list[int] | None = None) -> TextRows:
    """No row of a dataset, but for the records with a wrong number of fields."""
    return text_rows(Rows(pl.Series("ligne", dtype=pl.Int32), {}), ragged or [], DATASETS[jeu])
