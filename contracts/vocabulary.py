"""The closed lists of words that tables and rulebooks share. Codes are French, as the calls print them."""

from __future__ import annotations

from typing import Literal

Indicateur = Literal[
    "dossiers_actifs", "projets_personnalises", "evenements_agenda", "mssante", "dmp", "e_prescription", "e_parcours"
]
INDICATEURS: tuple[str, ...] = (
    "dossiers_actifs",
    "projets_personnalises",
    "evenements_agenda",
    "mssante",
    "dmp",
    "e_prescription",
    "e_parcours",
)
"""Every measured indicator, in the order in which the calls print them."""

ACTIVE_DOSSIERS = ("dossiers_actifs", "projets_personnalises", "evenements_agenda")
"""Indicators of active dossiers: they always read the dossiers, and late extraction can leave them unknown."""

COUNTS_WITHOUT_DOSSIER = ("e_prescription", "e_parcours")
"""Indicators that are counts in every text: they use no dossier, and need only their own flow."""

COUNTS_SINCE_THE_START = ("dmp", "e_parcours")
"""Indicators that a call also counts "pendant la durée du projet" (reading `duree_projet`), where they are counts."""

FLOW_OF: dict[str, str | None] = {
    "dossiers_actifs": None,
    "projets_personnalises": None,
    "evenements_agenda": "evenements",
    "mssante": "mssante",
    "dmp": "dmp",
    "e_prescription": "echanges",
    "e_parcours": "echanges",
}
"""The flow each indicator reads besides `dossiers`."""

JEUX: tuple[str, ...] = (
    "dossiers",
    "mises_a_jour",
    "evenements",
    "mssante",
    "dmp",
    "echanges",
    "effectifs",
    "agregats",
)
"""Datasets a deposit may hold; a file's name begins with one of them."""

Verdict = Literal["atteinte", "non_atteinte", "indeterminee", "exemptee", "sans_cible"]
Decision = Literal["liberer", "liberer_partiellement", "ne_pas_liberer", "a_instruire"]
CHAMPS: tuple[str, ...] = ("PA", "PH", "DOM", "PDS", "AHI", "PE", "PJM")
"""Fields of activity: old age, disability, home help, special difficulties, housing, childhood, protected adults."""

NOMS_DES_MOIS: tuple[str, ...] = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
"""Months as they are written in French, January first."""

ACTES: tuple[str, ...] = ("signee", "refusee", "versee", "arbitrage")
"""What people do with a decision: sign it, refuse it, pay it, settle what it leaves to a person."""
