"""Invented establishments (ESSMS) and their managing bodies: territories, categories, names, numbers.

Territory codes and category labels are those of the FINESS nomenclature; every name, commune and number is invented.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.synth.finess_numbers import invented_ej, invented_et, invented_siren, invented_siret


@dataclass(frozen=True)
class Territoire:
    """A department as the legacy FINESS file codes it (`9A` for Guadeloupe), and the prefix of its numbers."""

    code: str
    libelle: str
    prefixe: str
    postal: str
    region: str


_ARA, _GRAND_EST = "Auvergne-Rhône-Alpes", "Grand Est"
TERRITOIRES: dict[str, Territoire] = {
    item.code: item
    for item in (
        Territoire("01", "AIN", "010", "01", _ARA),
        Territoire("03", "ALLIER", "030", "03", _ARA),
        Territoire("07", "ARDECHE", "070", "07", _ARA),
        Territoire("15", "CANTAL", "150", "15", _ARA),
        Territoire("26", "DROME", "260", "26", _ARA),
        Territoire("38", "ISERE", "380", "38", _ARA),
        Territoire("42", "LOIRE", "420", "42", _ARA),
        Territoire("43", "HAUTE LOIRE", "430", "43", _ARA),
        Territoire("63", "PUY DE DOME", "630", "63", _ARA),
        Territoire("69", "RHONE", "690", "69", _ARA),
        Territoire("73", "SAVOIE", "730", "73", _ARA),
        Territoire("74", "HAUTE SAVOIE", "740", "74", _ARA),
        Territoire("2A", "CORSE DU SUD", "2A0", "20", "Corse"),
        Territoire("2B", "HAUTE CORSE", "2B0", "20", "Corse"),
        Territoire("54", "MEURTHE ET MOSELLE", "540", "54", _GRAND_EST),
        Territoire("57", "MOSELLE", "570", "57", _GRAND_EST),
        Territoire("67", "BAS RHIN", "670", "67", _GRAND_EST),
        Territoire("31", "HAUTE GARONNE", "310", "31", "Occitanie"),
        Territoire("35", "ILLE ET VILAINE", "350", "35", "Bretagne"),
        Territoire("59", "NORD", "590", "59", "Hauts-de-France"),
        Territoire("9A", "GUADELOUPE", "9701", "971", "Guadeloupe"),
        Territoire("9B", "MARTINIQUE", "9702", "972", "Martinique"),
        Territoire("9C", "GUYANE", "9703", "973", "Guyane"),
        Territoire("9D", "LA REUNION", "9704", "974", "La Réunion"),
        Territoire("9F", "MAYOTTE", "9805", "976", "Mayotte"),
    )
}


@dataclass(frozen=True)
class Categorie:
    """A FINESS category with its aggregate, the field it belongs to and how such an establishment is called."""

    code: str
    libelle: str
    agregat: str
    libelle_agregat: str
    champ: str
    sigle: str


_HEBERGEMENT_PA = ("4401", "Etablissements d'Hébergement pour Personnes Âgées")
_DOMICILE_PH = ("4305", "Services de Maintien à Domicile pour Handicapés")
_HEBERGEMENT_PH = ("4301", "Etab. et Services d'Hébergement pour Adultes Handicapés")
_MULTI = ("4605", "Etablissements et services multi-clientèles")
_SOCIAL = ("4604", "Autres Etablissements médico-sociaux")
_ADULTES = ("4601", "Etablissements pour Adultes et Familles en Difficulté")
CATEGORIES: dict[str, Categorie] = {
    item.code: item
    for item in (
        Categorie("500", "Etablissement d'hébergement pour personnes âgées dépendantes", *_HEBERGEMENT_PA, "PA", "EHPAD"),
        Categorie("202", "Résidences autonomie", *_HEBERGEMENT_PA, "PA", "RESIDENCE AUTONOMIE"),
        Categorie(
            "183",
            "Institut Médico-Educatif (I.M.E.)",
            "4101",
            "Etab.Educ.Spéciale pour Déficients Mentaux et Handicapés",
            "PH",
            "IME",
        ),
        Categorie(
            "182",
            "Service d'Éducation Spéciale et de Soins à Domicile",
            "4106",
            "Services à Domicile ou Ambulatoires pour Handicapés",
            "PH",
            "SESSAD",
        ),
        Categorie(
            "246",
            "Etablissement et Service d'Aide par le Travail (E.S.A.T.)",
            "4302",
            "Etab.et Services de Travail Protégé pour Adultes Handicapés",
            "PH",
            "ESAT",
        ),
        Categorie("448", "Etab.Acc.Médicalisé en tout ou partie personnes handicapées", *_HEBERGEMENT_PH, "PH", "EAM"),
        Categorie("445", "Service d'accompagnement médico-social adultes handicapés", *_DOMICILE_PH, "PH", "SAMSAH"),
        Categorie("354", "Service de Soins Infirmiers A Domicile (S.S.I.A.D)", *_MULTI, "DOM", "SSIAD"),
        Categorie("460", "Service autonomie aide (SAA)", *_MULTI, "DOM", "SERVICE AUTONOMIE"),
        Categorie("462", "Lieux de vie", *_MULTI, "PE", "LIEU DE VIE"),
        Categorie("197", "Centre soins accompagnement prévention addictologie (CSAPA)", *_SOCIAL, "PDS", "CSAPA"),
        Categorie("180", "Lits Halte Soins Santé (L.H.S.S.)", *_SOCIAL, "PDS", "LHSS"),
        Categorie("214", "Centre Hébergement & Réinsertion Sociale (C.H.R.S.)", *_ADULTES, "AHI", "CHRS"),
        Categorie("443", "Centre Accueil Demandeurs Asile (C.A.D.A.)", *_ADULTES, "AHI", "CADA"),
        Categorie(
            "177",
            "Maison d'Enfants à Caractère Social",
            "4501",
            "Etablissements de l'Aide Sociale à l'Enfance",
            "PE",
            "MECS",
        ),
        Categorie(
            "340",
            "Service mandataire judiciaire à la protection des majeurs",
            "4608",
            "Protection des majeurs",
            "PJM",
            "SMJPM",
        ),
    )
}


@dataclass(frozen=True)
class Gestionnaire:
    """A managing body (EJ)."""

    finess_ej: str
    nom: str
    siren: str


@dataclass(frozen=True)
class Essms:
    """An establishment (ET): everything the FINESS file says of it."""

    finess_et: str
    nom: str
    categorie: Categorie
    territoire: Territoire
    commune: str
    gestionnaire: Gestionnaire
    siret: str


def invent_gestionnaire(rang: int, territoire: str, nom: str) -> Gestionnaire:
    """The `rang`-th managing body (rank below 1,000); its number is in the series of its territory."""
    return Gestionnaire(invented_ej(TERRITOIRES[territoire].prefixe, rang), nom, invented_siren(rang))


def invent_essms(rang: int, territoire: str, categorie: str, nom: str, commune: str, gestionnaire: Gestionnaire) -> Essms:
    """The `rang`-th establishment of a territory (rank below 1,000)."""
    place = TERRITOIRES[territoire]
    siret = invented_siret(gestionnaire.siren, rang)
    return Essms(invented_et(place.prefixe, rang), nom, CATEGORIES[categorie], place, commune, gestionnaire, siret)
