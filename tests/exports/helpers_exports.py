"""What a person or a programme finds in the files published beside the base."""

from __future__ import annotations

from pathlib import Path

import fastexcel
import polars as pl

SHEETS = ["Synthèse", "Projets", "Établissements", "Dépôts", "Règles"]
FIRST_TITLES = {"Projets": "Projet", "Établissements": "FINESS", "Dépôts": "Fichier", "Règles": "Texte"}


def cells(source: Path | bytes, sheet: str) -> list[tuple[object, ...]]:
    """Every cell of a sheet as text, row by row."""
    return fastexcel.read_excel(source).load_sheet(sheet, header_row=None, dtypes="string").to_polars().rows()


def table(source: Path | bytes, sheet: str) -> pl.DataFrame:
    """The typed table of a sheet, under its titles."""
    header = [row[0] for row in cells(source, sheet)].index(FIRST_TITLES[sheet])
    return fastexcel.read_excel(source).load_sheet(sheet, header_row=header).to_polars()


def block(source: Path | bytes, title: str) -> list[dict[str, object]]:
    """The rows, as text, of the table of « Synthèse » whose title begins so."""
    rows = cells(source, "Synthèse")
    start = next(rank for rank, row in enumerate(rows) if str(row[0] or "").startswith(title))
    titles = [name for name in rows[start + 1] if name is not None]
    found = []
    for row in rows[start + 2 :]:
        if row[0] is None:
            break
        found.append(dict(zip(titles, row, strict=False)))
    return found
