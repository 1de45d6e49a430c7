"""What people read for each code of the published tables: one French wording, whatever the page, the notice or the sheet.

Codes stay what programs read. The sentence of a signal is in `signals.py`; what a motif of a measure means, in `explanations.py`.
"""

from __future__ import annotations

DECISIONS: dict[str, str] = {
    "liberer": "libérer",
    "liberer_partiellement": "libérer en partie",
    "ne_pas_liberer": "ne pas libérer",
    "a_instruire": "à instruire",
}

VERDICTS: dict[str, str] = {
    "atteinte": "atteinte",
    "non_atteinte": "non atteinte",
    "indeterminee": "indéterminée",
    "exemptee": "dispensé",
    "sans_cible": "sans cible",
}

INDICATEURS: dict[str, str] = {
    "dossiers_actifs": "Dossiers actifs",
    "projets_personnalises": "Projets personnalisés",
    "evenements_agenda": "Événements d'agenda",
    "mssante": "Messagerie MSSanté",
    "dmp": "Alimentation du DMP",
    "e_prescription": "e-Prescription",
    "e_parcours": "e-Parcours",
}
"""Short names, for headers; the text of a call has its own, longer (`libelle`)."""

CHAMPS: dict[str, str] = {
    "PA": "Personnes âgées",
    "PH": "Personnes handicapées",
    "DOM": "Aide et soins à domicile",
    "PDS": "Personnes en difficultés spécifiques",
    "AHI": "Accueil, hébergement, insertion",
    "PE": "Protection de l'enfance",
    "PJM": "Protection juridique des majeurs",
}

MOTIFS: dict[str, str] = {
    "cibles_non_atteintes": "des cibles ne sont pas atteintes",
    "source_absente": "un dépôt nécessaire manque",
    "couverture_partielle": "un mois de la fenêtre n'est pas couvert",
    "extraction_tardive": "l'extraction est trop tardive pour conclure",
    "effectif_incoherent": "l'effectif déclaré est inférieur aux dossiers comptés",
    "denominateur_nul": "personne n'est compté au dénominateur",
    "pieces_manquantes": "des pièces manquent",
    "lignes_rejetees": "des lignes de dossiers ont été mises de côté",
    "essms_a_verifier": "des établissements sont à vérifier dans FINESS",
    "declaratif": "des chiffres sont déclarés, non calculés",
    "aucune_cible_mesuree": "aucune cible n'est mesurée",
    "perimetre_vide": "le projet n'a aucun établissement à cette date",
    "solde_deja_verse": "le solde est déjà versé",
    "solde_verse_en_partie": "le solde est versé en partie",
    "convention_non_signee": "la convention n'est pas signée",
    "solde_non_libere": "la décision ne libère pas le solde",
    "decision_provisoire": "la décision est provisoire",
    "tranche_non_debloquee": "la tranche n'est pas débloquée",
    "protection_juridique_majeurs": "service de protection juridique des majeurs : le texte le dispense",
}
"""Motifs of measures, criteria, decisions and instalments."""

ETATS_DES_CONDITIONS: dict[str, str] = {
    "remplie": "remplie",
    "non_remplie": "non remplie",
    "inconnue": "inconnue",
    "sans_objet": "sans objet",
}

ETATS_DES_DEPOTS: dict[str, str] = {
    "accepte": "accepté",
    "partiel": "accepté en partie",
    "refuse": "refusé",
    "remplace": "remplacé par un dépôt plus récent",
}

ETATS_DES_VERSEMENTS: dict[str, str] = {"du": "dû", "bloque": "bloqué"}

VERSEMENTS: dict[str, str] = {
    "convention": "à la signature de la convention",
    "avance": "avance",
    "fin_parametrage": "à la fin du paramétrage",
    "solde": "solde",
}
"""Instalments; a text may name others, and tranches have a name of their own."""

CONDITIONS: dict[str, str] = {
    "convention": "Convention",
    "regroupement": "Regroupement",
    "petits_organismes": "Petits organismes gestionnaires",
    "guichet": "Guichet de dépôt",
    "double_financement": "Double financement",
    "operation_unique": "Opération unique",
    "part_acquisition": "Part des acquisitions",
    "delai": "Délai de déploiement",
    "terme": "Terme du financement",
}
"""Conditions of a text besides usage; those of papers are `piece:<code>`."""

OPERATIONS: dict[str, str] = {"acquisition": "acquisition", "mise_a_niveau": "mise à niveau"}

A_FAIRE: dict[str, str] = {
    "cibles_non_atteintes": "Voir, critère par critère, ce qui manque ; la mesure est refaite chaque mois.",
    "source_absente": "Demander les dépôts qui manquent aux établissements nommés plus loin, puis relancer le mois.",
    "couverture_partielle": "Demander les dépôts des mois de la fenêtre qui ne sont pas couverts, puis relancer le mois.",
    "extraction_tardive": "Demander l'historique des mises à jour, ou un export fait en fin de fenêtre, puis relancer le mois.",
    "effectif_incoherent": "Faire corriger l'effectif déclaré ou les dossiers déposés, puis relancer le mois.",
    "denominateur_nul": "Vérifier que personne n'est accompagné dans la fenêtre ; sinon, demander un dépôt corrigé.",
    "pieces_manquantes": "Obtenir les pièces et les inscrire au registre, ou arbitrer.",
    "lignes_rejetees": "Faire corriger les lignes mises de côté et déposer à nouveau le fichier, ou arbitrer.",
    "essms_a_verifier": "Vérifier ces établissements dans FINESS et corriger le périmètre, ou arbitrer.",
    "declaratif": "Demander les dépôts qui permettent de calculer ces chiffres, ou arbitrer.",
    "aucune_cible_mesuree": "Vérifier au registre les critères retenus et les dispenses.",
    "perimetre_vide": "Vérifier au registre les dates d'entrée et de sortie des établissements.",
    "solde_deja_verse": "Rien : plus rien n'est dû sur ce solde.",
    "solde_verse_en_partie": "Ne verser que le montant libéré : le reste l'est déjà.",
}
"""What a motif of a decision asks of those who instruct it."""

ACTES: dict[str, str] = {"signee": "signée", "refusee": "refusée", "versee": "versée", "arbitrage": "arbitrage"}

LECTURES: dict[str, str] = {
    "fenetre": "la fenêtre du texte",
    "annuelle": "file active de l'année civile",
    "douze_mois": "file active des douze derniers mois",
    "presents": "personnes présentes le dernier jour du mois",
    "duree_projet": "toute la durée du projet",
    "enpause": "projets personnalisés en pause comptés",
    "imports": "mises à jour par import comptées",
    "ensemble": "chiffres du projet dans son ensemble",
    "chaque_essms": "cible atteinte par chaque établissement",
    "chaque_fin_de_mois": "cible atteinte à chaque fin de mois depuis la première mesure",
    "declaratif": "comptes déclarés admis",
}
"""Readings; `fenetre_3` is written by `lecture_words`."""

SOURCES: dict[str, str] = {
    "calculee": "calculé à partir des dépôts",
    "declaree": "déclaré",
    "dossiers": "dossiers comptés",
    "effectifs": "effectif déclaré",
}

PHASES: dict[str, str] = {"projet": "projet", "maintenance": "maintenance"}

ORIGINES: dict[str, str] = {"texte": "lue dans le texte", "secondaire": "connue par d'autres documents"}
"""Where the value of a rule comes from."""

JEUX: dict[str, str] = {
    "dossiers": "dossiers",
    "mises_a_jour": "mises à jour",
    "evenements": "événements",
    "mssante": "messages MSSanté",
    "dmp": "documents DMP",
    "echanges": "échanges",
    "effectifs": "effectifs déclarés",
    "agregats": "nombres déclarés",
    "annexe": "table annexe",
}
"""Datasets of deposits, as the ledger names them."""


def condition_words(condition: str) -> str:
    """A condition in words; `piece:facture` is `Pièce justificative`, whose name is in the detail of the condition."""
    return "Pièce justificative" if condition.startswith("piece:") else name_words(CONDITIONS, condition)


def versement_words(versement: str, tranche: str | None) -> str:
    """An instalment in words; `tranche_2` with its name is `Tranche 2 : pilote`."""
    words = name_words(VERSEMENTS, versement)
    words = words[:1].upper() + words[1:]
    return f"{words} : {tranche}" if tranche else words


def lecture_words(lecture: str) -> str:
    """A reading in words; `fenetre_1` is `fenêtre d'un mois`, `fenetre_6` is `fenêtre de 6 mois`."""
    name, _, months = lecture.rpartition("_")
    if name == "fenetre" and months.isdigit():
        return "fenêtre d'un mois" if months == "1" else f"fenêtre de {months} mois"
    return LECTURES[lecture]


def motif_words(motifs: str | None) -> str:
    """Motifs separated by a comma, in words separated by a semicolon; nothing for none.

    A text may name a motif of exemption of its own: it is shown as it is written.
    """
    return " ; ".join(MOTIFS.get(motif, motif.replace("_", " ")) for motif in motifs.split(", ")) if motifs else ""


def name_words(names: dict[str, str], code: str) -> str:
    """A code in words, where a text may bring codes of its own: these are shown without underscores."""
    return names.get(code, code.replace("_", " "))
