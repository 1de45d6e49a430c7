"""Replaces the number of a person's dossier by a keyed hash, before anything is written.

Only distinct (establishment, dossier) pairs are hashed. The hash says nothing without the key, and the same dossier number
in two establishments gives two hashes.
"""

from __future__ import annotations

import hmac

import polars as pl

LENGTH = 32
"""Hexadecimal digits kept: 128 bits of HMAC-SHA-256."""


def pseudonymise(rows: pl.DataFrame, key: bytes) -> pl.DataFrame:
    """Replaces `dossier_id` by `dossier`, the first 128 bits of HMAC-SHA-256 of `finess_et` and `dossier_id`, in hexadecimal.

    A `nature` other than `agenda` is free text, which may name a person: it is hashed too, since it only tells events apart.
    """
    pairs = rows.select("finess_et", "dossier_id").unique()
    hashed = [_hash(key, finess_et, dossier_id) for finess_et, dossier_id in pairs.iter_rows()]
    named = pairs.with_columns(pl.Series("dossier", hashed, dtype=pl.String))
    hidden = rows.join(named, on=["finess_et", "dossier_id"], how="left", maintain_order="left").drop("dossier_id")
    if "nature" not in rows.columns:
        return hidden
    texts = [text for text in rows["nature"].unique() if text != "agenda"]
    return hidden.with_columns(pl.col("nature").replace({text: _hash(key, "nature", text) for text in texts}))


def _hash(key: bytes, *texts: str) -> str:
    return hmac.digest(key, "\0".join(texts).encode(), "sha256").hex()[:LENGTH]


def key_fingerprint(key: bytes) -> str:
    """Fingerprint by which a store recognises its key; it does not allow the key to be found."""
    return hmac.digest(key, b"cibles: empreinte de la cle", "sha256").hex()
