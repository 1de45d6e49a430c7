"""The sample's project under `national-2021`: a pilot tranche that is measured, and the tranche it unlocks."""

from __future__ import annotations

from transforms.synth.establishments import CATEGORIES, invent_essms, invent_gestionnaire
from transforms.synth.population import Profil
from transforms.synth.register import Critere, Piece, Projet
from transforms.synth.scenarios import MOIS, Grappe, Resultat, Scenario, sans_cible

_PROJET = "NAT-2021-001"
_TRIMESTRE = MOIS[3:]
_CONFLUENCES = invent_gestionnaire(9, "67", "UNION NATIONALE DES CONFLUENCES")
_GUE = invent_gestionnaire(10, "59", "ASSOCIATION DU GUE CACHE")
_CRITERES = ("dossiers_actifs", "projets_personnalises", "evenements_agenda", "mssante", "e_parcours")
_PILOTE = {"tranche": "pilote", "petit_gestionnaire": "N"}


def _pilote(rang: int, territoire: str, categorie: str, nom: str, commune: str, profil: Profil, montre: str) -> Scenario:
    return Scenario(
        invent_essms(rang, territoire, categorie, nom, commune, _CONFLUENCES),
        profil,
        montre,
        mois=_TRIMESTRE,
        exceptions=sans_cible(_CRITERES),
        date_entree="2026-01-05",
        autres=_PILOTE,
    )


EHPAD_ILES = _pilote(
    3,
    "67",
    "500",
    "EHPAD LES ILES DU COURANT",
    "OBERSTILL",
    Profil(12, 11, 10, 6, 12, 0, 12, parcours=5, autres_natures=4),
    "Pilot tranche: active dossiers 11/12, projects and events 10/11.",
)
SESSAD_BARQUE = _pilote(
    1,
    "35",
    "182",
    "SESSAD LA BARQUE LENTE",
    "KERLOUANE",
    Profil(10, 9, 9, 5, 10, 0, 10, parcours=4, autres_natures=4),
    "Pilot tranche: active dossiers 9/10, exactly on the target; projects and events 9/9.",
)
SAMSAH_GALETS = _pilote(
    1,
    "31",
    "445",
    "SAMSAH DES GALETS RONDS",
    "MONTAUBRIC",
    Profil(11, 10, 9, 6, 11, 0, 9, parcours=3, autres_natures=3),
    "Pilot tranche: active dossiers 10/11, projects and events 9/10.",
)
PILOTE = (EHPAD_ILES, SESSAD_BARQUE, SAMSAH_GALETS)

_TERRITOIRES = ("54", "57", "67", "31", "35", "59", "69")
_CATEGORIES = ("500", "183", "182", "246", "445", "448", "354")


def _deploiement(rang: int) -> Scenario:
    """The `rang`-th of the second tranche, from 1 to 49: the last seven buy their solution, two of them have a small operator."""
    territoire, categorie, small = _TERRITOIRES[(rang - 1) // 7], _CATEGORIES[(rang - 1) % 7], rang > 47
    nom = f"{CATEGORIES[categorie].sigle} DU CONFLUENT {rang:02d}"
    return Scenario(
        invent_essms(11 + (rang - 1) % 7, territoire, categorie, nom, "LE CONFLUENT", _GUE if small else _CONFLUENCES),
        Profil(0, 0, 0, 0, 0, 0, 0),
        "",
        mois=(),
        date_entree="2026-09-01",
        mesure=False,
        autres={
            "tranche": "deploiement 1",
            "petit_gestionnaire": "O" if small else "N",
            "type_operation": "acquisition" if rang > 42 else "",
        },
    )


GRAPPE_NATIONALE = Grappe(
    Projet(
        _PROJET,
        "Grappe nationale des Confluences",
        "UNION NATIONALE DES CONFLUENCES",
        "national-2021",
        "mise_a_niveau",
        "2021-12-06",
        "2025-11-03",
        "2026-06-15",
        "2026-06",
        "300000,00",
        "Grand Est",
        national="O",
    ),
    (*PILOTE, *(_deploiement(rang) for rang in range(1, 50))),
    (
        Piece(_PROJET, "demonstration", "2026-06-18", "PV-2026-03"),
        Piece(_PROJET, "preuve_integration", "2026-06-18", "PI-2026-03"),
    ),
    "liberer",
    "",
    False,
    False,
    "The pilot tranche meets every criterion, its demonstration and its proof of integration are there: the next tranche is "
    "unlocked, 49/52 of the grant. The end of deployment in the register is that of the pilot, 15 June: not provisional.",
    _CRITERES,
    solde="282692,31",
    libere="282692,31",
    bareme=("300000,00", "52 × 5 000, of which 7 acquisitions, equipment of a small operator 2 × 20 000"),
    criteres=(
        Critere(_PROJET, "dossiers_actifs", "90"),
        Critere(_PROJET, "projets_personnalises", "90"),
        Critere(_PROJET, "evenements_agenda", "90"),
        Critere(_PROJET, "mssante", "30"),
        Critere(_PROJET, "e_parcours", "12"),
    ),
    resultats=(
        Resultat("dossiers_actifs", "30/33", "atteinte"),
        Resultat("projets_personnalises", "28/30", "atteinte"),
        Resultat("evenements_agenda", "28/30", "atteinte"),
        Resultat("mssante", "93", "atteinte"),
        Resultat("e_parcours", "36", "atteinte"),
    ),
    suite="The tranche `deploiement 1`: they enter on 1 September, send nothing yet, are not measured in June, and count in the "
    "scale.",
)
