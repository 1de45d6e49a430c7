"""`cibles explain`: from a rate to the missing dossiers, by file and line of the sender's deposit, and why each is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def explain_command(*, month: str, finess: str, indicator: str, project: str | None, workspace: Path, as_json: bool) -> None:
    """Shows what makes one published rate. Raises UsageError or WorkspaceError when there is nothing to explain."""
    from contracts.finess import normalise_finess
    from flows.display import show_json
    from flows.explanation import explain_row, published_rows
    from flows.lock import exclusive
    from flows.settings import load_settings

    settings = load_settings(workspace)
    rows = published_rows(settings, month, normalise_finess(finess), indicator, project)
    with exclusive(settings.entrepot):
        explained = [(row, explain_row(settings, row)) for row in rows]
    if as_json:
        show_json([row | {"reste_a_faire": row["reste_a_faire"], **details} for row, details in explained])
        return
    for row, details in explained:
        _show(row, details)


def _show(row: dict[str, Any], details: dict[str, Any]) -> None:
    from contracts.explanations import MOTIFS, REASONS
    from contracts.words import INDICATEURS, motif_words, name_words
    from flows.display import show_table, show_title
    from transforms.figures import month_words
    from transforms.reading.messages import message

    indicator = name_words(INDICATEURS, row["indicateur"])
    show_title(f"{row['projet_id']} – {row['finess_et']} – {indicator} – {month_words(row['mois'])}")
    print(_figures(row))
    if row["motif"]:
        print(f"Motif : {MOTIFS.get(row['motif']) or motif_words(row['motif'])}.")
    if row["reste_a_faire"]:
        print(f"Il manque {row['reste_a_faire']} au numérateur pour atteindre la cible.")
    if details["mois_du_flux"]:
        show_title("Mois de la fenêtre")
        show_table(*_months(row, details["mois_du_flux"]))
    if details["manquants"]:
        show_title(f"Dossiers manquants : {len(details['manquants'])} (fichier et ligne du dépôt de l'établissement)")
        lines = [[item["chemin"], _lines(item["lignes"]), REASONS[item["raison"]]] for item in details["manquants"]]
        show_table(["Fichier", "Ligne", "Pourquoi"], lines, right=(1,))
    if details["lignes_rejetees"]:
        show_title("Lignes mises de côté dans ces dépôts")
        lines = [
            [
                item["chemin"],
                str(item["ligne"] or "tout"),
                message(item["regle"], item["jeu"], item["colonne"], item["refus_colonnes"], item["en_tete"]),
            ]
            for item in details["lignes_rejetees"]
        ]
        show_table(["Fichier", "Ligne", "Raison"], lines, right=(1,))


def _figures(row: dict[str, Any]) -> str:
    from contracts.words import VERDICTS
    from transforms.figures import percent, target

    verdict = VERDICTS[row["verdict"]]
    window = f"du {row['fenetre_debut']:%d/%m/%Y} au {row['fenetre_fin']:%d/%m/%Y}"
    if row["numerateur"] is None:
        return f"Verdict : {verdict} ; fenêtre {window}."
    figures = f"{row['numerateur']} / {row['denominateur']}" if row["denominateur"] is not None else str(row["numerateur"])
    rate = f" = {percent(row['taux'])}" if row["taux"] is not None else ""
    none = ", cible fixée pour le projet entier (cibles decide)" if row["portee"] == "ensemble" else ", sans cible"
    aim = f", cible {target(row['cible'], row['unite'])}" if row["cible"] is not None else none
    origin = {"effectifs": " ; dénominateur déclaré (effectifs)", "declaree": " ; nombres déclarés (agregats)"}
    declared = origin.get(row["source_denominateur"] or "", "")
    return f"Verdict : {verdict} ; {figures}{rate}{aim} ; fenêtre {window}{declared}."


def _months(row: dict[str, Any], months: list[dict[str, Any]]) -> tuple[list[str], list[list[str]], tuple[int, ...]]:
    """Columns, lines and right-aligned columns; the count of a month is shown where the indicator is a count of a flow."""
    from transforms.figures import yes_no

    counted = row["indicateur"] == "mssante" or row["unite"] == "nombre"
    lines = [
        [month["mois"], yes_no(month["couvert"]), *([str(month["nombre"])] if counted else []), _files(month["fichiers"])]
        for month in months
    ]
    return ["Mois", "Couvert", *(["Nombre"] if counted else []), "Fichiers"], lines, (2,) if counted else ()


def _files(paths: list[str] | None) -> str:
    return ", ".join(paths or []) or "aucun fichier"


def _lines(lines: list[int]) -> str:
    return ", ".join(str(line) for line in lines)
