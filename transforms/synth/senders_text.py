"""Invented senders' files of separated text: flat export (D1), archive (D2), operator (D8), mailboxes (D10), DMP by month (D12).

Each takes rows of the pivot form and writes them as the sender would, with the habits of real files and rows bad on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from transforms.synth.deposits import Row
from transforms.synth.sheets import archive_bytes

PROJETS = {"ENPREPARATION": "En préparation", "ENCOURS": "En cours", "ENPAUSE": "En pause", "TERMINE": "Terminé"}
_OUI = {"O": "Oui", "N": "Non", "": ""}
_STATUTS = {"VALIDE": "Validé", "PLANIFIE": "Planifié", "ANNULE": "Annulé", "TERMINE": "Réalisé", "": ""}
_NATURES = {"agenda": "Rendez-vous", "": "Agenda"}

_PLAT = (
    "N° FINESS",
    "N° de dossier",
    "Nom de l'usager",
    "Chambre",
    "Date d'entrée",
    "Date de sortie",
    "Date de dernière mise à jour",
    "Statut du projet personnalisé",
    "Début du projet personnalisé",
    "Fin du projet personnalisé",
    "Peut bénéficier d'un projet personnalisé",
)
_ANNUAIRE = [
    "Type de BAL",
    "Adresse BAL",
    "Type Identifiant PP",
    "Identifiant PP",
    "Identification Nationale PP",
    "Type identifiant structure",
    "Identification Structure",
    "Service de rattachement",
    "Civilité Exercice",
    "Nom Exercice",
    "Prénom Exercice",
    "Catégorie Professionnelle",
    "Libellé Catégorie Professionnelle",
    "Code Profession",
    "Libellé Profession",
    "Code Savoir-Faire",
    "Libellé Savoir-Faire",
    "Dématérialisation",
    "Raison Sociale structure BAL",
    "Enseigne Commerciale Structure BAL",
    "L2COMPLEMENTLOCALISATION Structure BAL",
    "L3COMPLEMENTDISTRIBUTION Structure BAL",
    "L4NUMEROVOIE Structure BAL",
    "L4COMPLEMENTNUMEROVOIE Structure BAL",
    "L4TYPEVOIE Structure BAL",
    "L4LIBELLEVOIE Structure BAL",
    "L5LIEUDITMENTION Structure BAL",
    "L6LIGNEACHEMINEMENT Structure BAL",
    "Code postal Structure BAL",
    "Département Structure BAL",
    "Pays Structure BAL",
]


def jour(text: str) -> str:
    """`31/12/2026` from an ISO day; nothing from nothing."""
    return date.fromisoformat(text).strftime("%d/%m/%Y") if text else ""


def export_plat(rows: Iterable[Row], bad: Iterable[Row] = ()) -> bytes:
    """The flat export (D1) of rows of `dossiers`, `bad` ones first: cp1252, CRLF; columns of identity that nobody should read.

    `bad` are rows already written as the sender does, in the columns that are read.
    """
    written = [
        (
            finess,
            numero,
            jour(entree),
            jour(sortie),
            jour(maj),
            PROJETS.get(statut, "-"),
            jour(debut),
            jour(fin),
            _OUI[beneficiaire],
        )
        for finess, numero, entree, sortie, maj, statut, debut, fin, beneficiaire in rows
    ]
    lines = [_PLAT]
    for rank, row in enumerate((*bad, *written), 1):
        lines.append((*row[:2], f"FICTIF {rank:02d}", str(100 + rank), *row[2:]))
    return _text(lines, ";", "\r\n").encode("cp1252")


def archive_dui(
    dossiers: list[Row], evenements: Iterable[Row], bad_events: Iterable[Row] = (), alone: Iterable[Row] = ()
) -> bytes:
    """The archive (D2) of rows of `dossiers` and `evenements`: four texts in UTF-8 with a byte order mark, and a notice.

    `bad_events` are lines of `evenements.csv` and `alone` of `projets.csv`, without their first column.
    """
    usagers = [("ID_USAGER", "FINESS", "NOM", "DATE_MODIFICATION", "PROJET_POSSIBLE")]
    sejours = [("ID_SEJOUR", "ID_USAGER", "DATE_ENTREE", "DATE_SORTIE")]
    projets = [("ID_PROJET", "ID_USAGER", "TITRE", "STATUT", "DATE_DEBUT", "DATE_FIN")]
    for rank, (finess, numero, entree, sortie, maj, statut, debut, fin, beneficiaire) in enumerate(dossiers, 1):
        usagers.append((numero, finess, f"FICTIF {rank:02d}", _moment(maj, "17:42"), _OUI[beneficiaire]))
        sejours.append((f"SEJ-{rank}", numero, _moment(entree), _moment(sortie)))
        if statut:
            projets.append((f"PPER-{rank}", numero, "Projet personnalisé", PROJETS[statut], _moment(debut), _moment(fin)))
    projets += [(f"PPER-{900 + rank}", *row) for rank, row in enumerate(alone, 1)]
    told = [(f"EVN-{900 + rank}", *row) for rank, row in enumerate(bad_events, 1)]
    for rank, (_, numero, moment, statut, nature) in enumerate(evenements, 1):
        kind = _NATURES.get(nature, nature.capitalize())
        told.append((f"EVN-{rank}", numero, _moment(moment[:10], moment[11:]), kind, _STATUTS[statut]))
    members = [
        ("usagers.csv", _text(usagers, ";", "\r\n")),
        ("sejours.csv", _text(sejours, ";", "\r\n")),
        ("projets.csv", _text(projets, ";", "\r\n")),
        ("evenements.csv", _text([("ID_EVENEMENT", "ID_USAGER", "DATE_DEBUT", "TYPE", "STATUT"), *told], ";", "\r\n")),
        ("LISEZMOI.txt", "Export du DUI (fichier inventé).\r\n"),
    ]
    return archive_bytes((name, b"\xef\xbb\xbf" + text.encode()) for name, text in members)


def statistiques_bal(counts: Iterable[tuple[str, str, str]]) -> bytes:
    """The operator's figures (D8) from addresses, months (AAAA-MM) and counts as printed; a total at the end."""
    lines = [("Adresse BAL", "Mois", "Messages envoyés", "Messages reçus")]
    lines += [(address, month, count, "31") for address, month, count in counts]
    return _text([*lines, ("Total", "", "1\u00a0372", "465")], ";", "\n").encode()


def annuaire_boites(boxes: Iterable[tuple[str, str, str, str]]) -> bytes:
    """The national extraction of mailboxes (D10): kind of box, address, FINESS, name of the establishment; 31 columns."""
    lines = [tuple(_ANNUAIRE)]
    for kind, address, finess, name in boxes:
        known = {"Type de BAL": kind, "Adresse BAL": address, "Type identifiant structure": "FINESS"}
        known |= {"Identification Structure": finess, "Dématérialisation": "O", "Raison Sociale structure BAL": name}
        lines.append(tuple(known.get(column, "") for column in _ANNUAIRE))
    return _text(lines, "|", "\n").encode()


def alimentation_dmp(rows: Iterable[tuple[str, str, str, str, str]]) -> bytes:
    """DMP by establishment and month (D12): number, name, month (MM/AAAA), documents, DMP; a total at the end."""
    return _text(
        [("FINESS", "Établissement", "Mois", "Documents", "DMP alimentés"), *rows, ("Total", "", "", "205", "104")], ";", "\r\n"
    ).encode("utf-8-sig")


def suivi_inconnu(finess: str) -> bytes:
    """A file of nobody's form, near the flat export: no number of dossier, days in place of updates."""
    header = ("N° FINESS", "Initiales", "Date d'entrée", "Date de sortie", "Statut du projet personnalisé", "Nb jours")
    return _text([header, (finess, "F.I.", "02/01/2026", "", "En cours", "181")], ";", "\r\n").encode("cp1252")


def _moment(day: str, hour: str = "00:00") -> str:
    return f"{jour(day)} {hour}" if day else ""


def _text(lines: Iterable[Iterable[str]], separator: str, end: str) -> str:
    return "".join(separator.join(line) + end for line in lines)
