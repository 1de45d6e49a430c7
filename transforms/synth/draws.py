"""Pseudo-random columns: splitmix64 in wrapping 64-bit integers, so that a seed gives the same bytes everywhere.

Nothing here depends on the hash of a library or on the order of rows: a draw is a function of a key and of a stream number.
"""

from __future__ import annotations

from hashlib import sha256

import polars as pl

_GOLDEN, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_MASK = 2**64 - 1


def key_of(text: str) -> int:
    """The 64-bit key of a text."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")


def drawn(key: pl.Expr, stream: int | pl.Expr) -> pl.Expr:
    """64 pseudo-random bits (UInt64) for each key (UInt64) in the stream of that number."""
    if isinstance(stream, int):
        return _mixed(key + _u64(stream * _GOLDEN & _MASK))
    return _mixed(key + stream.cast(pl.UInt64) * _u64(_GOLDEN))


def among(bits: pl.Expr, values: int | pl.Expr, skip: int = 0) -> pl.Expr:
    """A whole number (Int32) from 0 to `values` - 1, from bits without their `skip` lowest ones."""
    high = bits // _u64(2**skip) if skip else bits
    return (high % (_u64(values) if isinstance(values, int) else values.cast(pl.UInt64))).cast(pl.Int32)


def one_of(values: tuple[str, ...], rank: pl.Expr) -> pl.Expr:
    """The text of that rank."""
    return pl.lit(pl.Series(values, dtype=pl.String)).gather(rank)


def _mixed(bits: pl.Expr) -> pl.Expr:
    bits = (bits ^ (bits // _u64(2**30))) * _u64(_FIRST)
    bits = (bits ^ (bits // _u64(2**27))) * _u64(_SECOND)
    return bits ^ (bits // _u64(2**31))


def _u64(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)
