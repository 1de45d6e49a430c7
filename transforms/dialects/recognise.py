"""Which dialect a file is written in: its format, its name, then its headers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contracts.dialect import Dialecte, Format, Jointure
from transforms.dialects.header import Head, Header, Months, Wanted
from transforms.dialects.names import comparable, matches, shown
from transforms.dialects.raw import RawTable
from transforms.dialects.sources import named
from transforms.reading.csv_header import Refusal

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0"
"""First bytes of an old workbook (xls), and of one that a password protects."""
_WORKBOOKS = (".xlsx", ".xlsm")
_LISTED = 12
"""Columns a message lists at most, of each kind."""

Read = Callable[[Dialecte], list[RawTable]]


@dataclass(frozen=True)
class Fit:
    """How near a file is to a dialect: columns `wanted` and `absent`, their names (`missing`), the sender's own (`extra`)."""

    dialecte: Dialecte
    wanted: int
    absent: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def nearness(self) -> float:
        """Share of the columns wanted that are there."""
        return 1 - self.absent / self.wanted if self.wanted else 0.0


@dataclass(frozen=True)
class Recognised:
    """The dialect of a file, and the tables read with it."""

    dialecte: Dialecte
    tables: list[RawTable]


def formats_of(file_name: str, first: bytes) -> tuple[Format, ...]:
    """The formats a file may have, from the end of its name and its first bytes.

    Raises:
        Refusal: `fichier_vide`; `classeur_illisible` or `archive_illisible`, the bytes are not what the name says.
    """
    name = file_name.lower()
    if not first:
        raise Refusal("fichier_vide")
    if first.startswith(_ZIP):
        if name.endswith(_WORKBOOKS):
            return ("classeur",)
        return ("archive",) if name.endswith(".zip") else ("classeur", "archive")
    if first.startswith(_OLE):
        return ("classeur",)
    if name.endswith(_WORKBOOKS):
        raise Refusal("classeur_illisible")
    if name.endswith(".zip"):
        raise Refusal("archive_illisible")
    return ("texte",)


def recognise(file_name: str, first: bytes, dialectes: Sequence[Dialecte], read: Read) -> Recognised:
    """The dialect that fits: every table it reads is there, with its header; a dialect that asks for a name wins over the others.

    Args:
        file_name: the name of the file, without its folders.
        first: its first bytes.
        dialectes: those known.
        read: gives the tables of the file as a dialect says to read it; called once for each way of reading.

    Raises:
        Refusal: as `formats_of` and `read`; `dialecte_ambigu`, several fit (named in `columns`); `dialecte_inconnu`, none does:
            `columns` names the nearest, the columns it lacks and those it does not know. A file in which less than half of its
            columns are found shows none of its own: they may be data.
    """
    formats = formats_of(file_name, first)
    candidates = [one for one in dialectes if one.format in formats and matches(one.nom, file_name)]
    readings = _Readings(read)
    fits = [_fit(dialecte, heads) for dialecte in candidates if (heads := readings.heads(dialecte)) is not None]
    whole = [fit.dialecte for fit in fits if not fit.absent]
    whole = [dialecte for dialecte in whole if dialecte.nom != "*"] or whole
    if len(whole) > 1:
        raise Refusal("dialecte_ambigu", tuple(dialecte.dialecte for dialecte in whole))
    if not whole:
        raise readings.refusal_of(candidates, some_read=bool(fits)) or _unknown(fits)
    return Recognised(whole[0], [head.table for head in readings.heads(whole[0]) or []])


class _Readings:
    """The tables of one file, for each way of reading it."""

    def __init__(self, read: Read) -> None:
        self.read = read
        self.known: dict[tuple[str, str, str], list[Head] | Refusal] = {}

    def heads(self, dialecte: Dialecte) -> list[Head] | None:
        """The tables, or None when they cannot be read that way."""
        way = _way(dialecte)
        if way not in self.known:
            try:
                self.known[way] = [Head(table) for table in self.read(dialecte)]
            except Refusal as refusal:
                self.known[way] = refusal
        found = self.known[way]
        return None if isinstance(found, Refusal) else found

    def refusal_of(self, candidates: list[Dialecte], some_read: bool) -> Refusal | None:
        """Why the file cannot be read: as the dialects that ask for its name say to or, when no way works, as any says to."""
        asking = [one for one in candidates if one.nom != "*"] if some_read else candidates
        refused = [found for one in asking if isinstance(found := self.known[_way(one)], Refusal)]
        return refused[0] if refused else None


def _way(dialecte: Dialecte) -> tuple[str, str, str]:
    return (dialecte.format, dialecte.encodage, dialecte.separateur)


def _fit(dialecte: Dialecte, heads: list[Head]) -> Fit:
    forms = dialecte.ecriture.dates
    wanted, absent = 0, 0
    missing: list[str] = []
    extra: list[str] = []
    for table in dialecte.tables:
        asked = [(table.source, Wanted.of_table(table), table.colonnes.values())]
        asked += [(join.source, Wanted.of_join(join), ()) for join in table.jointures if _due(join, heads)]
        for source, header, optional in asked:
            wanted += header.height
            found = _nearest_header(source, header, heads, forms)
            if found is None:
                absent += max(header.height, 1)
                missing.append(f"feuille ou fichier « {source} »" if source else "aucune table")
                continue
            absent += len(found.missing)
            missing += [f"« {name} » absente" for name in found.missing]
            if 2 * len(found.missing) <= header.height:
                extra += _extra(found, [*header.required, *optional], header.beside, Months(forms, True))
    return Fit(dialecte, wanted, absent, tuple(dict.fromkeys(missing)), tuple(dict.fromkeys(extra)))


def _due(join: Jointure, heads: list[Head]) -> bool:
    return not join.facultative or bool(named(join.source, heads))


def _nearest_header(source: str | None, wanted: Wanted, heads: list[Head], forms: tuple[str, ...]) -> Header | None:
    found = [head.find(wanted, Months(forms, head.table.serials)) for head in named(source, heads)]
    return min(found, key=lambda header: len(header.missing), default=None)


def _extra(header: Header, known: list[Sequence[str]], beside: tuple[str, ...], months: Months) -> list[str]:
    names = {comparable(name) for group in known for name in group}
    of_months = {place for text in beside for place in header.months(text, months).values()} if not header.missing else set()
    return [
        f"« {shown(label)} » en plus"
        for place, (label, name) in enumerate(zip(header.labels, header.names, strict=True))
        if name and name not in names and place not in of_months
    ]


def _unknown(fits: list[Fit]) -> Refusal:
    nearest = max(fits, key=lambda fit: (fit.nearness, fit.dialecte.nom != "*"), default=None)
    if nearest is None or nearest.nearness == 0:
        return Refusal("dialecte_inconnu")
    return Refusal("dialecte_inconnu", (nearest.dialecte.dialecte, *_listed(nearest.missing), *_listed(nearest.extra)))


def _listed(names: tuple[str, ...]) -> tuple[str, ...]:
    return names if len(names) <= _LISTED else (*names[:_LISTED], "…")
