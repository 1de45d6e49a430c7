"""Damage to the header: absent, repeated, renamed, shifted. Not a test."""

from __future__ import annotations

import copy
from random import Random

from tests.pollution.damage import ANY, damage, lines
from tests.pollution.tables import Table

_H = "en-tête"


@damage(_H, "sans en-tête", ANY)
def no_header(table: Table, chance: Random):
    del table.records[: table.header]


@damage(_H, "en-tête deux fois de suite", ANY)
def header_twice(table: Table, chance: Random):
    table.records.insert(table.header, copy.deepcopy(table.records[table.header - 1]))


@damage(_H, "en-tête répété au milieu", ANY)
def header_again(table: Table, chance: Random):
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(table.header + 1, len(table.records) + 1)
        table.records.insert(place, copy.deepcopy(table.records[table.header - 1]))


def _rename(table: Table, place: int, label: str) -> None:
    cells = table.records[table.header - 1].cells
    if label != cells[place]:
        cells[place] = label


_OTHER_CASE = (str.upper, str.title, str.capitalize)
_UNACCENTED = str.maketrans("éèêàôÉ°", "eeeaoEo")


@damage(_H, "autres majuscules", ANY)
def other_case(table: Table, chance: Random):
    change = chance.choice(_OTHER_CASE)
    for place in _some_columns(table, chance):
        _rename(table, place, change(table.records[table.header - 1].cells[place] or ""))


@damage(_H, "accents perdus, ou ajoutés", ANY)
def other_accents(table: Table, chance: Random):
    for place in _some_columns(table, chance):
        label = table.records[table.header - 1].cells[place] or ""
        _rename(table, place, label.translate(_UNACCENTED) if not label.isascii() else label.replace("e", "é", 1))


@damage(_H, "espaces de trop, ou insécables", ANY)
def header_spaces(table: Table, chance: Random):
    for place in _some_columns(table, chance):
        label = table.records[table.header - 1].cells[place] or ""
        space = chance.choice((" ", "\u00a0", "  "))
        _rename(table, place, chance.choice((f"{label}{space}", f"{space}{label}", label.replace(" ", f" {space}"))))


@damage(_H, "espaces au lieu de soulignés")
def header_underscores(table: Table, chance: Random):
    for place in _some_columns(table, chance):
        _rename(table, place, (table.records[table.header - 1].cells[place] or "").replace("_", " "))


@damage(_H, "une lettre d'un autre alphabet", ANY)
def header_letters(table: Table, chance: Random):
    for place in _some_columns(table, chance)[:1]:
        label = table.records[table.header - 1].cells[place] or ""
        _rename(table, place, label.replace("e", "\u0435", 1).replace("o", "\u043e", 1))
        if table.columns[place] and table.columns[place] not in table.required:
            table.renamed[table.columns[place]] = table.records[table.header - 1].cells[place]
    if table.encoding != "utf-8":
        table.encoding = "utf-8"


def _some_columns(table: Table, chance: Random) -> list[int]:
    named = [place for place, label in enumerate(table.records[table.header - 1].cells) if label]
    return chance.sample(named, chance.randint(1, len(named)))


@damage(_H, "une colonne renommée", ANY)
def renamed(table: Table, chance: Random):
    named = [place for place, column in enumerate(table.columns) if column and table.records[table.header - 1].cells[place]]
    place = chance.choice(named)
    label = f"{table.records[table.header - 1].cells[place]} (2)"
    _rename(table, place, label)
    if table.columns[place] not in table.required:
        table.renamed[table.columns[place]] = label


@damage(_H, "un nom de colonne effacé", ANY)
def nameless(table: Table, chance: Random):
    cells = table.records[table.header - 1].cells
    place = chance.choice([place for place, column in enumerate(table.columns) if column in table.required and cells[place]])
    _rename(table, place, "")


@damage(_H, "une colonne deux fois", ANY)
def column_twice(table: Table, chance: Random):
    cells = table.records[table.header - 1].cells
    place = chance.choice([place for place, column in enumerate(table.columns) if column and cells[place]])
    for record in table.records[table.header - 1 :]:
        other = chance.choice(lines(table)).cells
        record.cells += [None if table.separator == "" else ""] * (len(table.kinds) - len(record.cells))
        record.cells.append(cells[place] if record.cells is cells else other[place] if place < len(other) else "")


@damage(_H, "en-tête décalé d'une colonne", ANY)
def shifted_header(table: Table, chance: Random):
    cells = table.records[table.header - 1].cells
    cells.insert(0, "")
    if chance.random() < 0.5:
        cells.pop()
