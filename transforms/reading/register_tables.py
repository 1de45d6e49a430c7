"""From one CSV file or one sheet to the text cells of a register table: header checked, one row per record, ranks kept.

Cells are text here; their meaning is read by `register_cells`. Sheets of a workbook are opened by `register_workbook`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

import polars as pl

from contracts.failures import RegisterError
from contracts.register import columns_of
from transforms.reading.register_problems import Problem

Record = list[str | None]


@dataclass(frozen=True)
class RawTable:
    """Records of one table, the header first, as text; `sheet` tells a workbook, whose cells had a type."""

    table: str
    records: list[Record]
    sheet: bool = False


def read_csv_table(table: str, name: str, content: bytes) -> RawTable:
    """Reads a `;` CSV in UTF-8, byte order mark and CRLF tolerated.

    Raises:
        RegisterError: another encoding, a broken quote, or a last line cut short.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RegisterError(
            f"Le fichier {name} du registre n'est pas en UTF-8 : enregistrez-le au format « CSV UTF-8 » à séparateur « ; »."
        ) from None
    try:
        records: list[Record] = list(csv.reader(StringIO(text, newline=""), delimiter=";", strict=True))
    except csv.Error:
        raise RegisterError(
            f"Le fichier {name} du registre a un guillemet mal fermé : corrigez-le ou enregistrez-le à nouveau en CSV."
        ) from None
    # Excel leaves out trailing separators, so a short record is complete; only an unfinished last line may be a cut file.
    if len(records) > 1 and not text.endswith(("\n", "\r")) and len(records[-1]) < len(records[0]):
        raise RegisterError(
            f"Le fichier {name} du registre s'arrête au milieu de la ligne {len(records)} : vérifiez qu'il a été copié en entier."
        )
    return RawTable(table, records)


def text_frame(raw: RawTable) -> tuple[pl.DataFrame, list[Problem]]:
    """The table's columns as trimmed text (an empty cell is null), with `ligne`; absent columns are null.

    Returns an empty frame with the problems when the header or the shape of a record is wrong.
    """
    header = [(name or "").strip() for name in raw.records[0]] if raw.records else []
    rows = [(rank, record) for rank, record in enumerate(raw.records[1:], start=2) if any(map(_trimmed, record))]
    problems = list(_header_problems(raw.table, header)) or list(_shape_problems(raw.table, header, rows))
    names = [column.name for column in columns_of(raw.table)]
    schema = {"ligne": pl.Int32, **dict.fromkeys(names, pl.String)}
    if problems:
        return pl.DataFrame(schema=schema), problems
    place = {name: header.index(name) for name in names if name in header}
    cells = {name: [_cell(record, place.get(name)) for _, record in rows] for name in names}
    return pl.DataFrame({"ligne": [rank for rank, _ in rows], **cells}, schema=schema), []


def _trimmed(cell: str | None) -> str | None:
    return (cell or "").strip() or None


def _cell(record: Record, place: int | None) -> str | None:
    return _trimmed(record[place]) if place is not None and place < len(record) else None


def _header_problems(table: str, header: list[str]) -> Iterator[Problem]:
    expected = {column.name: column for column in columns_of(table)}
    if not any(header):
        yield Problem(table, "la première ligne doit porter les noms des colonnes, ajoutez-la", 1)
        return
    if len(header) == 1 and "," in header[0]:
        yield Problem(table, "le séparateur doit être « ; », enregistrez le fichier à nouveau", 1)
        return
    for name in dict.fromkeys(filter(None, header)):
        if name not in expected:
            yield Problem(table, f"colonne inconnue, retirez-la ou nommez-la parmi {', '.join(expected)}", 1, name)
        elif header.count(name) > 1:
            yield Problem(table, "colonne présente deux fois, gardez-en une", 1, name)
    for name, column in expected.items():
        if column.column_due and name not in header:
            yield Problem(table, "colonne absente, ajoutez-la (ses cellules peuvent être vides si la règle l'admet)", 1, name)


def _shape_problems(table: str, header: list[str], rows: list[tuple[int, Record]]) -> Iterator[Problem]:
    for rank, record in rows:
        named = [bool(place < len(header) and header[place]) for place in range(len(record))]
        if any(_trimmed(cell) and not has_name for cell, has_name in zip(record, named, strict=True)):
            yield Problem(table, "une cellule n'a pas de colonne (« ; » de trop ?), corrigez la ligne", rank)
