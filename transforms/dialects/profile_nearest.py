"""Which known dialects a file is near, and what differs: for each, the columns it lacks and those it has besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from contracts.dialect import Dialecte, Format
from transforms.dialects.header import Wanted
from transforms.dialects.limits import Limits
from transforms.dialects.names import matches
from transforms.dialects.profile_tables import Way
from transforms.dialects.raw import RawTable
from transforms.dialects.recognise import Read, recognise
from transforms.dialects.unfold import pivot_dataset, read_as
from transforms.reading.csv_header import Refusal

_SHOWN = 3


@dataclass(frozen=True)
class Nearest:
    """A dialect, the share of the columns it wants that are there, and what differs, in words; nothing when it reads the file."""

    dialecte: Dialecte
    nearness: float
    differences: tuple[str, ...] = ()


def nearest(
    content: bytes, file_name: str, form: Format, dialectes: Sequence[Dialecte], limits: Limits, tables: list[RawTable], way: Way
) -> tuple[list[Nearest], str | None]:
    """The nearest dialects, the best first, and the dataset of the pivot form that a text has, if it has one.

    `tables`: those of the file, read in the `way` that suits it.
    """
    known: dict[tuple[str, str], list[RawTable] | Refusal] = {}

    def read(dialecte: Dialecte) -> list[RawTable]:
        own = (dialecte.encodage, dialecte.separateur)
        if own not in known:
            known[own] = tables if form == "classeur" else _read(content, dialecte, limits)
        found = known[own]
        if isinstance(found, Refusal):
            raise found
        return found

    found = []
    for dialecte in dialectes:
        if dialecte.format != form:
            continue
        # A file of the right form under another name is near: the name is one more difference.
        unnamed = () if matches(dialecte.nom, file_name) else (f"nom de fichier attendu : {dialecte.nom}",)
        anyhow = replace(dialecte, nom="*")
        near = _near(content, file_name, anyhow, read)
        otherwise = _otherwise(dialecte, way) if form != "classeur" else ()
        if (near is None or near.differences) and otherwise:
            other = _near(content, file_name, anyhow, lambda _: tables)
            if other and (near is None or other.nearness > near.nearness):
                near = replace(other, differences=(*otherwise, *other.differences))
        if near and unnamed:
            near = replace(near, differences=(*unnamed, *near.differences))
        found += [near] if near else []
    found.sort(key=lambda near: (bool(near.differences), -near.nearness, near.dialecte.dialecte))
    return found[:_SHOWN], pivot_dataset(content) if form == "texte" else None


def _otherwise(dialecte: Dialecte, way: Way) -> tuple[str, ...]:
    """How the text is written otherwise than the dialect says."""
    encodage = () if dialecte.encodage == way.encodage else (f"encodage {way.encodage} et non {dialecte.encodage}",)
    return encodage if dialecte.separateur == way.separateur else (*encodage, "autre séparateur")


def _near(content: bytes, file_name: str, dialecte: Dialecte, read: Read) -> Nearest | None:
    try:
        recognise(file_name, content[:8], [dialecte], read)
    except Refusal as refusal:
        if refusal.rule != "dialecte_inconnu" or len(refusal.columns) < 2:
            return None
        differences = refusal.columns[1:]
        missing = sum(words.endswith("absente") for words in differences)
        wanted = sum(Wanted.of_table(table).height for table in dialecte.tables) or 1
        return Nearest(dialecte, max(0.0, 1 - missing / wanted), differences)
    return Nearest(dialecte, 1.0)


def _read(content: bytes, dialecte: Dialecte, limits: Limits) -> list[RawTable] | Refusal:
    try:
        return read_as(content, dialecte, limits)
    except Refusal as refusal:
        return refusal
