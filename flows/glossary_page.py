"""The second half of docs/glossaire.md, written from the code: every code people meet, in the words they read elsewhere.

The first half, the nouns, is written by hand; a dictionary added to `contracts/words.py` comes here by itself.
"""

from __future__ import annotations

from contracts import words
from contracts.explanations import REASONS
from contracts.vocabulary import JEUX

HEADING = "\n## Les codes\n"
"""Where the generated part begins."""

_WRITTEN = "\nÉcrit depuis le code par `make docs` ; ne pas modifier ce qui suit.\n"

_TITLES = {
    "DECISIONS": "Décisions",
    "VERDICTS": "Verdicts",
    "INDICATEURS": "Indicateurs",
    "CHAMPS": "Champs",
    "MOTIFS": "Motifs",
    "ETATS_DES_CONDITIONS": "États d'une condition du texte",
    "ETATS_DES_DEPOTS": "États d'un dépôt",
    "ETATS_DES_VERSEMENTS": "États d'un versement",
    "CONDITIONS": "Conditions du texte",
    "OPERATIONS": "Opérations",
    "A_FAIRE": "Ce que demande un motif",
    "SOURCES": "Sources d'un compte",
    "RAISONS": "Raisons",
}
"""Where the name of a dictionary does not read as French."""

_AFTER = {
    "MOTIFS": "Ce qu'un motif demande, et à qui : [guide de l'ARS](guide-ars.md#les-motifs).",
    "LECTURES": "`fenetre_3` : une fenêtre de trois mois, et ainsi des autres nombres.",
    "RAISONS": "Pourquoi un dossier est au dénominateur et pas au numérateur : `cibles explain`, feuille « Dossiers manquants ».",
}

_NOTES = {
    "DECISIONS": {
        "liberer": "le solde est dû en entier",
        "liberer_partiellement": "une part du solde est gagnée (textes au prorata)",
        "ne_pas_liberer": "une cible au moins manque, ou le solde est déjà payé",
        "a_instruire": "une personne doit lever un doute ; rien n'est dû d'ici là",
    },
    "VERDICTS": {
        "atteinte": "les comptes suffisent",
        "non_atteinte": "il manque au numérateur",
        "indeterminee": "la mesure n'a pas pu être faite ; jamais payée",
        "exemptee": "le texte dispense cet établissement",
        "sans_cible": "mesuré, sans cible à cette ligne",
    },
    "INDICATEURS": {
        "dossiers_actifs": "dossiers mis à jour ÷ personnes accompagnées",
        "projets_personnalises": "dossiers actifs qui ont un projet en préparation ou en cours ÷ dossiers actifs",
        "evenements_agenda": "dossiers actifs qui ont un événement ÷ dossiers actifs",
        "mssante": "messages envoyés ÷ personnes qui peuvent avoir un projet (appels de 2021 : un nombre)",
        "dmp": "personnes dont le DMP a reçu un document ÷ les mêmes (2021 : un nombre de documents)",
        "e_prescription": "nombre, sans cible imposée en 2022",
        "e_parcours": "nombre d'échanges, sans cible imposée en 2022",
    },
    "MOTIFS": {
        "cibles_non_atteintes": "décision",
        "source_absente": "mesure, décision",
        "couverture_partielle": "mesure, décision",
        "extraction_tardive": "mesure, décision",
        "effectif_incoherent": "mesure, décision",
        "denominateur_nul": "mesure, décision",
        "pieces_manquantes": "décision, versement ; s'arbitre",
        "lignes_rejetees": "décision ; s'arbitre",
        "essms_a_verifier": "décision ; s'arbitre",
        "declaratif": "décision ; s'arbitre",
        "aucune_cible_mesuree": "décision",
        "perimetre_vide": "décision",
        "solde_deja_verse": "décision, versement",
        "solde_verse_en_partie": "décision",
        "convention_non_signee": "versement",
        "solde_non_libere": "versement",
        "decision_provisoire": "versement",
        "tranche_non_debloquee": "versement",
        "protection_juridique_majeurs": "mesure (dispense)",
    },
    "ACTES": {
        "signee": "l'ARS a signé la notice",
        "refusee": "l'ARS refuse cette version",
        "versee": "le montant est payé",
        "arbitrage": "une personne lève un motif",
    },
    "JEUX": {
        "dossiers": "état des dossiers du mois",
        "mises_a_jour": "mises à jour, si l'état n'a que la dernière",
        "evenements": "événements d'agenda",
        "mssante": "messages envoyés",
        "dmp": "documents déposés au DMP",
        "echanges": "e-prescription, e-parcours",
        "effectifs": "personnes accompagnées déclarées",
        "agregats": "comptes déclarés",
    },
}
"""More of some codes: the meaning, or for a motif where it is met."""


def glossary_page(nouns: str) -> str:
    """The page: the part written by hand (`nouns`, the page as it is), then every code."""
    tables = {name: value for name, value in vars(words).items() if name.isupper() and isinstance(value, dict)}
    tables.setdefault("JEUX", {code: code.replace("_", " ") for code in JEUX})
    parts = [_section(name, codes) for name, codes in (tables | {"RAISONS": REASONS}).items()]
    return nouns.partition(HEADING)[0] + HEADING + _WRITTEN + "".join(parts)


def _section(name: str, codes: dict[str, str]) -> str:
    """One dictionary as a table, with notes where there are."""
    notes = _NOTES.get(name, {})
    head = ["| Code | En français | Précision |", "|---|---|---|"] if notes else ["| Code | En français |", "|---|---|"]
    rows = [f"| `{code}` | {text} |" + (f" {notes.get(code, '')} |" if notes else "") for code, text in codes.items()]
    after = f"\n{_AFTER[name]}\n" if name in _AFTER else ""
    return "\n".join([f"\n### {_TITLES.get(name, name.capitalize().replace('_', ' '))}\n", *head, *rows]) + "\n" + after
