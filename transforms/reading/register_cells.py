"""From the text cells of a register table to typed values: each cell is parsed explicitly, nothing is guessed or repaired.

A cell that does not parse is a problem named with its line and column. Rules between cells are in `register_checks`.
"""

from __future__ import annotations

import polars as pl

from contracts.finess import normalised_expr, shape_expr
from contracts.register import PROJET_ID, RegisterColumn, columns_of, schema_of
from transforms.reading.register_problems import Problem

_DAY = r"^(?:19|[2-9][0-9])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"
_MONTH = r"^(?:19|[2-9][0-9])[0-9]{2}-(?:0[1-9]|1[0-2])$"
_NUMBER = r"^(?:[0-9]{1,12}|[0-9]{1,3}(?:[ \u{a0}\u{202f}][0-9]{3}){1,3})(?:[.,][0-9]{1,2})?$"
_INTEGER = r"^[0-9]{1,6}$"

_CLAUSES: dict[str, str] = {
    "date": "une date s'écrit AAAA-MM-JJ, réécrivez-la",
    "mois": "un mois s'écrit AAAA-MM, réécrivez-le",
    "nombre": "un nombre positif d'au plus deux décimales est attendu, réécrivez-le",
    "entier": "un nombre entier positif est attendu, réécrivez-le",
    "oui_non": "O ou N est attendu, corrigez la cellule",
    "identifiant": "un identifiant a 1 à 64 lettres sans accent, chiffres, points, tirets ou soulignés, commence par une lettre "
    "ou un chiffre et n'a pas deux points de suite, corrigez-le",
}
_LOST_ZERO = "numéro FINESS à 8 chiffres, le zéro de tête est perdu, mettez la colonne au format texte et ressaisissez-le"
_SIRET = "14 chiffres sont un SIRET, donnez le numéro FINESS de l'établissement (ET)"
_BAD_SHAPE = "un numéro FINESS a neuf caractères, chiffres ou 2A/2B en tête, corrigez-le"


def parse_table(table: str, text: pl.DataFrame, sheet: bool) -> tuple[pl.DataFrame, list[Problem]]:
    """Parses the cells of one table.

    Args:
        table: its name.
        text: `ligne` and every column of the table as trimmed text, null where empty.
        sheet: the cells come from a workbook, where a month or a number may have been typed by Excel.

    Returns:
        The typed rows, in the contract's columns, and one problem per cell that is missing or does not parse.
    """
    columns = columns_of(table)
    written = text.with_columns(_written(column).alias(column.name) for column in columns) if sheet else text
    typed = written.select("ligne", *(_typed(column).alias(column.name) for column in columns)).cast(schema_of(table))
    problems = [problem for column in columns for problem in _problems_of(table, column, written, typed)]
    return typed, sorted(problems, key=lambda problem: problem.ligne or 0)


def _written(column: RegisterColumn) -> pl.Expr:
    """What a typed cell of a workbook stands for: Excel turns 2025-03 into a day, and a number may end in `.0`."""
    cell = pl.col(column.name)
    if column.forme == "mois":
        return cell.str.replace(r"^([0-9]{4}-[0-9]{2})-01$", "${1}")
    if column.forme in ("finess", "entier"):
        return cell.str.replace(r"^([0-9]+)\.0+$", "${1}")
    return cell


def _typed(column: RegisterColumn) -> pl.Expr:
    """The value of a cell; null where it does not parse."""
    cell = pl.col(column.name)
    match column.forme:
        case "date":
            return pl.when(cell.str.contains(_DAY)).then(cell).str.to_date("%Y-%m-%d", strict=False)
        case "mois":
            return pl.when(cell.str.contains(_MONTH)).then(cell)
        case "nombre":
            plain = cell.str.replace_all(r"[ \u{a0}\u{202f}]", "").str.replace(",", ".", literal=True)
            return pl.when(cell.str.contains(_NUMBER)).then(plain).cast(pl.Decimal(14, 2), strict=False)
        case "entier":
            return pl.when(cell.str.contains(_INTEGER)).then(cell).cast(pl.Int32, strict=False)
        case "oui_non":
            return cell.replace_strict({"O": True, "N": False}, default=None, return_dtype=pl.Boolean)
        case "code":
            return pl.when(cell.is_in(column.codes)).then(cell)
        case "finess":
            number = normalised_expr(cell)
            return pl.when(shape_expr(number)).then(number)
        case "identifiant":
            return pl.when(cell.str.contains(PROJET_ID) & ~cell.str.contains("..", literal=True)).then(cell)
        case _:
            return cell


def _problems_of(table: str, column: RegisterColumn, text: pl.DataFrame, typed: pl.DataFrame) -> list[Problem]:
    cell = text[column.name]
    unread = cell.is_not_null() & typed[column.name].is_null()
    wrong = text.filter(unread).select("ligne", _clause(column).alias("clause"))
    problems = [Problem(table, clause, line, column.name) for line, clause in wrong.rows()]
    if column.value_due:
        problems += [
            Problem(table, "valeur obligatoire absente, complétez-la", line, column.name)
            for line in text.filter(cell.is_null())["ligne"].to_list()
        ]
    return problems


def _clause(column: RegisterColumn) -> pl.Expr:
    if column.forme == "code":
        return pl.lit(f"valeur hors de la liste ({', '.join(column.codes)}), corrigez-la")
    if column.forme != "finess":
        return pl.lit(_CLAUSES.get(column.forme))
    number = normalised_expr(pl.col(column.name))
    return (
        pl.when(number.str.contains("^[0-9]{8}$"))
        .then(pl.lit(_LOST_ZERO))
        .when(number.str.contains("^[0-9]{14}$"))
        .then(pl.lit(_SIRET))
        .otherwise(pl.lit(_BAD_SHAPE))
    )
