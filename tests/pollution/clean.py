"""Clean files, seeded: the pivot form of each dataset and each dialect of the product, as senders write them. Not a test."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable
from random import Random

from contracts.deposits.columns import DATASETS
from tests.pollution.deposit import MAILBOXES
from tests.pollution.rows import Row, rows_of
from tests.pollution.tables import File, Record, Table

_TEXTS = ("", "Noël", 'dit "le Grand"', "Dupont; Jean", "été\nhiver", "RAS", "a, b | c")
_KINDS = {column.name: column.kind for dataset in DATASETS.values() for column in dataset.columns}


def pivot(jeu: str, chance: Random) -> File:
    """A file of the pivot form; half have a column of free text besides."""
    dataset = DATASETS[jeu]
    names = list(dataset.names)
    comment = chance.random() < 0.5
    records = [Record([*names, *(["commentaire"] * comment)])]
    for row in rows_of(jeu, chance, chance.randint(6, 24)):
        records.append(Record([row.get(name, "") for name in names] + [chance.choice(_TEXTS)] * comment, [(jeu, row)]))
    required = {column.name for column in dataset.columns if column.required}
    columns, kinds = names + [""] * comment, [_KINDS[name] for name in names] + [""] * comment
    return File(f"{jeu}.csv", "texte", [Table(f"{jeu}.csv", records, 1, kinds, columns, required)])


def french(day: str) -> str:
    """A day as a French sender writes it."""
    return "/".join(reversed(day[:10].split("-"))) + day[10:] if day else ""


STATUSES = {"ENPREPARATION": "En préparation", "ENCOURS": "En cours", "ENPAUSE": "En pause", "TERMINE": "Terminé"}
YES_NO = {"O": "Oui", "N": "Non"}


def dui_plat(chance: Random) -> File:
    """The flat export of an editor, with names that are not read."""
    header = {
        "finess_et": "N° FINESS",
        "dossier_id": "N° de dossier",
        "": "Nom",
        "date_entree": "Date d'entrée",
        "date_sortie": "Date de sortie",
        "date_derniere_maj": "Dernière modification",
        "projet_statut": "Projet personnalisé",
        "projet_date_debut": "Début du projet personnalisé",
        "projet_date_fin": "Fin du projet personnalisé",
        "beneficiaire_projet": "Peut bénéficier d'un projet personnalisé",
    }
    records = [Record(list(header.values()))]
    for row in rows_of("dossiers", chance, chance.randint(8, 24)):
        records.append(Record([_flat(row, name, chance) for name in header], [("dossiers", row)]))
    optional = {"projet_date_debut", "projet_date_fin", "beneficiaire_projet", ""}
    table = Table("", records, 1, [_KINDS.get(name, "") for name in header], list(header), set(header) - optional)
    table.encoding, table.end = "cp1252", "\r\n"
    return File("export.csv", "texte", [table])


def _flat(row: Row, name: str, chance: Random) -> str:
    text = row.get(name, "")
    if not name:
        return chance.choice(_TEXTS)
    if name.startswith(("date", "projet_date")):
        return french(text) or chance.choice(("", "01/01/1900"))
    if name == "projet_statut":
        return STATUSES.get(text) or chance.choice(("", "-", "Aucun"))
    return YES_NO.get(text, "") if name == "beneficiaire_projet" else text


def mssante(chance: Random) -> File:
    """Statistics of an operator: a mailbox, a month, a number whose thousands are apart; a total."""
    boxes = {finess: box for box, finess in MAILBOXES.items()}
    records, total = [Record(["Adresse BAL", "Mois", "Messages envoyés", "Libellé"])], 0
    for row in rows_of("mssante", chance, chance.randint(6, 20)):
        row["date_envoi"] = "2026-06"
        total += int(row["nb_messages"])
        cells = [boxes[row["finess_et"]], row["date_envoi"], _apart(int(row["nb_messages"])), chance.choice(_TEXTS)]
        records.append(Record(cells, [("mssante", row)]))
    records.append(Record(["Total", "", _apart(total), ""]))
    columns = ["finess_et", "date_envoi", "nb_messages", ""]
    table = Table("", records, 1, ["boite", "jour_ou_mois", "entier", ""], columns, set(columns) - {""})
    return File("boites.csv", "texte", [table])


def _apart(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def dmp(chance: Random) -> File:
    """Documents per establishment and month, below a title; a total."""
    records = [Record(["Alimentation du DMP", "", "", ""]), Record(["FINESS", "Mois", "Documents", "DMP alimentés"])]
    for rank, row in enumerate(rows_of("agregats", chance, chance.randint(6, 12))):
        month = rank % 6 + 1
        said = {
            "finess_et": row["finess_et"],
            "indicateur": "dmp",
            "fenetre_debut": f"2026-{month:02d}-01",
            "fenetre_fin": datetime.date(2026, month, calendar.monthrange(2026, month)[1]).isoformat(),
            "numerateur": row["numerateur"],
        }
        cells = [row["finess_et"], f"{month:02d}/2026", str(chance.randrange(5000)), row["numerateur"]]
        records.append(Record(cells, [("agregats", said)]))
    _agreeing(records)
    records.append(Record(["Total", "", "", "9999"]))
    columns = ["finess_et", "fenetre_debut", "", "numerateur"]
    table = Table("", records, 2, ["finess", "jour_ou_mois", "", "entier"], columns, set(columns) - {""})
    return File("dmp.txt", "texte", [table])


def _agreeing(records: list[Record]) -> None:
    """One figure per establishment and month, whatever the number of its lines."""
    figures: dict[tuple[str, str], str] = {}
    for record in records:
        for _, said in record.said:
            figure = figures.setdefault((said["finess_et"], said["fenetre_debut"]), said["numerateur"])
            said["numerateur"] = record.cells[3] = figure


def archive(chance: Random) -> File:
    """Four tables of an editor: persons, stays, projects, events. A project that is not read leaves its stay without one."""
    people = {row["dossier_id"]: row for row in rows_of("dossiers", chance, chance.randint(6, 16))}
    users = [Record(["ID_USAGER", "FINESS", "NOM", "DATE_MODIFICATION", "PROJET_POSSIBLE"])]
    stays = [Record(["ID_SEJOUR", "ID_USAGER", "DATE_ENTREE", "DATE_SORTIE"])]
    projects = [Record(["ID_USAGER", "STATUT", "DATE_DEBUT", "DATE_FIN"])]
    events = [Record(["ID_USAGER", "DATE_DEBUT", "STATUT", "TYPE"])]
    for number, row in people.items():
        last = french(row["date_derniere_maj"])
        users.append(
            Record([number, row["finess_et"], chance.choice(_TEXTS), last, YES_NO.get(row.get("beneficiaire_projet"), "")])
        )
        stay = [f"S{len(stays)}", number, french(row["date_entree"]), french(row["date_sortie"])]
        stays.append(Record(stay, [("dossiers", row)]))
        if "projet_statut" in row:
            dates = [french(row["projet_date_debut"]), french(row["projet_date_fin"])]
            projects.append(Record([number, STATUSES[row["projet_statut"]], *dates]))
    for row in rows_of("evenements", chance, chance.randint(6, 16)):
        row["dossier_id"] = chance.choice(list(people))
        row["finess_et"] = people[row["dossier_id"]]["finess_et"]
        status = {"PLANIFIE": "Planifié", "VALIDE": "Validé", "ANNULE": "Annulé", "TERMINE": "Réalisé"}[row["statut"]]
        nature = {"agenda": chance.choice(("Agenda", "Rendez-vous"))}.get(row["nature"], row["nature"])
        cells = [row["dossier_id"], french(row["date_debut"]), status, nature]
        events.append(Record(cells, [("evenements", row)]))
    columns = {
        "usagers": ["dossier_id", "finess_et", "", "date_derniere_maj", "beneficiaire_projet"],
        "sejours": ["", "dossier_id", "date_entree", "date_sortie"],
        "projets": ["dossier_id", "projet_statut", "projet_date_debut", "projet_date_fin"],
        "evenements": ["dossier_id", "date_debut", "statut", "nature"],
    }
    records = {"usagers": users, "sejours": stays, "projets": projects, "evenements": events}
    tables = [
        Table(f"{name}.csv", records[name], 1, [_KINDS.get(column, "") for column in those], those, set(those) - {"", "nature"})
        for name, those in columns.items()
    ]
    return File("dui.zip", "archive", tables)


Clean = Callable[[Random], File]
TEXTS: dict[str, Clean] = {
    **{f"pivot {jeu}": lambda chance, jeu=jeu: pivot(jeu, chance) for jeu in DATASETS},
    "dui-plat": dui_plat,
    "mssante-operateur": mssante,
    "dmp-agrege": dmp,
}
ARCHIVES: dict[str, Clean] = {"dui-archive": archive}
