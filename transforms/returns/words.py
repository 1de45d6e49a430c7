"""The French words and sentences of a return that depend on what it tells; the fixed text of each sheet is beside it."""

from __future__ import annotations

from typing import Any

import contracts.words as words_of
from contracts.explanations import MOTIFS

_WEIGHTS = {"atteinte": "bien", "accepte": "bien"} | dict.fromkeys(("non_atteinte", "indeterminee", "partiel", "refuse"), "mal")
VERDICTS = {code: (words, _WEIGHTS.get(code, "neutre")) for code, words in words_of.VERDICTS.items()}
"""What people read for a verdict, and its weight for the eye."""

STATES = {code: (words, _WEIGHTS.get(code, "neutre")) for code, words in words_of.ETATS_DES_DEPOTS.items()}
"""What people read for the state of a file, and its weight for the eye."""

_ORIGINS = {"effectifs": "dénominateur déclaré (effectifs)", "declaree": "nombres déclarés (agregats)"}


def why(row: dict[str, Any]) -> str:
    """The sentence beside a verdict: what it means, or what is left to do.

    Args:
        row: a published row, with `unite` and `portee` of its text.
    """
    said = _why(row)
    origin = _ORIGINS.get(row["source_denominateur"] or "") or (_ORIGINS["declaree"] if row["source"] == "declaree" else "")
    return f"{said} Origine : {origin}." if origin else said


def _why(row: dict[str, Any]) -> str:
    match row["verdict"]:
        case "atteinte":
            return "La cible est atteinte."
        case "exemptee":
            return "Le texte dispense l'établissement de cette cible."
        case "sans_cible" if row["portee"] == "ensemble":
            return "La cible est fixée pour le projet entier, non pour chaque établissement."
        case "sans_cible":
            return "Le texte ne fixe pas de cible."
        case "indeterminee":
            meaning = MOTIFS.get(row["motif"], row["motif"])
            return f"Non mesurable : {meaning}."
    missing = row["reste_a_faire"]
    return f"Il manque {missing} au numérateur pour atteindre la cible." if missing else "La cible n'est pas atteinte."
