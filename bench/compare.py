"""Do the references find our figures? On the establishments whose rows are all good: a reference checks nothing."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from transforms.synth.region_profiles import batches
from transforms.synth.region_senders import Region

_OURS = """
    select finess_et, indicateur, numerateur, denominateur
    from indicateurs
    where
        mois = $mois and texte_id = 'ara-generalisation-2025' and verdict <> 'indeterminee' and numerateur is not null
        and indicateur in ('dossiers_actifs', 'projets_personnalises', 'evenements_agenda', 'mssante', 'dmp')
"""


def differences(workspace: Path, month: str, seed: int, essms: int, reference: Path) -> tuple[int, int]:
    """Rates compared, and how many of them differ, between the base of `workspace` and the figures of a reference.

    Left out: what we do not measure (a deposit is missing), the senders of bad rows, and those of `mises_a_jour`, which the
    references do not read.
    """
    careful = pl.concat(frame for _, frame in batches(seed, Region(seed, essms).senders, 1)).filter(
        ~pl.col("negligent") & ~pl.col("journal")
    )
    with duckdb.connect(str(workspace / "publication" / "cibles.duckdb"), read_only=True) as base:
        ours = base.sql(_OURS, params={"mois": month}).pl()
    theirs = pl.read_csv(reference, schema_overrides={"finess_et": pl.String, "numerateur": pl.Int64, "denominateur": pl.Int64})
    both = ours.join(careful.select("finess_et"), on="finess_et").join(
        theirs, on=["finess_et", "indicateur"], how="left", suffix="_reference"
    )
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_reference")) for name in ("numerateur", "denominateur"))
    return both.height, both.filter(~same).height
