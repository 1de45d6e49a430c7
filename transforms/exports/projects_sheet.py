"""« Projets »: every project of the register, with its current decision of the month."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from contracts import words
from transforms.exports.content import Rows
from transforms.exports.words import decision, euros, place, readings, verdict
from transforms.figures import month_words, yes_no
from transforms.sheets.cells import Column, Row, Share, Sheet

_MAIN = 9
"""Columns before those of the criteria; they and these are printed, the others would make the page unreadable."""


def projects(rows: Rows) -> Sheet:
    """« Projets »: every project of the register, with its current decision of the month."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows.criteres.iter_rows(named=True):
        found[row["projet_id"]][row["indicateur"]] = row["verdict"]
    judged = [code for code in words.INDICATEURS if any(code in criteria for criteria in found.values())]
    columns = (
        Column("Projet", 15),
        Column("Nom", 24, wrapped=True),
        Column("Décision", 16),
        Column("Provisoire", 13),
        Column("Subvention", 15),
        Column("Solde", 15),
        Column("Libéré", 15),
        Column("Déjà versé du solde", 15),
        Column("Motifs", 38, wrapped=True),
        *(Column(words.INDICATEURS[code], 15) for code in judged),
        Column("Sensible à la lecture", 11),
        Column("Lectures qui changeraient la décision", 36, wrapped=True),
        Column("Lecture retenue", 22, wrapped=True),
        Column("Part du solde", 10),
        Column("Subvention selon le barème", 15),
        Column("Dernier acte", 11),
        Column("Porteur", 28, wrapped=True),
        Column("Région", 22, wrapped=True),
        Column("ESSMS", 8),
        Column("Opération", 16),
        Column("Phase", 12),
        Column("Convention", 14),
        Column("Fin du déploiement", 14),
        Column("Première mesure", 11),
        Column("Texte (document, section du solde)", 40, wrapped=True),
        Column("Version de la décision", 26),
    )
    sentences = (
        f"Projets et décisions de {month_words(rows.mois)}",
        "Sources : tables projets, decisions et decision_criteres. Les critères sont jugés pour le projet.",
    )
    lines = tuple(_project(row, found, judged) for row in rows.projets.to_dicts())
    return Sheet("Projets", sentences, columns, lines, frozen=2, printed=_MAIN + len(judged))


def _project(row: dict[str, Any], criteria: dict[str, dict[str, str]], judged: list[str]) -> Row:
    decided = row["decision"] is not None
    found = criteria.get(row["projet_id"], {})
    return (
        row["projet_id"],
        row["nom"],
        decision(row["decision"]),
        yes_no(row["provisoire"]) if decided else None,
        euros(row["montant_subvention"]),
        euros(row["montant_solde"]),
        euros(row["montant_libere"]),
        euros(row["deja_verse"]),
        words.motif_words(row["motif"]) or None,
        *(verdict(found[code]) if code in found else None for code in judged),
        yes_no(row["sensible_a_la_lecture"]) if decided else None,
        readings(row["lectures_qui_changent"]),
        readings(row["lecture"]),
        Share(row["part_solde"]) if row["part_solde"] is not None else None,
        euros(row["montant_bareme"]),
        words.ACTES[row["acte"]] if row["acte"] else None,
        row["porteur"],
        row["region"],
        row["nombre_essms"],
        words.OPERATIONS.get(row["type_operation"], row["type_operation"]),
        words.PHASES.get(row["phase"], row["phase"]),
        row["date_convention"],
        row["date_fin_deploiement"],
        row["premiere_mesure"],
        place(row["document"], row["section"]) or row["texte_id"],
        row["decision_id"],
    )
