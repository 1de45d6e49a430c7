"""The rows of the published tables, from the results of a run and from the records of decisions."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pandera.errors
import pandera.polars as pa
import polars as pl

from contracts.failures import ContractError
from contracts.published import (
    CONTROLES_TABLE,
    CRITERES_TABLE,
    DECISIONS_TABLE,
    INDICATEURS_TABLE,
    LECTURES_TABLE,
    dtypes,
)
from contracts.published_money import MONEY_TABLES
from contracts.rulebook import Target
from transforms.decisions.project import ProjectResult
from transforms.decisions.project_readings import project_readings
from transforms.measures.rows import Row
from transforms.measures.verdicts import Measure


def table(rows: list[dict[str, Any]], promise: pa.DataFrameSchema) -> pl.DataFrame:
    """A frame of these rows that keeps its promise.

    Raises:
        ContractError: it does not.
    """
    frame = pl.DataFrame(rows, schema=dtypes(promise), orient="row")
    if frame.is_empty():
        return frame
    try:
        return promise.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as broken:
        wrong = sorted({f"{row['column']} ({row['check']})" for row in broken.failure_cases.iter_rows(named=True)})
        raise ContractError(
            f"La table {promise.name} calculée ne tient pas sa promesse : {', '.join(wrong)}. Signalez ce défaut."
        ) from None


def indicateurs(results: list[ProjectResult]) -> pl.DataFrame:
    """Rows of `indicateurs`: the retained window of each establishment and indicator."""
    rows = [
        _key(result, row.request.finess_et, row)
        | _figures(row, row.measure, row.cible)
        | {
            "source": row.measure.source,
            "source_denominateur": row.measure.source_denominateur,
            "reste_a_faire": row.reste_a_faire,
        }
        for result in results
        for row in result.retained()
    ]
    return table(rows, INDICATEURS_TABLE)


def lectures(results: list[ProjectResult]) -> pl.DataFrame:
    """Rows of `lectures`: the figures and verdict under every admissible reading, the default one included."""
    rows = []
    for result in results:
        for readings in result.rows.values():
            for code, row in readings.items():
                rows.append(_key(result, row.request.finess_et, row) | {"lecture": code} | _figures(row, row.measure, row.cible))
        for code, row, measure in project_readings(result):
            rows.append(_key(result, None, row) | {"lecture": code} | _figures(row, measure, row.rule.cible))
    return table(rows, LECTURES_TABLE)


def _key(result: ProjectResult, finess_et: str | None, row: Row) -> dict[str, Any]:
    return {
        "mois": result.mois,
        "projet_id": result.projet_id,
        "texte_id": result.texte.texte_id,
        "finess_et": finess_et,
        "indicateur": row.rule.indicateur,
    }


def _figures(row: Row, measure: Measure, cible: Target | None) -> dict[str, Any]:
    return {
        "fenetre_debut": row.request.fenetre_debut,
        "fenetre_fin": row.request.fenetre_fin,
        "numerateur": measure.numerateur,
        "denominateur": measure.denominateur,
        "taux": measure.taux,
        "cible": cible.valeur if cible else None,
        "verdict": measure.verdict,
        "motif": measure.motif,
    }


def decisions(records: list[dict[str, Any]]) -> dict[str, pl.DataFrame]:
    """The tables of decisions, by name, from every version written.

    Args:
        records: the records, versions of one project and month in order.
    """
    last = {(record["mois"], record["projet_id"]): record["decision_id"] for record in records}
    exact = _exact(DECISIONS_TABLE)
    rows = [_decision(record, last[record["mois"], record["projet_id"]], exact) for record in records]
    found = [table(rows, DECISIONS_TABLE), _of_records(records, "criteres", CRITERES_TABLE)]
    found += [_of_records(records, key, promise) for key, promise in MONEY_TABLES.items()]
    names = [DECISIONS_TABLE.name, CRITERES_TABLE.name, *(promise.name for promise in MONEY_TABLES.values())]
    return dict(zip(names, found, strict=True))


def _of_records(records: list[dict[str, Any]], key: str, promise: pa.DataFrameSchema) -> pl.DataFrame:
    """The rows that the records hold under a key; a record written before that key was has none."""
    exact = _exact(promise)
    rows = [
        _typed(item, promise, exact) | {"decision_id": record["decision_id"]}
        for record in records
        for item in record.get(key, ())
    ]
    return table(rows, promise)


def _exact(promise: pa.DataFrameSchema) -> list[str]:
    """The columns of a table that hold amounts or shares."""
    return [name for name, dtype in dtypes(promise).items() if isinstance(dtype, pl.Decimal)]


def _typed(item: dict[str, Any], promise: pa.DataFrameSchema, exact: list[str]) -> dict[str, Any]:
    """Only the columns of the table, amounts and shares exact again."""
    row = {name: item.get(name) for name in promise.columns}
    return row | {name: Decimal(row[name]) for name in exact if row[name] is not None}


def _decision(record: dict[str, Any], last: str, exact: list[str]) -> dict[str, Any]:
    return _typed(record, DECISIONS_TABLE, exact) | {
        "lectures_qui_changent": ", ".join(record["lectures_qui_changent"]) or None,
        "courante": record["decision_id"] == last,
        "texte_id": record["texte"]["texte_id"],
        "calculee_le": datetime.fromisoformat(record["calculee_le"]).replace(tzinfo=None),
    }


def controles(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of `controles`."""
    return table(rows, CONTROLES_TABLE)
