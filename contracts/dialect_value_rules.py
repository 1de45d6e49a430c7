"""What a dialect may put in the columns of a dataset: constants, the words of closed lists, and what a rate is compared with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from pydantic_core import PydanticCustomError

from contracts.deposits.columns import Column, Dataset
from contracts.dialect_form import TableForm
from contracts.rulebook_words import fault
from contracts.toml_lines import Path

Found = tuple[Path, PydanticCustomError]

MARKS = ("{debut}", "{fin}")
"""What stands for the first and last day of a month or a period, in the constants of a date."""

_DATES = {"date", "date_heure", "jour_ou_mois"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNT = re.compile(r"[0-9]{1,9}")


def value_faults(table: TableForm, dataset: Dataset) -> Iterator[Found]:
    """Path below the table, and fault, of each value that its column cannot hold; every name is that of a column."""
    yield from _optional_faults(table, dataset)
    yield from _word_faults(table, dataset)
    yield from _constant_faults(table, dataset)
    yield from _rate_faults(table)


def alike(text: str) -> str:
    """Text as it is compared: without case, accents nor spaces around."""
    letters = unicodedata.normalize("NFKD", text)
    return " ".join("".join(part for part in letters if not unicodedata.combining(part)).casefold().split())


def _optional_faults(table: TableForm, dataset: Dataset) -> Iterator[Found]:
    required = {column.name for column in dataset.columns if column.required}
    for rank, name in enumerate(table.facultatives):
        if name in required:
            what = f"la colonne {name} est obligatoire dans {dataset.name}"
            yield ("facultatives", rank), fault(what, "retirez-la de cette liste")
        elif name not in _read(table):
            what = f"la colonne {name} n'a pas d'en-tête"
            yield ("facultatives", rank), fault(what, "donnez-le sous [table.colonnes], ou retirez-la de cette liste")
        elif any(name in join.colonnes for join in table.jointure):
            what = f"la colonne {name} vient d'une jointure, dont tous les en-têtes sont attendus"
            yield ("facultatives", rank), fault(what, "retirez-la de cette liste")


def _read(table: TableForm) -> set[str]:
    """Columns of the dataset that are read under a header."""
    inside = [table.colonnes, *(serie.colonnes for serie in table.serie), *(join.colonnes for join in table.jointure)]
    return {name for columns in inside for name in columns}


def _word_faults(table: TableForm, dataset: Dataset) -> Iterator[Found]:
    """Texts are given the words of a closed list, in a column that is read."""
    columns = {column.name: column for column in dataset.columns}
    for name, values in table.valeurs.items():
        column, admitted = columns[name], _words(columns[name])
        if not admitted and column.kind != "texte":
            what = f"la colonne {name} n'a pas de liste de valeurs"
            yield ("valeurs", name), fault(what, "retirez cette table")
            continue
        if name not in _read(table):
            what = f"la colonne {name} n'est lue sous aucun en-tête"
            yield ("valeurs", name), fault(what, "donnez-le sous [table.colonnes], ou retirez cette table")
        seen: dict[str, str] = {}
        for text, word in values.items():
            if admitted and word not in admitted:
                what = f"« {word} » n'est pas une valeur admise pour {name}"
                yield ("valeurs", name, text), fault(what, "", admitted=admitted, word=word)
            if seen.setdefault(alike(text), word) != word:
                what = "ce texte a déjà une autre valeur (ni majuscules ni accents ne comptent)"
                yield ("valeurs", name, text), fault(what, "gardez-en une")


def _constant_faults(table: TableForm, dataset: Dataset) -> Iterator[Found]:
    columns = {column.name: column for column in dataset.columns}
    for name, value in table.constantes.items():
        yield from ((("constantes", name), found) for found in _constant_fault(columns[name], value))
    for rank, serie in enumerate(table.serie):
        for name, value in serie.constantes.items():
            yield from ((("serie", rank, "constantes", name), found) for found in _constant_fault(columns[name], value))


def _constant_fault(column: Column, value: str) -> Iterator[PydanticCustomError]:
    """A constant is what the column may hold; a person or an establishment is never the same for a whole file."""
    admitted = _words(column)
    if column.kind in {"finess", "identifiant"}:
        mend = (
            "dites où est le numéro par la clé finess" if column.kind == "finess" else "donnez son en-tête sous [table.colonnes]"
        )
        yield fault(f"la colonne {column.name} n'est pas la même pour toutes les lignes", mend)
    elif column.kind in _DATES:
        if value not in MARKS and not _is_day(value):
            yield fault("ce n'est pas un jour", 'écrivez "{debut}", "{fin}" ou un jour AAAA-MM-JJ')
    elif any(mark in value for mark in MARKS):
        yield fault("{debut} et {fin} ne vont que dans une colonne de date", "retirez-les")
    elif admitted and value not in admitted:
        yield fault(f"« {value} » n'est pas une valeur admise pour {column.name}", "", admitted=admitted, word=value)
    elif column.kind == "entier" and not _COUNT.fullmatch(value):
        yield fault("un nombre entier est attendu", "écrivez-le en chiffres, entre guillemets")


def _rate_faults(table: TableForm) -> Iterator[Found]:
    if table.taux is None:
        return
    if not {"numerateur", "denominateur"} <= table.colonnes.keys():
        mend = "retirez cette clé, ou donnez numerateur et denominateur sous [table.colonnes]"
        yield ("taux",), fault("un taux se compare à un numérateur et à un dénominateur de la même ligne", mend)


def _words(column: Column) -> tuple[str, ...]:
    return ("O", "N") if column.kind == "oui_non" else column.codes


def _is_day(value: str) -> bool:
    try:
        return bool(_DAY.fullmatch(value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False
