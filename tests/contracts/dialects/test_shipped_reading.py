"""Each dialect of the product reads a small file as its sender would write it, through the real readers; invented data."""

from __future__ import annotations

import zipfile
from io import BytesIO

import xlsxwriter

from flows.dialects import DIALECTS_DIRECTORY, load_all_dialects
from tests.dialects.translate.tables_by_hand import FINESS, context
from transforms.dialects.archive import archive_members
from transforms.dialects.limits import Limits
from transforms.dialects.mailboxes import read_mailboxes
from transforms.dialects.recognise import recognise
from transforms.dialects.text_table import text_tables
from transforms.dialects.translate import translate
from transforms.dialects.workbook import workbook_tables

SHIPPED = list(load_all_dialects([DIALECTS_DIRECTORY]).values())
LIMITS = Limits()
MAILBOXES = f"""\
Type de BAL|Adresse BAL|Type identifiant structure|Identification Structure
ORG|ehpad@essai.mssante.fr|1|{FINESS}
"""


def tables(dialecte, content):
    if dialecte.format == "classeur":
        return workbook_tables(content, LIMITS)
    members = archive_members(content, LIMITS) if dialecte.format == "archive" else [("", content)]
    return [text_tables(member, dialecte.encodage, dialecte.separateur, LIMITS, name) for name, member in members]


def read(name, content):
    """The dialect recognised, and the filled cells of each row by table and series."""
    found = recognise(name, content[:8], SHIPPED, lambda dialecte: tables(dialecte, content))
    around = context(file_name=name, mailboxes=read_mailboxes(MAILBOXES.encode()))
    translated = [one for one in translate(found.dialecte, found.tables, around) if not one.annexe]
    assert [one.refusal for one in translated] == [None] * len(translated)
    rows = {one.suffixe: [tuple(filter(None, row.values()))[:-1] for row in one.text.cells.to_pylist()] for one in translated}
    return found.dialecte.dialecte, rows


def workbook(*rows):
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("Feuil1")
        for line, row in enumerate(rows):
            page.write_row(line, 0, row)
    return target.getvalue()


def archive(**members):
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, text in members.items():
            packed.writestr(f"{name}.csv", text.encode("utf-8-sig"))
    return target.getvalue()


def test_a_flat_export():
    content = (
        "N° FINESS;N° de dossier;Nom;Date d'entrée;Date de sortie;Dernière modification;Projet personnalisé\r\n"
        f"{FINESS};1;X;01/02/2024;01/01/1900;03/03/2025;En cours d’élaboration\r\n"
        f"{FINESS};2;Y;01/02/24;-;;Aucun\r\n"
    )
    rows = [(FINESS, "1", "2024-02-01", "2025-03-03", "ENPREPARATION"), (FINESS, "2", "01/02/24")]
    assert read("export.csv", content.encode("cp1252")) == ("dui-plat", {"": rows})


def test_an_archive():
    content = archive(
        usagers=f"ID_USAGER;FINESS;NOM;DATE_MODIFICATION;PROJET_POSSIBLE\n1;{FINESS};A;03/01/2025 10:00;Oui\n2;{FINESS};B;;Non\n",
        sejours="ID_SEJOUR;ID_USAGER;DATE_ENTREE;DATE_SORTIE\n10;1;01/02/2024;\n11;2;05/02/2024;06/02/2024\n12;3;05/02/2024;\n",
        projets="ID_USAGER;STATUT;DATE_DEBUT;DATE_FIN\n1;En cours;01/03/2024;\n1;Terminé;01/03/2023;01/02/2024\n",
        evenements="ID_USAGER;DATE_DEBUT;STATUT;TYPE\n1;05/01/2025 09:30;Validé;Rendez-vous\n2;05/01/2025 12:00;Annulé;Repas\n",
    )
    stays = [
        (FINESS, "1", "2024-02-01", "2025-01-03 10:00", "ENCOURS", "2024-03-01", "O"),
        (FINESS, "1", "2024-02-01", "2025-01-03 10:00", "TERMINE", "2023-03-01", "2024-02-01", "O"),
        (FINESS, "2", "2024-02-05", "2024-02-06", "N"),
        ("3", "2024-02-05"),
    ]
    events = [(FINESS, "1", "2025-01-05 09:30", "VALIDE", "agenda"), (FINESS, "2", "2025-01-05 12:00", "ANNULE", "Repas")]
    assert read("dui.zip", content) == ("dui-archive", {"sejours.csv": stays, "evenements.csv": events})


def test_a_state_in_a_workbook():
    content = workbook(
        (None, "État des dossiers"),
        (None, "Période du 01/01/2025 au 31/01/2025"),
        (),
        (None, "Établissement", None, "Dossier", None, "Séjour", None, "Projet personnalisé", None, None),
        (None, "N° FINESS", "Nom", "N°", "Mis à jour le", "Entrée", "Sortie", "Statut", "Début", "Fin"),
        (None, int(FINESS), "A", "D1", 45670, 45300, None, "En cours", 45310, None),
        (None, None, None, "D2", 45671, 45301, 45660, "Terminé", 45310, 45400),
        (None, "TOTAL", None, 2),
        (None, "Édité le 02/02/2025"),
    )
    number = FINESS.lstrip("0")
    rows = [
        (number, "D1", "2024-01-09", "2025-01-13", "ENCOURS", "2024-01-19"),
        (number, "D2", "2024-01-10", "2025-01-03", "2025-01-14", "TERMINE", "2024-01-19", "2024-04-18"),
    ]
    assert read("etat.xlsx", content) == ("etat-classeur", {"": rows})


def test_a_pivot_table():
    figures = ("Somme de Dossiers actifs", "Somme de Personnes accompagnées")
    content = workbook(
        ("Étiquettes de colonnes",),
        (None, "janv.-25", None, "févr.-25", None, *(f"Total {name}" for name in figures)),
        ("Étiquettes de lignes", *figures, *figures),
        (f"EHPAD A - {FINESS}", 10, 12, 11, 13, 21, 25),
        ("Total général", 10, 12, 11, 13, 21, 25),
    )
    months = {
        "2025-01": [(FINESS, "dossiers_actifs", "2025-01-01", "2025-01-31", "10", "12")],
        "2025-02": [(FINESS, "dossiers_actifs", "2025-02-01", "2025-02-28", "11", "13")],
    }
    assert read("croise.xlsx", content) == ("tableau-croise", months)


def test_statistics_of_mailboxes():
    content = "Adresse BAL;Mois;Messages envoyés\nEHPAD@essai.mssante.fr;2025-01;1\u00a0234\nTotal;;1\u00a0234\n"
    assert read("bal.csv", content.encode()) == ("mssante-operateur", {"": [(FINESS, "2025-01", "1234")]})


def test_documents_per_month():
    content = f"FINESS;Mois;Documents;DMP alimentés\n{FINESS};01/2025;40;12\nTotal;;40;12\n"
    rows = [(FINESS, "dmp", "2025-01-01", "2025-01-31", "12")]
    assert read("dmp.csv", content.encode()) == ("dmp-agrege", {"": rows})


def test_the_performance_board():
    twice = "Nombre de personnes accompagnées dans l'effectif au 31.12"
    content = workbook(
        (
            "Région",
            "finess géographique",
            "finess juridique",
            twice,
            twice,
            "File active des personnes accompagnées sur la période",
        ),
        ("Bretagne", FINESS, "020000015", 3, 3, 94),
    )
    rows = [(FINESS, "2021-01-01", "2021-12-31", "94")]
    assert read("export-tdbesms-2021-region-agg.xlsx", content) == ("tdb-ms", {"": rows})


def test_a_grid():
    names = ("Dossiers actifs", "Projets personnalisés", "Événements d'agenda", "MSSanté", "DMP")
    content = workbook(
        ("Grille de recueil",),
        ("Période du 01/01/2025 au 31/03/2025",),
        ("N° FINESS ET", "Raison sociale", *(cell for name in names for cell in (name, None))),
        (None, None, *("Numérateur", "Dénominateur") * 5),
        (FINESS, "A", 9, 10, "NC", "n/a", 7, 9, 30, 10, None, None),
        ("TOTAL", None, 9, 10),
    )
    window = ("2025-01-01", "2025-03-31")
    series = {
        "dossiers actifs": [(FINESS, "dossiers_actifs", *window, "9", "10")],
        "projets personnalisés": [(FINESS, "projets_personnalises", *window, "NC", "n/a")],
        "événements d'agenda": [(FINESS, "evenements_agenda", *window, "7", "9")],
        "messages MSSanté": [(FINESS, "mssante", *window, "30", "10")],
        "DMP alimentés": [],
    }
    assert read("grille.xlsx", content) == ("grille-ars", series)
