"""From text cells to typed values: each cell is parsed explicitly, and what does not parse is a fault, never a repair.

Only the form of a cell is judged here; presence, closed lists and order of dates are in `contracts.deposits.rows`.
"""

from __future__ import annotations

import polars as pl

from contracts.deposits.columns import Column, Dataset
from transforms.reading.coded import CodedRows

FAULTS_SCHEMA = {"rang": pl.UInt32, "ligne": pl.Int32, "colonne": pl.String, "regle": pl.String}
"""One fault: file number in the batch, line as a spreadsheet shows it, column, rule."""

_DAY = r"^(?:19|[2-9][0-9])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?$"
_DATE_TIME = _DAY + _TIME
_MONTH = r"^(?:19|[2-9][0-9])[0-9]{2}-(?:0[1-9]|1[0-2])$"
# Nine digits at most: a longer figure is no count, it may be a person's number (NIR), and sums must stay exact.
_INTEGER = r"^[0-9]{1,9}$"


def empty_faults() -> pl.DataFrame:
    """A faults frame with no row."""
    return pl.DataFrame(schema=FAULTS_SCHEMA)


def parse_cells(rows: CodedRows, dataset: Dataset) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Parses the trimmed cells of one dataset; each distinct text is parsed once.

    Args:
        rows: the records of a batch, with every column of the dataset.
        dataset: the dataset read.

    Returns:
        `rang`, `ligne` and the columns of the dataset, typed, `finess_et` left out (a cell that does not parse is null); and the
        faults of form. For what is counted once, `jour_fin` is the last day a row speaks of.
    """
    typed: dict[str, pl.Series] = {}
    faults = []
    for column in dataset.columns:
        if column.kind != "finess":
            cell = rows.cells[column.name]
            values = parse_texts(cell.texts, column)
            typed[column.name] = cell.spread(values)
            unread = cell.texts.is_not_null() & values.is_null()
            if unread.any():
                faults.append(_faults(rows.places.filter(cell.spread(unread)), column))
    if dataset.dated_by:
        days = rows.cells[dataset.dated_by]
        typed["jour_fin"] = days.spread(_last_day(days.texts))
    columns = [values.alias(name) for name, values in typed.items()]
    return rows.places.with_columns(columns), pl.concat(faults) if faults else empty_faults()


def parse_texts(texts: pl.Series, column: Column) -> pl.Series:
    """The value of each trimmed text of a column; null when it does not parse."""
    return texts.alias(column.name).to_frame().select(_typed(column)).to_series()


_FORM_RULE: dict[str, str] = {
    "date": "date_invalide",
    "date_heure": "date_invalide",
    "jour_ou_mois": "mois_invalide",
    "entier": "nombre_invalide",
    "oui_non": "valeur_inconnue",
    "identifiant": "cellule_en_erreur",
    "texte": "cellule_en_erreur",
}

# What a spreadsheet shows for no value: as the number of a person, all those it stands for would be one.
_SHEET_ERROR = r"^#(?:N/A|REF!|VALUE!|VALEUR!|DIV/0!|NAME\?|NOM\?|NUM!|NOMBRE!|NULL!|NUL!|SPILL!|CALC!|ERREUR|NON CALCULÉ)$"


def _typed(column: Column) -> pl.Expr:
    cell = pl.col(column.name)
    if column.default is not None:
        cell = cell.fill_null(column.default)
    if column.kind == "date":
        return _date(cell)
    if column.kind == "date_heure":
        return _moment(cell)
    if column.kind == "jour_ou_mois":
        return pl.when(cell.str.contains(_MONTH)).then(_to_date(cell + "-01")).otherwise(_date(cell))
    if column.kind == "entier":
        return pl.when(cell.str.contains(_INTEGER)).then(cell).cast(pl.Int64, strict=False)
    if column.kind in ("identifiant", "texte"):
        return pl.when(~cell.str.contains(_SHEET_ERROR)).then(cell)
    if column.kind == "oui_non":
        return cell.replace_strict({"O": True, "N": False}, default=None, return_dtype=pl.Boolean)
    return cell


def _date(cell: pl.Expr) -> pl.Expr:
    # Polars alone would accept 2026-1-3: the form is guarded first. A day that does not exist (31 February) is null.
    return pl.when(cell.str.contains(_DATE_TIME)).then(_to_date(cell.str.slice(0, 10)))


def _to_date(cell: pl.Expr) -> pl.Expr:
    return cell.str.to_date("%Y-%m-%d", strict=False)


def _moment(cell: pl.Expr) -> pl.Expr:
    """Day and time as printed; a day alone stands for midnight. The time zone does not matter: it only tells events apart."""
    seconds = cell.str.slice(11).str.extract(r"^([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)")
    clock = pl.when(seconds.is_null()).then(pl.lit("00:00:00")).when(seconds.str.len_chars() == 5).then(seconds + ":00")
    printed = cell.str.slice(0, 10) + " " + clock.otherwise(seconds)
    moment = printed.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False)
    fraction = cell.str.extract(r"[.,]([0-9]{1,6})").str.pad_end(6, "0").cast(pl.Int64).fill_null(0)
    return pl.when(cell.str.contains(_DATE_TIME)).then(moment + pl.duration(microseconds=fraction))


def _last_day(texts: pl.Series) -> pl.Series:
    cell = pl.col("jour_fin")
    monthly = cell.str.contains(_MONTH)
    last = pl.when(monthly).then(_to_date(cell + "-01").dt.month_end()).otherwise(_date(cell))
    return texts.alias("jour_fin").to_frame().select(last).to_series()


def ragged_faults(ragged: pl.DataFrame) -> pl.DataFrame:
    """The faults of the records (`rang`, `ligne`) with a wrong number of fields."""
    return ragged.select("rang", "ligne", pl.lit(None, pl.String).alias("colonne"), pl.lit("champs_nombre").alias("regle"))


def _faults(places: pl.DataFrame, column: Column) -> pl.DataFrame:
    return places.select("rang", "ligne", pl.lit(column.name).alias("colonne"), pl.lit(_FORM_RULE[column.kind]).alias("regle"))
