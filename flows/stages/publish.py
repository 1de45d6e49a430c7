"""Stage: builds the base people read beside the old one, and swaps it in one rename. Nothing is touched when nothing changed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import polars as pl

from contracts.published import CONTROLES_TABLE, INDICATEURS_TABLE, LECTURES_TABLE, dtypes
from contracts.rulebook_values import rulebook_values
from flows import publication
from flows.database import give, give_files, published_query, published_text
from flows.decision_tables import decision_tables
from flows.purge import purged_ledger
from flows.run_state import Run
from flows.signals import deposit_signals, month_signals
from flows.store import replace_file
from flows.unchanged import keep_inputs
from flows.up_to_date import keep_publication
from transforms.decisions import tables
from transforms.reading.messages import messages

_OF_MONTHS: dict[str, Any] = {"indicateurs": INDICATEURS_TABLE, "lectures": LECTURES_TABLE, "controles": CONTROLES_TABLE}
"""Tables whose rows are kept month by month."""


def publish(run: Run) -> None:
    """Keeps the rows of the month, then publishes every month kept, the deposits, the decisions and the rules."""
    _keep_month(run)
    keep_inputs(run)
    run.published = publication.publish(run.connection, run.settings.publication, _content(run), run.started)
    keep_publication(run)
    if run.published:
        run.written.append(run.settings.publication / publication.BASE)


def _keep_month(run: Run) -> None:
    """Replaces the rows of the projects computed in this run in the stored rows of the month; the others stay as they are."""
    computed = {result.projet_id for result in run.results}
    found = {
        "indicateurs": tables.indicateurs(run.results),
        "lectures": tables.lectures(run.results),
        "controles": month_signals(run),
    }
    for name, frame in found.items():
        path = run.settings.entrepot / "mesures" / run.month / f"{name}.parquet"
        kept = pl.read_parquet(path) if path.exists() else pl.DataFrame(schema=dtypes(_OF_MONTHS[name]))
        # In a whole run, what is no longer in the register goes.
        stay = run.unchanged if run.whole else set(kept["projet_id"]) - computed
        frame = pl.concat([kept.filter(pl.col("projet_id").is_in(list(stay))), frame])
        replace_file(path, _parquet(frame.sort(frame.columns)))
        if name == "controles":
            run.signals = frame.filter(pl.col("projet_id").is_in(list(run.asked)))


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def _content(run: Run) -> dict[str, str]:
    """A query for every published table: on frames, or on what is too large to be held whole."""
    assert run.register is not None
    give(run.connection, "perimetre", run.register.perimetre.select("finess_et").unique())
    give(run.connection, "messages", messages(published_query(run.connection, "regles_rejets")))
    for name, promise in _OF_MONTHS.items():
        files = sorted((run.settings.entrepot / "mesures").glob(f"*/{name}.parquet"))
        give_files(run.connection, f"mois_{name}", files, dtypes(promise))
    frames = {
        "actes": run.register.actes.drop("auteur"),
        "essms": _essms(run),
        "projets": _projets(run),
        **decision_tables(run.settings),
        "depots": _ledger(run),
        "controles_depots": deposit_signals(run),
        "regles": pl.concat([rulebook_values(texte) for texte in run.texts.values()]),
    }
    for name, frame in frames.items():
        give(run.connection, f"a_publier_{name}", frame)
    content = {name: f"from a_publier_{name}" for name in frames if name != "controles_depots"}
    return content | {
        "actes": "select * exclude (ligne) from a_publier_actes order by ligne",
        "decisions": published_text("decisions"),
        "indicateurs": "from mois_indicateurs",
        "lectures": "from mois_lectures",
        "controles": "from mois_controles union all by name from a_publier_controles_depots",
        "rejets": published_text("rejets"),
    }


def _ledger(run: Run) -> pl.DataFrame:
    """The deposits there, and those of the months purged as they were last published."""
    purged = purged_ledger(run.settings.entrepot)
    read = published_query(run.connection, "depots")
    # A file put back as it was in a month purged keeps the row of when it counted.
    return pl.concat([read.join(purged, on="depot_id", how="anti", maintain_order="left"), purged])


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
