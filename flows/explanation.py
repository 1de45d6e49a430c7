"""From a published rate back to what makes it: dossiers by file and line, months of a flow, lines set aside. Only reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from contracts.failures import UsageError, WorkspaceError
from contracts.rulebook import Rulebook
from contracts.vocabulary import FLOW_OF
from flows.counting import count, speaking_of, stage_deposits
from flows.database import SQL_FOLDER, fetch, working_connection
from flows.journal import read_journal, receptions_table
from flows.publication import BASE
from flows.purge import purged_before
from flows.settings import Settings
from flows.store import casiers_of_store, parts
from flows.texts import load_all_texts
from transforms.measures.plan import Request
from transforms.measures.readings import reading
from transforms.reading.month_tables import MONTH_TABLES


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
    texts = load_all_texts()
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
        casiers = speaking_of(connection, row["finess_et"], casiers_of_store(settings.entrepot))
        files = parts([folder for folders in casiers.values() for folder in folders], "depots")
        depots = pl.read_parquet(files) if files else pl.DataFrame(schema=MONTH_TABLES["depots"])
        journal = read_journal(settings.entrepot / "journal.jsonl")
        stage_deposits(connection, casiers, receptions_table(journal, list(depots.select("chemin", "sha256").iter_rows())))
        texte = load_all_texts()[row["texte_id"]]
        rule = texte.rule(row["indicateur"])
        request = _request(row, texte)
        _refuse_purged(settings, request)
        count(connection, [request], casiers)
        return {
            "manquants": _missing(connection, row) if rule.uses_dossiers else [],
            "mois_du_flux": _months(connection, row),
            "lignes_rejetees": _rejected(connection, row),
        }


def _refuse_purged(settings: Settings, request: Request) -> None:
    first = min(request.fenetre_debut, request.population_debut)
    kept_from = purged_before(settings.entrepot)
    if kept_from is not None and f"{first:%Y-%m}" < kept_from:
        raise WorkspaceError(
            f"Les dépôts d'avant {kept_from} ont été purgés : ce taux, qui les a lus, reste publié mais ne se détaille plus."
        )


def _request(row: dict[str, Any], texte: Rulebook) -> Request:
    """The count behind a published row: its own window, under the reading of the decision."""
    code = row["lecture"]
    read = reading(code, imports=texte.imports_comptent)
    return Request(
        projet_id=row["projet_id"],
        texte_id=row["texte_id"],
        finess_et=row["finess_et"],
        indicateur=row["indicateur"],
        lecture=code,
        mois=row["mois"],
        length=0,
        fenetre_debut=row["fenetre_debut"],
        fenetre_fin=row["fenetre_fin"],
        population_debut=read.population_start(row["mois"], row["fenetre_debut"]),
        enpause=read.enpause,
        imports=read.imports,
        toutes_natures=texte.rule(row["indicateur"]).toutes_natures,
    )


def _missing(connection: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> list[dict[str, Any]]:
    if row["indicateur"] == "mssante":
        return []
    return _run(connection, "dossiers_manquants", {"indicateur": row["indicateur"]})


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
