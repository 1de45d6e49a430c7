"""The workbook of a month, `indicateurs.xlsx`, in bytes: the same rows of the base always give the same bytes."""

from __future__ import annotations

from dataclasses import replace

from transforms.exports.content import Rows
from transforms.exports.establishments_sheet import establishments
from transforms.exports.projects_sheet import projects
from transforms.exports.sources_sheets import deposits, rules
from transforms.exports.summary import summary
from transforms.figures import month_words, whole
from transforms.sheets.cells import Sheet
from transforms.sheets.workbook import workbook

LINES_OF_A_SHEET = 1_048_576
"""Lines a spreadsheet shows."""


def indicateurs(rows: Rows) -> bytes:
    """The workbook: « Synthèse », « Projets », « Établissements », « Dépôts », « Règles »."""
    sheets = (summary(rows), projects(rows), establishments(rows), deposits(rows), rules(rows))
    title = f"Indicateurs de {month_words(rows.mois)}"
    return workbook(tuple(within(sheet, LINES_OF_A_SHEET) for sheet in sheets), title, rows.made, footer=title)


def within(sheet: Sheet, lines: int) -> Sheet:
    """The sheet, cut to what a spreadsheet shows; a sentence says how many rows were left out, and where they are."""
    if len(sheet.sentences) + 1 + len(sheet.rows) <= lines:
        return sheet
    room = lines - len(sheet.sentences) - 2
    left = len(sheet.rows) - room
    said = (
        f"Un tableur ne montre que {whole(lines)} lignes : {whole(left)} lignes manquent ici ; les copies Parquet les ont toutes."
    )
    return replace(sheet, sentences=(*sheet.sentences, said), rows=sheet.rows[:room])
