"""Splits typed rows into accepted rows and faults, with the Pandera model of the dataset."""

from __future__ import annotations

import pandera.errors
import pandera.polars as pa
import polars as pl

from contracts.deposits.rows import FAULT_COLUMNS
from contracts.failures import ContractError
from transforms.reading.parse import FAULTS_SCHEMA, empty_faults


def faults_of_model(rows: pl.DataFrame, model: pa.DataFrameSchema) -> pl.DataFrame:
    """Every fault the model finds, one row per line, column and rule.

    Args:
        rows: eager typed rows with `rang` and `ligne`.
        model: the contract of the dataset.

    Raises:
        ContractError: the frame does not have the columns or types of the model (a fault of ours, not of the sender).
    """
    if rows.is_empty():
        return empty_faults()
    try:
        model.validate(rows, lazy=True)
    except pandera.errors.SchemaErrors as found:
        return _faults(rows, found.failure_cases, FAULT_COLUMNS[str(model.name)])
    return empty_faults()


def _faults(rows: pl.DataFrame, cases: pl.DataFrame, between_columns: dict[str, str]) -> pl.DataFrame:
    structural = cases.filter(pl.col("index").is_null())
    if structural.height:
        raise ContractError(f"Contrat de table rompu : {structural['check'].unique().sort().to_list()}. Signalez ce défaut.")
    rule = pl.col("check").replace({"not_nullable": "obligatoire"})
    places = rows.select("rang", "ligne")[cases["index"].cast(pl.UInt32)]
    return (
        cases.select(pl.col("column"), rule.alias("regle"))
        .with_columns(_reported_column(between_columns).alias("colonne"), *places)
        .select(pl.col(name).cast(dtype) for name, dtype in FAULTS_SCHEMA.items())
        .unique(maintain_order=True)
    )


def _reported_column(between_columns: dict[str, str]) -> pl.Expr:
    """A fault of several columns is shown on the one the sender should look at first."""
    return pl.col("regle").replace_strict(between_columns, default=pl.col("column"), return_dtype=pl.String)


def merge_faults(*parts: pl.DataFrame) -> pl.DataFrame:
    """All faults of a batch; a cell that could not be read is not also reported as empty."""
    faults = pl.concat([part.select(FAULTS_SCHEMA.keys()) for part in parts]).unique(maintain_order=True)
    unread = faults.filter(pl.col("regle") != "obligatoire").select("rang", "ligne", "colonne").unique()
    echo = faults.filter(pl.col("regle") == "obligatoire").join(unread, on=["rang", "ligne", "colonne"], how="semi")
    return faults.join(echo, on=["rang", "ligne", "colonne", "regle"], how="anti", maintain_order="left")


def without_faults(rows: pl.DataFrame, faults: pl.DataFrame) -> pl.DataFrame:
    """The rows of which no cell and no rule is at fault, in their order."""
    return rows.filter(~_is_at(faults)) if faults.height else rows


def rows_at(rows: pl.DataFrame, faults: pl.DataFrame) -> pl.DataFrame:
    """The rows of which a cell or a rule is at fault, in their order."""
    return rows.filter(_is_at(faults))


def _is_at(faults: pl.DataFrame) -> pl.Expr:
    # One integer for the file and the line: looked up much faster than a pair of columns is joined.
    place = pl.col("rang").cast(pl.UInt64) * 2**32 + pl.col("ligne").cast(pl.UInt64)
    return place.is_in(faults.select(place).to_series().unique().implode())
