"""One figure of an establishment or of a project, as a cell shows it: sign, word, rate, counts, what is missing."""

from __future__ import annotations

from typing import Any

import contracts.words as words
from contracts.vocabulary import INDICATEURS
from transforms.figures import percent
from transforms.reports.words import aim, counts, missing, spaced

_LOOKS = {
    "atteinte": ("oui", "✓"),
    "non_atteinte": ("non", "✗"),
    "indeterminee": ("inconnu", "?"),
    "exemptee": ("dispense", "○"),
    "sans_cible": ("neutre", "·"),
}
"""Class of the cell, and its sign: colour is never alone."""


def cell(row: dict[str, Any]) -> dict[str, Any]:
    """The cell of one published row (of `indicateurs` or `decision_criteres`): texts, and the figures as programs read them."""
    look, sign = _LOOKS[row["verdict"]]
    rate = row["denominateur"] is not None
    return {
        "classe": look,
        "signe": sign,
        "mot": words.VERDICTS[row["verdict"]],
        "taux": _rate(row),
        "comptes": counts(row["numerateur"], row["denominateur"]) if row["numerateur"] is not None else "",
        "cible": f"cible {aim(row['cible'], rate)}" if row["cible"] is not None else "",
        "distance": _distance(row),
        "motif": "dispensé par le texte" if row["verdict"] == "exemptee" else words.motif_words(row["motif"]),
        "declare": row.get("source") == "declaree" or row.get("source_denominateur") in ("declaree", "effectifs"),
        "donnees": {name: _plain(row.get(name)) for name in ("numerateur", "denominateur", "taux", "verdict", "reste_a_faire")},
    }


def _rate(row: dict[str, Any]) -> str:
    """The published rate; nothing for a count, nor for a criterion, whose counts alone are published."""
    if row.get("taux") is not None:
        return spaced(percent(row["taux"]))
    return "" if row["numerateur"] is not None and (row["denominateur"] is None or "taux" not in row) else "non mesurable"


def _distance(row: dict[str, Any]) -> str:
    left = row.get("reste_a_faire")
    return missing(row["indicateur"], left) if row["verdict"] == "non_atteinte" and left else ""


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def shown_indicators(rows: list[dict[str, Any]]) -> list[str]:
    """The indicators of these rows, in the order of the calls."""
    found = {row["indicateur"] for row in rows}
    return [code for code in INDICATEURS if code in found]


def essms_rows(rows: list[dict[str, Any]], indicators: list[str], criteria: set[tuple[str, str]]) -> list[dict[str, Any]]:
    """One line per project and establishment, in the order of the rows, with one cell (or None) per indicator.

    Args:
        rows: published rows of the month, with the name of the establishment.
        indicators: those shown.
        criteria: (project, indicator) of the decisions: an establishment blocks (`bloque`) by these alone.
    """
    lines: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        key = (row["projet_id"], row["finess_et"])
        line = lines.setdefault(key, _line(row, len(indicators)))
        if row["indicateur"] in indicators:
            line["cellules"][indicators.index(row["indicateur"])] = cell(row)
        if (row["projet_id"], row["indicateur"]) in criteria:
            line["bloque"] |= row["verdict"] in ("non_atteinte", "indeterminee")
            line["non"] += row["verdict"] == "non_atteinte"
    return list(lines.values())


def _line(row: dict[str, Any], width: int) -> dict[str, Any]:
    return {
        "projet_id": row["projet_id"],
        "finess_et": row["finess_et"],
        "nom": row["nom"] or "établissement inconnu de FINESS",
        "lieu": row["commune"] or "",
        "champ": words.CHAMPS.get(row["champ"] or "", ""),
        "cellules": [None] * width,
        "bloque": False,
        "non": 0,
    }
