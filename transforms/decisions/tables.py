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
from transforms.decisions.project import ProjectResult, project_readings
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
        | _figures(row, row.measure)
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
                rows.append(_key(result, row.request.finess_et, row) | {"lecture": code} | _figures(row, row.measure))
        first = {row.rule.indicateur: row for row in reversed(result.retained())}
        for code, indicateur, measure in project_readings(result):
            rows.append(_key(result, None, first[indicateur]) | {"lecture": code} | _figures(first[indicateur], measure))
    return table(rows, LECTURES_TABLE)


def _key(result: ProjectResult, finess_et: str | None, row: Row) -> dict[str, Any]:
    return {
        "mois": result.mois,
        "projet_id": result.projet_id,
        "texte_id": result.texte.texte_id,
        "finess_et": finess_et,
        "indicateur": row.rule.indicateur,
    }


def _figures(row: Row, measure: Measure) -> dict[str, Any]:
    return {
        "fenetre_debut": row.request.fenetre_debut,
        "fenetre_fin": row.request.fenetre_fin,
        "numerateur": measure.numerateur,
        "denominateur": measure.denominateur,
        "taux": measure.taux,
        "cible": row.rule.cible.valeur if row.rule.cible else None,
        "verdict": measure.verdict,
        "motif": measure.motif,
    }


def decisions(records: list[dict[str, Any]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of `decisions` and of `decision_criteres`, from every version written.

    Args:
        records: the records, versions of one project and month in order.
    """
    last = {(record["mois"], record["projet_id"]): record["decision_id"] for record in records}
    rows = [_decision(record, last[record["mois"], record["projet_id"]]) for record in records]
    criteria = [_criterion(record["decision_id"], item) for record in records for item in record["criteres"]]
    return table(rows, DECISIONS_TABLE), table(criteria, CRITERES_TABLE)


def _decision(record: dict[str, Any], last: str) -> dict[str, Any]:
    row = {name: record.get(name) for name in DECISIONS_TABLE.columns}
    for name in ("part_solde", "montant_subvention", "montant_solde", "montant_libere"):
        row[name] = _decimal(record[name])
    return row | {
        "courante": record["decision_id"] == last,
        "texte_id": record["texte"]["texte_id"],
        "calculee_le": datetime.fromisoformat(record["calculee_le"]).replace(tzinfo=None),
    }


def _criterion(decision_id: str, item: dict[str, Any]) -> dict[str, Any]:
    row = {name: item.get(name) for name in CRITERES_TABLE.columns}
    for name in ("poids", "cible", "montant_maximum", "montant_libere"):
        row[name] = _decimal(item[name])
    return row | {"decision_id": decision_id}


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None


def controles(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of `controles`."""
    return table(rows, CONTROLES_TABLE)
