"""The lines of a table that are data: those that follow its header, without the empty ones and those a dialect says to ignore."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from transforms.dialects.names import matches
from transforms.dialects.raw import RawTable
from transforms.reading.coded import Coded

_DICTIONARY = pa.dictionary(pa.int32(), pa.string())
_FIRST = "premiere"


@dataclass(frozen=True)
class Lines:
    """Lines of a table.

    `ranks` are theirs; `cells` has the columns wanted, trimmed, by place; `ragged` are the ranks of those with a wrong number of
    fields; `breaks` those after which a cell above is no longer the one a person would repeat: ragged and ignored lines; `others`
    counts the lines that are no data (empty or ignored).
    """

    ranks: pl.Series
    cells: dict[int, Coded]
    ragged: list[int]
    breaks: list[int]
    others: int


def read_lines(table: RawTable, after: int, width: int, wanted: Collection[int], ignored: Iterable[str]) -> Lines:
    """Reads the lines that follow the header (whose last row is `after` and has `width` columns).

    Args:
        table: the table.
        after: rank of the last row of the header.
        width: columns of the header.
        wanted: places of the columns to keep.
        ignored: patterns of the first filled cell of the lines that are no data.

    Raises:
        Refusal: as `RawTable.records`.
    """
    patterns = tuple(ignored)
    ranks: list[pl.Series] = [pl.Series("ligne", dtype=pl.Int32)]
    chunks: dict[int, list[pa.Array]] = {place: [] for place in sorted(wanted)}
    ragged: list[int] = []
    breaks: list[int] = []
    others = 0
    for block in table.records(after, width):
        for rank, row in block.ragged:
            first = next((text for cell in row if (text := (cell or "").strip())), None)
            if first is None:
                others += 1
            elif _ignored(first, patterns):
                breaks.append(rank)
                others += 1
            else:
                ragged.append(rank)
        cells = block.cells.select(pl.all().str.strip_chars().replace("", None))
        first = cells.select(pl.coalesce(pl.all()).alias(_FIRST)).to_series() if cells.width else _nothing(len(block.ranks))
        left_out = first.is_in(_ignored_texts(first, patterns)) & first.is_not_null()
        breaks += block.ranks.filter(left_out).to_list()
        kept = first.is_not_null() & ~left_out
        others += len(kept) - int(kept.sum())
        ranks.append(block.ranks.cast(pl.Int32).alias("ligne").filter(kept))
        for place, column in chunks.items():
            column.append(_dictionary(cells[str(place)].filter(kept)))
    coded = {place: Coded.of(pa.chunked_array(column, type=_DICTIONARY)) for place, column in chunks.items()}
    return Lines(pl.concat(ranks), coded, sorted(ragged), sorted([*breaks, *ragged]), others)


def _nothing(height: int) -> pl.Series:
    return pl.repeat(None, height, dtype=pl.String, eager=True)


def _ignored(text: str, patterns: tuple[str, ...]) -> bool:
    return any(matches(pattern, text) for pattern in patterns)


def _ignored_texts(first: pl.Series, patterns: tuple[str, ...]) -> list[str]:
    return [text for text in first.drop_nulls().unique().to_list() if _ignored(text, patterns)] if patterns else []


def _dictionary(column: pl.Series) -> pa.Array:
    return column.to_arrow().cast(pa.string()).dictionary_encode()
