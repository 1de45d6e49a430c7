"""From text cells to typed values: each cell is parsed explicitly, and what does not parse is a fault, never a repair.

Only the form of a cell is judged here; presence, closed lists and order of dates are in `contracts.deposits.rows`.
"""

from __future__ import annotations

import polars as pl

from contracts.deposits.columns import Column, Dataset

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


def trim_cells(raw: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """Strips white space (no-break spaces included) around each cell; an empty cell becomes null."""
    trimmed = [pl.col(name).str.strip_chars().alias(name) for name in columns]
    return raw.with_columns(trimmed).with_columns(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in columns)


def parse_cells(raw: pl.DataFrame, dataset: Dataset) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Parses the trimmed text cells of one dataset.

    Args:
        raw: columns `rang`, `ligne` and every column of the dataset as text; `finess_et` is left as it is.
        dataset: the dataset read.

    Returns:
        The same rows with typed columns (a cell that does not parse is null), and the faults of form. For `mssante`,
        `jour_fin` is the last day a row speaks of.
    """
    columns = [column for column in dataset.columns if column.kind != "finess"]
    typed = raw.with_columns(_typed(column).alias(column.name) for column in columns)
    if dataset.dated_by:
        typed = typed.with_columns(_last_day(raw, dataset.dated_by).alias("jour_fin"))
    faults = [_faults_of(raw, typed, column) for column in columns if column.kind in _FORM_RULE]
    faults = [fault for fault in faults if fault.height]
    return typed, pl.concat(faults) if faults else empty_faults()


_FORM_RULE: dict[str, str] = {
    "date": "date_invalide",
    "date_heure": "date_invalide",
    "jour_ou_mois": "mois_invalide",
    "entier": "nombre_invalide",
    "oui_non": "valeur_inconnue",
}


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


def _last_day(raw: pl.DataFrame, name: str) -> pl.Series:
    cell = pl.col(name)
    monthly = cell.str.contains(_MONTH)
    return raw.select(pl.when(monthly).then(_to_date(cell + "-01").dt.month_end()).otherwise(_date(cell)).alias("jour_fin"))[
        "jour_fin"
    ]


def _faults_of(raw: pl.DataFrame, typed: pl.DataFrame, column: Column) -> pl.DataFrame:
    unread = raw[column.name].is_not_null() & typed[column.name].is_null()
    return raw.filter(unread).select(
        "rang", "ligne", pl.lit(column.name).alias("colonne"), pl.lit(_FORM_RULE[column.kind]).alias("regle")
    )
