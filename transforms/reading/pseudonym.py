"""Replaces the number of a person's dossier by a keyed hash, before anything is written.

Only distinct (establishment, dossier) pairs are hashed. The hash says nothing without the key, and the same dossier number
in two establishments gives two hashes.
"""

from __future__ import annotations

import hmac

import polars as pl

from transforms.reading.coded import Coded

LENGTH = 32
"""Hexadecimal digits kept of the hash of a text: 128 bits of HMAC-SHA-256."""

_BETWEEN = "\0"
"""Between two texts hashed together, so that they cannot be cut elsewhere."""


_REMEMBERED = 1_000_000
"""Pseudonyms remembered at most, some 200 bytes each: more than a region has dossiers in a month."""


class Pseudonyms:
    """The pseudonyms of dossiers under one key; those met are remembered, so that each is computed once for all batches."""

    def __init__(self, key: bytes) -> None:
        # Copied for each text, which costs less than to begin with the key again.
        self._keyed = hmac.new(key, digestmod="sha256")
        self._met: dict[str | None, int | None] = {None: None}

    def of_pairs(self, finess: Coded, dossier: Coded) -> pl.Series:
        """The pseudonym of each row as `Int64`; null where the establishment or the dossier is not named.

        Args:
            finess: the number of the establishment of each row.
            dossier: `dossier_id` of each row.
        """
        width = len(dossier.texts) + 1
        pairs = finess.codes.cast(pl.UInt64) * width + dossier.codes.cast(pl.UInt64)
        distinct = pairs.unique()
        named = pl.concat_str(finess.texts.gather(distinct // width), dossier.texts.gather(distinct % width), separator=_BETWEEN)
        hashed = pl.Series(self._of(pl.select(named).to_series().to_list()), dtype=pl.Int64)
        return pairs.replace_strict(distinct, hashed, return_dtype=pl.Int64).cast(pl.Int64)  # without a row: left as it was

    def of_texts(self, texts: pl.Series) -> pl.Series:
        """Hides free text, which may name a person: any but `agenda` is hashed, since `nature` only tells events apart."""
        hidden = {
            text: _digest(self._keyed, f"nature{_BETWEEN}{text}").hex()[:LENGTH] for text in texts if text not in (None, "agenda")
        }
        return pl.Series(texts.name, [hidden.get(text, text) for text in texts], dtype=pl.String)

    def _of(self, named: list[str | None]) -> list[int | None]:
        if len(self._met) > _REMEMBERED:
            self._met = {None: None}
        met = self._met
        for text in named:
            if text not in met:
                met[text] = _number(self._keyed, text)
        return [met[text] for text in named]


def pseudonym(key: bytes, finess_et: str, dossier_id: str) -> int:
    """The pseudonym of one dossier, as `Pseudonyms` gives it."""
    return _number(hmac.new(key, digestmod="sha256"), f"{finess_et}{_BETWEEN}{dossier_id}")


def _number(keyed: hmac.HMAC, text: str) -> int:
    """63 bits of HMAC-SHA-256: the first eight bytes, without the last bit, fit a signed integer.

    Pseudonyms are compared within one establishment only: among ten thousand dossiers, two get the same with probability
    10^8 / 2^64, one in two hundred thousand million.
    """
    return int.from_bytes(_digest(keyed, text)[:8], "big") >> 1


def _digest(keyed: hmac.HMAC, text: str) -> bytes:
    hashed = keyed.copy()
    hashed.update(text.encode())
    return hashed.digest()


def key_fingerprint(key: bytes) -> str:
    """Fingerprint by which a store recognises its key; it does not allow the key to be found."""
    return hmac.digest(key, b"cibles: empreinte de la cle", "sha256").hex()
