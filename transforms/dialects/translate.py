"""A sender's file whose dialect is known turned into rows of the pivot form, table by table, series by series."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

import polars as pl

from contracts.dialect import Dialecte, Jointure
from transforms.dialects.header import Head
from transforms.dialects.joins import Other, read_other
from transforms.dialects.names import shown
from transforms.dialects.raw import RawTable
from transforms.dialects.rows import faults_at
from transforms.dialects.sources import named, read_for
from transforms.dialects.tables import Sheet, read_table
from transforms.dialects.translated import Context, Translated, nothing
from transforms.reading.csv_header import Refusal


def translate(dialecte: Dialecte, tables: list[RawTable], context: Context) -> list[Translated]:
    """Every table and series that a dialect reads in a file.

    Args:
        dialecte: the one recognised.
        tables: the tables of the file, read as it says.
        context: what else is known.

    Returns:
        In the order of the dialect, then of the file, then of the series: one per table and series, with a `refusal` for a table
        of which nothing can be read; at last those that only complete others (`annexe`).

    Raises:
        Refusal: `feuilles_multiples`: the file has several tables for one that the dialect says is alone.
    """
    heads = [Head(table) for table in tables]
    others = _Others(heads)
    found: list[_Found] = []
    mains: set[int] = set()
    for rank, table in enumerate(dialecte.tables):
        sources = read_for(table, heads, dialecte.ecriture.dates)
        if not sources:
            absent = (table.source,) if table.source else ()
            found.append(_Found(rank, table.source or "", "", _refused(table.jeu, Refusal("feuille_absente", absent), False)))
        for head in sources:
            mains.add(id(head))
            name = head.table.name
            try:
                series = read_table(Sheet(dialecte, table, head, context), others.of, others.served)
                found += [_Found(rank, name, serie, translated) for serie, translated in series]
            except Refusal as refusal:
                found.append(_Found(rank, name, "", _refused(table.jeu, refusal, head.table.hidden)))
    return _with_unread([*_labelled(found), *others.annexes(mains)], dialecte, others.unread(mains))


@dataclass(frozen=True)
class _Found:
    """One result, and what tells it from the others: rank of its table in the dialect, name of the sheet or member, series."""

    rank: int
    name: str
    serie: str
    translated: Translated


@dataclass
class _Others:
    """The tables of one file that complete others: each read once per way of completing, and which of its lines served."""

    heads: list[Head]
    known: dict[tuple[int, str], Other] = field(default_factory=dict)
    used: dict[int, list[pl.Series]] = field(default_factory=dict)
    jeux: dict[int, str] = field(default_factory=dict)
    labels: dict[int, set[str]] = field(default_factory=dict)

    def of(self, sheet: Sheet, join: Jointure) -> Other | None:
        """The table that completes the one of `sheet`; None when it is absent and may be.

        Raises:
            Refusal: `feuille_absente`, `feuilles_multiples`, or it cannot be read.
        """
        sources = named(join.source, self.heads)
        if not sources and join.facultative:
            return None
        if len(sources) != 1:
            names = tuple(shown(head.table.name) for head in sources)
            raise Refusal("feuilles_multiples", names) if sources else Refusal("feuille_absente", (join.source,))
        head = sources[0]
        key = (id(head), f"{sheet.table.jeu} {join!r}")
        if key not in self.known:
            months, writing = sheet.months(head), sheet.writing(head)
            self.known[key] = read_other(head, join, sheet.dataset, writing, months, sheet.table.ignorer)
            self.jeux.setdefault(id(head), sheet.table.jeu)
            self.labels.setdefault(id(head), set()).update([*join.cle, *join.colonnes])
        return self.known[key]

    def served(self, other: Other, lines: pl.Series) -> None:
        """Notes which lines of a table served."""
        self.used.setdefault(id(other.head), []).append(other.lines.ranks.filter(lines))

    def unread(self, mains: set[int]) -> list[Head]:
        """The tables of the file that have something in them and that nothing was read from."""
        read = mains | {id(other.head) for other in self.known.values()}
        return [head for head in named(None, self.heads) if id(head) not in read]

    def annexes(self, mains: set[int]) -> list[Translated]:
        """What is left of the tables that only complete others: their lines that served nowhere (`sans_rattachement`)."""
        result = []
        for other in {id(other.head): other for other in self.known.values()}.values():
            place, lines = id(other.head), other.lines
            used = self.used.get(place)
            if place in mains or used is None:
                continue
            jeu = self.jeux[place]
            alone = ~lines.ranks.is_in(pl.concat(used).implode())
            result.append(
                Translated(
                    suffixe=other.head.table.name,
                    jeu=jeu,
                    text=nothing(jeu, lines.ragged),
                    faults=faults_at(lines.ranks.filter(alone), None, "sans_rattachement"),
                    ignored=other.unread(self.labels[place]),
                    outside=other.header.row - 1 + lines.others,
                    hidden=other.head.table.hidden,
                    annexe=True,
                    lues=len(lines.ranks) + len(lines.ragged),
                )
            )
        return result


def _with_unread(result: list[Translated], dialecte: Dialecte, unread: list[Head]) -> list[Translated]:
    """Names the sheets or members that are not read, hidden ones included, beside the columns that the first table ignores."""
    if not result or not unread:
        return result
    kind = "feuille" if dialecte.format == "classeur" else "fichier"
    names = [f"{kind} « {shown(head.table.name)} »" + (" masquée" if head.table.hidden else "") for head in unread]
    return [replace(result[0], ignored=(*result[0].ignored, *names)), *result[1:]]


def _refused(jeu: str, refusal: Refusal, hidden: bool) -> Translated:
    return Translated("", jeu, nothing(jeu), hidden=hidden, refusal=refusal)


def _labelled(found: list[_Found]) -> list[Translated]:
    """The results, each with what tells it from the others: sheet or member, then dataset, then series, as far as needed."""
    several = len({one.name for one in found}) > 1
    tables = {name: len({one.rank for one in found if one.name == name}) for name in {one.name for one in found}}
    labels = []
    for one in found:
        parts = [one.name if several else "", one.translated.jeu if tables[one.name] > 1 else "", one.serie]
        labels.append(" – ".join(part for part in parts if part))
    counts, seen, result = Counter(labels), Counter(), []
    for one, label in zip(found, labels, strict=True):
        seen[label] += 1
        again = counts[label] > 1
        result.append(replace(one.translated, suffixe=f"{label} ({seen[label]})".strip() if again else label))
    return result
