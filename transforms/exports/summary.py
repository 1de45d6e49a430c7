"""The first sheet of the workbook: what the month gave, at one glance, and where the rest is to be read."""

from __future__ import annotations

from typing import Any

from contracts import words
from transforms.exports.content import Rows
from transforms.exports.words import decision, euros, state
from transforms.figures import month_words, whole
from transforms.sheets.cells import Block, Cell, Code, Column, Sheet

_WIDTHS = (34, 26, 20, 22, 22, 20, 24)

GUIDE: tuple[tuple[str, str, str], ...] = (
    ("Projets", "une ligne par projet : sa décision, ses montants, ce qui la motive", "projets, decisions, decision_criteres"),
    ("Établissements", "une ligne par projet, établissement et indicateur : la fenêtre retenue", "indicateurs, essms, regles"),
    ("Dépôts", "une ligne par fichier reçu : ce qui a été lu, mis de côté, et pourquoi", "depots, rejets"),
    ("Règles", "chaque valeur des textes, la phrase qui la fonde, la lecture retenue", "regles"),
)
"""Each other sheet: what it holds, and the tables of the base it comes from."""

BESIDE: tuple[tuple[str, str], ...] = (
    ("Fichiers .parquet", "dans ce dossier : chaque table de la base, avec ses types, pour un programme"),
    ("maturin_sms.csv", "dans ce dossier : une ligne par établissement, à relire avant de la verser dans MaturiN-SMS"),
    ("cibles.duckdb", "dans le dossier au-dessus : tous les mois, toutes les tables et ce que dit chaque colonne"),
)
"""Other files of the publication, and what they are for."""

_TARGETS = ("atteinte", "non_atteinte", "indeterminee")
"""Verdicts on a target, in their order on the sheet."""


def summary(rows: Rows) -> Sheet:
    """The sheet « Synthèse »."""
    blocks = (_decisions(rows), _indicators(rows), _deposits(rows), _guide())
    columns = tuple(Column("", width) for width in _WIDTHS)
    return Sheet("Synthèse", _sentences(rows), columns, blocks=blocks)


def _sentences(rows: Rows) -> tuple[str, ...]:
    active = rows.synthese_dossiers.row(0, named=True)
    silent = active["non_mesurables"]
    left_out = f" ; {whole(silent)} n'ont pas de chiffre mesurable" if silent else ""
    return (
        f"Indicateurs et décisions de {month_words(rows.mois)}",
        "Tout vient de la base publiée (cibles.duckdb) : rien n'est recalculé ici, sauf les totaux de cette feuille.",
        f"Dossiers actifs : {whole(active['actifs'])} sur {whole(active['accompagnes'])} personnes accompagnées, dans"
        f" {whole(active['essms'])} établissements mesurés{left_out}. Chaque établissement compte une fois.",
    )


def _decisions(rows: Rows) -> Block:
    found = rows.synthese_decisions.to_dicts()
    order = [*words.DECISIONS, None]
    found.sort(key=lambda row: order.index(row["decision"]))
    unknown = next((row["sans_montant"] for row in found if row["decision"] is None), 0)
    several = "projets n'entrent" if unknown > 1 else "projet n'entre"
    note = f" ({whole(unknown)} {several} pas dans les sommes : subvention inconnue)" if unknown else ""
    titles = ("Décision", "Projets", "dont provisoires", "Subvention", "Solde", "Libéré", "Déjà versé du solde")
    return Block(f"Décisions{note}", titles, tuple(_of_decision(row) for row in found if row["projets"]))


def _of_decision(row: dict[str, Any]) -> tuple[Cell, ...]:
    kind = decision(row["decision"]) if row["decision"] else Code("Ensemble", "fort")
    names = ("montant_subvention", "montant_solde", "montant_libere", "deja_verse")
    return (kind, row["projets"], row["provisoires"], *(euros(row[name]) for name in names))


def _indicators(rows: Rows) -> Block:
    titles = (
        "Indicateur",
        "Établissements mesurés",
        *(f"Cible {words.VERDICTS[code]}" for code in _TARGETS),
        "Dispensé",
        "Sans cible",
    )
    found = tuple(
        (words.INDICATEURS[row["indicateur"]], row["essms"], *(row[code] for code in (*_TARGETS, "exemptee", "sans_cible")))
        for row in rows.synthese_indicateurs.to_dicts()
    )
    return Block("Établissements par indicateur (un établissement de deux projets compte une fois par verdict)", titles, found)


def _deposits(rows: Rows) -> Block:
    found = rows.synthese_depots.to_dicts()
    order = [*words.ETATS_DES_DEPOTS, None]
    found.sort(key=lambda row: order.index(row["etat"]))
    files = next((row["fichiers"] for row in found if row["etat"] is None), 0)
    titles = ("État", "Fichiers et parties", "Lignes lues", "acceptées", "mises de côté", "remplacées")
    lines = tuple(
        (
            state(row["etat"]) if row["etat"] else Code("Ensemble", "fort"),
            row["parties"],
            *(row[name] for name in ("lues", "acceptees", "rejetees", "remplacees")),
        )
        for row in found
        if row["parties"]
    )
    title = f"Dépôts du dossier {rows.mois} ({whole(files)} fichiers ; un classeur compte une partie par feuille)"
    return Block(title, titles, lines)


def _guide() -> Block:
    lines = tuple((name, f"{said} (tables {where})") for name, said, where in GUIDE)
    return Block("Que lire où", ("Feuille ou fichier", "Ce qu'on y lit"), (*lines, *BESIDE))
