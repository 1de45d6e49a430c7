"""The count behind a published row: which window, population and reading it was measured with."""

from __future__ import annotations

from typing import Any

from contracts.rulebook import Rulebook
from transforms.measures.plan import Request
from transforms.measures.readings import reading

_LISTED = ("dossiers_actifs", "projets_personnalises", "evenements_agenda", "dmp")
"""Indicators whose numerator counts dossiers of the denominator."""


def lists_dossiers(row: dict[str, Any], texte: Rulebook) -> bool:
    """Whether the dossiers that a published row misses can be told: counted one by one, measured, and due.

    A row that has no figure or rests on declared counts would list every dossier; an exempt establishment misses none.
    """
    counted = row["indicateur"] in _LISTED and texte.rule(row["indicateur"]).uses_dossiers
    return counted and row["numerateur"] is not None and row["source"] == "calculee" and row["verdict"] != "exemptee"


def request_of(row: dict[str, Any], mois: str, texte: Rulebook) -> Request:
    """The count of a published row: its own window, under the reading of the decision (`lecture`)."""
    read = reading(row["lecture"], imports=texte.imports_comptent)
    return Request(
        projet_id=row["projet_id"],
        texte_id=row["texte_id"],
        finess_et=row["finess_et"],
        indicateur=row["indicateur"],
        lecture=row["lecture"],
        mois=mois,
        length=0,
        fenetre_debut=row["fenetre_debut"],
        fenetre_fin=row["fenetre_fin"],
        population_debut=read.population_start(mois, row["fenetre_debut"]),
        enpause=read.enpause,
        imports=read.imports,
        toutes_natures=texte.rule(row["indicateur"]).toutes_natures,
    )
