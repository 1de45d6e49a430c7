"""The sample's two projects under `guadeloupe-generalisation-2022`, and the establishment outside every perimeter."""

from __future__ import annotations

from datetime import date

from transforms.synth.establishments import invent_essms, invent_gestionnaire
from transforms.synth.population import Profil
from transforms.synth.register import Projet
from transforms.synth.scenarios import MOIS, Grappe, Scenario

_TEXTE = "guadeloupe-generalisation-2022"
_TRIMESTRE = MOIS[3:]
_ALIZES = invent_gestionnaire(4, "9A", "ASSOCIATION DES ALIZES BLEUS")
_NATIONALE = invent_gestionnaire(5, "69", "UNION NATIONALE DES PHARES")
_DEVIS = {"segur_reference": "O", "devis_editeur": "8000,00"}
_COMPTES = {"e_prescription": ("sans_cible", ""), "e_parcours": ("sans_cible", "")}


def _absente(*indicateurs: str) -> dict[str, tuple[str, str]]:
    return {code: ("indeterminee", "source_absente") for code in indicateurs}


def _nul(*indicateurs: str) -> dict[str, tuple[str, str]]:
    return {code: ("indeterminee", "denominateur_nul") for code in indicateurs}


_DEPARTS = (date(2026, 2, 10), date(2026, 2, 24), date(2026, 3, 5), date(2026, 3, 19), date(2026, 4, 7), date(2026, 4, 22))

EHPAD_FLAMBOYANTS = Scenario(
    invent_essms(1, "9A", "500", "EHPAD LES FLAMBOYANTS", "ANSE-PERDUE", _ALIZES),
    Profil(30, 28, 26, 26, 30, 22, 24, prescriptions=41, parcours=6, sortis=_DEPARTS),
    "Every target met over June (active dossiers 28/30). Six persons left between February and April: over the year, 28/36 = "
    "77.7 % would not do.",
    exceptions=_COMPTES,
    autres=_DEVIS,
)
SESSAD_COLIBRI = Scenario(
    invent_essms(2, "9A", "182", "SESSAD LE COLIBRI", "BAIE-DES-PAILLES", _ALIZES),
    Profil(20, 18, 17, 17, 20, 14, 14, prescriptions=3, parcours=2),
    "Exactly on three targets: active dossiers 18/20, MSSanté and DMP 14/20.",
    exceptions=_COMPTES,
    autres=_DEVIS,
)
CSAPA_BALISIER = Scenario(
    invent_essms(1, "9B", "197", "CSAPA LE BALISIER", "MORNE-CLAIR", _NATIONALE),
    Profil(15, 15, 14, 14, 12, 9, 10, prescriptions=12),
    "Every target met; three persons are not beneficiaries. It leaves the project on 30 June: still in on that day.",
    exceptions=_COMPTES,
    date_sortie="2026-06-30",
    autres=_DEVIS,
)
SAA_GOMMIERS = Scenario(
    invent_essms(3, "9A", "460", "SERVICE AUTONOMIE LES GOMMIERS", "ANSE-PERDUE", _ALIZES),
    Profil(9, 4, 3, 2, 9, 1, 1),
    "Enters the project on 1 July: not measured in June.",
    mois=MOIS[5:],
    date_entree="2026-07-01",
    mesure=False,
    autres=_DEVIS,
)

SSIAD_LAMBIS = Scenario(
    invent_essms(4, "9A", "354", "SSIAD DES LAMBIS", "BAIE-DES-PAILLES", _ALIZES),
    Profil(16, 15, 15, 14, 16, 12, 5, prescriptions=9, parcours=1),
    "No DMP file for June (April and May came): `source_absente`.",
    mois=_TRIMESTRE,
    exceptions=_COMPTES | _absente("dmp"),
)
IME_CARBET = Scenario(
    invent_essms(5, "9A", "183", "IME LE CARBET DES SIRENES", "MORNE-CLAIR", _ALIZES),
    Profil(20, 19, 18, 16, 20, 15, {"2026-05": 8, "2026-06": 7}, prescriptions=2),
    "Nothing covers April for events nor messages. Events 16/19 = 84.2 % could still rise: `couverture_partielle`. Messages "
    "15/20 are already enough: met.",
    mois=_TRIMESTRE,
    exceptions=_COMPTES | {"evenements_agenda": ("indeterminee", "couverture_partielle")},
)
EAM_WAPA = Scenario(
    invent_essms(1, "9C", "448", "EAM LE WAPA", "SAUT-TONNERRE", _NATIONALE),
    Profil(20, 17, 17, 17, 20, 15, 6, prescriptions=5, tardifs=2, extraction_tardive=date(2026, 7, 15)),
    "The June state was exported on 15 July. Two dossiers show an update of July and none known in the window: 17/20 or 19/20, "
    "`extraction_tardive`. The other rates pass either way.",
    mois=_TRIMESTRE,
    exceptions=_COMPTES | {"dossiers_actifs": ("indeterminee", "extraction_tardive")},
)
LHSS_LAGON = Scenario(
    invent_essms(1, "9F", "180", "LHSS DU LAGON", "POINTE-AUX-MAKIS", _NATIONALE),
    Profil(12, 12, 11, 11, 0, 0, 3, prescriptions=1),
    "Nobody there may benefit from a project: the denominator of MSSanté and DMP is zero, `denominateur_nul`.",
    mois=_TRIMESTRE,
    exceptions=_COMPTES | _nul("mssante", "dmp"),
)
EHPAD_HIBISCUS = Scenario(
    invent_essms(6, "9A", "500", "EHPAD LES HIBISCUS", "ANSE-PERDUE", _ALIZES),
    Profil(26, 25, 24, 23, 26, 20, 7, prescriptions=33, parcours=4),
    "Declares 24 persons accompanied where its dossiers show 26: `effectif_incoherent`. Its 28 declared beneficiaries hold, and "
    "replace the denominators: MSSanté 21/28, DMP 20/28.",
    mois=_TRIMESTRE,
    exceptions=_COMPTES | {"dossiers_actifs": ("indeterminee", "effectif_incoherent")},
)
CHRS_PASSAGE = Scenario(
    invent_essms(7, "9A", "214", "CHRS LE PASSAGE", "MORNE-CLAIR", _ALIZES),
    Profil(0, 0, 0, 0, 0, 0, 0),
    "Not open to the public yet: header-only files that cover April to June. Nobody: every rate is `denominateur_nul`, never "
    "met, never failed. No exchange file: the two counts are `source_absente`.",
    mois=_TRIMESTRE,
    exceptions=_nul("dossiers_actifs", "projets_personnalises", "evenements_agenda", "mssante", "dmp")
    | _absente("e_prescription", "e_parcours"),
)

CADA_HORS_PERIMETRE = Scenario(
    invent_essms(1, "07", "443", "CADA DES GALETS", "BRIOLLES", _NATIONALE),
    Profil(5, 4, 3, 3, 5, 2, 2),
    "In no project: its rows are stored and signalled, not measured.",
    mois=MOIS[5:],
    mesure=False,
)

GRAPPES_ANTILLES = (
    Grappe(
        Projet(
            "GUA-2022-001",
            "Grappe des Alizés",
            "ASSOCIATION DES ALIZES BLEUS",
            _TEXTE,
            "acquisition",
            "2022-11-15",
            "2025-04-01",
            "2026-09-30",
            "2026-04",
            "60000,00",
            "Guadeloupe",
        ),
        (EHPAD_FLAMBOYANTS, SESSAD_COLIBRI, CSAPA_BALISIER, SAA_GOMMIERS),
        (),
        "liberer",
        "",
        True,
        True,
        "Every target met over June, several to the unit. Provisional: deployment ends on 30 September. Sensitive to the "
        "reading: over the year, or at every month-end since April, EHPAD LES FLAMBOYANTS would not meet them all.",
        solde="30000,00",
        libere="30000,00",
        bareme=("60000,00", "acquisition 4 × (7 000 + a quote of 8 000, below its ceiling)"),
    ),
    Grappe(
        Projet(
            "GUA-2022-002",
            "Grappe des Phares",
            "UNION NATIONALE DES PHARES",
            _TEXTE,
            "mise_a_niveau",
            "2023-02-20",
            "2025-12-01",
            "",
            "2026-06",
            "",
            "Guadeloupe",
        ),
        (SSIAD_LAMBIS, IME_CARBET, EAM_WAPA, LHSS_LAGON, EHPAD_HIBISCUS, CHRS_PASSAGE),
        (),
        "a_instruire",
        "couverture_partielle, denominateur_nul, effectif_incoherent, extraction_tardive, source_absente",
        True,
        False,
        "Nothing fails, nothing can be concluded: one establishment per reason for not knowing. First measure: every window is "
        "three months. The grant is not in the register: every amount is empty.",
        bareme=("30000,00", "upgrade 6 × 5 000; it never stands in for the grant"),
    ),
)
