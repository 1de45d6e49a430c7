"""The two texts the oracle knows, copied by hand from the calls (S1 section 6, S4 section 6) and the table of spec 4.

Nothing is read from the product's rulebooks: a wrong figure there must show as a difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

ARA = "ara-generalisation-2025"
GUADELOUPE = "guadeloupe-generalisation-2022"

DOSSIER_INDICATORS = ("dossiers_actifs", "projets_personnalises", "evenements_agenda", "mssante", "dmp")
COUNTS = {"e_prescription": "e_prescription", "e_parcours": "e_parcours"}
"""Indicators that use no dossier, and the `service` of `echanges` that each counts."""

FLOW = {
    "dossiers_actifs": None,
    "projets_personnalises": None,
    "evenements_agenda": "evenements",
    "mssante": "mssante",
    "dmp": "dmp",
    "e_prescription": "echanges",
    "e_parcours": "echanges",
}


@dataclass(frozen=True)
class Texte:
    """What one call says; shares are exact."""

    texte_id: str
    cibles: dict[str, Decimal]
    indicateurs: tuple[str, ...]
    pieces: tuple[str, ...]
    exempt_categories: tuple[str, ...]
    exempt_indicateurs: tuple[str, ...]
    part_solde: Decimal
    lectures: tuple[str, ...]

    def lengths(self, indicateur: str, first: bool) -> list[int]:
        """Admissible window lengths in months, shortest first."""
        # Spec 4, row `window`: S4 "1 month, 3 for the first measure";
        # S1 "dossiers, projets: 3; agenda: 1, 3 for the first; MSSanté, DMP: 3 to 6".
        if self.texte_id == GUADELOUPE or indicateur == "evenements_agenda":
            return [3] if first else [1]
        return [3, 4, 5, 6] if indicateur in ("mssante", "dmp") else [3]

    def exempts(self, indicateur: str, categorie: str | None) -> bool:
        # Spec 4, row `exempt`, S1: "MSSanté and DMP for PJM (FINESS category 340)".
        return indicateur in self.exempt_indicateurs and categorie in self.exempt_categories


# Spec 4, row `targets`: "90/90/90/70/70 %" in both texts.
_CIBLES = {
    "dossiers_actifs": Decimal("0.90"),
    "projets_personnalises": Decimal("0.90"),
    "evenements_agenda": Decimal("0.90"),
    "mssante": Decimal("0.70"),
    "dmp": Decimal("0.70"),
}
_LECTURES = ("annuelle", "douze_mois", "presents", "enpause", "imports", "ensemble")

TEXTES = {
    ARA: Texte(
        texte_id=ARA,
        cibles=_CIBLES,
        indicateurs=DOSSIER_INDICATORS,
        pieces=("etat_recapitulatif_depenses",),
        exempt_categories=("340",),
        exempt_indicateurs=("mssante", "dmp"),
        part_solde=Decimal("0.50"),
        lectures=(*_LECTURES, "fenetre_3", "fenetre_4", "fenetre_5", "fenetre_6"),
    ),
    GUADELOUPE: Texte(
        texte_id=GUADELOUPE,
        cibles=_CIBLES,
        indicateurs=(*DOSSIER_INDICATORS, *COUNTS),
        pieces=(),
        exempt_categories=(),
        exempt_indicateurs=(),
        part_solde=Decimal("0.50"),
        lectures=(*_LECTURES, "chaque_fin_de_mois"),
    ),
}


def met(numerateur: int, denominateur: int, cible: Decimal) -> bool:
    # Spec 3: "`part` (0.90; met when `numerateur ≥ cible × denominateur`)". "Exact arithmetic, never after rounding."
    return numerateur >= Fraction(cible) * denominateur
