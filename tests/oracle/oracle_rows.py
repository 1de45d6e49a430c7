"""What one row alone must respect: columns, required values, dates, numbers, closed lists. Spec 2.2, the table of datasets."""

from __future__ import annotations

import re

from tests.oracle.oracle_calendar import MONTH, parse_day

# Spec 2.2, table of datasets. True: R = required.
COLUMNS: dict[str, dict[str, bool]] = {
    "dossiers": {
        "finess_et": True,
        "dossier_id": True,
        "date_entree": True,
        "date_sortie": False,
        "date_derniere_maj": False,
        "projet_statut": False,
        "projet_date_debut": False,
        "projet_date_fin": False,
        "beneficiaire_projet": False,
    },
    "mises_a_jour": {"finess_et": True, "dossier_id": True, "date_maj": True, "origine": False},
    "evenements": {"finess_et": True, "dossier_id": True, "date_debut": True, "statut": False, "nature": False},
    "mssante": {"finess_et": True, "date_envoi": True, "nb_messages": True},
    "dmp": {"finess_et": True, "dossier_id": True, "date_depot": True, "statut": False},
    "echanges": {"finess_et": True, "service": True, "date": True, "nb": True},
    "effectifs": {
        "finess_et": True,
        "periode_debut": True,
        "periode_fin": True,
        "personnes_accompagnees": True,
        "beneficiaires_projet": False,
    },
    "agregats": {
        "finess_et": True,
        "indicateur": True,
        "fenetre_debut": True,
        "fenetre_fin": True,
        "numerateur": True,
        "denominateur": False,
    },
    "couverture": {"fichier": True, "finess_et": False, "periode_debut": True, "periode_fin": True, "date_extraction": False},
}
JEUX = tuple(name for name in COLUMNS if name != "couverture")

DATES = (
    "date_entree",
    "date_sortie",
    "date_derniere_maj",
    "projet_date_debut",
    "projet_date_fin",
    "date_maj",
    "date_debut",
    "date_depot",
    "date",
    "periode_debut",
    "periode_fin",
    "fenetre_debut",
    "fenetre_fin",
    "date_extraction",
)
NUMBERS = ("nb_messages", "nb", "personnes_accompagnees", "beneficiaires_projet", "numerateur", "denominateur")
INDICATEURS = (
    "dossiers_actifs",
    "projets_personnalises",
    "evenements_agenda",
    "mssante",
    "dmp",
    "e_prescription",
    "e_parcours",
)
LISTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("dossiers", "projet_statut"): ("ENPREPARATION", "ENCOURS", "ENPAUSE", "TERMINE"),
    ("dossiers", "beneficiaire_projet"): ("O", "N"),
    ("mises_a_jour", "origine"): ("saisie", "import"),
    ("evenements", "statut"): ("PLANIFIE", "VALIDE", "ANNULE", "TERMINE"),
    ("dmp", "statut"): ("OK", "ERREUR"),
    ("echanges", "service"): ("e_prescription", "e_parcours"),
    ("agregats", "indicateur"): INDICATEURS,
}
# Spec 2.2: "empty = O", "empty = `saisie`", "empty = `VALIDE`", "empty = `agenda`", "empty = `OK`".
WHEN_EMPTY: dict[tuple[str, str], str] = {
    ("dossiers", "beneficiaire_projet"): "O",
    ("mises_a_jour", "origine"): "saisie",
    ("evenements", "statut"): "VALIDE",
    ("evenements", "nature"): "agenda",
    ("dmp", "statut"): "OK",
}
# An end before its beginning, and the name of the rule it breaks.
ORDERS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "dossiers": (
        ("date_entree", "date_sortie", "sortie_avant_entree"),
        ("projet_date_debut", "projet_date_fin", "projet_fin_avant_debut"),
    ),
    "effectifs": (("periode_debut", "periode_fin", "periode_invalide"),),
    "agregats": (("fenetre_debut", "fenetre_fin", "periode_invalide"),),
    "couverture": (("periode_debut", "periode_fin", "periode_invalide"),),
}


def fault(jeu: str, values: dict[str, str]) -> str | None:
    """The first rule the row breaks, FINESS apart; None when it respects them all."""
    for check in (_missing, _bad_date, _bad_number, _unknown_word, _bad_order, _too_high):
        found = check(jeu, values)
        if found:
            return found
    return None


def filled(jeu: str, values: dict[str, str]) -> dict[str, str]:
    """The row with the meaning of its empty cells written out."""
    return {name: value or WHEN_EMPTY.get((jeu, name), "") for name, value in values.items()}


def _missing(jeu: str, values: dict[str, str]) -> str | None:
    required = [name for name, needed in COLUMNS[jeu].items() if needed and name != "finess_et"]
    return "obligatoire" if any(not values[name] for name in required) else None


def _bad_date(jeu: str, values: dict[str, str]) -> str | None:
    # Spec 2.2, mssante: "`date_envoi` R (a day, or AAAA-MM)".
    sent = values.get("date_envoi", "")
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}", sent):
        return None if MONTH.match(sent) else "mois_invalide"
    if sent and parse_day(sent) is None:
        return "date_invalide"
    wrong = [name for name in DATES if values.get(name) and parse_day(values[name]) is None]
    return "date_invalide" if wrong else None


def _bad_number(jeu: str, values: dict[str, str]) -> str | None:
    # Spec 2.2, mssante: "`nb_messages` R (whole, ≥ 0)"; the other counts likewise.
    wrong = [name for name in NUMBERS if values.get(name) and not re.fullmatch(r"[0-9]+", values[name])]
    return "nombre_invalide" if wrong else None


def _unknown_word(jeu: str, values: dict[str, str]) -> str | None:
    for (dataset, name), words in LISTS.items():
        if dataset == jeu and values[name] and values[name] not in words:
            return "valeur_inconnue"
    return None


def _bad_order(jeu: str, values: dict[str, str]) -> str | None:
    for begin, end, rule in ORDERS.get(jeu, ()):
        if values[begin] and values[end] and parse_day(values[end]) < parse_day(values[begin]):
            return rule
    return None


def _too_high(jeu: str, values: dict[str, str]) -> str | None:
    # A part of a group is never more than the group; messages may exceed persons (spec 3: "May exceed 100 %").
    ratios = ("dossiers_actifs", "projets_personnalises", "evenements_agenda", "dmp")
    if jeu == "agregats" and values["indicateur"] in ratios and values["denominateur"]:
        return "numerateur_superieur" if int(values["numerateur"]) > int(values["denominateur"]) else None
    return None
