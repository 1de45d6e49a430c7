"""FINESS re-exported with a header (data.gouv, Atlasanté, extracts): columns found by their names, `;`, `,` or tab.

An unnamed first column (an index) and columns that say nothing of interest are ignored. A file that names legal entities
only gives their numbers and SIREN.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from datetime import date
from io import StringIO

import polars as pl

from contracts.failures import RegisterError
from transforms.reading.finess_plus import department_of
from transforms.reading.finess_rows import TEXT_SCHEMA, FinessExtract, siren_of, usable_number

FORMAT = "reexport"

ALIASES: dict[str, tuple[str, ...]] = {
    "finess_et": (
        *("nofinesset", "finesset", "etfiness", "numfinesset", "numfinessege", "numerofinesset", "nfinesset", "etnfiness"),
        *("finessgeographique", "nofinessgeographique"),
    ),
    "finess_ej": (
        *("nofinessej", "finessej", "ejfiness", "numfinessej", "numfinesspm", "numerofinessej", "nfinessej", "ejnfiness"),
        *("finessjuridique", "nofinessjuridique"),
    ),
    "siret": ("siret", "nosiret", "numsiret", "numerosiret"),
    "siren": ("siren", "nosiren", "numsiren", "numerosiren"),
    "nom": ("rslongue", "raisonsocialelongue", "nomegelong"),
    "nom_court": ("rs", "raisonsociale", "nom", "etrs", "denomination", "nomegecourt"),
    "categorie": ("categetab", "categcode", "categorie", "codecategorie", "categoriecode", "codecategorieetablissement"),
    "categorie_libelle": ("libcategetab", "categlib", "categorielibelle", "libellecategorie", "libcategorie"),
    "commune": ("ligneacheminement", "adresselibroutage", "libcommune", "nomcommune", "libellecommune", "commune"),
    "insee": ("communeinsee", "codeinsee", "cogcommune", "comcode", "codecommune"),
    "departement": ("departement", "codedepartement", "dep"),
    "date_fermeture": ("datefermeture", "dateferm"),
    "etat": ("etat", "etatobjet"),
    "type": ("type", "typefiness"),
    "situation": ("dateextractfiness",),
}
"""Header names of each column, without accents, case or separators; the first one found is read."""

_UNSPECIFIED = ("finess", "nofiness", "numfiness", "numerofiness", "nfiness", "codefiness")
"""Names that do not tell an establishment from a legal entity: a legal entity's record has a `statutjuridique`."""

_SECTIONS = {"structureet": "ET", "structureej": "EJ", "geolocalisation": None}
_OPEN = {"a", "actif", "active", "actuel", "actuelle", "o", "ouvert", "ouverte", "enactivite", ""}
_CLOSED = {"i", "inactif", "inactive", "f", "ferme", "fermee", "caduc", "caduque"}

Record = dict[str, str]


def find_columns(text: str) -> tuple[str, dict[str, int]] | None:
    """The separator of a headed file and where its columns are; None when no FINESS number is among its names."""
    found = [(separator, _places(text, separator)) for separator in (";", ",", "\t")]
    separator, places = max(found, key=lambda pair: len(pair[1]))
    return (separator, places) if "finess_et" in places or "finess_ej" in places else None


def read_headed(name: str, text: str, separator: str, places: dict[str, int]) -> FinessExtract:
    """Reads a headed file whose columns were found.

    Raises:
        RegisterError: a record of another length than the header, or an unknown state or type.
    """
    et: list[Record] = []
    ej: list[Record] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    width = len(next(reader))
    for rank, cells in enumerate(reader, start=2):
        kind = _kind(name, rank, cells, places)
        if kind is None:
            continue
        if any(cells[width:]) or len(cells) <= max(places.values()):
            raise _unexpected(name, rank, f"{len(cells)} cellules pour {width} colonnes")
        record = {column: cells[place].strip() for column, place in places.items()}
        (et if kind == "ET" else ej).append(record)
    numbers = {usable_number(r.get("finess_ej")) for r in et + ej} | {usable_number(r.get("finess_et")) for r in ej}
    sirens = {siren_of(record.get("siren")) for record in et + ej}
    rows = pl.DataFrame([_row(name, r) for r in et], schema=TEXT_SCHEMA, orient="row")
    return FinessExtract(name, FORMAT, _situation(et), rows, frozenset(numbers - {None}), frozenset(sirens - {None}))


def _places(text: str, separator: str) -> dict[str, int]:
    header = [_key(cell) for cell in next(csv.reader(StringIO(text, newline=""), delimiter=separator), [])]
    places = {}
    for column, aliases in ALIASES.items():
        found = next((alias for alias in aliases if alias in header), None)
        if found is not None:
            places[column] = header.index(found)
    unspecified = next((alias for alias in _UNSPECIFIED if alias in header), None)
    if unspecified is not None and "finess_et" not in places:
        entity = "statutjuridique" in header and "finess_ej" not in places
        places["finess_ej" if entity else "finess_et"] = header.index(unspecified)
    return places


def _key(cell: str) -> str:
    plain = unicodedata.normalize("NFKD", cell).encode("ascii", "ignore").decode().casefold()
    return re.sub("[^a-z0-9]", "", plain)


def _kind(name: str, rank: int, cells: list[str], places: dict[str, int]) -> str | None:
    """`ET` or `EJ`, None for a record to skip: by section (first cell), by column `type`, else by the columns there are."""
    if not any(cell.strip() for cell in cells):
        return None
    if cells[0] in _SECTIONS:
        return _SECTIONS[cells[0]]
    if "type" in places and "finess_et" in places and places["type"] < len(cells):
        kind = cells[places["type"]].strip().upper()
        if kind not in ("ET", "EJ"):
            raise _unexpected(name, rank, "un type qui n'est ni ET ni EJ")
        return kind
    return "ET" if "finess_et" in places else "EJ"


def _row(name: str, record: Record) -> tuple[str | bool | None, ...]:
    """One establishment, in the order of `TEXT_SCHEMA`."""
    state = _key(record.get("etat", ""))
    if state not in _OPEN | _CLOSED:
        raise RegisterError(
            f"Le fichier FINESS {name} a un état d'établissement inconnu (colonne etat) : écrivez A ou ouvert, I ou fermé."
        )
    commune = record.get("commune")
    return (
        record.get("finess_et"),
        record.get("finess_ej"),
        record.get("siret"),
        record.get("nom") or record.get("nom_court"),
        record.get("categorie"),
        record.get("categorie_libelle"),
        None if commune is None or commune.isdigit() else commune,
        record.get("departement") or department_of(record.get("insee", "").zfill(5)),
        record.get("date_fermeture"),
        state in _CLOSED,
    )


def _situation(records: list[Record]) -> date | None:
    """The last day of extraction written in the records, when they have one."""
    try:
        return max((date.fromisoformat(record["situation"][:10]) for record in records if record.get("situation")), default=None)
    except ValueError:
        return None


def _unexpected(name: str, rank: int, what: str) -> RegisterError:
    return RegisterError(f"Le fichier FINESS {name} a en ligne {rank} {what} : corrigez-le ou téléchargez-le à nouveau.")
