"""Files of forms never seen, one per kind, and what a person reads in them. Invented; not a test."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import xlsxwriter

FINESS, OTHER = "010990018", "380990010"


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, day)
                    elif cell is not None:
                        sheet.write(row, column, cell)
    return packed.getvalue()


def archive(members: dict[str, str], encoding: str = "utf-8") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as folder:
        for name, text in members.items():
            folder.writestr(name, text.encode(encoding))
    return packed.getvalue()


STATE = workbook(
    {
        "Juin": [
            ["État des dossiers"],
            ["Période du 01/06/2026 au 30/06/2026"],
            [],
            [None, "Établissement", None, "Dossier", None, "Séjour", None, "Projet", None],
            [None, "N° FINESS", "Nom", "N°", "Mis à jour le", "Entrée", "Sortie", "Statut", "Début"],
            [None, 10990018, "Les Tilleuls", 12, date(2026, 6, 2), date(2026, 1, 5), None, "En cours", date(2026, 2, 1)],
            [None, None, None, 13, date(2026, 6, 3), date(2026, 1, 6), date(2026, 6, 9), "Terminé", None],
            ["TOTAL", None, None, 2],
        ],
        "Notice": [["Ce classeur est produit chaque mois."]],
    }
)
PIVOT_TABLE = workbook(
    {
        "Feuil1": [
            ["Étiquettes de lignes", "janv.-26 Dossiers actifs", "janv.-26 Personnes accompagnées", "févr.-26 Dossiers actifs"]
            + ["févr.-26 Personnes accompagnées"],
            [f"{FINESS} - Les Tilleuls", 10, 12, 11, 12],
            [f"{OTHER} - Les Ormes", 1, 2, 1, 2],
            ["Total général", 11, 14, 12, 14],
        ]
    }
)
MEMBERS = archive(
    {
        "usagers.csv": f"ID_USAGER|NOM|FINESS_GEO\n12|Dupont|{FINESS}\n13|Durand|{FINESS}\n",
        "sejours.csv": "ID_USAGER|DATE_ADMISSION|DATE_SORTIE|DATE_MODIF\n12|05/01/2026||18/06/2026 10:00\n13|06/01/2026||\n",
        "agenda.csv": "ID_USAGER|DATE_DEBUT_RDV|STATUT_RDV|TYPE_RDV\n12|15/06/2026 09:30|Réalisé|Rendez-vous\n",
    }
)
OPAQUE = f"Etab.;Dossier;Entrée;Sortie;Modifié le;PP\n{FINESS};12;05/01/2026;;13/06/2026;En cours\n"

FILES: dict[str, tuple[str, bytes, list[tuple[str, list[dict[str, str]]]]]] = {
    "text in cp1252": (
        "usagers.csv",
        (OPAQUE + f"{OTHER};13;15/01/2026;-;13/06/2026;Suspendu\nTotal;2;;;;\n").encode("cp1252"),
        [
            (
                "dossiers",
                [
                    {"finess_et": FINESS, "dossier_id": "12", "date_entree": "2026-01-05", "projet_statut": "ENCOURS"},
                    {"finess_et": OTHER, "dossier_id": "13", "date_entree": "2026-01-15", "projet_statut": "ENPAUSE"},
                ],
            )
        ],
    ),
    "text in utf-16 with the number in its name": (
        f"mss_{FINESS}.csv",
        "Mois\tNombre de messages envoyés\n06/2026\t1\u00a0234\nTotal\t1234\n".encode("utf-16"),
        [("mssante", [{"finess_et": FINESS, "date_envoi": "2026-06", "nb_messages": "1234"}])],
    ),
    "aggregates by month": (
        "indic.csv",
        f'Finess ET;Mois;Dossiers actifs;Personnes accompagnées;Taux\n{FINESS};juin 2026;45;50;"90,0 %"\n'.encode("cp1252"),
        [
            (
                "agregats",
                [{"indicateur": "dossiers_actifs", "fenetre_fin": "2026-06-30", "numerateur": "45", "denominateur": "50"}],
            )
        ],
    ),
    "documents": (
        "dmp.csv",
        f"Code FINESS;Identifiant usager;INS;Date de dépôt;Résultat\n{FINESS};12;1850599;13/06/2026;Succès\n".encode("cp1252"),
        [("dmp", [{"finess_et": FINESS, "dossier_id": "12", "date_depot": "2026-06-13", "statut": "OK"}])],
    ),
    "rolls": (
        "effectifs.txt",
        f"finess,du,au,Nombre de résidents accompagnés\n{FINESS},01/06/2026,30/06/2026,54\n".encode(),
        [("effectifs", [{"periode_debut": "2026-06-01", "periode_fin": "2026-06-30", "personnes_accompagnees": "54"}])],
    ),
    "american days": (
        "agenda.csv",
        f"finess,id usager,date rdv,statut\n{FINESS},12,06/15/2026,Annulé\n".encode(),
        [("evenements", [{"dossier_id": "12", "date_debut": "2026-06-15", "statut": "ANNULE"}])],
    ),
    "workbook with titles and two header rows": (
        "etat.xlsx",
        STATE,
        [
            (
                "dossiers",
                [
                    {"finess_et": "10990018", "dossier_id": "12", "date_derniere_maj": "2026-06-02", "projet_statut": "ENCOURS"},
                    {"finess_et": "10990018", "dossier_id": "13", "date_sortie": "2026-06-09", "projet_statut": "TERMINE"},
                ],
            )
        ],
    ),
    "workbook with months in columns": (
        "croise.xlsx",
        PIVOT_TABLE,
        [
            (
                "agregats",
                [
                    {"finess_et": FINESS, "fenetre_debut": "2026-01-01", "numerateur": "10", "denominateur": "12"},
                    {"finess_et": OTHER, "fenetre_debut": "2026-01-01", "numerateur": "1", "denominateur": "2"},
                ],
            ),
            (
                "agregats",
                [
                    {"finess_et": FINESS, "fenetre_debut": "2026-02-01", "numerateur": "11", "denominateur": "12"},
                    {"finess_et": OTHER, "fenetre_debut": "2026-02-01", "numerateur": "1", "denominateur": "2"},
                ],
            ),
        ],
    ),
    "workbook of one sheet an establishment": (
        "etablissements.xlsx",
        workbook(
            {
                FINESS: [["N° dossier", "Date d'entrée", "Date de sortie"], ["12", "15/01/2026", None]],
                OTHER: [["N° dossier", "Date d'entrée", "Date de sortie"], ["14", "16/01/2026", None]],
            }
        ),
        [
            ("dossiers", [{"finess_et": FINESS, "dossier_id": "12", "date_entree": "2026-01-15"}]),
            ("dossiers", [{"finess_et": OTHER, "dossier_id": "14", "date_entree": "2026-01-16"}]),
        ],
    ),
    "archive whose numbers are in another member": (
        "export.zip",
        MEMBERS,
        [
            (
                "dossiers",
                [
                    {"finess_et": FINESS, "dossier_id": "12", "date_derniere_maj": "2026-06-18 10:00"},
                    {"finess_et": FINESS, "dossier_id": "13", "date_entree": "2026-01-06"},
                ],
            ),
            ("evenements", [{"finess_et": FINESS, "date_debut": "2026-06-15 09:30", "statut": "TERMINE", "nature": "agenda"}]),
        ],
    ),
}
"""By kind: name of the file, its bytes, and the datasets a person reads in it with some of their cells."""
