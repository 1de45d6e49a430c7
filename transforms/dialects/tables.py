"""One table of a sender's file turned into rows of its dataset, one set for each series."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from contracts.deposits.columns import DATASETS, Dataset
from contracts.dialect import Dialecte, Jointure, TableLue
from transforms.dialects.establishment import repeated, said_once
from transforms.dialects.header import Head, Months
from transforms.dialects.joins import Other, completed
from transforms.dialects.layout import Layout, layout_of
from transforms.dialects.lines import Lines, read_lines
from transforms.dialects.mailboxes import owners
from transforms.dialects.months import dated, has_marks, read_months
from transforms.dialects.period import Period, read_period
from transforms.dialects.rates import rate_faults
from transforms.dialects.raw import Row
from transforms.dialects.rows import Rows, constant, faults_at, is_null, text_rows
from transforms.dialects.series import Placed
from transforms.dialects.translated import Context, Translated
from transforms.dialects.values import Writing
from transforms.reading.coded import Coded
from transforms.reading.csv_header import Refusal
from transforms.reading.parse import empty_faults

FINESS = "finess_et"
_MONTH = "\0mois"
_RATE = "\0taux"

Completing = Callable[["Sheet", Jointure], Other | None]
"""Gives the table that completes another; None when it is absent and may be."""

Served = Callable[[Other, pl.Series], None]
"""Told which lines of such a table served."""


@dataclass(frozen=True)
class Sheet:
    """One table being read: that of the dialect, that of the file, and what is known besides."""

    dialecte: Dialecte
    table: TableLue
    head: Head
    context: Context

    @property
    def dataset(self) -> Dataset:
        """The dataset its rows become."""
        return DATASETS[self.table.jeu]

    def months(self, head: Head) -> Months:
        """How months are written in a table of the file."""
        return Months(self.dialecte.ecriture.dates, head.table.serials)

    def writing(self, head: Head) -> Writing:
        """How cells are written in a table of the file."""
        return Writing(self.dialecte.ecriture, head.table.serials, self.table.libelle, self.table.valeurs)


def read_table(sheet: Sheet, completing: Completing, served: Served) -> list[tuple[str, Translated]]:
    """The rows of each series, with its name ("" when a line is one row).

    Raises:
        Refusal: nothing of the table can be read.
    """
    table, head = sheet.table, sheet.head
    layout = layout_of(table, head, sheet.months(head))
    above = head.rows[: layout.header.row - table.entetes]
    period = _said_period(sheet, above)
    once = said_once(table.finess, sheet.context, head.table.name, above)
    lines = read_lines(head.table, layout.header.row, len(layout.header.labels), layout.read, table.ignorer)
    _refuse_another_header(head.rows[layout.header.row - 1], layout, lines)
    rows, faults = _shared(sheet, layout, lines, once)
    joined: dict[str, str] = {}
    required = {column.name for column in sheet.dataset.columns if column.required}
    for join, keys in zip(table.jointures, layout.keys, strict=True):
        other = completing(sheet, join)
        if other is not None:
            rows, alone, lines_served = completed(rows, [rows.cells[_raw(place)] for place in keys], other)
            served(other, lines_served)
            if required & set(join.colonnes.values()):
                # Without what only the other table says, the line is about nobody: the cause is there, not in an empty cell.
                faults = pl.concat([faults, faults_at(alone, None, "sans_rattachement")])
            joined |= {column: name for name, column in join.colonnes.items()}
    result = []
    for serie in layout.series:
        own, wrong = _of_serie(sheet, rows, serie, period or sheet.context.month)
        translated = Translated(
            suffixe="",
            jeu=table.jeu,
            text=text_rows(own, lines.ragged, sheet.dataset),
            faults=_at(pl.concat([faults, *wrong]).unique(maintain_order=True), own),
            headers=layout.headers(serie) | joined,
            ignored=layout.ignored,
            outside=len(above) + lines.others,
            period=period,
            hidden=head.table.hidden,
        )
        result.append((serie.nom, translated))
    return result


def _refuse_another_header(header: Row, layout: Layout, lines: Lines) -> None:
    """Raises Refusal (`tables_multiples`): a line repeats the name of the establishment's or the dossier's column and not those
    of the others. Below the header of another table, cells are not what the first one says.
    """
    keys = [layout.columns[name] for name in (FINESS, "dossier_id") if name in layout.columns]
    same = {place: _equal(cell, header, place) for place, cell in lines.cells.items()}
    again = pl.repeat(False, len(lines.ranks), dtype=pl.Boolean, eager=True)
    for place in keys:
        again |= same[place]
    if again.any() and not all(column.filter(again).all() for column in same.values()):
        raise Refusal("tables_multiples")


def _equal(cell: Coded, header: Row, place: int) -> pl.Series:
    label = (header[place] or "").strip() if place < len(header) else ""
    return cell.spread((cell.texts == label).fill_null(False)) if label else is_null(cell)


def _said_period(sheet: Sheet, above: list[Row]) -> Period | None:
    """The period that the file says; None when its dialect expects none."""
    sentence = sheet.dialecte.periode
    if sentence is None:
        return None
    rows = above if sheet.dialecte.periode_dans == "titre" else [[sheet.context.file_name]]
    return read_period(sentence, rows, sheet.months(sheet.head))


def _shared(sheet: Sheet, layout: Layout, lines: Lines, once: str | None) -> tuple[Rows, pl.DataFrame]:
    """What the series of a table share: columns of the sender by place, those of the dataset, the month; faults of mailboxes."""
    columns = {column.name: column for column in sheet.dataset.columns}
    writing = sheet.writing(sheet.head)
    cells = {_raw(place): cell for place, cell in lines.cells.items()}
    cells |= {name: writing.converted(lines.cells[place], columns[name]) for name, place in layout.columns.items()}
    faults = empty_faults()
    if sheet.table.boites and FINESS in layout.columns:
        cells[FINESS], faults = _owned(lines, layout.columns[FINESS], sheet.context.mailboxes)
    if once is not None:
        cells[FINESS] = constant(once, len(lines.ranks))
    elif sheet.table.finess == "au_dessus" and FINESS in cells:
        cells[FINESS] = repeated(cells[FINESS], lines.ranks, lines.breaks)
    if layout.mois is not None:
        cells[_MONTH] = lines.cells[layout.mois]
    if layout.taux is not None:
        cells[_RATE] = lines.cells[layout.taux]
    return Rows(lines.ranks, cells), faults


def _owned(lines: Lines, place: int, mailboxes: pl.DataFrame | None) -> tuple[Coded, pl.DataFrame]:
    if mailboxes is None:
        raise Refusal("boites_absentes")
    found = owners(lines.cells[place], mailboxes)
    unknown = faults_at(lines.ranks.filter(found.unknown), FINESS, "boite_inconnue")
    several = faults_at(lines.ranks.filter(found.several), FINESS, "boite_ambigue")
    return found.finess, pl.concat([unknown, several])


def _of_serie(sheet: Sheet, rows: Rows, serie: Placed, period: Period) -> tuple[Rows, list[pl.DataFrame]]:
    """The rows of one series, those that have a value of its own, and their faults."""
    columns = {column.name: column for column in sheet.dataset.columns}
    writing = sheet.writing(sheet.head)
    values = {name: writing.converted(rows.cells[_raw(place)], columns[name]) for name, place in serie.places.items()}
    rows = rows.having(values)
    if serie.nom:
        empty = pl.repeat(True, len(rows.ranks), dtype=pl.Boolean, eager=True)
        for name in values:
            empty &= is_null(rows.cells[name])
        rows = rows.filter(~empty)
    rows, faults = _with_constants(sheet, rows, {**sheet.table.constantes, **serie.constantes}, serie.mois, period)
    if _RATE in rows.cells:
        faults.append(rate_faults(rows, rows.cells[_RATE], sheet.dialecte.ecriture.decimale, sheet.head.table.serials))
    return rows, faults


def _with_constants(
    sheet: Sheet, rows: Rows, constants: dict[str, str], month: str | None, period: Period
) -> tuple[Rows, list[pl.DataFrame]]:
    """Adds the constants; a month that cannot be read, and that one of them speaks of, is a fault."""
    height, months, faults = len(rows.ranks), None, []
    if month is not None:
        months = constant(month, height)
    elif _MONTH in rows.cells:
        typed = rows.cells[_MONTH]
        months = read_months(typed, sheet.months(sheet.head))
        unread = is_null(months) & ~is_null(typed)
        dated_ones = [name for name, template in constants.items() if has_marks(template)]
        faults = [faults_at(rows.ranks.filter(unread), name, "mois_invalide") for name in dated_ones]
    return rows.having({name: dated(template, months, period, height) for name, template in constants.items()}), faults


def _at(faults: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """The faults of the lines that are there."""
    return faults.filter(pl.col("ligne").is_in(rows.ranks.unique().implode())) if faults.height else faults


def _raw(place: int) -> str:
    """The name of a column of the sender among the cells of rows."""
    return f"\0{place}"
