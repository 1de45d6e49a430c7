"""A sender's file, from its bytes to what each of its tables becomes: which dialect it is in, its tables, their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.deposits.columns import DATASETS
from contracts.dialect import Dialecte
from transforms.dialects.archive import archive_members
from transforms.dialects.limits import Limits
from transforms.dialects.raw import RawTable
from transforms.dialects.recognise import recognise
from transforms.dialects.text_table import text_tables
from transforms.dialects.translate import translate
from transforms.dialects.translated import Context, Translated
from transforms.dialects.workbook import workbook_tables
from transforms.reading.csv_header import HEADER_MAX, Refusal, read_header


@dataclass(frozen=True)
class Unfolded:
    """The name of the dialect of a file, and its tables and series in their order."""

    dialecte: str
    parts: list[Translated]


def unfold(content: bytes, dialectes: Sequence[Dialecte], context: Context, limits: Limits) -> Unfolded:
    """Everything a file says.

    Args:
        content: its bytes.
        dialectes: those known.
        context: what is known of it besides.
        limits: how much of it is read.

    Raises:
        Refusal: nothing of it can be read; `jeu_inconnu` for a table of the pivot form under a name of no dataset.
    """
    if len(content) > limits.octets:
        raise Refusal("dialecte_trop_gros")
    try:
        found = recognise(context.file_name, content[:8], dialectes, lambda dialecte: read_as(content, dialecte, limits))
    except Refusal as refusal:
        if refusal.rule == "dialecte_inconnu" and pivot_dataset(content):
            raise Refusal("jeu_inconnu") from None
        raise
    return Unfolded(found.dialecte.dialecte, translate(found.dialecte, found.tables, context))


def read_as(content: bytes, dialecte: Dialecte, limits: Limits) -> list[RawTable]:
    """The tables of a file, read as a dialect says.

    Raises:
        Refusal: it cannot be read so.
    """
    if dialecte.format == "classeur":
        return list(workbook_tables(content, limits))
    if dialecte.format == "archive":
        return _members(content, dialecte, limits)
    return [text_tables(content, dialecte.encodage, dialecte.separateur, limits)]


def _members(content: bytes, dialecte: Dialecte, limits: Limits) -> list[RawTable]:
    """The members of an archive that are texts as the dialect says; others (a notice, a picture) are no table of it.

    Raises:
        Refusal: that of the archive or, when no member can be read, of the first one.
    """
    tables: list[RawTable] = []
    refusals: list[Refusal] = []
    for name, member in archive_members(content, limits):
        try:
            tables.append(text_tables(member, dialecte.encodage, dialecte.separateur, limits, name))
        except Refusal as refusal:
            refusals.append(refusal)
    if not tables:
        raise refusals[0]
    return tables


def pivot_dataset(content: bytes) -> str | None:
    """The dataset of the pivot form whose header the file has, if any."""
    for name, dataset in DATASETS.items():
        try:
            read_header(content[:HEADER_MAX], dataset)
        except Refusal:
            continue
        return name
    return None
