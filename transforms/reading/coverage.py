"""`couverture.csv`: which period a file speaks for, and for whom, when it is not simply the month of its folder."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from contracts.deposits.columns import COVERAGE
from contracts.deposits.rows import ROW_MODELS
from transforms.reading.coded import CodedRows, coded_rows
from transforms.reading.csv_text import TextRows
from transforms.reading.deposit_paths import DepositFile
from transforms.reading.finess_cells import KnownNumbers
from transforms.reading.naming import name_rows
from transforms.reading.parse import parse_cells, ragged_faults
from transforms.reading.validate import faults_of_model, merge_faults, rows_at, without_faults

PERIODS_SCHEMA = {"depot": pl.Int64, "finess_et": pl.String, "periode_debut": pl.Date, "periode_fin": pl.Date}
"""Declared periods: one row per file and establishment; `finess_et` is null for "those the file names"."""

Beside = dict[str, DepositFile]
"""The other files of the folder of a `couverture.csv`, by name."""


@dataclass(frozen=True)
class Coverage:
    """What some `couverture.csv` say: accepted periods, faults of their own lines (`rang`, `ligne`, `colonne`, `regle`), number
    of lines of each, files whose line was set aside.
    """

    periods: pl.DataFrame
    faults: pl.DataFrame
    lines: list[int]
    refused: frozenset[int]


def read_coverages(text: TextRows, covers: list[DepositFile], beside: list[Beside], known: KnownNumbers) -> Coverage:
    """Reads the lines of some `couverture.csv`.

    Args:
        text: their cells, `rang` being the place of a file in `covers`.
        covers: the files themselves.
        beside: for each, the other files of its folder.
        known: the FINESS numbers known.
    """
    rows = coded_rows(text, COVERAGE.names)
    naming = name_rows(rows, covers, known)
    typed, form = parse_cells(rows, COVERAGE)
    typed = typed.with_columns(naming.rows.spread(naming.rows.texts).alias("finess_et"))
    typed = typed.join(_neighbours(beside), on=["rang", "fichier"], how="left", maintain_order="left")
    faults = merge_faults(
        form,
        without_faults(naming.faults, _unnamed(rows)),
        faults_of_model(typed, ROW_MODELS["couverture"]),
        _faults(typed.filter(pl.col("fichier").is_not_null() & pl.col("depot").is_null()), "fichier", "fichier_inconnu"),
        ragged_faults(text.ragged),
    )
    faults = merge_faults(faults, _contradictions(without_faults(typed, faults)))
    periods = without_faults(typed, faults).select("rang", *PERIODS_SCHEMA).unique(maintain_order=True)
    read = pl.concat([rows.places["rang"], text.ragged["rang"]])
    return Coverage(
        periods=periods.drop("rang"),
        faults=faults,
        lines=[(read == rang).sum() for rang in range(len(covers))],
        refused=_refused(typed, faults, text.ragged, beside),
    )


def _neighbours(beside: list[Beside]) -> pl.DataFrame:
    rows = [(rang, name, file.depot) for rang, files in enumerate(beside) for name, file in files.items()]
    return pl.DataFrame(rows, schema={"rang": pl.UInt32, "fichier": pl.String, "depot": pl.Int64}, orient="row")


def _unnamed(rows: CodedRows) -> pl.DataFrame:
    """Lines without a number, which speak of whoever the file names."""
    cells = rows.cells["finess_et"]
    return rows.places.filter(cells.spread(cells.texts.is_null()))


def _refused(typed: pl.DataFrame, faults: pl.DataFrame, ragged: pl.DataFrame, beside: list[Beside]) -> frozenset[int]:
    """Files whose line was set aside: their period is not known any more."""
    cited = rows_at(typed, faults)["depot"].drop_nulls()
    # A line with a wrong number of fields may have described any file of the folder.
    any_of = [file.depot for rang in ragged["rang"].unique() for file in beside[rang].values()]
    return frozenset([*cited, *any_of])


def _contradictions(typed: pl.DataFrame) -> pl.DataFrame:
    """Two periods for one file and establishment: nobody can say which is right."""
    several = pl.struct("periode_debut", "periode_fin").n_unique().over("rang", "fichier", "finess_et") > 1
    return _faults(typed.filter(several), "periode_debut", "couverture_contradictoire")


def _faults(rows: pl.DataFrame, colonne: str, regle: str) -> pl.DataFrame:
    return rows.select("rang", "ligne", pl.lit(colonne).alias("colonne"), pl.lit(regle).alias("regle"))
