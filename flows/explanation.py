"""From a published rate back to what makes it: dossiers by file and line, months of a flow, lines set aside. Only reads."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from contracts.failures import UsageError, WorkspaceError
from contracts.rulebook import Rulebook
from contracts.vocabulary import FLOW_OF
from flows.counting import list_missing
from flows.database import fetch, working_connection
from flows.published_base import BASE
from flows.purge import purged_before
from flows.settings import Settings
from flows.sql_files import SQL_FOLDER
from flows.staging_of_one import count_one, stage_one
from flows.texts import load_all_texts
from transforms.measures.plan import Request
from transforms.returns.windows import request_of

_EVERY = 1_000_000_000
"""Missing dossiers of one row are all told."""


def published_rows(settings: Settings, month: str, finess: str, indicator: str, project: str | None) -> list[dict[str, Any]]:
    """The published rows of one establishment, month and indicator: one per project it belongs to.

    Raises:
        UsageError: nothing is published for these.
        WorkspaceError: nothing is published yet.
    """
    query = """
        select i.*, coalesce(d.lecture, 'fenetre') as lecture
        from indicateurs as i
        left join decisions as d on i.mois = d.mois and i.projet_id = d.projet_id and d.courante
        where
            i.mois = $month and i.finess_et = $finess and i.indicateur = $indicator
            and i.projet_id = coalesce($project, i.projet_id)
        order by i.projet_id
    """
    rows = query_base(settings, query, {"month": month, "finess": finess, "indicator": indicator, "project": project})
    if rows.is_empty():
        raise UsageError(
            f"Aucune mesure publiée de {indicator} pour {finess} en {month} : vérifiez le numéro et le mois, ou lancez"
            f" cibles run --month {month}."
        )
    texts = _texts()
    return [
        row | {"unite": unit_of(texts[row["texte_id"]], indicator), "portee": texts[row["texte_id"]].portee}
        for row in rows.to_dicts()
    ]


def query_base(settings: Settings, query: str, parameters: dict[str, Any]) -> pl.DataFrame:
    """Rows of a query on the published base.

    Raises:
        WorkspaceError: there is no base.
    """
    path = settings.publication / BASE
    if not path.exists():
        raise WorkspaceError(f"Rien n'est publié dans {settings.publication} : lancez d'abord cibles run.")
    with duckdb.connect(str(path), read_only=True) as connection:
        return fetch(connection, query, parameters)


def unit_of(texte: Rulebook, indicateur: str) -> str:
    """Unit of the target of an indicator: `part` for a rate, `nombre` for a count."""
    return "part" if texte.rule(indicateur).mesure == "taux" else "nombre"


def explain_row(settings: Settings, row: dict[str, Any]) -> dict[str, Any]:
    """What makes one published row: `manquants`, `mois_du_flux`, `lignes_rejetees`."""
    with working_connection(settings.memoire, settings.entrepot / ".debordement") as connection:
        texte = _texts()[row["texte_id"]]
        rule = texte.rule(row["indicateur"])
        request = request_of(row, row["mois"], texte)
        stage_one(connection, row["finess_et"], settings.entrepot)
        _refuse_purged(settings, request)
        count_one(connection, request)
        return {
            "manquants": _missing(connection, row) if rule.uses_dossiers else [],
            "mois_du_flux": _months(connection, row),
            "lignes_rejetees": _rejected(connection, row),
        }


@cache
def _texts() -> dict[str, Rulebook]:
    """The rulebooks, read once for every row of a command."""
    return load_all_texts()


def _refuse_purged(settings: Settings, request: Request) -> None:
    first = min(request.fenetre_debut, request.population_debut)
    kept_from = purged_before(settings.entrepot)
    if kept_from is not None and f"{first:%Y-%m}" < kept_from:
        raise WorkspaceError(
            f"Les dépôts d'avant {kept_from} ont été purgés : ce taux, qui les a lus, reste publié mais ne se détaille plus."
        )


def _missing(connection: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> list[dict[str, Any]]:
    if row["indicateur"] == "mssante":
        return []
    list_missing(connection, _EVERY)
    return fetch(connection, "select chemin, ligne, raison, lignes from dossiers_manquants order by chemin, ligne").to_dicts()


def _months(connection: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> list[dict[str, Any]]:
    flow = FLOW_OF[row["indicateur"]]
    counted = "dmp_depots" if row["indicateur"] == "dmp" else row["indicateur"]
    return _run(connection, "mois_du_flux", {"jeu": flow, "flux": counted}) if flow else []


def _rejected(connection: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> list[dict[str, Any]]:
    window = {"finess": row["finess_et"], "debut": row["fenetre_debut"], "fin": row["fenetre_fin"]}
    return _run(connection, "lignes_rejetees", window | {"jeu": FLOW_OF[row["indicateur"]] or "dossiers"})


def _run(connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    query = Path(SQL_FOLDER / "explain" / f"{name}.sql").read_text(encoding="utf-8")
    return fetch(connection, query, parameters).to_dicts()
