"""Clean workbooks, seeded: one for each dialect of the product that reads them. Not a test."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable
from random import Random

from tests.pollution.clean import STATUSES
from tests.pollution.facts import ESTABLISHMENTS
from tests.pollution.rows import rows_of
from tests.pollution.tables import File, Record, Table


def state(chance: Random) -> File:
    """A printed state: title, period, two rows of header, numbers of establishments merged over their lines, total."""
    first, second = (
        [None, "Établissement", None, "Dossier", None, "Séjour", None, "Projet personnalisé", None, None],
        [None, "N° FINESS", "Nom", "N°", "Mis à jour le", "Entrée", "Sortie", "Statut", "Début", "Fin"],
    )
    records = [Record([None, "État des dossiers"]), Record([None, "Période du 01/06/2026 au 30/06/2026"]), Record([])]
    records += [Record(first), Record(second)]
    above = None
    for row in rows_of("dossiers", chance, chance.randint(8, 20)):
        row.pop("beneficiaire_projet", None)
        number = row["finess_et"]
        owner = None if number == above else _number(number)
        dates = [_day(row.get(name, "")) for name in ("date_derniere_maj", "date_entree", "date_sortie")]
        project = [STATUSES.get(row.get("projet_statut")), *(_day(row.get(f"projet_date_{end}", "")) for end in ("debut", "fin"))]
        cells = [None, owner, owner and "Les Tilleuls", row["dossier_id"], *dates, *project]
        records.append(Record(cells, [("dossiers", row)]))
        above = number
    records += [Record([None, "TOTAL", None, len(records) - 5]), Record([None, "Édité le 02/07/2026"])]
    columns = ["", "finess_et", "", "dossier_id", "date_derniere_maj", "date_entree", "date_sortie"]
    columns += ["projet_statut", "projet_date_debut", "projet_date_fin"]
    kinds = ["", "finess", "", "identifiant", "date", "date", "date", "code", "date", "date"]
    return _file("etat.xlsx", records, 5, kinds, columns)


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _number(finess: str) -> int | str:
    """A number of an establishment as Excel keeps it: without its zero, unless it has a letter."""
    return int(finess) if finess.isdecimal() else finess


INDICATORS = {
    "Dossiers actifs": "dossiers_actifs",
    "Projets personnalisés": "projets_personnalises",
    "Événements d'agenda": "evenements_agenda",
    "MSSanté": "mssante",
    "DMP": "dmp",
}


def grid(chance: Random) -> File:
    """The grid of an ARS: five numerators and denominators per establishment."""
    window = {"fenetre_debut": "2026-04-01", "fenetre_fin": "2026-06-30"}
    records = [Record(["Grille de recueil"]), Record(["Période du 01/04/2026 au 30/06/2026"])]
    records += [Record(["N° FINESS ET", "Raison sociale", *(cell for name in INDICATORS for cell in (name, None))])]
    records += [Record([None, None, *("Numérateur", "Dénominateur") * 5])]
    for finess in ESTABLISHMENTS:
        cells, said = [finess, chance.choice(("Les Tilleuls", "Saint-Éloi", None))], []
        for code in INDICATORS.values():
            pair = [chance.randrange(10, 300), chance.randrange(300, 2000)] if chance.random() < 0.9 else [None, None]
            cells += pair
            if pair[0] is not None:
                figures = {"numerateur": str(pair[0]), "denominateur": str(pair[1])}
                said.append(("agregats", {"finess_et": finess, "indicateur": code, **window, **figures}))
        records.append(Record(cells, said))
    records.append(Record(["TOTAL", None, 9, 10]))
    kinds = ["finess", "", *("entier",) * 10]
    return _file("grille.xlsx", records, 4, kinds, ["finess_et", "", *("numerateur", "denominateur") * 5])


def crossed(chance: Random) -> File:
    """A pivot table of Excel: establishments by rows, two figures by month."""
    figures = ("Somme de Dossiers actifs", "Somme de Personnes accompagnées")
    months = ["avr.-26", "mai-26", "juin-26"]
    totals = [f"Total {name}" for name in figures]
    records = [Record(["Étiquettes de colonnes"]), Record([None, *(cell for month in months for cell in (month, None)), *totals])]
    records.append(Record(["Étiquettes de lignes", *figures * 3]))
    for finess in ESTABLISHMENTS:
        cells, said = [f"EHPAD Les Tilleuls - {finess}"], []
        for month in (4, 5, 6):
            pair = [chance.randrange(10, 300), chance.randrange(300, 2000)]
            cells += pair
            last = calendar.monthrange(2026, month)[1]
            window = {"fenetre_debut": f"2026-{month:02d}-01", "fenetre_fin": f"2026-{month:02d}-{last}"}
            counts = {"numerateur": str(pair[0]), "denominateur": str(pair[1])}
            said.append(("agregats", {"finess_et": finess, "indicateur": "dossiers_actifs", **window, **counts}))
        records.append(Record([*cells, sum(cells[1::2]), sum(cells[2::2])], said))
    records.append(Record(["Total général", *(9,) * 8]))
    kinds = ["libelle", *("entier",) * 6, "", ""]
    return _file("croise.xlsx", records, 3, kinds, ["finess_et", *("numerateur", "denominateur") * 3, "", ""])


def board(chance: Random) -> File:
    """The export of the performance board: many columns, two of which are read."""
    twice = "Nombre de personnes accompagnées dans l'effectif au 31.12"
    header = ["Région", "finess géographique", "finess juridique", twice, twice]
    records = [Record([*header, "File active des personnes accompagnées sur la période"])]
    period = {"periode_debut": "2021-01-01", "periode_fin": "2021-12-31"}
    for finess in ESTABLISHMENTS:
        count = chance.randrange(10, 5000)
        said = {"finess_et": finess, **period, "personnes_accompagnees": str(count)}
        records.append(Record(["Bretagne", finess, "690990007", 3, 4, count], [("effectifs", said)]))
    kinds = ["", "finess", "", "", "", "entier"]
    return _file(
        "export-tdbesms-2021-region-agg.xlsx", records, 1, kinds, ["", "finess_et", "", "", "", "personnes_accompagnees"]
    )


def _file(name: str, records: list[Record], header: int, kinds: list[str], columns: list[str]) -> File:
    required = set(columns) - {"", "projet_date_debut", "projet_date_fin"}
    return File(name, "classeur", [Table("Feuil1", records, header, kinds, columns, required)])


WORKBOOKS: dict[str, Callable[[Random], File]] = {
    "etat-classeur": state,
    "grille-ars": grid,
    "tableau-croise": crossed,
    "tdb-ms": board,
}
