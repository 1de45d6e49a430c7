"""Which establishment a MSSanté mailbox belongs to, from the national extraction of the directory; the caller chooses its date.

Addresses may name persons: only their hashes leave this module.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO

import polars as pl
import pyarrow as pa
import pyarrow.csv

from contracts.finess import looks_like_finess, normalise_finess
from transforms.dialects.names import comparable
from transforms.reading.coded import Coded
from transforms.reading.csv_header import HEADER_MAX, Refusal

COLUMNS = ("Type de BAL", "Adresse BAL", "Type identifiant structure", "Identification Structure")
"""Columns of the extraction that are read; it has 31."""

MAILBOXES_SCHEMA = {"boite": pl.String, "finess_et": pl.String}
"""One row per mailbox of an establishment: hash of its address, number (null: of several establishments)."""

_FINESS_CODE = "1"
"""Code of FINESS among the types of identifiers of structures; 3 is SIRET."""


@dataclass(frozen=True)
class Owners:
    """What some cells holding addresses name: their `finess`, null where the rank has a rule instead (`unknown`, `several`)."""

    finess: Coded
    unknown: pl.Series
    several: pl.Series


def read_mailboxes(content: bytes) -> pl.DataFrame:
    """The mailboxes whose structure is identified by a FINESS number (`MAILBOXES_SCHEMA`); those of a SIRET are not mapped.

    Args:
        content: the extraction: UTF-8, `|`, header.

    Raises:
        Refusal: `encodage`, `fichier_vide`, `colonnes_manquantes`, `colonne_en_double` or `csv_invalide`.
    """
    table = _read(content)
    rows = zip(*(table[name].to_pylist() for name in COLUMNS[1:]), strict=True)
    owned = [(_hash(address), _finess(kind, number)) for address, kind, number in rows if address.strip()]
    frame = pl.DataFrame([row for row in owned if row[1]], schema=MAILBOXES_SCHEMA, orient="row").unique()
    one = pl.when(pl.len() == 1).then(pl.col("finess_et").first())
    return frame.group_by("boite").agg(one).sort("boite")


def owners(cells: Coded, mailboxes: pl.DataFrame) -> Owners:
    """The establishment of each trimmed address; `mailboxes` as `read_mailboxes` gives them."""
    addresses = pl.Series("boite", [_hash(text) if text else None for text in cells.texts.to_list()], dtype=pl.String)
    known = addresses.to_frame().join(
        mailboxes.with_columns(pl.lit(True).alias("connue")), on="boite", how="left", maintain_order="left"
    )
    filled, found = addresses.is_not_null(), known["connue"].fill_null(False)
    return Owners(
        finess=Coded(cells.codes, known["finess_et"]),
        unknown=cells.spread(filled & ~found),
        several=cells.spread(found & known["finess_et"].is_null()),
    )


def _read(content: bytes) -> pa.Table:
    names = _names(content)
    try:
        return pyarrow.csv.read_csv(
            BytesIO(content),
            read_options=pyarrow.csv.ReadOptions(use_threads=False, column_names=names, skip_rows=1),
            parse_options=pyarrow.csv.ParseOptions(delimiter="|", quote_char=False),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(COLUMNS, pa.string()), include_columns=list(COLUMNS), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise Refusal("encodage" if "UTF8" in str(error) else "csv_invalide") from None


def _names(content: bytes) -> list[str]:
    """The names of the columns, those that are read as `COLUMNS` writes them."""
    line, _, _ = content[:HEADER_MAX].partition(b"\n")
    if not line.strip():
        raise Refusal("fichier_vide")
    try:
        typed = line.decode("utf-8-sig").rstrip("\r").split("|")
    except UnicodeDecodeError:
        raise Refusal("encodage") from None
    ours = {comparable(name): name for name in COLUMNS}
    names = [ours.get(comparable(name), f"\0{rank}") for rank, name in enumerate(typed)]
    if missing := tuple(name for name in COLUMNS if name not in names):
        raise Refusal("colonnes_manquantes", missing)
    if twice := tuple(name for name in COLUMNS if names.count(name) > 1):
        raise Refusal("colonne_en_double", twice)
    return names


def _hash(address: str) -> str:
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def _finess(kind: str, number: str) -> str | None:
    number = normalise_finess(number)
    if "finess" not in comparable(kind) and kind.strip() != _FINESS_CODE:
        return None
    if kind.strip() == _FINESS_CODE and len(number) == 10 and number.startswith(_FINESS_CODE):  # the code, then the number
        number = number[1:]
    return number if looks_like_finess(number) else None
