"""`couverture.csv`: which period a file speaks for, and for whom, when it is not simply the month of its folder."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from contracts.deposits.columns import COVERAGE
from contracts.deposits.rows import ROW_MODELS
from transforms.reading.csv_text import TextRows
from transforms.reading.deposit_paths import DepositFile
from transforms.reading.finess_cells import KnownNumbers, folder_establishment, folder_is_number, name_cells
from transforms.reading.parse import FAULTS_SCHEMA, parse_cells, trim_cells
from transforms.reading.validate import faults_of_model, merge_faults, without_faults

PERIODS_SCHEMA = {"depot": pl.Int64, "finess_et": pl.String, "periode_debut": pl.Date, "periode_fin": pl.Date}
"""Declared periods: one row per file and establishment; `finess_et` is null for "those the file names"."""


@dataclass(frozen=True)
class Coverage:
    """What one `couverture.csv` says: accepted periods, faults of its own lines, files whose line was set aside."""

    periods: pl.DataFrame
    faults: pl.DataFrame
    lines: int
    refused: frozenset[int]


def read_coverage(text: TextRows, cover: DepositFile, beside: dict[str, DepositFile], known: KnownNumbers) -> Coverage:
    """Reads the lines of one `couverture.csv`.

    Args:
        text: its cells.
        cover: the file itself.
        beside: the other files of its folder, by name.
        known: the FINESS numbers known.
    """
    raw = trim_cells(text.rows.with_columns(pl.lit(0, pl.UInt32).alias("rang")), COVERAGE.names)
    raw = raw.filter(~pl.all_horizontal(pl.col(COVERAGE.names).is_null()))
    typed, form = parse_cells(raw, COVERAGE)
    typed, naming = _name(typed, cover, known)
    unknown = typed.filter(pl.col("fichier").is_not_null() & ~pl.col("fichier").is_in(list(beside)))
    faults = merge_faults(
        form,
        naming,
        faults_of_model(typed, ROW_MODELS["couverture"]),
        _faults(unknown, "fichier", "fichier_inconnu"),
        _ragged(text),
    )
    faults = merge_faults(faults, _contradictions(without_faults(typed, faults)))
    depot = pl.col("fichier").replace_strict({n: f.depot for n, f in beside.items()}, default=None, return_dtype=pl.Int64)
    periods = without_faults(typed, faults).with_columns(depot.alias("depot"))
    return Coverage(
        periods=periods.select(PERIODS_SCHEMA.keys()).unique(maintain_order=True),
        faults=faults,
        lines=raw.height + len(text.ragged),
        refused=_refused(typed, faults, text, beside),
    )


def _refused(typed: pl.DataFrame, faults: pl.DataFrame, text: TextRows, beside: dict[str, DepositFile]) -> frozenset[int]:
    """Files whose line was set aside: their period is not known any more."""
    if text.ragged:  # a line with a wrong number of fields may have described any file of the folder
        return frozenset(file.depot for file in beside.values())
    cited = typed.join(faults.select("rang", "ligne").unique(), on=["rang", "ligne"], how="semi")["fichier"]
    return frozenset(beside[name].depot for name in cited if name in beside)


def _name(typed: pl.DataFrame, cover: DepositFile, known: KnownNumbers) -> tuple[pl.DataFrame, pl.DataFrame]:
    named = name_cells(typed["finess_et"], known)
    joined = typed.rename({"finess_et": "brut"}).join(named, on="brut", how="left", nulls_equal=True, maintain_order="left")
    wrong = joined.filter(pl.col("brut").is_not_null() & pl.col("regle").is_not_null())
    faults = wrong.select("rang", "ligne", pl.lit("finess_et").alias("colonne"), "regle")
    if folder_is_number(cover.folder_finess, known):
        here = folder_establishment(cover.folder_finess, known)
        other = joined.filter(pl.col("finess_et").is_not_null() & (pl.col("finess_et") != (here or "")))
        faults = pl.concat([faults, _faults(other, "finess_et", "finess_incoherent")])
    return joined.drop("brut", "regle", "corrige"), faults


def _contradictions(typed: pl.DataFrame) -> pl.DataFrame:
    """Two periods for one file and establishment: nobody can say which is right."""
    key = ["fichier", "finess_et"]
    several = pl.struct("periode_debut", "periode_fin").n_unique().over(key) > 1
    return _faults(typed.filter(several), "periode_debut", "couverture_contradictoire")


def _faults(rows: pl.DataFrame, colonne: str, regle: str) -> pl.DataFrame:
    return rows.select("rang", "ligne", pl.lit(colonne).alias("colonne"), pl.lit(regle).alias("regle"))


def _ragged(text: TextRows) -> pl.DataFrame:
    rows = [(0, line, None, "champs_nombre") for line in text.ragged]
    return pl.DataFrame(rows, schema=FAULTS_SCHEMA, orient="row")
