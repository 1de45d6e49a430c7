"""Cells of a sender turned into cells of the pivot form, each distinct text once. What cannot be turned is left as typed, so that
reading the pivot form sets its row aside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from contracts.deposits.columns import Column
from contracts.dialect import Ecriture
from transforms.dialects.dates import month_first, read_date, reads_both_ways
from transforms.dialects.finess_texts import cell_finess
from transforms.dialects.names import comparable
from transforms.dialects.numbers import read_whole
from transforms.reading.coded import Coded

DATED = ("date", "date_heure", "jour_ou_mois")


@dataclass(frozen=True)
class Writing:
    """How the cells of one table are written. `values`: by column of the dataset, the value of each text; `label`: the number of
    the establishment is inside a label; `serials`: see `RawTable`.
    """

    ecriture: Ecriture
    serials: bool = False
    label: bool = False
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def converted(self, cell: Coded, column: Column) -> Coded:
        """The cells of one column of a dataset; `cell` is trimmed. A text that stands for nothing becomes null."""
        return Coded(cell.codes, self.texts(cell.texts, column))

    def texts(self, texts: pl.Series, column: Column) -> pl.Series:
        """The value of each distinct text, in their order."""
        convert = self._converter(column, texts)
        mapped = {comparable(text): value for text, value in self.values.get(column.name, {}).items()}
        none = {comparable(text) for text in self.ecriture.vides}
        no_day: set[str | None] = set()
        if column.kind in DATED:
            # A day that stands for none does so however it is written: `1900-01-01` as `01/01/1900`.
            none |= {comparable(text) for text in self.ecriture.dates_vides}
            no_day = {read_date(text, self.ecriture.dates, self.serials) for text in self.ecriture.dates_vides}
        values: list[str | None] = []
        for text in texts.to_list():
            name = comparable(text or "") if mapped or none else None
            if name in mapped:
                values.append(mapped[name])
                continue
            value = None if text is None or name in none else convert(text)
            values.append(None if value and _without_midnight(value) in no_day else value)
        return pl.Series(values, dtype=pl.String)

    def _converter(self, column: Column, texts: pl.Series) -> Callable[[str], str]:
        dates, serials = self.ecriture.dates, self.serials
        if column.kind in DATED and month_first(texts, dates):
            return lambda text: text if reads_both_ways(text) else read_date(text, dates, serials) or text
        if column.kind in DATED:
            return lambda text: read_date(text, dates, serials) or text
        if column.kind == "entier":
            return lambda text: read_whole(text, self.ecriture.decimale, serials) or text
        if column.kind == "finess":
            return lambda text: cell_finess(text, self.label, serials)
        return lambda text: text


def _without_midnight(value: str) -> str:
    day, _, clock = value.replace("T", " ").partition(" ")
    return value if clock.strip("0:") else day
