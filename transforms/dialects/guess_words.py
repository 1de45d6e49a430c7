"""The words by which people call the columns of the pivot form, their datasets and the words of its closed lists.

Words of headers come from public data models (usager, résident, personne accompagnée…); a pattern is looked for in the plain
words of a label (`words_of`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.dialects.names import comparable

_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_PERSON = r"(?:usager|resident|personne(?: (?:accompagnee|accueillie))?|beneficiaire|patient|individu|client|jeune|enfant)s?"
_NUMBER = r"(?:n|no|num|numero|id|ident|identifiant|code|ref|reference|matricule)"
_LINK = r"(?:(?:de|du|des|d|l|le|la) )*"
_PLAN = r"(?:projets?|pp|ppa|pap|pia|ppi)"
_NOT_YET = r"previ|prevu|motif|mode|provenance|destination"


def words_of(label: str) -> str:
    """A label as plain words apart by one space: no accent, case, sign; `dateEntree` and `DATE_ENTREE` give `date entree`."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", comparable(_CAMEL.sub(" ", label))).split())


@dataclass(frozen=True)
class Hint:
    """A pattern of words, how much it tells (0 to 1), and words that deny it."""

    pattern: re.Pattern[str]
    strength: float
    without: re.Pattern[str] | None = None


def _hints(*given: tuple[str, float] | tuple[str, float, str]) -> tuple[Hint, ...]:
    return tuple(
        Hint(re.compile(one[0]), one[1], re.compile(one[2]) if len(one) == 3 else None)  # type: ignore[misc]
        for one in given
    )


_UPDATED = _hints(
    (r"\b(?:derniere?|date)\b.*\b(?:mise a jour|maj|modif\w*|saisie)\b", 1.0),
    (r"\b(?:mise?s? a jour|maj|modifie|modif|modification)\b", 0.8),
)
_BEGIN = _hints((r"\bdebut\b", 0.8, "previ"), (r"^du$", 0.6))
_END = _hints((r"\bfin\b", 0.8, "previ"), (r"^au$", 0.6))
_STATE = _hints((r"\b(?:statut|etat|resultat|retour|realisation)\b", 0.9))
_SHARED = {
    "finess_et": _hints(
        (r"\bfiness\b", 1.0, r"\b(?:ej|juridique)\b"),
        (r"\betiquettes de lignes\b", 0.6),
        (r"\b(?:bal|boite|emetteur)\b|\badresse mss", 0.6),
        (r"\b(?:etablissements?|etabs?|structures?|esms|essms|ets|site)\b", 0.4),
    ),
    "dossier_id": _hints(
        (rf"\b{_NUMBER} {_LINK}(?:dossier|{_PERSON}|interne|local)\b", 1.0),
        (rf"\b(?:dossier|{_PERSON}) {_NUMBER}\b", 1.0),
        (r"\bipp\b", 0.9),
        (rf"^(?:dossier|{_PERSON})$", 0.7),
        (rf"^{_NUMBER}$", 0.4),
    ),
}

COLUMNS: dict[str, dict[str, tuple[Hint, ...]]] = {
    "dossiers": {
        "date_entree": _hints(
            (r"\b(?:entree|admission|admise?|arrivee)\b", 1.0, _NOT_YET),
            (r"\bdebut\b.*\b(?:sejour|accompagnement|prise en charge|accueil)\b", 0.9, _NOT_YET),
        ),
        "date_sortie": _hints(
            (r"\b(?:sortie?|depart|partie?)\b", 1.0, _NOT_YET),
            (r"\bfin\b.*\b(?:sejour|accompagnement|prise en charge|accueil)\b", 0.9, _NOT_YET),
        ),
        "date_derniere_maj": _UPDATED,
        "projet_statut": _hints(
            (rf"\b(?:statut|etat|avancement|situation)\b.*\b{_PLAN}\b", 1.0),
            (rf"\b{_PLAN}\b.*\b(?:statut|etat|avancement)\b", 1.0),
            (rf"^{_PLAN}(?: (?:personnalise|individualise|de vie|d accompagnement))*$", 0.8),
            (r"^(?:statut|etat)$", 0.3),
        ),
        "projet_date_debut": _hints((rf"\bdebut\b.*\b{_PLAN}\b|\b{_PLAN}\b.*\bdebut\b", 1.0)),
        "projet_date_fin": _hints((rf"\b(?:fin|echeance)\b.*\b{_PLAN}\b|\b{_PLAN}\b.*\b(?:fin|echeance)\b", 1.0)),
        "beneficiaire_projet": _hints(
            (rf"\b(?:peut|pouvant|eligible|beneficiaire|concerne)\b.*\b{_PLAN}\b|\b{_PLAN}\b.*\b(?:possible|eligible)\b", 1.0),
        ),
    },
    "mises_a_jour": {"date_maj": _UPDATED, "origine": _hints((r"\b(?:origine|source|mode)\b", 0.8))},
    "evenements": {
        "date_debut": _hints(
            (r"\b(?:date|jour|debut)\b.*\b(?:evenement|rdv|rendez vous|activite|acte|intervention|seance)\b", 1.0),
            (r"\bdebut\b", 0.9, rf"\b(?:{_PLAN}|sejour|accompagnement|periode|fenetre)\b"),
            (r"^(?:date|date (?:et )?heure|horodatage)$", 0.6),
        ),
        "statut": _STATE,
        "nature": _hints((r"\b(?:nature|type|categorie|activite)\b", 0.8, "sortie|entree")),
    },
    "mssante": {
        "date_envoi": _hints(
            (r"\b(?:date|jour|mois|periode)\b.*\b(?:envois?|emission|messages?)\b", 1.0),
            (r"^(?:mois|periode|date|jour)$", 0.8),
        ),
        "nb_messages": _hints(
            (r"\b(?:messages?|mails?|courriels?|envois|emis|envoyes)\b", 1.0, r"\b(?:date|mois|jour|recus|reception|adresse)\b"),
            (r"^(?:nb|nombre|total|volume)$", 0.5),
        ),
    },
    "dmp": {
        "date_depot": _hints(
            (r"\bdate\b.*\b(?:depot|alimentation|transmission|envoi|document)\b", 1.0), (r"^(?:date|date heure)$", 0.5)
        ),
        "statut": _STATE,
    },
    "echanges": {
        "service": _hints((r"\b(?:service|flux)\b", 0.8), (r"^type$", 0.5)),
        "date": _hints((r"^(?:date|jour)\b", 0.8), (r"^(?:mois|periode)$", 0.5)),
        "nb": _hints((r"\b(?:nb|nombre|total|volume)\b", 0.9)),
    },
    "effectifs": {
        "periode_debut": _BEGIN,
        "periode_fin": _END,
        "personnes_accompagnees": _hints(
            (rf"\bfile active\b|\b{_PERSON} (?:accompagne|accueilli|present)\w*", 1.0),
            (rf"\b(?:nb|nombre|effectif|total)\b.*\b{_PERSON}\b|\beffectif\b", 0.9, r"\bprojet"),
        ),
        "beneficiaires_projet": _hints((rf"\bbeneficiaires?\b.*\b{_PLAN}\b", 1.0)),
    },
    "agregats": {
        "indicateur": _hints((r"\b(?:indicateur|critere)\b", 1.0)),
        "fenetre_debut": _BEGIN,
        "fenetre_fin": _END,
        "numerateur": _hints((r"\bnumerateur\b|^num$", 1.0), (r"\b(?:actifs|alimentes|atteints?)\b", 0.6)),
        "denominateur": _hints((r"\bdenominateur\b|^denom$", 1.0), (r"\bfile active\b|\b(?:total|effectif|accompagnees)\b", 0.6)),
    },
}
"""By dataset and column, what its header may say; `finess_et` and `dossier_id` are the same in every dataset (`hints_of`)."""

MONTH = _hints((r"^(?:mois|periode)\b", 0.9))
"""The column of the month of a line."""

PERSONAL = re.compile(
    r"\b(?:nom|prenom|ins|nir|naissance|ne e? ?le|nee? le|securite sociale|telephone|tel|mail|courriel|adresse|sexe|age|iban)\b"
)
"""Headers of what tells who a person is: never proposed for any column."""

JEUX: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"\b(?:{words})")
    for name, words in {
        "dossiers": "dossier|usager|resident|sejour|dui|admission|beneficiaire",
        "mises_a_jour": "mise a jour|mises a jour|maj|historique|modification",
        "evenements": "evenement|agenda|planning|rdv|rendez vous|activite|seance",
        "mssante": "mss|message|mail|boite|bal",
        "dmp": "dmp|document|mon espace sante",
        "echanges": "prescription|parcours|echange",
        "effectifs": "effectif|tdb|file active",
        "agregats": "indicateur|grille|recueil|tableau|taux|numerateur",
    }.items()
}
"""What the names of a file and of its tables say of the dataset."""

INDICATEUR: dict[str, re.Pattern[str]] = {
    "dossiers_actifs": re.compile(r"\bdossiers? actifs?\b"),
    "projets_personnalises": re.compile(r"\bprojets? personnalises?\b"),
    "evenements_agenda": re.compile(r"\b(?:agenda|evenements?)\b"),
    "mssante": re.compile(r"\b(?:mss|mssante|messages?)\b"),
    "dmp": re.compile(r"\bdmp\b"),
}
"""What the header of a figure says of its indicator."""

_YES_NO = {"Oui": "O", "Non": "N", "Vrai": "O", "Faux": "N"}
VALUES: dict[tuple[str, str], dict[str, str]] = {
    ("dossiers", "projet_statut"): {
        "En préparation": "ENPREPARATION",
        "En cours d'élaboration": "ENPREPARATION",
        "En cours": "ENCOURS",
        "Actif": "ENCOURS",
        "En pause": "ENPAUSE",
        "Suspendu": "ENPAUSE",
        "Terminé": "TERMINE",
        "Clos": "TERMINE",
        "Clôturé": "TERMINE",
        "Fini": "TERMINE",
    },
    ("dossiers", "beneficiaire_projet"): _YES_NO,
    ("mises_a_jour", "origine"): {
        "Saisie manuelle": "saisie",
        "Manuelle": "saisie",
        "Reprise": "import",
        "Importation": "import",
    },
    ("evenements", "statut"): {
        "Planifié": "PLANIFIE",
        "Prévu": "PLANIFIE",
        "Validé": "VALIDE",
        "Confirmé": "VALIDE",
        "Annulé": "ANNULE",
        "Terminé": "TERMINE",
        "Réalisé": "TERMINE",
        "Effectué": "TERMINE",
    },
    ("evenements", "nature"): {"Agenda": "agenda", "Rendez-vous": "agenda", "RDV": "agenda"},
    ("dmp", "statut"): {
        "Succès": "OK",
        "Envoyé": "OK",
        "Déposé": "OK",
        "Erreur": "ERREUR",
        "Échec": "ERREUR",
        "KO": "ERREUR",
        "Rejeté": "ERREUR",
    },
    ("echanges", "service"): {
        "e-prescription": "e_prescription",
        "Prescription": "e_prescription",
        "e-parcours": "e_parcours",
        "Parcours": "e_parcours",
    },
    ("agregats", "indicateur"): {
        "Dossiers actifs": "dossiers_actifs",
        "Projets personnalisés": "projets_personnalises",
        "Événements d'agenda": "evenements_agenda",
        "MSSanté": "mssante",
        "DMP": "dmp",
    },
}
"""Texts of closed lists whose meaning is plain; another one is for a person to translate."""

EMPTY_TEXTS = ("-", "Aucun", "Aucune", "Néant", "Sans objet", "(vide)")
EMPTY_DATES = ("01/01/1900", "1900-01-01", "00/00/0000")
NO_DATA = ("Total*", "Sous-total*", "Somme*", "Édité le*", "Imprimé le*", "Extrait le*", "Généré le*", "Page *", "(vide)")
"""First cells of lines that are no data."""


def hints_of(jeu: str, column: str) -> tuple[Hint, ...]:
    """What the header of a column may say."""
    return _SHARED.get(column) or COLUMNS[jeu][column]


def strength(hints: tuple[Hint, ...], words: str) -> float:
    """How much the words of a label tell (0 to 1) that it is what the hints describe."""
    found = (hint.strength for hint in hints if hint.pattern.search(words) and not (hint.without and hint.without.search(words)))
    return max(found, default=0.0)
