"""Stage: builds the base people read beside the old one, and swaps it in one rename. Nothing is touched when nothing changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from contracts.published import CONTROLES_TABLE, INDICATEURS_TABLE, LECTURES_TABLE, dtypes
from contracts.rulebook_values import rulebook_values
from contracts.signals import SIGNALS
from flows import publication
from flows.database import SQL_FOLDER, fetch, give
from flows.run_state import Run
from flows.stages.decide import read_decision
from flows.store import replace_file
from transforms.decisions import tables
from transforms.measures.perimeter import to_check
from transforms.reading.messages import messages


def publish(run: Run) -> None:
    """Keeps the rows of the month, then publishes every month kept, the deposits, the decisions and the rules."""
    _keep_month(run)
    content = _content(run)
    run.published = publication.publish(run.settings.publication, content, run.started)
    if run.published:
        run.written.append(run.settings.publication / publication.BASE)


def _keep_month(run: Run) -> None:
    """Replaces the rows of the projects of this run in the stored rows of the month."""
    run.signals = tables.controles(_month_signals(run))
    computed = {result.projet_id for result in run.results}
    for name, frame, promise in (
        ("indicateurs", tables.indicateurs(run.results), INDICATEURS_TABLE),
        ("lectures", tables.lectures(run.results), LECTURES_TABLE),
        ("controles", run.signals, CONTROLES_TABLE),
    ):
        path = run.settings.entrepot / "mesures" / run.month / f"{name}.parquet"
        kept = pl.read_parquet(path) if path.exists() else pl.DataFrame(schema=dtypes(promise))
        if run.request.projects or run.request.finess:
            frame = pl.concat([kept.filter(~pl.col("projet_id").is_in(list(computed))), frame])
        replace_file(path, _parquet(frame.sort(frame.columns)))


def _parquet(frame: pl.DataFrame) -> bytes:
    from io import BytesIO

    buffer = BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def _kept_months(store: Path, name: str, promise: Any) -> pl.DataFrame:
    files = sorted((store / "mesures").glob(f"*/{name}.parquet"))
    return pl.concat([pl.read_parquet(path) for path in files]) if files else pl.DataFrame(schema=dtypes(promise))


def _content(run: Run) -> dict[str, pl.DataFrame]:
    """Every published table."""
    assert run.register is not None
    give(run.connection, "perimetre", run.register.perimetre.select("finess_et").unique())
    give(run.connection, "messages", messages(_query(run.connection, "regles_rejets")))
    records = [read_decision(path) for path in sorted(run.settings.decisions.glob("*/*-v*.json"))]
    records.sort(key=lambda record: (record["mois"], record["projet_id"], record["version"]))
    decisions, criteria = tables.decisions(records)
    store = run.settings.entrepot
    return {
        "essms": _essms(run),
        "projets": _projets(run),
        "indicateurs": _kept_months(store, "indicateurs", INDICATEURS_TABLE),
        "lectures": _kept_months(store, "lectures", LECTURES_TABLE),
        "decisions": decisions,
        "decision_criteres": criteria,
        "depots": _query(run.connection, "depots"),
        "rejets": _query(run.connection, "rejets"),
        "controles": pl.concat([_kept_months(store, "controles", CONTROLES_TABLE), _deposit_signals(run)]),
        "regles": pl.concat([rulebook_values(texte) for texte in run.texts.values()]),
    }


def _query(connection: duckdb.DuckDBPyConnection, name: str) -> pl.DataFrame:
    return fetch(connection, (SQL_FOLDER / "published" / f"{name}.sql").read_text(encoding="utf-8"))


def _essms(run: Run) -> pl.DataFrame:
    assert run.register is not None and run.finess is not None
    overrides = run.register.perimetre.filter(pl.col("champ").is_not_null()).sort("ligne").unique("finess_et", keep="last")
    numbers = run.register.perimetre.select("finess_et").unique().sort("finess_et")
    described = numbers.join(run.finess.et.with_columns(connu_finess=True), on="finess_et", how="left", maintain_order="left")
    return described.join(
        overrides.select("finess_et", pl.col("champ").alias("champ_registre")), on="finess_et", how="left", maintain_order="left"
    ).with_columns(pl.coalesce("champ_registre", "champ").alias("champ"), pl.col("connu_finess").fill_null(False))


def _projets(run: Run) -> pl.DataFrame:
    assert run.register is not None
    counted = run.register.perimetre.group_by("projet_id").agg(
        pl.col("finess_et").n_unique().cast(pl.Int64).alias("nombre_essms")
    )
    return run.register.projets.join(counted, on="projet_id", how="left", maintain_order="left").with_columns(
        pl.col("nombre_essms").fill_null(0)
    )


def _month_signals(run: Run) -> list[dict[str, Any]]:
    """Signals about the establishments measured this month."""
    assert run.finess is not None
    counted = {
        "dmp_hors_file": fetch(
            run.connection,
            "select finess_et, dossiers from cnt_dmp_hors_file where fenetre_fin = (select max(fenetre_fin) from variantes)",
        ),
        "effectif_autre_periode": fetch(
            run.connection,
            "select finess_et, declarations from cnt_effectifs_autre_periode where fenetre_fin = (select max(fenetre_fin) from variantes)",
        ),
    }
    by_code = {code: dict(frame.iter_rows()) for code, frame in counted.items()}
    signals = []
    for result in run.results:
        numbers = dict.fromkeys(row.request.finess_et for row in result.retained())
        by_code["lignes_rejetees"] = {number: None for number, _ in sorted(result.signals.rejected)}
        checked = to_check(run.finess, set(numbers), run.month)
        for number in numbers:
            codes = [(code, found[number]) for code, found in by_code.items() if number in found]
            codes += [(checked[number], None)] if number in checked else []
            signals += [_signal(run.month, result.projet_id, number, None, code, count) for code, count in codes]
    return signals


def _deposit_signals(run: Run) -> pl.DataFrame:
    present = {one.file.chemin for one in run.found}
    gone = {reception.chemin: reception for reception in run.journal if reception.chemin not in present}
    rows = [
        _signal(row["mois"], None, row["finess_et"], row["depot_id"], row["controle"], row["nombre"])
        for row in _query(run.connection, "controles_depots").iter_rows(named=True)
        if row["mois"] is not None
    ]
    for path in sorted(gone):
        row = _signal(run.month, None, None, None, "depot_disparu", None)
        rows.append(row | {"message": f"{path} : {row['message']}"})
    return tables.controles(rows)


def _signal(
    mois: str, projet_id: str | None, finess_et: str | None, depot_id: str | None, code: str, count: int | None
) -> dict[str, Any]:
    return {
        "mois": mois,
        "projet_id": projet_id,
        "finess_et": finess_et,
        "depot_id": depot_id,
        "controle": code,
        "message": SIGNALS[code],
        "nombre": count,
    }
