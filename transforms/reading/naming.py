"""Which establishment each row of a batch names, or the rule it breaks. A cell is judged once per distinct text."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.reading.coded import Coded, CodedRows
from transforms.reading.deposit_paths import DepositFile
from transforms.reading.finess_cells import KnownNumbers, folder_establishment, folder_is_number, name_cells
from transforms.reading.parse import FAULTS_SCHEMA


@dataclass(frozen=True)
class Naming:
    """`rows`: the establishment each row names, or null; a row that may not name it (`finess_incoherent`) keeps it.

    `named`: `rang`, `finess_et`, `corrige` (a lost zero was put back), `lignes`: rows that name an establishment they may name.
    """

    rows: Coded
    named: pl.DataFrame
    faults: pl.DataFrame


def name_rows(rows: CodedRows, files: list[DepositFile], known: KnownNumbers) -> Naming:
    """Reads the `finess_et` of every row; `rang` is the place of its file in `files`."""
    cells = rows.cells["finess_et"]
    names = _names(cells.texts, known)
    finess = Coded(cells.codes, names["finess_et"])
    elsewhere = _elsewhere(rows.places["rang"], finess, _folders(files, known))
    wrong = cells.spread(names["regle"].is_not_null()) | elsewhere
    rules = cells.filter(wrong).spread(names["regle"]).fill_null("finess_incoherent")
    faults = rows.places.filter(wrong).with_columns(pl.lit("finess_et").alias("colonne"), rules.alias("regle"))
    named = _named(rows.places["rang"].filter(~wrong), cells.codes.filter(~wrong), names)
    return Naming(finess, named, faults.select(FAULTS_SCHEMA.keys()))


def _names(texts: pl.Series, known: KnownNumbers) -> pl.DataFrame:
    """What each text names, in the order of the texts."""
    named = name_cells(texts, known)
    return texts.alias("brut").to_frame().join(named, on="brut", how="left", nulls_equal=True, maintain_order="left")


def _elsewhere(rang: pl.Series, finess: Coded, folders: pl.DataFrame) -> pl.Series:
    """Whether a row names an establishment other than that of the folder of its file, when that folder stands for one."""
    if not folders["dossier_exige"].any():
        return pl.repeat(False, len(rang), dtype=pl.Boolean, eager=True)
    here = folders["finess_dossier"].gather(rang)
    return folders["dossier_exige"].gather(rang) & finess.spread(finess.texts).ne_missing(here)


def _folders(files: list[DepositFile], known: KnownNumbers) -> pl.DataFrame:
    texts = {file.folder_finess for file in files}
    required = {text: folder_is_number(text, known) for text in texts}
    own = {text: folder_establishment(text, known) for text in texts}
    return pl.DataFrame(
        {
            "dossier_exige": [required[file.folder_finess] for file in files],
            "finess_dossier": [own[file.folder_finess] for file in files],
        },
        schema={"dossier_exige": pl.Boolean, "finess_dossier": pl.String},
    )


def _named(rang: pl.Series, codes: pl.Series, names: pl.DataFrame) -> pl.DataFrame:
    width = names.height + 1
    pairs = (rang.cast(pl.UInt64) * width + codes.cast(pl.UInt64)).alias("paire").to_frame()
    counted = pairs.group_by("paire").len("lignes")
    cells = names.select("finess_et", "corrige")[(counted["paire"] % width).cast(pl.UInt32)]
    return (
        pl.concat([counted.select((pl.col("paire") // width).cast(pl.UInt32).alias("rang"), "lignes"), cells], how="horizontal")
        .group_by("rang", "finess_et", "corrige")
        .agg(pl.col("lignes").sum())
        .sort("rang", "finess_et", "corrige")
    )
