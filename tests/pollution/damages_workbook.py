"""Damage that only a workbook or an archive may have. Not a test."""

from __future__ import annotations

import copy
import datetime
import re
from random import Random

from tests.pollution.damage import damage, damage_to_file, lines, some
from tests.pollution.damages_values import text_of
from tests.pollution.tables import File, Record, Table
from tests.reading.xlsx_by_hand import COMPUTED_EMPTY, ERROR, NEVER_COMPUTED

_W, _A = "classeurs", "archives"
_ONLY = ("classeur",)
_BOOK, _FIRST = "xl/workbook.xml", "xl/worksheets/sheet1.xml"


@damage(_W, "tableau déplacé vers le bas ou la droite (lisible)", _ONLY)
def moved(table: Table, chance: Random):
    down, right = chance.randint(0, 5), chance.randint(0, 3)
    for record in table.records:
        record.cells = [None] * right + record.cells
    table.records[0:0] = [Record([]) for _ in range(down)]


@damage(_W, "lignes et colonnes vides insérées (lisible)", _ONLY)
def spread(table: Table, chance: Random):
    for _ in range(chance.randint(1, 4)):
        table.records.insert(chance.randrange(table.header, len(table.records) + 1), Record([]))


@damage(_W, "nombres enregistrés comme textes (lisible)", _ONLY)
def numbers_as_text(table: Table, chance: Random):
    for record in some(lines(table), chance):
        record.cells = [str(cell) if isinstance(cell, int) else cell for cell in record.cells]


@damage(_W, "textes enregistrés comme nombres", _ONLY)
def texts_as_numbers(table: Table, chance: Random):
    done = False
    for record in lines(table):
        for place, cell in enumerate(record.cells):
            if isinstance(cell, str) and cell.isdecimal():
                record.cells[place], done = int(cell), True
    return done


@damage(_W, "dates enregistrées comme textes", _ONLY)
def dates_as_text(table: Table, chance: Random):
    form = chance.choice(("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y", "%d %b %Y"))
    done = False
    for record in some(lines(table), chance):
        for place, cell in enumerate(record.cells):
            if isinstance(cell, datetime.date):
                record.cells[place], done = cell.strftime(form), True
    return done


@damage(_W, "dates enregistrées comme nombres", _ONLY)
def dates_as_numbers(table: Table, chance: Random):
    done = False
    for record in some(lines(table), chance):
        for place, cell in enumerate(record.cells):
            if isinstance(cell, datetime.date):
                record.cells[place], done = (cell - datetime.date(1899, 12, 30)).days, True
    return done


@damage(_W, "nombres en format de date", _ONLY)
def numbers_as_dates(table: Table, chance: Random):
    done = False
    for record in some(lines(table), chance):
        for place, kind in enumerate(table.kinds):
            if kind == "entier" and place < len(record.cells) and isinstance(record.cells[place], int):
                record.cells[place] = datetime.date(1899, 12, 30) + datetime.timedelta(record.cells[place])
                done = True
    return done


def _replaced(nom: str, cell: object) -> None:
    @damage(_W, nom, _ONLY)
    def spoil(table: Table, chance: Random):
        for record in some(lines(table), chance):
            read = [place for place, kind in enumerate(table.kinds) if kind in ("date", "entier", "code", "finess", "libelle")]
            filled = [place for place in read if place < len(record.cells) and record.cells[place] is not None]
            record.cells[chance.choice(filled)] = cell


_replaced("cellules en erreur", ERROR)
_replaced("formules jamais calculées", NEVER_COMPUTED)


@damage(_W, "formules qui rendent un texte vide dans une colonne obligatoire", _ONLY)
def empty_formulas(table: Table, chance: Random):
    places = [place for place, kind in enumerate(table.kinds) if kind in ("identifiant",)]
    for record in some(lines(table), chance):
        for place in places:
            record.cells[place] = COMPUTED_EMPTY
    return bool(places)


@damage_to_file(_W, "calendrier de 1904", _ONLY)
def since_1904(file: File, chance: Random):
    later = datetime.timedelta(1462)
    file.parts.append((_BOOK, lambda text: text.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')))
    for table in file.tables:
        for record in table.data:
            record.said = [(jeu, {name: _later(text, later) for name, text in values.items()}) for jeu, values in record.said]
    return any(isinstance(cell, datetime.date) for table in file.tables for record in table.data for cell in record.cells)


def _later(text: str, by: datetime.timedelta) -> str:
    return (datetime.date.fromisoformat(text) + by).isoformat() if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


@damage_to_file(_W, "la feuille est masquée (lisible)", _ONLY)
def hidden(file: File, chance: Random):
    file.parts.append((_BOOK, lambda text: text.replace('<sheet name="Feuil1"', '<sheet state="hidden" name="Feuil1"')))
    if chance.random() < 0.5:
        file.tables.append(_sheet("Notice", [["Notice"], ["Remplir les cellules jaunes"]]))


@damage_to_file(_W, "une copie masquée de la feuille, plus ancienne (lisible)", _ONLY)
def hidden_copy(file: File, chance: Random):
    other = copy.deepcopy(file.tables[0])
    other.name = "Copie"
    for record in other.records:
        record.said = []
        record.cells = [cell + 1 if isinstance(cell, int) else cell for cell in record.cells]
    file.tables.append(other)
    file.parts.append((_BOOK, lambda text: text.replace('<sheet name="Copie"', '<sheet state="hidden" name="Copie"')))


@damage_to_file(_W, "deux feuilles de la même forme", _ONLY)
def two_sheets(file: File, chance: Random):
    other = copy.deepcopy(file.tables[0])
    other.name = "Feuil2"
    file.tables.insert(chance.choice((0, 1)), other)


@damage_to_file(_W, "autres feuilles, graphiques et notices (lisible)", _ONLY)
def other_sheets(file: File, chance: Random):
    notice = _sheet("Notice", [["N° FINESS", "Rôle"], ["010990018", "siège"]])
    file.tables.insert(chance.choice((0, 1)), notice)


def _sheet(name: str, rows: list[list[object]]) -> Table:
    return Table(name, [Record(cells) for cells in rows], 1, [], [], set())


@damage(_W, "numéro FINESS fusionné sur plusieurs lignes", _ONLY)
def merged_numbers(table: Table, chance: Random):
    place = table.kinds.index("finess") if "finess" in table.kinds else -1
    if place < 0 or any(record.cells[place] is None for record in table.data):
        return False
    for record in some(table.data[1:], chance):
        record.cells[place] = None
    return True


@damage_to_file(_W, "cellules d'une ligne fusionnées en une seule", _ONLY)
def merged_cells(file: File, chance: Random):
    table = file.tables[0]
    record = chance.choice(table.data)
    first = next(place for place, kind in enumerate(table.kinds) if kind in ("identifiant", "entier"))
    record.cells[first] = " ".join(text_of(cell) for cell in record.cells[first:] if cell is not None)
    record.cells[first + 1 :] = []


@damage_to_file(_W, "numéro FINESS illisible au début d'un établissement", _ONLY)
def unreadable_group(file: File, chance: Random):
    table = file.tables[0]
    place = table.kinds.index("finess") if "finess" in table.kinds else -1
    starts = [record for record in table.data if place >= 0 and record.cells[place] is not None]
    if starts:
        chance.choice(starts).cells[place] = chance.choice(("?", "voir siège", ERROR, 12))
    return bool(starts)


@damage_to_file(_W, "phrase de la période absente ou illisible", _ONLY)
def no_period(file: File, chance: Random):
    found = [record for record in file.tables[0].records if any("Période du" in text_of(cell) for cell in record.cells)]
    for record in found:
        record.cells = [chance.choice((None, "Période : juin 2026", "Période du 30/06/2026 au 01/06/2026"))]
    return bool(found)


@damage_to_file(_W, "feuille abîmée", _ONLY)
def broken_sheet(file: File, chance: Random):
    def cut(text: str) -> str:
        place = chance.randrange(200, len(text))
        return text[:place] + chance.choice(("", "<", "&", '"')) + text[place + chance.randint(1, 30) :]

    file.parts.append((_FIRST, cut))


@damage_to_file(_A, "un membre absent", ("archive",))
def absent_member(file: File, chance: Random):
    gone = file.tables.pop(chance.randrange(len(file.tables)))
    file.tables.append(Table("absent.txt", [Record(["voir plus tard"])], 1, [], [], set()))
    file.tables[-1].records += [Record([f"{rank}"]) for rank in range(3)]
    file.renames["absent.txt"] = f"{gone.name}.txt"


@damage_to_file(_A, "un membre renommé", ("archive",))
def renamed_member(file: File, chance: Random):
    name = chance.choice(file.tables).name
    file.renames[name] = chance.choice((f"copie de {name}", f"2026-{name}", name.replace(".csv", ".bak")))


@damage_to_file(_A, "majuscules, dossiers, notice jointe (lisible)", ("archive",))
def friendly_member(file: File, chance: Random):
    file.renames = {table.name: f"export/{table.name.upper()}" for table in file.tables}
    file.tables.append(Table("LISEZMOI.txt", [Record(["Export du 02/07/2026"])], 1, [], [], set()))


@damage_to_file(_A, "deux membres échangent leurs noms", ("archive",))
def swapped_members(file: File, chance: Random):
    one, other = chance.sample([table.name for table in file.tables], 2)
    file.renames = {one: other, other: one}


@damage_to_file(_A, "deux membres pour une table", ("archive",))
def member_twice(file: File, chance: Random):
    table = copy.deepcopy(chance.choice([table for table in file.tables if not table.data]))
    table.name = f"ancien/{table.name}"
    file.tables.append(table)


@damage_to_file(_A, "identifiant qui ne se rattache à rien", ("archive",))
def unattached(file: File, chance: Random):
    users = file.tables[0]
    for record in some(users.records[1:], chance):
        record.cells[0] = f"{record.cells[0]}X"
