"""Tables of a sender written as text, one row per line, `|` between cells; a small dialect; and what they become. Not a test."""

from __future__ import annotations

import datetime

import polars as pl

from contracts.deposits.columns import DATASETS
from contracts.dialect import Dialecte, Ecriture, TableLue
from transforms.dialects.raw import HEAD_ROWS, Records
from transforms.dialects.translate import translate
from transforms.dialects.translated import Context

FINESS, OTHER = "750999909", "2A0999900"
JANUARY = (datetime.date(2025, 1, 1), datetime.date(2025, 1, 31))


class Grid:
    """A `RawTable` of rows held in memory, given two rows at a time; `ragged` says rows have the width they are written with."""

    def __init__(self, rows, name="", hidden=False, serials=False, ragged=False):
        self.rows, self.name, self.hidden, self.serials, self.ragged = rows, name, hidden, serials, ragged
        self.head = rows[:HEAD_ROWS]

    def records(self, after, width):
        ranked = list(enumerate(self.rows, 1))[after:]
        for start in range(0, len(ranked), 2):
            yield self._block(ranked[start : start + 2], width)

    def _block(self, ranked, width):
        bad = [(rank, row) for rank, row in ranked if self.ragged and len(row) != width and any(row)]
        good = [(rank, row) for rank, row in ranked if not any(rank == other for other, _ in bad)]
        cells = [(row + [None] * width)[:width] for _, row in good]
        names = {str(place): pl.String for place in range(width)}
        ranks = pl.Series([rank for rank, _ in good], dtype=pl.Int32)
        return Records(pl.DataFrame(cells, names, orient="row"), ranks, bad)


def grid(text, **about):
    """A table; spaces around cells are only there to align them (`·` is one that stays, `~` a no-break space)."""
    lines = [line.strip() for line in text.lstrip("\n").rstrip(" \n").splitlines() or [""]]
    cells = [[cell.strip().replace("·", " ").replace("~", "\u00a0") or None for cell in line.split("|")] for line in lines]
    return Grid([row if any(row) else [] for row in cells], **about)


def dialect(*tables, name="essai", format="texte", nom="*", periode=None, **ecriture):
    return Dialecte(
        dialecte=name,
        titre="Essai",
        certitude="deduite",
        fonde_sur="essai",
        format=format,
        tables=tables,
        nom=nom,
        periode=periode,
        ecriture=Ecriture(**ecriture),
    )


DOSSIERS = {"finess_et": ("FINESS",), "dossier_id": ("N° dossier",), "date_entree": ("Date d'entrée",)}


def dossiers(**changes):
    return TableLue(**{"jeu": "dossiers", "colonnes": DOSSIERS} | changes)


def agregats(**changes):
    constants = {"indicateur": "dmp", "fenetre_debut": "{debut}", "fenetre_fin": "{fin}"}
    columns = {"finess_et": ("FINESS",), "numerateur": ("DMP",)}
    return TableLue(**{"jeu": "agregats", "colonnes": columns, "constantes": constants} | changes)


def context(**changes):
    return Context(**{"file_name": "export.csv", "folder_finess": None, "month": JANUARY} | changes)


def translated(dialecte, *tables, **about):
    return translate(dialecte, list(tables), context(**about))


def rows(one):
    """The rows of a result: line, then the filled cells, by column."""
    columns = one.text.cells.select(list(DATASETS[one.jeu].names)).to_pylist()
    lines = one.text.places["ligne"].to_list()
    return [{"ligne": line} | {k: v for k, v in row.items() if v is not None} for line, row in zip(lines, columns, strict=True)]


def column(one, name):
    return one.text.cells[name].to_pylist()


def faults(one):
    return one.faults.select("ligne", "colonne", "regle").rows()


def ragged(one):
    return one.text.ragged["ligne"].to_list()


def only(results):
    assert len(results) == 1
    return results[0]
