"""The legacy Etalab files, without header: `structureet` records of 32 fields, `structureej` records of legal entities.

Only open establishments are in these files. `geolocalisation` records say nothing of interest here.
"""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import polars as pl

from contracts.failures import RegisterError
from transforms.reading.finess_rows import TEXT_SCHEMA, FinessExtract, siren_of, usable_number

FORMAT = "cs1100502"
_ET_FIELDS = 32
_EJ_FIELDS = 21
"""A legal entity's record has 23 fields; its SIREN is the 21st."""
_SECTIONS = ("structureet", "structureej", "geolocalisation")


def comment_day(record: list[str]) -> date | None:
    """The day of situation in a first line such as `finess;etalab;111;2026-05-12`; None for any other line."""
    cells = [cell for cell in record if cell]
    if len(cells) != 4 or cells[0] != "finess":
        return None
    try:
        return date.fromisoformat(cells[3])
    except ValueError:
        return None


def is_legacy(record: list[str]) -> bool:
    """Whether the first record of a `;` file is that of a legacy file."""
    return bool(record) and (record[0] in _SECTIONS or comment_day(record) is not None)


def read_legacy(name: str, text: str) -> FinessExtract:
    """Reads a legacy file.

    Raises:
        RegisterError: a record of another length or kind: the file is damaged.
    """
    et: list[list[str]] = []
    ej: list[list[str]] = []
    situation: date | None = None
    reader = csv.reader(StringIO(text, newline=""), delimiter=";")
    for rank, record in enumerate(reader, start=1):
        if rank == 1 and (situation := comment_day(record)):
            continue
        if reader.line_num != rank:
            # A record is one line: a quote left open would swallow the next ones in silence.
            raise _damaged(name, rank)
        if record:
            _sort_record(name, rank, record, et, ej)
    numbers = {usable_number(record[1]) for record in ej} | {usable_number(record[2]) for record in et}
    sirens = {siren_of(record[20]) for record in ej}
    return FinessExtract(name, FORMAT, situation, _rows(et), frozenset(numbers - {None}), frozenset(sirens - {None}))


def _sort_record(name: str, rank: int, record: list[str], et: list[list[str]], ej: list[list[str]]) -> None:
    section = record[0]
    if section == "structureet" and len(record) == _ET_FIELDS:
        et.append(record)
    elif section == "structureej" and len(record) >= _EJ_FIELDS:
        ej.append(record)
    elif section != "geolocalisation":
        raise _damaged(name, rank)


def _damaged(name: str, rank: int) -> RegisterError:
    return RegisterError(
        f"Le fichier FINESS {name} a un enregistrement inattendu en ligne {rank} (ni structureet à {_ET_FIELDS} champs, "
        "ni structureej, ni geolocalisation) : téléchargez-le à nouveau."
    )


def _rows(records: list[list[str]]) -> pl.DataFrame:
    columns = {
        "finess_et": [record[1] for record in records],
        "finess_ej": [record[2] for record in records],
        "siret": [record[22] for record in records],
        "nom": [record[4] or record[3] for record in records],
        "categorie": [record[18] for record in records],
        "categorie_libelle": [record[19] for record in records],
        "commune": [record[15] for record in records],
        "departement": [record[13] for record in records],
        "date_fermeture": [None] * len(records),
        "ferme": [False] * len(records),
    }
    return pl.DataFrame(columns, schema=TEXT_SCHEMA)
