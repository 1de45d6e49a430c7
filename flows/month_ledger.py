"""What is said of each file of a month while it is read, and the ledger rows it ends as."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from transforms.reading.csv_header import Refusal
from transforms.reading.deposit_paths import DepositFile
from transforms.reading.finess_cells import KnownNumbers, folder_establishment
from transforms.reading.month_tables import DEPOTS

PIVOT = "pivot"
"""The dialect of the pivot form."""

_SHOWN = 60
"""Characters of a column's name that the ledger keeps."""


@dataclass(frozen=True)
class Form:
    """How a file was found to be written: its dialect, its columns that are not read, its rows that are no data, whether it is a
    hidden sheet.
    """

    dialecte: str = PIVOT
    ignored: tuple[str, ...] = ()
    outside: int = 0
    hidden: bool = False


@dataclass
class MonthLedger:
    """By number of deposit: why it is set aside (`refusals`), how it is written (`forms`), how many lines were read (`lines`)."""

    refusals: dict[int, Refusal] = field(default_factory=dict)
    forms: dict[int, Form] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)

    def count(self, lines: pl.DataFrame) -> None:
        """Adds lines read (`depot`, `lignes_lues`)."""
        for depot, read in lines.iter_rows():
            self.lines[depot] = self.lines.get(depot, 0) + read

    def table(self, files: list[DepositFile], known: KnownNumbers) -> pl.DataFrame:
        """One row per file (`DEPOTS`)."""
        folders = {text: folder_establishment(text, known) for text in {file.folder_finess for file in files}}
        rows = [self._row(file, folders[file.folder_finess]) for file in files]
        return pl.DataFrame(rows, schema=DEPOTS, orient="row")

    def _row(self, file: DepositFile, finess_dossier: str | None) -> tuple[object, ...]:
        refusal = self.refusals.get(file.depot)
        form = self.forms.get(file.depot, Form())
        return (
            file.depot,
            file.depot_id,
            file.mois,
            file.chemin,
            file.partie,
            file.sha256,
            file.octets,
            form.dialecte if file.depot in self.forms else None,
            file.jeu,
            file.serie,
            file.numero,
            finess_dossier,
            0 if refusal else self.lines.get(file.depot, 0),
            refusal.rule if refusal else None,
            ", ".join(refusal.columns) or None if refusal else None,
            ", ".join(name[:_SHOWN] for name in form.ignored) or None,
            form.outside,
            form.hidden,
        )
