"""Which region each French department belongs to, and how a region's name is written. Only what is certain; null otherwise.

A department is the public code of the FINESS file (`01`, `2A`, `971`) or FINESS's own overseas code (`9A`). The collectivities
that are no department (Saint-Pierre-et-Miquelon, Wallis-et-Futuna …) stand for their own region, but for Saint-Martin and
Saint-Barthélemy, which have the ARS of Guadeloupe. Which ARS finances what is in the rulebooks.
"""

from __future__ import annotations

import re
import unicodedata

_METROPOLE: dict[str, tuple[str, ...]] = {
    "Auvergne-Rhône-Alpes": ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74"),
    "Bourgogne-Franche-Comté": ("21", "25", "39", "58", "70", "71", "89", "90"),
    "Bretagne": ("22", "29", "35", "56"),
    "Centre-Val de Loire": ("18", "28", "36", "37", "41", "45"),
    "Grand Est": ("08", "10", "51", "52", "54", "55", "57", "67", "68", "88"),
    "Hauts-de-France": ("02", "59", "60", "62", "80"),
    "Île-de-France": ("75", "77", "78", "91", "92", "93", "94", "95"),
    "Normandie": ("14", "27", "50", "61", "76"),
    "Nouvelle-Aquitaine": ("16", "17", "19", "23", "24", "33", "40", "47", "64", "79", "86", "87"),
    "Occitanie": ("09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82"),
    "Pays de la Loire": ("44", "49", "53", "72", "85"),
    "Provence-Alpes-Côte d'Azur": ("04", "05", "06", "13", "83", "84"),
}
_CORSE_ET_OUTRE_MER: dict[str, tuple[str, ...]] = {
    "Corse": ("2A", "2B"),
    # One ARS for the three.
    "Guadeloupe": ("971", "977", "978"),
    "Martinique": ("972",),
    "Guyane": ("973",),
    "La Réunion": ("974",),
    "Mayotte": ("976",),
    "Saint-Pierre-et-Miquelon": ("975",),
    "Wallis-et-Futuna": ("986",),
    "Polynésie française": ("987",),
    "Nouvelle-Calédonie": ("988",),
}

DEPARTEMENTS_OF_REGION: dict[str, tuple[str, ...]] = _METROPOLE | _CORSE_ET_OUTRE_MER
"""Public codes of each region's departments; an overseas collectivity has its own."""

REGION_OF_DEPARTEMENT: dict[str, str] = {
    departement: region for region, departements in DEPARTEMENTS_OF_REGION.items() for departement in departements
}

FINESS_CODES = {"9A": "971", "9B": "972", "9C": "973", "9D": "974", "9E": "975", "9F": "976", "9J": "986"}
"""FINESS's own codes of overseas departments, and the public ones."""

_OVERSEAS_PREFIXES = {
    "9701": "971",
    "9702": "972",
    "9703": "973",
    "9704": "974",
    "9705": "975",
    "9805": "976",
    "9806": "986",
}
"""First characters of overseas FINESS numbers: Mayotte's are 9805, not 976, and Saint-Martin's are Guadeloupe's."""


def _plain(name: str) -> str:
    """Lower case, without accents, hyphens and apostrophes read as blanks."""
    letters = "".join(part for part in unicodedata.normalize("NFKD", name) if not unicodedata.combining(part))
    return " ".join(re.sub(r"[-'\u2010-\u2015\u2019]", " ", letters).casefold().split())


_NAMES = {_plain(region): region for region in DEPARTEMENTS_OF_REGION} | {"reunion": "La Réunion"}


def departement_of(finess_et: str) -> str | None:
    """The public code of the department where a FINESS number was given; None when its beginning says none for certain.

    The number of an establishment that moved keeps its beginning: where the FINESS file gives a department, that one is right.
    """
    departement = _OVERSEAS_PREFIXES.get(finess_et[:4], finess_et[:2])
    return departement if departement in REGION_OF_DEPARTEMENT else None


def region_of(departement: str | None) -> str | None:
    """The region of a department code, public or FINESS's own; None where it is not known."""
    return REGION_OF_DEPARTEMENT.get(FINESS_CODES.get(departement or "", departement or ""))


def region_named(text: str | None) -> str | None:
    """The official name of a region written with other capitals, accents, hyphens or blanks; any other text as it is."""
    return _NAMES.get(_plain(text), text) if text is not None else None


def outre_mer_ou_corse(finess_et: str, departement: str | None) -> bool | None:
    """Whether an establishment is overseas or in Corsica ("les territoires ultramarins et la Corse"); None when not known.

    Args:
        finess_et: its number, whose beginning is read where the department is not known.
        departement: its department per the FINESS file.
    """
    region = region_of(departement) or region_of(departement_of(finess_et))
    return None if region is None else region in _CORSE_ET_OUTRE_MER
