"""Stage: writes what is sent back to each establishment of the month, where it would differ from what is there."""

from __future__ import annotations

from typing import Any

import polars as pl

from flows.counting import count, forget_dossiers, list_missing
from flows.database import fetch, give
from flows.return_files import keep_returns, remove_others, standing, write_returns
from flows.run_state import Run
from flows.sql_files import SQL_FOLDER
from flows.up_to_date import common_inputs
from transforms.measures.plan import Request
from transforms.reading.messages import message
from transforms.returns.content import LISTED, Tables
from transforms.returns.recipients import members, recipients
from transforms.returns.windows import lists_dossiers, request_of

_SORTED = {"rejets": ["finess_et", "chemin", "ligne", "colonne", "regle"], "depots": ["finess_et", "chemin"]}
_MISSING = {
    "finess_et": pl.String,
    "indicateur": pl.String,
    "libelle": pl.String,
    "projets": pl.String,
    "chemin": pl.String,
    "ligne": pl.Int32,
    "lignes": pl.List(pl.Int32),
    "raison": pl.String,
    "total": pl.Int64,
}


def write_month_returns(run: Run) -> None:
    """Brings `retours/<mois>/` up to date for the establishments of the projects of this run."""
    concerned = _prepare(run)
    keys = _fingerprints(run)
    there = standing(run.settings, run.month)
    right = {number: there[number] for number, key in keys.items() if number in there and there[number][0] == key}
    changed = concerned.filter(~pl.col("finess_et").is_in(list(right)))
    written = {} if changed.is_empty() else write_returns(run.settings, run.month, _tables(run, changed))
    gone = run.whole and remove_others(run.settings, run.month, set(keys))
    others = {} if run.whole else {number: said for number, said in there.items() if number not in keys}
    keep_returns(run.settings, run.month, others | right | {number: (keys[number], written[number]) for number in written})
    if gone or any(number not in there or there[number][1] != sha256 for number, sha256 in written.items()):
        run.written.append(run.settings.retours / run.month)


def _prepare(run: Run) -> pl.DataFrame:
    """Makes the tables that say what each establishment is told, and gives the recipients of this run."""
    assert run.register is not None and run.finess is not None
    _query(run, "01_indicateurs", mois=run.month)
    everyone = recipients(run.register, run.finess, run.month, fetch(run.connection, "from ret_indicateurs"))
    asked = members(run.register, run.month).filter(pl.col("projet_id").is_in(list(run.asked)))
    concerned = everyone.filter(pl.col("finess_et").is_in(asked["finess_et"].implode()))
    give(run.connection, "ret_destinataires", concerned)
    _query(run, "02_depots")
    _query(run, "03_rejets", limite=LISTED)
    return concerned


def _fingerprints(run: Run) -> dict[str, str]:
    """By establishment, the hash of everything its return tells or rests on."""
    _query(run, "04_empreintes")
    common = common_inputs(run)
    rows = fetch(run.connection, "select finess_et, sha256($common || empreinte) as cle from ret_empreintes", {"common": common})
    return dict(rows.iter_rows())


def _tables(run: Run, changed: pl.DataFrame) -> Tables:
    """What is told to these establishments."""
    give(run.connection, "ret_modifies", changed.select("finess_et"))
    found = {name: _of_changed(run, name) for name in ("indicateurs", "depots", "rejets")}
    measured = _described(run, found["indicateurs"])
    return Tables(changed, measured, _told(found["depots"], "refus"), _told(found["rejets"], "regle"), _missing(run, measured))


def _of_changed(run: Run, name: str) -> pl.DataFrame:
    rows = fetch(run.connection, f"from ret_{name} as r semi join ret_modifies as m on r.finess_et = m.finess_et")
    return rows.sort(_SORTED[name]) if name in _SORTED else rows


def _told(rows: pl.DataFrame, rule: str) -> pl.DataFrame:
    """Adds `message`, the sentence of each fault."""
    kinds = [rule, "jeu", *(name for name in ("colonne", "en_tete") if name in rows.columns), "refus_colonnes"]
    said = rows.select(kinds).unique()
    sentences = [
        message(row[rule], row["jeu"], row.get("colonne"), row["refus_colonnes"], row.get("en_tete")) if row[rule] else None
        for row in said.iter_rows(named=True)
    ]
    said = said.with_columns(pl.Series("message", sentences, dtype=pl.String))
    return rows.join(said, on=kinds, how="left", nulls_equal=True, maintain_order="left")


def _described(run: Run, rows: pl.DataFrame) -> pl.DataFrame:
    """Adds what the text says of each indicator: `libelle`, `unite`, `portee`; in the order of the register and of the text."""
    assert run.register is not None
    said = [
        (texte_id, rule.indicateur, rank, rule.libelle, "part" if rule.mesure == "taux" else "nombre", texte.portee)
        for texte_id, texte in run.texts.items()
        for rank, rule in enumerate(texte.indicateurs)
    ]
    names = ["texte_id", "indicateur", "rang", "libelle", "unite", "portee"]
    order = run.register.projets.sort("ligne").select("projet_id").with_row_index("rang_projet")
    return (
        rows.join(pl.DataFrame(said, schema=names, orient="row"), on=["texte_id", "indicateur"], how="left")
        .join(order, on="projet_id", how="left")
        .sort("finess_et", "rang_projet", "rang")
    )


def _missing(run: Run, measured: pl.DataFrame) -> pl.DataFrame:
    """The dossiers missing from the counts of these rows; projects that ask for the same count share its list."""
    asked: list[tuple[dict[str, Any], Request]] = []
    for row in measured.iter_rows(named=True):
        texte = run.texts[row["texte_id"]]
        if lists_dossiers(row, texte):
            asked.append((row, request_of(row, run.month, texte)))
    if not asked:
        return pl.DataFrame(schema=_MISSING)
    # The checks of the run look at the counts of its measures, not at these.
    run.connection.execute("create or replace temp table ret_comptes as from cnt_comptes")
    count(run.connection, [request for _, request in asked], run.casiers)
    list_missing(run.connection, LISTED)
    run.connection.execute("create or replace temp table cnt_comptes as from ret_comptes")
    found = fetch(run.connection, "from dossiers_manquants")
    forget_dossiers(run.connection)
    variants = fetch(run.connection, "select demande, variante from demandes order by demande")["variante"]
    lists = pl.DataFrame(
        [(row["indicateur"], row["libelle"], row["projet_id"]) for row, _ in asked],
        schema=["indicateur", "libelle", "projet_id"],
        orient="row",
    ).with_columns(variants, pl.int_range(pl.len()).alias("rang"))
    named = lists.group_by("variante", "indicateur").agg(
        pl.col("libelle").first(), pl.col("projet_id").str.join("\n").alias("projets"), pl.col("rang").min()
    )
    return found.join(named, on=["variante", "indicateur"]).sort("rang", "chemin", "ligne").select(_MISSING.keys())


def _query(run: Run, name: str, **parameters: object) -> None:
    run.connection.execute((SQL_FOLDER / "returns" / f"{name}.sql").read_text(encoding="utf-8"), parameters or None)
