"""One Pandera model per dataset, for rows once parsed: presence, closed lists, order of dates.

Each check carries the code of its rule in `error`, which is what `rejets` shows. Models are validated on eager frames
only: on a LazyFrame Pandera would check names and types and skip every rule. A null passes the cross-column checks on
purpose: presence is its own rule.
"""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.polars import PolarsData

from contracts.deposits.columns import COVERAGE, DATASETS, DTYPES, Dataset


def _in_order(first: str, second: str, rule: str) -> pa.Check:
    def check(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select((pl.col(first) <= pl.col(second)).fill_null(True))

    return pa.Check(check, error=rule, name=rule)


def _numerator_within(rule: str) -> pa.Check:
    """Dossiers are counted among dossiers: the numerator cannot exceed the denominator; messages can."""
    ratios = ["dossiers_actifs", "projets_personnalises", "evenements_agenda", "dmp"]

    def check(data: PolarsData) -> pl.LazyFrame:
        exceeds = pl.col("indicateur").is_in(ratios) & (pl.col("numerateur") > pl.col("denominateur"))
        return data.lazyframe.select((~exceeds).fill_null(True))

    return pa.Check(check, error=rule, name=rule)


def _within_period(column: str) -> pa.Check:
    """`hors_periode`: a row of what is counted once is not dated outside the period of its file for its establishment.

    `jour_fin` is the last day the row speaks of: the day itself, or the end of the month for a monthly figure, which is not
    outside a period that holds part of its month.
    """

    def check(data: PolarsData) -> pl.LazyFrame:
        inside = (pl.col("jour_fin") >= pl.col("periode_debut_fichier")) & (pl.col(column) <= pl.col("periode_fin_fichier"))
        return data.lazyframe.select(inside.fill_null(True))

    return pa.Check(check, error="hors_periode", name="hors_periode")


_ROW_CHECKS: dict[str, list[pa.Check]] = {
    "dossiers": [
        _in_order("date_entree", "date_sortie", "sortie_avant_entree"),
        _in_order("projet_date_debut", "projet_date_fin", "projet_fin_avant_debut"),
    ],
    "effectifs": [_in_order("periode_debut", "periode_fin", "periode_invalide")],
    "agregats": [
        _in_order("fenetre_debut", "fenetre_fin", "periode_invalide"),
        _numerator_within("numerateur_superieur"),
    ],
    "couverture": [_in_order("periode_debut", "periode_fin", "periode_invalide")],
}

_LAST_COLUMN = {
    "dossiers": {"sortie_avant_entree": "date_sortie", "projet_fin_avant_debut": "projet_date_fin"},
    "effectifs": {"periode_invalide": "periode_fin"},
    "agregats": {"periode_invalide": "fenetre_fin", "numerateur_superieur": "numerateur"},
    "couverture": {"periode_invalide": "periode_fin"},
}

FAULT_COLUMNS: dict[str, dict[str, str]] = {
    dataset.name: _LAST_COLUMN.get(dataset.name, {}) | ({"hors_periode": dataset.dated_by} if dataset.dated_by else {})
    for dataset in (*DATASETS.values(), COVERAGE)
}
"""The column on which a rule between columns is reported, by dataset and rule."""


def _model(dataset: Dataset) -> pa.DataFrameSchema:
    columns = {}
    for column in dataset.columns:
        checks = [pa.Check.isin(list(column.codes), error="valeur_inconnue")] if column.codes else []
        if column.kind == "entier":
            checks.append(pa.Check.ge(0, error="nombre_invalide"))
        columns[column.name] = pa.Column(DTYPES[column.kind], checks=checks, nullable=not column.required)
    checks = list(_ROW_CHECKS.get(dataset.name, []))
    if dataset.dated_by:
        checks.append(_within_period(dataset.dated_by))
    return pa.DataFrameSchema(columns, checks=checks, name=dataset.name, strict=False)


ROW_MODELS: dict[str, pa.DataFrameSchema] = {d.name: _model(d) for d in (*DATASETS.values(), COVERAGE)}
"""The contract of the parsed rows of each dataset, and of `couverture.csv`."""
