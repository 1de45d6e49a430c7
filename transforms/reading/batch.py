"""One batch: the text rows of many files of one dataset, read together into accepted rows and faults.

Files are numbered in the batch (`rang`); nothing here is done once per establishment.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from contracts.deposits.columns import Dataset, Declaration
from contracts.deposits.rows import ROW_MODELS
from contracts.deposits.rules import FINESS_RULES
from transforms.reading.csv_text import FILLED, TextRows, as_frame
from transforms.reading.deposit_paths import DepositFile
from transforms.reading.finess_cells import KnownNumbers, folder_establishment, folder_is_number, name_cells
from transforms.reading.parse import FAULTS_SCHEMA, parse_cells, trim_cells
from transforms.reading.validate import faults_of_model, merge_faults, without_faults


@dataclass(frozen=True)
class ReadBatch:
    """Result of one batch. `accepted`: typed rows with `depot` and `ligne`. `faults`: `depot`, `ligne`, `colonne`, `regle`,
    and `finess_et` of the row when it names one. `named`: `depot`, `finess_et` that rows name. `lines`: records read per
    `depot`. `corrections`: `depot`, `finess_et`, `lignes` whose lost zero was put back.
    """

    accepted: pl.DataFrame
    faults: pl.DataFrame
    named: pl.DataFrame
    lines: pl.DataFrame
    corrections: pl.DataFrame


def read_batch(
    dataset: Dataset, files: list[tuple[DepositFile, TextRows]], periods: pl.DataFrame, known: KnownNumbers
) -> ReadBatch:
    """Reads the rows of several files of one dataset.

    Args:
        dataset: their dataset.
        files: each file with its text rows (or a part of them).
        periods: `depot`, `finess_et` (null = any), `periode_debut`, `periode_fin`: one row with null per file at least.
        known: the FINESS numbers known.
    """
    depots = pl.Series("depot", [file.depot for file, _ in files], dtype=pl.Int64)
    raw = _stack(dataset, files)
    named = _name_rows(raw, files, known)
    typed, form = parse_cells(named, dataset)
    if dataset.dated_by:
        typed = _with_period(typed, depots, periods)
    faults = merge_faults(_naming_faults(named), form, faults_of_model(typed, _model(dataset)), _ragged(files))
    if dataset.declares:
        faults = merge_faults(faults, _contradictions(without_faults(typed, faults), dataset.declares))
    accepted = without_faults(typed, faults)
    return ReadBatch(
        accepted=accepted.select(depots.gather(accepted["rang"]).alias("depot"), "ligne", *dataset.names),
        faults=_with_owner(faults, typed, depots),
        named=_distinct(named.filter(pl.col("regle").is_null()), depots, ["finess_et"]),
        lines=_lines(raw, files, depots),
        corrections=_distinct(named.filter(pl.col("corrige") & pl.col("regle").is_null()), depots, ["finess_et"]),
    )


def _stack(dataset: Dataset, files: list[tuple[DepositFile, TextRows]]) -> pl.DataFrame:
    """All rows one below the other, with the number of their file; a row whose every cell is empty is no record."""
    heights = [text.cells.num_rows for _, text in files]
    numbers = pl.Series("rang", range(len(files)), dtype=pl.UInt32)
    stacked = as_frame([text for _, text in files])
    trimmed = trim_cells(stacked.with_columns(_repeat(numbers, heights)), dataset.names)
    return trimmed.filter(pl.col(FILLED) | ~pl.all_horizontal(pl.col(dataset.names).is_null())).drop(FILLED)


def _repeat(numbers: pl.Series, heights: list[int]) -> pl.Series:
    return (
        pl.DataFrame({"rang": numbers, "n": heights})
        .select(pl.col("rang").repeat_by("n").explode(empty_as_null=False))
        .to_series()
    )


def _name_rows(raw: pl.DataFrame, files: list[tuple[DepositFile, TextRows]], known: KnownNumbers) -> pl.DataFrame:
    """Adds the establishment each row names, or the rule it breaks: `finess_et`, `regle`, `corrige`."""
    folders = pl.DataFrame(
        {
            "rang": range(len(files)),
            "dossier_exige": [folder_is_number(file.folder_finess, known) for file, _ in files],
            "finess_dossier": [folder_establishment(file.folder_finess, known) for file, _ in files],
        },
        schema={"rang": pl.UInt32, "dossier_exige": pl.Boolean, "finess_dossier": pl.String},
    )
    cells = name_cells(raw["finess_et"], known)
    joined = (
        raw.rename({"finess_et": "brut"})
        .join(cells, on="brut", how="left", nulls_equal=True, maintain_order="left")
        .join(folders, on="rang", how="left", maintain_order="left")
    )
    elsewhere = pl.col("dossier_exige") & pl.col("regle").is_null() & pl.col("finess_et").ne_missing(pl.col("finess_dossier"))
    return joined.with_columns(
        pl.when(elsewhere).then(pl.lit("finess_incoherent")).otherwise(pl.col("regle")).alias("regle")
    ).drop("brut", "dossier_exige", "finess_dossier")


def _naming_faults(named: pl.DataFrame) -> pl.DataFrame:
    return named.filter(pl.col("regle").is_not_null()).select("rang", "ligne", pl.lit("finess_et").alias("colonne"), "regle")


def _with_period(typed: pl.DataFrame, depots: pl.Series, periods: pl.DataFrame) -> pl.DataFrame:
    """Adds the period of the file for the establishment of the row: its own if declared, else that of the file."""
    bounds = ["periode_debut", "periode_fin"]
    own = periods.filter(pl.col("finess_et").is_not_null()).rename({b: f"{b}_propre" for b in bounds})
    general = periods.filter(pl.col("finess_et").is_null()).drop("finess_et")
    joined = (
        typed.with_columns(depots.gather(typed["rang"]).alias("depot"))
        .join(own, on=["depot", "finess_et"], how="left", maintain_order="left")
        .join(general, on="depot", how="left", maintain_order="left")
    )
    return joined.with_columns(pl.coalesce(f"{b}_propre", b).alias(f"{b}_fichier") for b in bounds)


def _model(dataset: Dataset):
    # A missing or wrong FINESS is reported by its own rule; the model need not repeat it.
    return ROW_MODELS[dataset.name].update_column("finess_et", nullable=True)


def _contradictions(rows: pl.DataFrame, declares: Declaration) -> pl.DataFrame:
    """Rows of one file that declare different values for the same thing: "different values in one column … set those rows aside".

    Rows of different files are compared later, once it is known which files are in force.
    """
    differ = [pl.col(value).drop_nulls().n_unique().over("rang", "finess_et", *declares.same) > 1 for value in declares.values]
    wrong = rows.filter(pl.any_horizontal(differ))
    column, rule = pl.lit(declares.values[0]).alias("colonne"), pl.lit(declares.rule).alias("regle")
    return wrong.select("rang", "ligne", column, rule)


def _ragged(files: list[tuple[DepositFile, TextRows]]) -> pl.DataFrame:
    rows = [(number, line, None, "champs_nombre") for number, (_, text) in enumerate(files) for line in text.ragged]
    return pl.DataFrame(rows, schema=FAULTS_SCHEMA, orient="row")


def _with_owner(faults: pl.DataFrame, typed: pl.DataFrame, depots: pl.Series) -> pl.DataFrame:
    """Adds to each fault the establishment its row names, if the row names one."""
    wrong_name = faults.filter(pl.col("regle").is_in(FINESS_RULES)).select("rang", "ligne")
    owners = (
        typed.select("rang", "ligne", "finess_et")
        .join(faults.select("rang", "ligne").unique(), on=["rang", "ligne"], how="semi")
        .join(wrong_name, on=["rang", "ligne"], how="anti")
    )
    owned = faults.join(owners, on=["rang", "ligne"], how="left", maintain_order="left")
    return owned.select(depots.gather(owned["rang"]).alias("depot"), "ligne", "colonne", "regle", "finess_et")


def _distinct(rows: pl.DataFrame, depots: pl.Series, keys: list[str]) -> pl.DataFrame:
    counted = rows.group_by("rang", *keys).len("lignes").sort("rang", *keys)
    return counted.select(depots.gather(counted["rang"]).alias("depot"), *keys, "lignes")


def _lines(raw: pl.DataFrame, files: list[tuple[DepositFile, TextRows]], depots: pl.Series) -> pl.DataFrame:
    """Records read per file: those with the right number of fields, and the others."""
    read = raw.group_by("rang").len("lues")
    every = pl.DataFrame(
        {"rang": range(len(files)), "ragged": [len(text.ragged) for _, text in files]},
        schema={"rang": pl.UInt32, "ragged": pl.Int64},
    ).join(read, on="rang", how="left", maintain_order="left")
    lues = pl.col("lues").fill_null(0).cast(pl.Int64) + pl.col("ragged")
    return every.select(depots.gather(every["rang"]).alias("depot"), lues.alias("lignes_lues"))
