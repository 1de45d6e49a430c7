"""The page of the region: where projects, money, establishments, deposits and signals of the month stand, as French texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import contracts.words as words
from contracts.signals import SIGNALS
from transforms.figures import UNKNOWN, month_words, whole
from transforms.reports.cells import essms_rows, shown_indicators
from transforms.reports.deposits import files, without_deposit
from transforms.reports.money import money
from transforms.reports.project import Rows, heading
from transforms.reports.trends import pooled, trends
from transforms.reports.words import NOT_MEASURED, counted

ALL_SHOWN = 300
"""Up to so many establishments the page shows them all; above, only those that block something."""

LISTED = 400
"""Rows of a list on the page of the region at most: the pages of projects have them all, and a sentence says so."""


def region(nom: str | None, mois: str, tables: dict[str, Rows], pages: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Everything that the page of the region says.

    Args:
        nom: name of the region in the settings, if it has one.
        mois: the month measured.
        tables: the rows of each query of `sql/reports/`, by its name.
        pages: what the page of each project says.
    """
    projects = [heading(row, mois) for row in tables["projets"]]
    return {
        "mois": mois,
        "titre": f"{nom or _name(projects)}, {month_words(mois)}",
        "cles": _key_figures(tables),
        "argent": money(tables["projets"], mois),
        "projets": [_reached(one, pages[one["projet_id"]]) for one in projects],
        "filtres": _filters(projects),
        "essms": _establishments(tables, pages),
        "tendances": trends(pooled(tables["tendances"]), mois),
        "projections": _projections(projects, pages),
        "depots": _deposits(tables),
        "national": _national(tables["national"][0]),
        "signaux": _signals(tables["controles"]),
        "disparus": tables["disparus"][0]["nombre"],
    }


def _name(projects: list[dict[str, Any]]) -> str:
    names = sorted({one["region"] for one in projects if one["region"]})
    return ", ".join(names) if 0 < len(names) <= 3 else (f"{len(names)} régions" if names else "Région")


def _key_figures(tables: dict[str, Rows]) -> list[dict[str, Any]]:
    rows = tables["projets"]
    codes = Counter(row["decision"] for row in rows)
    measured = {row["finess_et"] for row in tables["indicateurs"]}
    figures = [
        ("projets", "Projets au registre", len(rows), f"dont {counted(len(rows) - codes[None], 'mesuré', 'mesurés')} ce mois"),
        ("essms", "Établissements mesurés", len(measured), "chacun compté une fois"),
    ]
    for code, label in words.DECISIONS.items():
        provisional = sum(1 for row in rows if row["decision"] == code and row["provisoire"])
        detail = f"dont {counted(provisional, 'provisoire', 'provisoires')}" if provisional else "aucune provisoire"
        figures.append(
            (code, f"Décisions «\N{NO-BREAK SPACE}{label}\N{NO-BREAK SPACE}»", codes[code], detail if codes[code] else "")
        )
    return [
        {"code": code, "titre": title, "nombre": number, "texte": whole(number), "detail": told}
        for code, title, number, told in figures
    ]


def _reached(one: dict[str, Any], page: dict[str, Any]) -> dict[str, Any]:
    """A project of the table, with what its targets make: by establishment, or by criterion where they are the project's."""
    whole_project = page["portee"] == "pour le projet entier"
    looks = [criterion["cellule"]["classe"] for criterion in page["criteres"]]
    if whole_project:
        done, total, what = looks.count("oui"), len(looks), "critères"
    else:
        done, total, what = sum(not line["bloque"] for line in page["essms"]), len(page["essms"]), "établissements"
    told = f"{done} sur {total}".replace(" ", "\N{NO-BREAK SPACE}") if total else UNKNOWN
    return one | {
        "au_but": told,
        "au_but_quoi": what if total else "",
        "au_but_valeur": f"{done * 1000 // total if total else -1}",
    }


def _filters(projects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    decisions = {one["decision"]["code"] for one in projects}
    shown = {**words.DECISIONS, "aucune": NOT_MEASURED}
    return [
        {"nom": "decision", "titre": "Décision", "choix": [(code, text) for code, text in shown.items() if code in decisions]},
        {
            "nom": "texte",
            "titre": "Texte",
            "choix": sorted({(one["texte_id"], one["texte"]) for one in projects}, key=lambda x: x[1]),
        },
        {"nom": "phase", "titre": "Phase", "choix": sorted({(one["phase"], one["phase"]) for one in projects})},
    ]


def _establishments(tables: dict[str, Rows], pages: dict[str, dict[str, Any]]) -> dict[str, Any]:
    with_target = [row for row in tables["indicateurs"] if row["cible"] is not None] + tables["criteres"]
    indicators = shown_indicators(with_target or tables["indicateurs"])
    criteria = {(row["projet_id"], row["indicateur"]) for row in tables["criteres"]}
    rows = essms_rows(tables["indicateurs"], indicators, criteria)
    everyone = len(rows) <= ALL_SHOWN
    # Those that block most come first where all cannot be shown.
    kept = rows if everyone else sorted((row for row in rows if row["bloque"]), key=lambda row: -row["non"])[:LISTED]
    seen: set[str] = set()
    for row in kept:
        row["ancre"] = row["finess_et"] if row["finess_et"] not in seen else f"{row['finess_et']}-{row['projet_id']}"
        seen.add(row["finess_et"])
    return {
        "indicateurs": [words.INDICATEURS[code] for code in indicators],
        "lignes": kept,
        "projets": [row for row in _whole_projects(tables, pages, indicators) if everyone or row["bloque"]],
        "tous": everyone,
        "coupe": not everyone and sum(row["bloque"] for row in rows) > LISTED,
        "total": whole(len(rows)),
        "bloquants": whole(sum(row["bloque"] for row in rows)),
        "noms": {page["projet_id"]: page["nom"] for page in pages.values()},
        "pages": {page["projet_id"]: page["page"] for page in pages.values()},
    }


def _whole_projects(tables: dict[str, Rows], pages: dict[str, dict[str, Any]], indicators: list[str]) -> Iterator[dict[str, Any]]:
    """The criteria of each project whose targets are its own, on one line."""
    for page in pages.values():
        own = {criterion["code"]: criterion["cellule"] for criterion in page["criteres"]}
        if own and page["portee"] == "pour le projet entier":
            yield {
                "projet_id": page["projet_id"],
                "nom": page["nom"],
                "page": page["page"],
                "cellules": [own.get(code) for code in indicators],
                "bloque": any(one["classe"] in ("non", "inconnu") for one in own.values()),
            }


def _projections(projects: list[dict[str, Any]], pages: dict[str, dict[str, Any]]) -> dict[str, Any]:
    told = [(one, pages[one["projet_id"]]["projection"]) for one in projects]
    kept = [(one, projection) for one, projection in told if projection]
    codes = [code for code in words.INDICATEURS if any(line["indicateur"] == code for _, said in kept for line in said["lignes"])]
    lines = []
    for one, said in kept:
        by_code = {line["indicateur"]: line for line in said["lignes"]}
        lines.append(one | {"fin_mois": said["fin"], "fin_code": said["mois"], "cellules": [by_code.get(code) for code in codes]})
    return {"indicateurs": [words.INDICATEURS[code] for code in codes], "lignes": lines}


def _deposits(tables: dict[str, Rows]) -> dict[str, Any]:
    lacking = without_deposit(tables["indicateurs"])
    found = files(tables["depots"], tables["rejets"])
    refused = [one for one in found if one["etat"] == "refuse"]
    partial = [one for one in found if one["etat"] == "partiel"]
    none = sum(line["aucun"] for line in lacking)
    return {
        "manquants": lacking[:LISTED],
        "coupe": len(lacking) > LISTED,
        "manquants_total": whole(len(lacking)),
        "sans": counted(none, "établissement sans aucun dépôt utilisable", "établissements sans aucun dépôt utilisable"),
        "incomplets": counted(len(lacking) - none, "établissement dont un dépôt manque", "établissements dont un dépôt manque"),
        "refuses": refused[:LISTED],
        "refuses_total": counted(len(refused), "fichier refusé", "fichiers refusés"),
        "partiels": partial[:LISTED],
        "partiels_total": counted(len(partial), "fichier accepté en partie", "fichiers acceptés en partie"),
        "recus": counted(len(found), "fichier ou partie de fichier reçu", "fichiers ou parties de fichiers reçus"),
    }


def _national(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "dossiers": whole(row["dossiers"]),
        "valeur": row["dossiers"],
        "mesurables": whole(row["mesurables"]),
        "essms": whole(row["essms"]),
        "manquent": row["essms"] - row["mesurables"],
    }


def _signals(rows: Rows) -> dict[str, Any]:
    """The signals by kind, the most frequent first, and those that are of no project."""
    groups = []
    for code, number in sorted(Counter(row["controle"] for row in rows).items(), key=lambda one: (-one[1], one[0])):
        own = [row for row in rows if row["controle"] == code]
        groups.append(
            {
                "code": code,
                "phrase": SIGNALS.get(code, code),
                "nombre": number,
                "texte": whole(number),
                "projets": sorted({row["projet_id"] for row in own if row["projet_id"]})[:20],
                "nombre_projets": len({row["projet_id"] for row in own if row["projet_id"]}),
                "essms": len({row["finess_et"] for row in own if row["finess_et"]}),
            }
        )
    return {"groupes": groups, "total": counted(len(rows), "signal", "signaux")}
