"""From the text of establishments, whatever the file they come from, to the typed rows of `contracts.finess_register`.

The file formats are read by `finess_legacy`, `finess_plus` and `finess_headed`; which file prevails is in `finess_register`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from contracts.champs import champ_expr
from contracts.failures import RegisterError
from contracts.finess import has_valid_key, looks_like_finess, normalise_finess, normalised_expr, shape_expr, valid_key_expr
from contracts.finess_register import ET_SCHEMA
from contracts.regions import FINESS_CODES

TEXT_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "finess_et": pl.String,
    "finess_ej": pl.String,
    "siret": pl.String,
    "nom": pl.String,
    "categorie": pl.String,
    "categorie_libelle": pl.String,
    "commune": pl.String,
    "departement": pl.String,
    "date_fermeture": pl.String,
    "ferme": pl.Boolean,
}
"""What every format gives for an establishment, as written; `ferme` is True where the file says closed by a state."""

_MISSING_DAY = date(1900, 1, 1)
"""Written by FINESS where a day is not known."""


@dataclass(frozen=True)
class FinessExtract:
    """What one file says: its establishments as text, and the numbers it knows as legal entities and SIREN."""

    name: str
    format: str
    situation: date | None
    rows: pl.DataFrame
    ej: frozenset[str]
    sirens: frozenset[str]


def usable_number(text: str | None) -> str | None:
    """A FINESS number as written in a FINESS file, its lost zero put back when the key then proves it; else None."""
    number = normalise_finess(text or "")
    if len(number) == 8 and has_valid_key(f"0{number}"):
        return f"0{number}"
    return number if looks_like_finess(number) else None


def siren_of(text: str | None) -> str | None:
    """A SIREN of nine digits, or None."""
    number = normalise_finess(text or "")
    return number if len(number) == 9 and number.isascii() and number.isdigit() else None


def establishments(extract: FinessExtract) -> tuple[pl.DataFrame, int]:
    """The typed establishments of a file, one row per number, sorted, and how many records have no usable number.

    Raises:
        RegisterError: one open establishment is described twice in different ways.
    """
    rows = _blank_to_null(extract.rows).with_columns(_number("finess_et"), _number("finess_ej"), _siret())
    usable = rows.filter(pl.col("finess_et").is_not_null())
    typed = usable.with_columns(
        pl.col("siret").str.slice(0, 9).alias("siren"),
        pl.col("categorie").str.zfill(3),
        pl.col("commune").str.replace(r"^[0-9]{5}\s+", ""),
        champ_expr(pl.col("categorie").str.zfill(3)).alias("champ"),
        _department(),
        _closing_day(),
        _closed(),
    )
    return _one_per_number(extract.name, typed.select(list(ET_SCHEMA))), rows.height - usable.height


def _blank_to_null(rows: pl.DataFrame) -> pl.DataFrame:
    trimmed = rows.with_columns(pl.col(pl.String).str.strip_chars())
    return trimmed.with_columns(pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)))


def sirens_of_establishments(rows: pl.DataFrame) -> frozenset[str]:
    """The SIREN in the SIRET of establishments as text."""
    return frozenset(rows.select(_siret().str.slice(0, 9).drop_nulls().unique()).to_series())


def _number(name: str) -> pl.Expr:
    """`usable_number` over a column."""
    number = normalised_expr(pl.col(name))
    padded = "0" + number
    return (
        pl.when(number.str.len_chars() == 8)
        .then(pl.when(valid_key_expr(padded)).then(padded))
        .when(shape_expr(number))
        .then(number)
        .alias(name)
    )


def _siret() -> pl.Expr:
    """Fourteen digits; what a spreadsheet left in scientific notation is lost."""
    plain = normalised_expr(pl.col("siret"))
    return pl.when(plain.str.contains("^[0-9]{14}$")).then(plain).alias("siret")


def _department() -> pl.Expr:
    return pl.col("departement").str.to_uppercase().str.zfill(2).replace(FINESS_CODES)


def _closing_day() -> pl.Expr:
    """The day of closing; FINESS's filler stands for no day."""
    return pl.when(_day_written() != _MISSING_DAY).then(_day_written()).alias("date_fermeture")


def _closed() -> pl.Expr:
    """Closed by its state, or because a day of closing is written, even one that cannot be read."""
    dated = pl.col("date_fermeture").is_not_null() & (_day_written() != _MISSING_DAY).fill_null(True)
    return (pl.col("ferme").fill_null(False) | dated).alias("ferme")


def _day_written() -> pl.Expr:
    """ISO or dd/mm/yyyy, whatever follows; null for anything else."""
    cell = pl.col("date_fermeture").str.slice(0, 10)
    iso = pl.when(cell.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")).then(cell).str.to_date("%Y-%m-%d", strict=False)
    french = pl.when(cell.str.contains(r"^[0-9]{2}/[0-9]{2}/[0-9]{4}$")).then(cell).str.to_date("%d/%m/%Y", strict=False)
    return pl.coalesce(iso, french)


def _one_per_number(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Identical records count once; of several, the open one, else the last closed. Two different open ones are refused."""
    distinct = rows.unique(maintain_order=True)
    opened = distinct.filter(~pl.col("ferme") & pl.struct("finess_et", "ferme").is_duplicated())
    if opened.height:
        raise RegisterError(
            f"Le fichier FINESS {name} décrit deux fois l'établissement {opened['finess_et'].min()} de façon différente : "
            "corrigez le fichier ou téléchargez-le à nouveau."
        )
    first = distinct.sort("finess_et", "ferme", "date_fermeture", descending=[False, False, True], nulls_last=True)
    return first.unique("finess_et", keep="first", maintain_order=True)
