"""One batch: the text rows of many files of one dataset, read together into accepted rows and faults.

Files are numbered in the batch (`rang`); nothing here is done once per establishment.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from contracts.deposits.columns import Dataset, Declaration
from contracts.deposits.rows import ROW_MODELS
from contracts.deposits.rules import FINESS_RULES
from transforms.reading.coded import Coded, CodedRows, coded_rows
from transforms.reading.csv_text import TextRows
from transforms.reading.deposit_paths import DepositFile
from transforms.reading.finess_cells import KnownNumbers
from transforms.reading.naming import name_rows
from transforms.reading.parse import empty_faults, parse_cells, parse_texts, ragged_faults
from transforms.reading.pseudonym import Pseudonyms
from transforms.reading.validate import faults_of_model, merge_faults, rows_at, without_faults


@dataclass(frozen=True)
class ReadBatch:
    """Result of one batch. `accepted`: typed rows with `depot` and `ligne`, the person's number replaced by `dossier`. `faults`:
    `depot`, `ligne`, `colonne`, `regle`, and `finess_et` of the row when it names one. `named`: `depot`, `finess_et` that rows
    name. `lines`: records read per `depot`. `corrections`: `depot`, `finess_et`, `lignes` whose lost zero was put back.
    """

    accepted: pl.DataFrame
    faults: pl.DataFrame
    named: pl.DataFrame
    lines: pl.DataFrame
    corrections: pl.DataFrame


def read_batch(
    dataset: Dataset,
    files: list[DepositFile],
    text: TextRows,
    periods: pl.DataFrame,
    known: KnownNumbers,
    pseudonyms: Pseudonyms,
    told: pl.DataFrame | None = None,
) -> ReadBatch:
    """Reads the rows of several files of one dataset.

    Args:
        dataset: their dataset.
        files: the files.
        text: their rows (or a part of them), `rang` being the place of a file in `files`.
        periods: `depot`, `finess_et` (null = any), `periode_debut`, `periode_fin`: one row with null per file at least.
        known: the FINESS numbers known.
        pseudonyms: those of the dossiers.
        told: faults that were found when these rows were made of those of another form (`FAULTS_SCHEMA`).
    """
    depots = pl.Series("depot", [file.depot for file in files], dtype=pl.Int64)
    rows = coded_rows(text, dataset.names)
    naming = name_rows(rows, files, known)
    typed, form = parse_cells(rows, dataset)
    typed = typed.with_columns(naming.rows.spread(naming.rows.texts).alias("finess_et"))
    if dataset.dated_by:
        typed = _with_period(typed, depots, periods)
    before = empty_faults() if told is None else told
    # A cell whose fault is already known (a mailbox of nobody) is not also said to hold no number.
    unnamed = without_faults(naming.faults, before)
    faults = merge_faults(before, unnamed, form, faults_of_model(typed, _model(dataset)), ragged_faults(text.ragged))
    if dataset.has_dossier:
        typed = _hidden(typed, dataset, rows, naming.rows, pseudonyms)
    if dataset.declares:
        faults = merge_faults(faults, _contradictions(without_faults(typed, faults), dataset.declares))
    accepted = without_faults(typed, faults)
    corrected = naming.named.filter("corrige")
    return ReadBatch(
        accepted=accepted.select(depots.gather(accepted["rang"]).alias("depot"), "ligne", *_stored(dataset)),
        faults=_with_owner(faults, typed, depots),
        named=naming.named.select(depots.gather(naming.named["rang"]).alias("depot"), "finess_et").unique(maintain_order=True),
        lines=_lines(rows.places, text.ragged, depots),
        corrections=corrected.select(depots.gather(corrected["rang"]).alias("depot"), "finess_et", "lignes"),
    )


def _stored(dataset: Dataset) -> list[str]:
    return ["dossier" if name == "dossier_id" else name for name in dataset.names]


def _hidden(typed: pl.DataFrame, dataset: Dataset, rows: CodedRows, finess: Coded, pseudonyms: Pseudonyms) -> pl.DataFrame:
    """The rows with `dossier` in place of `dossier_id`, and free text hidden."""
    hidden = [pseudonyms.of_pairs(finess, rows.cells["dossier_id"]).alias("dossier")]
    for column in dataset.columns:
        if column.kind == "texte":
            cells = rows.cells[column.name]
            hidden.append(cells.spread(pseudonyms.of_texts(parse_texts(cells.texts, column))).alias(column.name))
    return typed.drop("dossier_id").with_columns(hidden)


def _with_period(typed: pl.DataFrame, depots: pl.Series, periods: pl.DataFrame) -> pl.DataFrame:
    """Adds the period of the file for the establishment of the row: its own if declared, else that of the file.

    Two `couverture.csv` of one folder may declare two periods for one file: a row must then lie in both.
    """
    bounds = [pl.col("periode_debut").max(), pl.col("periode_fin").min()]
    common = periods.group_by("depot", "finess_et").agg(bounds)
    own = common.filter(pl.col("finess_et").is_not_null())
    general = common.filter(pl.col("finess_et").is_null()).drop("finess_et")
    joined = (
        typed.with_columns(depots.gather(typed["rang"]).alias("depot"))
        .join(own, on=["depot", "finess_et"], how="left", maintain_order="left")
        .join(general, on="depot", how="left", maintain_order="left", suffix="_general")
    )
    names = ("periode_debut", "periode_fin")
    return joined.with_columns(pl.coalesce(name, f"{name}_general").alias(f"{name}_fichier") for name in names)


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


def _with_owner(faults: pl.DataFrame, typed: pl.DataFrame, depots: pl.Series) -> pl.DataFrame:
    """Adds to each fault the establishment its row names, if the row names one."""
    wrong_name = faults.filter(pl.col("regle").is_in(FINESS_RULES))
    owners = without_faults(rows_at(typed, faults), wrong_name).select("rang", "ligne", "finess_et")
    owned = faults.join(owners, on=["rang", "ligne"], how="left", maintain_order="left")
    return owned.select(depots.gather(owned["rang"]).alias("depot"), "ligne", "colonne", "regle", "finess_et")


def _lines(places: pl.DataFrame, ragged: pl.DataFrame, depots: pl.Series) -> pl.DataFrame:
    """Records read per file: those with the right number of fields, and the others."""
    read = pl.concat([places.select("rang"), ragged.select("rang")]).group_by("rang").len("lues")
    every = pl.DataFrame({"rang": range(len(depots))}, schema={"rang": pl.UInt32})
    counted = every.join(read, on="rang", how="left", maintain_order="left")
    return pl.DataFrame({"depot": depots, "lignes_lues": counted["lues"].fill_null(0).cast(pl.Int64)})
