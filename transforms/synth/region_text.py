"""From the text cells of a batch to the bytes of files: bad cells sprinkled, then one line per row, cut by establishment."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import polars as pl

from transforms.synth.draws import among, drawn
from transforms.synth.faults import WRONG_FINESS, spoil_rows

_SPOILT_EVERY = 10
"""A careless sender spoils one row in ten: about one row in a hundred is bad, and most establishments have none."""


@dataclass(frozen=True)
class Lines:
    """The lines of a batch in one dataset, without header. Those of establishment `n` are `data[starts[n]:starts[n + 1]]`."""

    data: memoryview
    starts: list[int]

    def of(self, essms: int) -> memoryview:
        """The lines of one establishment, by its rank in the batch."""
        return self.data[self.starts[essms] : self.starts[essms + 1]]


def lines_of(rows: pl.DataFrame, profiles: pl.DataFrame, stream: int) -> Lines:
    """`rows` (`essms`, sorted, then text cells in the order of the pivot form) as text, with the faults of careless senders.

    `stream` is the number of the draw, one per dataset and month.
    """
    first_rows = _first_rows(rows, profiles)
    cells = [pl.col(name) for name in rows.columns if name != "essms"]
    ends = [pl.lit(";")] * (len(cells) - 1) + [pl.lit("\n")]
    parts = [part for pair in zip(cells, ends, strict=True) for part in pair]
    lines = _spoilt(rows, profiles, first_rows, stream).select(pl.concat_str(*parts).alias("ligne"))["ligne"]
    if not rows.height:
        return Lines(memoryview(b""), [0] * len(first_rows))
    array = lines.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    _, offsets, data = array.buffers()
    at = memoryview(offsets).cast("q")
    return Lines(memoryview(data).cast("B")[: at[rows.height]], [at[row] for row in first_rows])


def _first_rows(rows: pl.DataFrame, profiles: pl.DataFrame) -> list[int]:
    """Rank of the first row of each establishment, then the number of rows."""
    counts = profiles.select("essms").join(rows.group_by("essms").len(), on="essms", how="left", maintain_order="left")
    return [0, *accumulate(counts["len"].fill_null(0))]


def _spoilt(rows: pl.DataFrame, profiles: pl.DataFrame, first_rows: list[int], stream: int) -> pl.DataFrame:
    """The first row of an establishment is always right: a file of which no row is accepted would say nothing at all."""
    if not profiles["negligent"].any():
        return rows

    def of_sender(column: pl.Series) -> pl.Expr:
        return pl.lit(column).gather(pl.col("essms"))

    rank = pl.int_range(pl.len(), dtype=pl.Int64) - of_sender(pl.Series(first_rows[:-1], dtype=pl.Int64))
    if "date_entree" not in rows.columns:
        rows = rows.with_columns(of_sender(profiles[WRONG_FINESS]).alias(WRONG_FINESS))
    drew = rows.with_columns(drawn(drawn(of_sender(profiles["cle"]), stream), rank + 1).alias("tire"), rank.alias("rang"))
    return spoil_rows(drew, (pl.col("rang") > 0) & (among(pl.col("tire"), _SPOILT_EVERY) == 0), pl.col("tire"))
