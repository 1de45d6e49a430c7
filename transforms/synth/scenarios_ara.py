"""The sample's three projects under `ara-generalisation-2025`, with two Corsican establishments among them."""

from __future__ import annotations

from datetime import date

from contracts.vocabulary import INDICATEURS
from transforms.synth.establishments import invent_essms, invent_gestionnaire
from transforms.synth.population import Profil
from transforms.synth.register import Piece, Projet
from transforms.synth.scenarios import MOIS, Grappe, Scenario

_TEXTE = "ara-generalisation-2025"
_REGION = "Auvergne-Rhône-Alpes"
_CIBLES = INDICATEURS[:5]
_TRIMESTRE = MOIS[3:]
_MONTS = invent_gestionnaire(1, "69", "ASSOCIATION LES MONTS D'ARGENT")
_VALLEES = invent_gestionnaire(2, "42", "FONDATION DES TROIS VALLEES")
_MAQUIS = invent_gestionnaire(3, "2A", "MUTUELLE DU MAQUIS BLEU")
_NON = ("non_atteinte", "")
_PETIT, _GRAND = {"petit_gestionnaire": "O"}, {"petit_gestionnaire": "N"}
_EXEMPT = ("exemptee", "protection_juridique_majeurs")

EHPAD_TILLEULS = Scenario(
    invent_essms(1, "01", "500", "EHPAD LES TILLEULS D'ARGENT", "VALMERLE", _MONTS),
    Profil(41, 40, 39, 38, 41, 36, 14, sortis=(date(2026, 5, 12),), readmis=1),
    "Every target met. One dossier re-admitted (two stays, counted once), one person who left on 12 May (counted over three "
    "months, not over June), a state of June that writes its FINESS without the leading zero.",
    autres=_GRAND,
)
SESSAD_PASSERELLE = Scenario(
    invent_essms(1, "38", "182", "SESSAD LA PASSERELLE", "PONT-DES-AULNES", _MONTS),
    Profil(24, 23, 22, 22, 24, 20, 8),
    "Every target met. The June deposit of messages also covers May and supersedes the May one; two rival event files of "
    "February are both set aside; bad rows in April and June deposits.",
    autres=_GRAND,
)
SSIAD_COMBES = Scenario(
    invent_essms(1, "69", "354", "SSIAD DES COMBES", "SAINT-OURSIN", _MONTS),
    Profil(30, 29, 28, 28, 28, 24, 10),
    "Every target met. One DMP file for six months, declared by `couverture.csv`; two persons are not beneficiaries.",
    autres=_GRAND,
)
SMJPM_HORIZON = Scenario(
    invent_essms(2, "69", "340", "SMJPM HORIZON", "SAINT-OURSIN", _MONTS),
    Profil(36, 35, 34, 34, 30, 0, 2),
    "Protection of adults (category 340): released from MSSanté, where it is far below, and from the DMP, where it sends "
    "nothing.",
    exceptions={"mssante": _EXEMPT, "dmp": _EXEMPT},
    autres=_GRAND,
)

EHPAD_SOURCES = Scenario(
    invent_essms(1, "42", "500", "EHPAD LES SOURCES", "BRIOLLES", _VALLEES),
    Profil(100, 90, 81, 81, 100, 70, {"2026-04": 23, "2026-05": 23, "2026-06": 24}, maj_hors_etat=1, importes=1),
    "Exactly on every target: 90/100, 81/90, 81/90, 70/100, 70/100. One dossier is active only by `mises_a_jour`; one touched "
    "only by an import is not active.",
    mois=_TRIMESTRE,
    autres=_PETIT,
)
IME_CLAIRIERE = Scenario(
    invent_essms(1, "63", "183", "IME LA CLAIRIERE", "MONTGIVRE", _VALLEES),
    Profil(28, 27, 26, 26, 28, 22, 9),
    "Every target met, but the FINESS file does not know its (valid) number: `essms_a_verifier`.",
    mois=_TRIMESTRE,
    champ="PH",
    connu=False,
    autres=_PETIT,
)
CHRS_ESCALE = Scenario(
    invent_essms(1, "26", "214", "CHRS L'ESCALE", "ROCHEBLEUE", _VALLEES),
    Profil(20, 19, 18, 18, 20, 15, 6),
    "Every target met on the rows accepted, but three rows of its state of June are set aside: `lignes_rejetees`.",
    mois=_TRIMESTRE,
    autres=_PETIT,
)
SAMSAH_LENTISQUES = Scenario(
    invent_essms(1, "2B", "445", "SAMSAH LES LENTISQUES", "PIETRALUNA", _MAQUIS),
    Profil(22, 21, 20, 19, 22, 17, 8),
    "Every target met, but no events were sent for June: 19/21 is declared in `agregats`: `declaratif`. A file writes 2b.",
    mois=_TRIMESTRE,
    autres=_PETIT,
)

EHPAD_CIMES = Scenario(
    invent_essms(1, "73", "500", 'EHPAD "LES CIMES"', "COL-DES-BRUMES", _MONTS),
    Profil(
        208,
        188,
        172,
        170,
        208,
        147,
        {"2026-04": 48, "2026-05": 49, "2026-06": 49},
        disparus=("2026-04",),
        evenements_max=1,
    ),
    "Large. Active dossiers 188/209 = 89.95 %, printed 89,9 %: not met. MSSanté 146/209 = 69.86 %: not met. DMP 147/209 = "
    "70.33 %: met. One dossier vanishes from the exports after April without an exit and still counts; events of June come in "
    "two numbered parts; two rows of the June state are set aside; a column outside the pivot form is dropped.",
    exceptions={"dossiers_actifs": _NON, "mssante": _NON},
    autres=_GRAND,
)
ESAT_GENEVRIERS = Scenario(
    invent_essms(1, "2A", "246", "ESAT LES GENEVRIERS", "CAPU ROSSU", _MAQUIS),
    Profil(25, 24, 23, 23, 25, 17, 12),
    "DMP 17/25 = 68 %: not met. Messages above 100 %. Its March events lack a required column: the file is refused whole. "
    "One of its files writes 2a.",
    exceptions={"dmp": _NON},
    autres=_PETIT | {"devis_equipement": "12400,00"},
)
MECS_NICHOIR = Scenario(
    invent_essms(1, "03", "177", "MECS LE NICHOIR", "SEPTFONTS", _VALLEES),
    Profil(18, 17, 17, 16, 18, 13, {"2026-01": 4, "2026-03": 4, "2026-04": 3, "2026-05": 3, "2026-06": 3}),
    "Every target met; MSSanté only over six months (17/18), not over three (9/18): the best admissible window is kept.",
    autres=_PETIT | {"devis_equipement": "6350,50"},
)
LIEU_ARDOISES = Scenario(
    invent_essms(1, "43", "462", 'LIEU DE VIE "LES ARDOISES"', "VALMERLE", _VALLEES),
    Profil(7, 2, 2, 1, 7, 0, 0),
    "Left the project on 31 May: not measured in June.",
    mois=MOIS[3:5],
    date_sortie="2026-05-31",
    mesure=False,
    autres=_PETIT,
)

GRAPPES_ARA = (
    Grappe(
        Projet(
            "ARA-2025-001",
            "Grappe des Monts d'Argent",
            "ASSOCIATION LES MONTS D'ARGENT",
            _TEXTE,
            "acquisition",
            "2025-06-16",
            "2025-07-01",
            "2026-05-31",
            "2026-03",
            "84000,01",
            _REGION,
        ),
        (EHPAD_TILLEULS, SESSAD_PASSERELLE, SSIAD_COMBES, SMJPM_HORIZON),
        (Piece("ARA-2025-001", "etat_recapitulatif_depenses", "2026-06-22", "ERD-2026-014"),),
        "liberer",
        "",
        False,
        False,
        "Every target met everywhere, exemptions aside; the statement of expenditure is there; deployment ended on 31 May, so "
        "the decision is not provisional. The grant has an odd cent: 84 000,01 splits into 42 000,01 (convention) and 42 000,00.",
        _CIBLES,
        solde="42000,00",
        libere="42000,00",
        bareme=("84000,00", "acquisition 4 × (7 000 + 14 000)"),
    ),
    Grappe(
        Projet(
            "ARA-2025-002",
            "Grappe des Trois Vallées",
            "FONDATION DES TROIS VALLEES",
            _TEXTE,
            "mise_a_niveau",
            "2025-09-15",
            "2025-10-01",
            "2026-06-30",
            "2026-06",
            "120000",
            _REGION,
            amoa_pilotage="O",
        ),
        (EHPAD_SOURCES, IME_CLAIRIERE, CHRS_ESCALE, SAMSAH_LENTISQUES),
        (Piece("ARA-2025-002", "etat_recapitulatif_depenses", "", ""),),
        "a_instruire",
        "pieces_manquantes, lignes_rejetees, essms_a_verifier, declaratif",
        False,
        False,
        "Every target is met, and yet a person must look: a declared count, rows set aside, an establishment unknown to FINESS, "
        "and the statement of expenditure still awaited. First measure in June: events over three months.",
        _CIBLES,
        solde="60000,00",
        libere="0,00",
        bareme=("120000,00", "upgrade 4 × 5 000, help in steering for small operators 100 000"),
    ),
    Grappe(
        Projet(
            "ARA-2025-003",
            "Grappe Cimes et Maquis",
            "ASSOCIATION LES MONTS D'ARGENT",
            _TEXTE,
            "acquisition",
            "2025-05-12",
            "2025-06-01",
            "2026-07-15",
            "2026-05",
            "250000",
            _REGION,
        ),
        (EHPAD_CIMES, ESAT_GENEVRIERS, MECS_NICHOIR, LIEU_ARDOISES),
        (Piece("ARA-2025-003", "etat_recapitulatif_depenses", "2026-06-29", "ERD-2026-021"),),
        "ne_pas_liberer",
        "cibles_non_atteintes",
        True,
        True,
        "Three targets missed by little in two establishments: one is enough. Sensitive to the reading: the three establishments "
        "taken together would meet every target. Deployment ends on 15 July: provisional.",
        _CIBLES,
        solde="125000,00",
        libere="0,00",
        bareme=("100350,50", "acquisition 4 × 21 000, equipment on quotes: 10 000 (of 12 400) and 6 350,50"),
    ),
)
