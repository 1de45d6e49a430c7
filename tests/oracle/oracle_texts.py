"""The four texts the oracle knows, copied by hand from the calls (S0 to S4) and the table of spec 4.

Nothing is read from the product's rulebooks: a wrong figure there must show as a difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

ARA = "ara-generalisation-2025"
GUADELOUPE = "guadeloupe-generalisation-2022"
GRAND_EST = "grand-est-amorcage-2021"
NATIONAL = "national-2021"

DOSSIER_INDICATORS = ("dossiers_actifs", "projets_personnalises", "evenements_agenda", "mssante", "dmp")
BUSINESS = DOSSIER_INDICATORS[:3]
"""The "critères métier" of S0: rates of active dossiers."""
COUNTS = {"e_prescription": "e_prescription", "e_parcours": "e_parcours"}
"""Indicators that use no dossier in any text, and the `service` of `echanges` that each counts."""

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
    """What one call says; shares are exact. `comptes` are its counts; `cibles` is empty when targets are set per project."""

    texte_id: str
    cibles: dict[str, Decimal]
    indicateurs: tuple[str, ...]
    comptes: tuple[str, ...]
    pieces: tuple[str, ...]
    exempt_categories: tuple[str, ...]
    exempt_indicateurs: tuple[str, ...]
    part_solde: Decimal | None
    lectures: tuple[str, ...]
    toute_nature: bool = False
    versements: tuple[int, ...] = ()
    pieces_pilote: tuple[str, ...] = ()

    @property
    def par_projet(self) -> bool:
        """Targets per project, judged on its sums: spec 4, rows `targets` ("per project") and `scope` (`ensemble`)."""
        return not self.cibles

    @property
    def par_tranche(self) -> bool:
        # Spec 4, row `scope`: S2 "`ensemble`, per tranche".
        return self.texte_id == NATIONAL

    def lengths(self, indicateur: str, projet: dict[str, str], month: str) -> list[int]:
        """Admissible window lengths in months, shortest first."""
        if self.par_projet:
            # Spec 4, row `window`: "3 months in `projet`, 1 in `maintenance` (MSSanté: 3)"; S2 "as amorçage".
            # Spec 3: "S0: the number of messages alone, always over 3 months".
            return [3] if projet["phase"] == "projet" or indicateur == "mssante" else [1]
        # Spec 3: "that month is the first measure (empty: never first; S0's windows ignore it)".
        first = projet["premiere_mesure"] == month
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
_ROLL = ("annuelle", "douze_mois", "presents", "enpause", "imports")

_AMORCAGE = Texte(
    texte_id=GRAND_EST,
    # Spec 4, row `targets`: "per project (`criteres`)".
    cibles={},
    indicateurs=(*DOSSIER_INDICATORS, *COUNTS),
    # S0, critères 4 to 7: "Nombre de messages émis par la MSSanté", "Nombre de documents déposés dans le DMP", "Nombre de
    # données échangées entre le DUI et l'outil e-prescription", "... entre une plateforme e-parcours et le dossier usager".
    comptes=("mssante", "dmp", *COUNTS),
    pieces=("facture_fin_deploiement",),
    exempt_categories=(),
    exempt_indicateurs=(),
    # S0: "40% au démarrage du projet [...]; 40% à la fin du paramétrage [...]; 20% à la fin du déploiement".
    part_solde=Decimal("0.20"),
    versements=(40, 40, 20),
    lectures=(*_ROLL, "chaque_essms", "declaratif", "fenetre_1", "duree_projet"),
    # Spec 3: "nature `agenda` (S0: any nature)".
    toute_nature=True,
)

TEXTES = {
    ARA: Texte(
        texte_id=ARA,
        cibles=_CIBLES,
        indicateurs=DOSSIER_INDICATORS,
        comptes=tuple(COUNTS),
        pieces=("etat_recapitulatif_depenses",),
        exempt_categories=("340",),
        exempt_indicateurs=("mssante", "dmp"),
        part_solde=Decimal("0.50"),
        lectures=(*_ROLL, "ensemble", "declaratif", "fenetre_3", "fenetre_4", "fenetre_5", "fenetre_6"),
    ),
    GUADELOUPE: Texte(
        texte_id=GUADELOUPE,
        cibles=_CIBLES,
        indicateurs=(*DOSSIER_INDICATORS, *COUNTS),
        comptes=tuple(COUNTS),
        pieces=(),
        exempt_categories=(),
        exempt_indicateurs=(),
        part_solde=Decimal("0.50"),
        lectures=(*_ROLL, "ensemble", "declaratif", "chaque_fin_de_mois", "duree_projet"),
    ),
    GRAND_EST: _AMORCAGE,
    NATIONAL: Texte(
        texte_id=NATIONAL,
        # Spec 4, S2: "as the amorçage, per tranche"; S2 3.1: "le porteur devra produire les critères d'usage présentés dans
        # l'instruction n° DNS/CNSA/DGCS/SG/2021/139".
        cibles={},
        indicateurs=_AMORCAGE.indicateurs,
        comptes=_AMORCAGE.comptes,
        pieces=(),
        # S2 3.2: "Dans le cas où cette première tranche correspond à un projet pilote, le porteur de projet doit organiser une
        # démonstration de sa solution et apporter la preuve de l'intégration des référentiels et projets socles."
        pieces_pilote=("demonstration", "preuve_integration"),
        exempt_categories=(),
        exempt_indicateurs=(),
        # Choice 40: "`part_solde` is empty."
        part_solde=None,
        lectures=_AMORCAGE.lectures,
        toute_nature=True,
    ),
}


def met(numerateur: int, denominateur: int | None, cible: Decimal) -> bool:
    # Spec 3: "`part` (0.90; met when `numerateur ≥ cible × denominateur`) or `nombre` (met when `numerateur ≥ cible`, no
    # denominator). Exact arithmetic, never after rounding."
    return numerateur >= Fraction(cible) * (1 if denominateur is None else denominateur)
