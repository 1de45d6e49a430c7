"""What the month lacks, or received in vain: establishments without usable deposit, files refused, lines set aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import contracts.words as words
from transforms.figures import whole
from transforms.reports.words import counted

_LOOKS = {"accepte": ("oui", "✓"), "partiel": ("inconnu", "!"), "refuse": ("non", "✗"), "remplace": ("neutre", "·")}


def without_deposit(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The establishments of which a figure lacks its deposit, in the order of the rows (published rows of the month)."""
    lacking: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        key = (row["projet_id"], row["finess_et"])
        line = lacking.setdefault(
            key,
            {name: row[name] for name in ("projet_id", "finess_et", "nom", "commune")} | {"manquent": [], "mesures": 0},
        )
        line["mesures"] += 1
        if row["motif"] == "source_absente":
            line["manquent"].append(words.INDICATEURS[row["indicateur"]])
    return [_lack(line) for line in lacking.values() if line["manquent"]]


def _lack(line: dict[str, Any]) -> dict[str, Any]:
    none = len(line["manquent"]) == line["mesures"]
    return line | {
        "nom": line["nom"] or "établissement inconnu de FINESS",
        "aucun": none,
        "dit": "aucun dépôt utilisable" if none else f"dépôt manquant pour : {', '.join(line['manquent'])}",
    }


def files(deposits: Iterable[dict[str, Any]], rejects: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each file of the month, with the reasons of what was set aside.

    Args:
        deposits: rows of `sql/reports/depots.sql`.
        rejects: rows of `sql/reports/rejets.sql`.
    """
    reasons: dict[str, list[str]] = defaultdict(list)
    for row in rejects:
        lines = f" ({counted(row['lignes'], 'ligne', 'lignes')})" if row["lignes"] else ""
        reasons[row["depot_id"]].append(f"{row['message']}{lines}")
    return [_file(row, reasons[row["depot_id"]]) for row in deposits]


def _file(row: dict[str, Any], reasons: list[str]) -> dict[str, Any]:
    look, sign = _LOOKS[row["etat"]]
    return {
        "depot_id": row["depot_id"],
        "finess_et": row["finess_et"],
        "chemin": row["chemin"],
        "partie": row["partie"] or "",
        "jeu": words.JEUX.get(row["jeu"] or "", "non reconnu"),
        "etat": row["etat"],
        "classe": look,
        "signe": sign,
        "mot": words.ETATS_DES_DEPOTS[row["etat"]],
        "lues": whole(row["lignes_lues"]),
        "acceptees": whole(row["lignes_acceptees"]),
        "rejetees": whole(row["lignes_rejetees"]),
        "raisons": reasons,
    }
