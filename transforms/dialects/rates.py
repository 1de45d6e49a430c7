"""A rate that a sender prints beside its two figures: when it is not theirs, one of the three is wrong, none knows which."""

from __future__ import annotations

import polars as pl

from transforms.dialects.numbers import rate_agrees
from transforms.dialects.rows import Rows, faults_at
from transforms.reading.coded import Coded
from transforms.reading.parse import empty_faults

_FIGURES = ("numerateur", "denominateur")


def rate_faults(rows: Rows, rate: Coded, decimal: str, sheet: bool) -> pl.DataFrame:
    """The faults (`rang`, `ligne`, `colonne`, `regle`) of the rows whose printed rate is not that of their figures.

    Args:
        rows: the rows, with `numerateur` and `denominateur`; without one of them there is nothing to compare.
        rate: the printed rate of each, as typed.
        decimal: the decimal sign.
        sheet: whether it may be a number of a spreadsheet.
    """
    if not all(name in rows.cells for name in _FIGURES):
        return empty_faults()
    cells = {name: rows.cells[name] for name in _FIGURES} | {"taux": rate}
    frame = pl.DataFrame({name: cell.spread(cell.texts) for name, cell in cells.items()})
    distinct = frame.drop_nulls().unique()
    wrong = [row for row in distinct.iter_rows() if not rate_agrees(row[2], row[0], row[1], decimal, sheet)]
    marked = pl.DataFrame(wrong, schema=frame.schema, orient="row").with_columns(pl.lit(True).alias("faux"))
    at_fault = frame.join(marked, on=frame.columns, how="left", maintain_order="left")["faux"].fill_null(False)
    return faults_at(rows.ranks.filter(at_fault), "numerateur", "taux_incoherent")
