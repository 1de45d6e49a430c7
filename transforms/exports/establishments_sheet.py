"""« Établissements »: one row per project, establishment and indicator, with what founds it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from contracts import words
from transforms.exports.content import Rows
from transforms.exports.words import NOT_MEASURABLE, UNKNOWN_NAME, place, verdict
from transforms.figures import month_words
from transforms.sheets.cells import Cell, Column, Rate, Row, Sheet


def establishments(rows: Rows) -> Sheet:
    """« Établissements »: one row per project, establishment and indicator."""
    columns = (
        Column("FINESS", 11),
        Column("Établissement", 32, wrapped=True),
        Column("Indicateur", 22),
        Column("Verdict", 14),
        Column("Numérateur", 14),
        Column("Dénominateur", 16),
        Column("Taux", 14),
        Column("Cible", 9),
        Column("Reste à faire", 9),
        Column("Motif", 40, wrapped=True),
        Column("Fenêtre : du", 12),
        Column("au", 12),
        Column("Projet", 15),
        Column("Nom du projet", 28, wrapped=True),
        Column("Champ", 34, wrapped=True),
        Column("Commune", 22, wrapped=True),
        Column("Département", 15),
        Column("Source", 30, wrapped=True),
        Column("Source du dénominateur", 18),
        Column("Ce que mesure le texte", 90, wrapped=True),
        Column("Document, section", 64, wrapped=True),
        Column("Code de l'indicateur", 21),
    )
    sentences = (
        f"Indicateurs de {month_words(rows.mois)}, par projet et établissement",
        "Sources : tables indicateurs (fenêtre retenue), essms et regles. Le verdict compare les nombres, non les taux.",
    )
    found = tuple(_indicator(row) for row in rows.indicateurs.iter_rows(named=True))
    return Sheet("Établissements", sentences, columns, found, frozen=3, printed=13)


def _indicator(row: dict[str, Any]) -> Row:
    return (
        row["finess_et"],
        row["nom"] or UNKNOWN_NAME,
        words.INDICATEURS[row["indicateur"]],
        verdict(row["verdict"]),
        row["numerateur"],
        row["denominateur"],
        _rate(row),
        _target(row["cible"], row["mesure"]),
        row["reste_a_faire"],
        words.motif_words(row["motif"]) or None,
        row["fenetre_debut"],
        row["fenetre_fin"],
        row["projet_id"],
        row["projet"],
        words.CHAMPS.get(row["champ"], row["champ"]),
        row["commune"],
        row["departement"],
        words.SOURCES[row["source"]],
        words.SOURCES[row["source_denominateur"]] if row["source_denominateur"] else None,
        row["libelle"],
        place(row["document"], row["section"]) or row["texte_id"],
        row["indicateur"],
    )


def _rate(row: dict[str, Any]) -> Cell:
    """The rate published; words where there is none to publish; nothing for what the text counts without a denominator."""
    if row["taux"] is not None:
        return Rate(row["taux"])
    counted = row["mesure"] == "nombre" and row["numerateur"] is not None
    return None if counted else NOT_MEASURABLE


def _target(value: Decimal | None, measure: str | None) -> Cell:
    return Rate(value) if value is not None and measure != "nombre" else value
