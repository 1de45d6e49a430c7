"""How each sender of a region behaves: its size, how its dossiers are kept, its habits. Senders are grouped in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from random import Random
from typing import Any

import polars as pl

from transforms.synth.draws import key_of
from transforms.synth.finess_numbers import with_wrong_key
from transforms.synth.region_senders import Sender

_SIZE_MEDIAN_LOG, _SIZE_SPREAD, _SIZE_MAX = 3.7, 0.95, 1_500
_HUGE_SHARE, _HUGE_MAX = 0.004, 6_000
"""Half of the establishments have fewer than 40 dossiers; four in a thousand (home care) have thousands."""

_SLOPPY_SHARE, _JOURNAL_SHARE = 0.1, 0.1
"""One sender in ten spoils rows; one in ten also tells its updates one by one (`mises_a_jour`)."""

_FOLLOWED_SHARE = 0.5
"""In half of the projects every sender keeps its dossiers well."""

_SILENT_SHARE = 0.03
"""Senders that never put a document in the DMP: their deposits say so, without a row."""

_BUSY_LOG, _BUSY_SPREAD = -0.08, 0.4
"""How far the events of a dossier in a month depend on the establishment; the mean is that asked."""

_OTHER_ROWS = 5
"""Rows of a dossier in a month besides its events, about."""

BATCH_ROWS = 300_000
"""Rows drawn together, about: it bounds memory, whatever the number of establishments."""

SCHEMA: dict[str, Any] = {
    "essms": pl.UInt32,
    "finess_et": pl.String,
    "finess_faux": pl.String,
    "cle": pl.UInt64,
    "effectif": pl.Int32,
    "actifs": pl.Int32,
    "projets": pl.Int32,
    "agenda": pl.Int32,
    "beneficiaires": pl.Int32,
    "dmp": pl.Int32,
    "messages": pl.Int32,
    "prescriptions": pl.Int32,
    "parcours": pl.Int32,
    "intensite": pl.Int32,
    "negligent": pl.Boolean,
    "journal": pl.Boolean,
    "echanges": pl.Boolean,
}
"""One row per sender of a batch; `essms` is its rank in the batch, `intensite` the most events of a dossier in a month."""


def batches(seed: int, senders: Iterable[Sender], events: int) -> Iterator[tuple[str, pl.DataFrame]]:
    """Senders drawn together, as (vendor, frame of `SCHEMA`): all of one vendor, all careful or all careless.

    `senders` come vendor after vendor; `events` is the mean number of events of a dossier in a month.
    """
    for editeur, group in groupby(senders, key=lambda sender: sender.editeur):
        held: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
        weight = {False: 0, True: 0}
        for sender in group:
            profile = _profile(seed, sender, events)
            careless = profile["negligent"]
            held[careless].append(profile | {"essms": len(held[careless])})
            weight[careless] += profile["effectif"] * (events + _OTHER_ROWS)
            if weight[careless] >= BATCH_ROWS:
                yield editeur, pl.DataFrame(held[careless], schema=SCHEMA)
                held[careless], weight[careless] = [], 0
        yield from ((editeur, pl.DataFrame(rest, schema=SCHEMA)) for rest in held.values() if rest)


def _profile(seed: int, sender: Sender, events: int) -> dict[str, Any]:
    """The row of one sender, without its rank. Sizes are skewed.

    In a project that is not followed, seven senders in ten are above every target or near it, two just below, one far.
    """
    number = sender.essms.finess_et
    rng = Random(f"{seed}:{number}")
    size = min(_SIZE_MAX, max(1, round(rng.lognormvariate(_SIZE_MEDIAN_LOG, _SIZE_SPREAD))))
    if rng.random() < _HUGE_SHARE:
        size = rng.randrange(_SIZE_MAX, _HUGE_MAX)
    followed = Random(f"{seed}:{sender.projet_id}:tenue").random() < _FOLLOWED_SHARE
    low, high = (0.94, 1.0) if followed else rng.choices(((0.9, 1.0), (0.8, 0.95), (0.2, 0.8)), (7, 2, 1))[0]

    def part(of: int) -> int:
        return round(of * rng.uniform(low, high))

    active, beneficiaries = part(size), size - rng.randrange(0, max(1, size // 10))
    return {
        "finess_et": number,
        "finess_faux": with_wrong_key(number),
        "cle": key_of(f"{seed}:{number}"),
        "effectif": size,
        "actifs": active,
        "projets": part(active),
        "agenda": part(active),
        "beneficiaires": beneficiaries,
        "dmp": part(beneficiaries) if rng.random() >= _SILENT_SHARE else 0,
        "messages": part(size),
        "prescriptions": rng.randrange(30),
        "parcours": rng.randrange(10),
        "intensite": 2 * max(1, round(events * rng.lognormvariate(_BUSY_LOG, _BUSY_SPREAD))) - 1,
        "negligent": rng.random() < _SLOPPY_SHARE,
        "journal": rng.random() < _JOURNAL_SHARE,
        "echanges": sender.echanges,
    }
