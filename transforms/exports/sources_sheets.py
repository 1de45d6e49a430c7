"""« Dépôts » and « Règles »: what the figures rest on."""

from __future__ import annotations

from typing import Any

from contracts import words
from transforms.exports.content import Rows
from transforms.exports.words import state
from transforms.figures import counted, whole
from transforms.sheets.cells import Column, Row, Sheet

_REASONS = 3
"""Reasons given for one file; the table `rejets` has them all."""


def deposits(rows: Rows) -> Sheet:
    """« Dépôts »: one row per file, or per part of a file that has several."""
    columns = (
        Column("Fichier", 48, wrapped=True),
        Column("Partie", 18, wrapped=True),
        Column("Jeu de données", 18),
        Column("État", 20, wrapped=True),
        Column("Lignes lues", 10),
        Column("acceptées", 13),
        Column("mises de côté", 10),
        Column("remplacées", 14),
        Column("Pourquoi, et que faire", 70, wrapped=True),
        Column("Dialecte", 18),
        Column("Colonnes non lues", 26, wrapped=True),
        Column("Reçu le (heure universelle)", 17),
        Column("Identifiant du dépôt", 19),
    )
    sentences = (
        f"Fichiers du dossier de dépôt {rows.mois}",
        "Sources : tables depots et rejets, qui donne chaque ligne mise de côté. Lues = acceptées + mises de côté + remplacées.",
    )
    return Sheet(
        "Dépôts", sentences, columns, tuple(_deposit(row) for row in rows.depots.iter_rows(named=True)), frozen=1, printed=9
    )


def _deposit(row: dict[str, Any]) -> Row:
    lines = [row[f"lignes_{name}"] for name in ("lues", "acceptees", "rejetees", "remplacees")]
    said = (row["chemin"], row["partie"], row["jeu"], state(row["etat"]), *lines)
    return (*said, _reasons(row["raisons"]), row["dialecte"], row["colonnes_ignorees"], row["recu_le"], row["depot_id"])


def _reasons(reasons: list[dict[str, Any]] | None) -> str | None:
    """The reasons most often given, with how many times."""
    if not reasons:
        return None
    told = [one["message"] if one["entier"] else f"{whole(one['lignes'])} × {one['message']}" for one in reasons[:_REASONS]]
    more = len(reasons) - _REASONS
    return "\n".join(
        [*told, f"Et {counted(more, 'autre raison', 'autres raisons')} : voyez la table rejets."] if more > 0 else told
    )


def rules(rows: Rows) -> Sheet:
    """« Règles »: every value of every text."""
    columns = (
        Column("Texte", 30),
        Column("Règle", 44, wrapped=True),
        Column("Valeur", 30, wrapped=True),
        Column("Unité", 14, wrapped=True),
        Column("Document", 34, wrapped=True),
        Column("Section", 16, wrapped=True),
        Column("Phrase du texte", 70, wrapped=True),
        Column("Lecture retenue, autres lectures admissibles", 70, wrapped=True),
        Column("Origine", 18, wrapped=True),
    )
    sentences = ("Chaque valeur des textes, avec la phrase qui la fonde", "Source : table regles.")
    found = tuple(_rule(row) for row in rows.regles.iter_rows(named=True))
    return Sheet("Règles", sentences, columns, found, frozen=2)


def _rule(row: dict[str, Any]) -> Row:
    names = ("texte_id", "cle", "valeur", "unite", "document", "section", "phrase", "lecture")
    return (*(row[name] for name in names), words.ORIGINES.get(row["origine"], row["origine"]))
