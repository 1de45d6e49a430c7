"""The sample's project whose establishments send what their vendors export, never the pivot form if they can avoid it.

Under `ara-generalisation-2025`, first measured in June: every window is April to June. By hand, for each establishment:

| | dossiers | projets | agenda | MSSanté | DMP |
|---|---|---|---|---|---|
| EHPAD (D1, D15, D8) | 30/32 = 93,7 % | 28/30 = 93,3 % | 28/30 declared | 25/32 = 78,1 % | 23/32 = 71,8 % declared |
| SESSAD (D2, D8, pivot) | 19/20 = 95 % | 18/19 = 94,7 % | 18/19 = 94,7 % | 15/20 = 75 % | 15/20 = 75 % |
| SSIAD (D4, D15, D8) | 22/24 = 91,6 % | 20/22 = 90,9 % | 20/22 declared | 18/24 = 75 % | 17/24 = 70,8 % declared |
| EAM (D4, D15, D8) | 15/16 = 93,7 % | 14/15 = 93,3 % | 14/15 declared | 12/16 = 75 % | 12/16 = 75 % declared |
| MECS (D15, D5) | 11/12 declared | 10/11 declared | 10/11 declared | « ≈ 45 »: no figure | « NC »: no figure |

Each rate that can be measured meets its target (90, 90, 90, 70, 70 %). Two cannot be, so a person must look: `source_absente`
alone, since what only holds back a release (rows set aside, declared counts) is not asked when there is none. With these two
cells filled in (45 and 9 of 12), the release would be held by `lignes_rejetees` and `declaratif`. How it is sent:
`sample_senders`.
"""

from __future__ import annotations

from contracts.vocabulary import INDICATEURS
from transforms.synth.establishments import invent_essms, invent_gestionnaire
from transforms.synth.population import Profil
from transforms.synth.register import Piece, Projet
from transforms.synth.scenarios import MOIS, Grappe, Scenario

TRIMESTRE = MOIS[3:]
"""The months in which its establishments send files."""

_SOURCES = invent_gestionnaire(12, "07", "ASSOCIATION DES SOURCES VIVES")
_GRAND = {"petit_gestionnaire": "N"}
_ABSENTE = ("indeterminee", "source_absente")

EHPAD_SOURCE_VIVE = Scenario(
    invent_essms(2, "07", "500", "EHPAD LA SOURCE VIVE", "FONTCLAIRE", _SOURCES),
    Profil(32, 30, 28, 28, 32, 23, {"2026-04": 8, "2026-05": 9, "2026-06": 8}),
    "Every target met: dossiers by the flat export of its DUI (D1), messages by the operator (D8), events and DMP declared in "
    "the ARS grid (D15). Three lines of its June export cannot be read: `lignes_rejetees`.",
    mois=TRIMESTRE,
    autres=_GRAND,
)
SESSAD_RIVES_CLAIRES = Scenario(
    invent_essms(3, "07", "182", "SESSAD LES RIVES CLAIRES", "FONTCLAIRE", _SOURCES),
    Profil(20, 19, 18, 18, 20, 15, 5),
    "Every target met without any declared count: dossiers and events by the archive of its DUI (D2), messages by the operator "
    "(D8), DMP in pivot form.",
    mois=TRIMESTRE,
    autres=_GRAND,
)
SSIAD_VALLON = Scenario(
    invent_essms(4, "07", "354", "SSIAD DU VALLON", "ROC-AUX-FEES", _SOURCES),
    Profil(24, 22, 20, 20, 24, 17, 6),
    "Every target met: dossiers by a printed state in a workbook (D4), which it shares with the EAM; events and DMP declared.",
    mois=TRIMESTRE,
    autres=_GRAND,
)
EAM_SAULES_BLANCS = Scenario(
    invent_essms(5, "07", "448", "EAM LES SAULES BLANCS", "ROC-AUX-FEES", _SOURCES),
    Profil(16, 15, 14, 14, 16, 12, 4),
    "Every target met, sent as the SSIAD does. Two lines of its April state cannot be read: `lignes_rejetees`.",
    mois=TRIMESTRE,
    autres=_GRAND,
)
MECS_GRAND_PRE = Scenario(
    invent_essms(6, "07", "177", "MECS DU GRAND PRE", "ROC-AUX-FEES", _SOURCES),
    Profil(12, 11, 10, 10, 12, 9, {"2026-04": 20, "2026-05": 15, "2026-06": 10}),
    "Sends no dossier: its pivot table by month (D5) is no window of three months, so the ARS grid (D15) speaks, but says "
    "« ≈ 45 » for MSSanté and « NC » for the DMP: `source_absente` for both. The operator's 45 messages have no denominator.",
    mois=TRIMESTRE,
    exceptions={"mssante": _ABSENTE, "dmp": _ABSENTE},
    autres=_GRAND,
)

GRAPPE_SOURCES_VIVES = Grappe(
    Projet(
        "ARA-2025-004",
        "Grappe des Sources Vives",
        "ASSOCIATION DES SOURCES VIVES",
        "ara-generalisation-2025",
        "acquisition",
        "2025-10-06",
        "2025-11-03",
        "2026-06-30",
        "2026-06",
        "105000",
        "Auvergne-Rhône-Alpes",
    ),
    (EHPAD_SOURCE_VIVE, SESSAD_RIVES_CLAIRES, SSIAD_VALLON, EAM_SAULES_BLANCS, MECS_GRAND_PRE),
    (Piece("ARA-2025-004", "etat_recapitulatif_depenses", "2026-06-30", "ERD-2026-033"),),
    "a_instruire",
    "source_absente",
    False,
    False,
    "Its establishments send what their vendors export (D1, D2, D4, D5, D8, D12, D13, D15): 23 rates of 25 are read, and each is "
    "met. Two cells of the ARS grid in plain words (« ≈ 45 », « NC ») leave two rates without a figure. Put right, the balance "
    "would still want a person: unreadable lines of an export, declared counts.",
    INDICATEURS[:5],
    solde="52500,00",
    libere="0,00",
    bareme=("105000,00", "acquisition 5 × (7 000 + 14 000)"),
)
