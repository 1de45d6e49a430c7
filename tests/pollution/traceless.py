"""Damage that leaves no trace in the file: listed, with the reason, and shown to pass. Not a test."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from random import Random

from tests.pollution.damage import SpoilFile
from tests.pollution.damages_values import day_of, text_of
from tests.pollution.tables import File, Record


@dataclass(frozen=True)
class Traceless:
    """`nom` and `raison` as the page prints them; `clean`: the file where it is shown."""

    nom: str
    raison: str
    clean: str
    spoil: SpoilFile


def _place(file: File, column: str) -> tuple[list[Record], int]:
    """The records where this column is filled, and its place."""
    table = next(table for table in file.mains if column in table.columns)
    place = table.columns.index(column)
    return [record for record in table.data if record.cells[place] not in ("", None)], place


def _changed(column: str, write):
    def spoil(file: File, chance: Random):
        records, place = _place(file, column)
        record = chance.choice(records)
        record.cells[place] = write(record.cells[place])

    return spoil


def _removed(file: File, chance: Random):
    table = file.mains[0]
    table.records.remove(chance.choice(table.data))
    table.exact = False


def _months_exchanged(file: File, chance: Random):
    records, place = _place(file, "date_derniere_maj")
    for record in records:
        day = day_of(text_of(record.cells[place]))
        if day and day.day <= 12 and day.day != day.month:
            record.cells[place] = f"{day:%m/%d/%Y}"
            return True
    return False


def _names_exchanged(file: File, chance: Random):
    table = file.mains[0]
    cells = table.records[table.header - 1].cells
    one, other = table.columns.index("date_derniere_maj"), table.columns.index("projet_date_debut")
    cells[one], cells[other] = cells[other], cells[one]


def _cut_after(file: File, chance: Random):
    table = file.mains[0]
    table.changes.append(lambda content: content[: content.rindex(b"\n", 0, -1) + 1])


def _cut_number(file: File, chance: Random):
    table = file.mains[0]
    table.changes.append(lambda content: content.rstrip()[:-1])
    return len(table.kinds) == 3


def _broken_number(file: File, chance: Random):
    table = file.mains[0]
    text = table.written(table.data[0])
    table.data[0].raw = text[:-1] + "\n" + text[-1:]
    table.exact = False
    return len(table.kinds) == 3


def _merged(file: File, chance: Random):
    records, place = _place(file, "finess_et")
    if len(records) > 1:
        records[1].cells[place] = None
    return len(records) > 1


def _erased_pair(file: File, chance: Random):
    record = chance.choice([one for one in file.mains[0].data if one.cells[2] is not None])
    record.cells[2] = record.cells[3] = None


def _no_projects(file: File, chance: Random):
    projects = next(table for table in file.tables if table.name == "projets.csv")
    del projects.records[2:]
    return True


def _day_before(text: str) -> str:
    return (datetime.date.fromisoformat(text) - datetime.timedelta(1)).isoformat()


TRACELESS = (
    Traceless(
        "un chiffre devenu un autre chiffre",
        "le nombre reste un nombre",
        "pivot mssante",
        _changed("nb_messages", lambda text: f"{int(text) + 1}"),
    ),
    Traceless(
        "une date devenue une autre date",
        "le jour existe et reste dans l'ordre",
        "pivot dossiers",
        _changed("date_entree", _day_before),
    ),
    Traceless("une ligne entière supprimée", "rien ne dit combien il y en avait", "pivot dossiers", _removed),
    Traceless("un fichier coupé entre deux lignes", "comme une ligne supprimée", "dui-plat", _cut_after),
    Traceless(
        "un fichier coupé dans son dernier nombre",
        "beaucoup de fichiers sains n'ont pas de dernière fin de ligne",
        "pivot mssante",
        _cut_number,
    ),
    Traceless(
        "une fin de ligne au milieu du dernier nombre d'une ligne",
        "le reste est écarté sur la ligne suivante, mais la ligne elle-même est complète",
        "pivot mssante",
        _broken_number,
    ),
    Traceless(
        "jour et mois échangés, tous deux de 1 à 12, sur quelques lignes",
        "les deux lectures sont des dates ; une colonne qui le montre ailleurs est écartée",
        "dui-plat",
        _months_exchanged,
    ),
    Traceless("les noms de deux colonnes de dates échangés", "chacune tient des dates", "pivot dossiers", _names_exchanged),
    Traceless(
        "une cellule facultative vidée",
        "elle a le droit d'être vide",
        "pivot dossiers",
        _changed("date_derniere_maj", lambda text: ""),
    ),
    Traceless(
        "le FINESS d'un autre établissement connu",
        "le numéro est juste (un dossier de dépôt au nom de l'établissement le refuse)",
        "pivot dmp",
        _changed("finess_et", lambda text: "690990015" if text != "690990015" else "010990018"),
    ),
    Traceless(
        "un FINESS effacé au début d'un établissement, dans un tableau à numéros fusionnés",
        "une cellule vide y répète celle du dessus",
        "etat-classeur",
        _merged,
    ),
    Traceless(
        "les deux chiffres d'un indicateur effacés dans une grille",
        "un indicateur peut ne pas être rempli",
        "grille-ars",
        _erased_pair,
    ),
    Traceless("des projets absents d'une archive", "un usager peut n'en avoir aucun", "dui-archive", _no_projects),
    Traceless(
        "un identifiant de dossier altéré (autre lettre, lettre d'un autre alphabet, apostrophe)",
        "un identifiant est opaque : il est comparé tel qu'il est écrit",
        "pivot evenements",
        _changed("dossier_id", lambda text: text.translate(str.maketrans("ABD", "АВD")) + "'"),
    ),
    Traceless(
        "la nature d'un événement altérée",
        "c'est un texte libre ; hors « agenda », il ne sert qu'à distinguer des événements",
        "pivot evenements",
        _changed("nature", lambda text: f"{text}s"),
    ),
)
