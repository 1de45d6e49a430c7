"""The rows of the base that the workbook of a month shows, as `sql/exports` reads them; nothing is computed again."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

import polars as pl

from contracts.vocabulary import INDICATEURS
from transforms.measures.months import last_day


class Rows(NamedTuple):
    """The frames, each named after its query, in the order in which they are shown; `mois`: the month (AAAA-MM)."""

    mois: str
    projets: pl.DataFrame
    criteres: pl.DataFrame
    indicateurs: pl.DataFrame
    depots: pl.DataFrame
    regles: pl.DataFrame
    synthese_decisions: pl.DataFrame
    synthese_indicateurs: pl.DataFrame
    synthese_depots: pl.DataFrame
    synthese_dossiers: pl.DataFrame

    @property
    def made(self) -> date | datetime:
        """When the last of its decisions was computed (universal time); the last day of the month without any."""
        computed: list[datetime] = self.projets["calculee_le"].drop_nulls().to_list()
        return max(computed, default=None) or last_day(self.mois)


QUERIES: tuple[str, ...] = Rows._fields[1:]
"""The queries of `sql/exports` that give the frames."""

PARAMETERS = {"indicateurs": list(INDICATEURS)}
"""What a query may ask besides the month."""
