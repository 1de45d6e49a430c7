"""Damage to where things are: fields, titles and footers, several tables, blocks, columns. Not a test."""

from __future__ import annotations

import copy
from random import Random

from tests.pollution.damage import ANY, damage, lines, some
from tests.pollution.tables import Record, Table

_F, _P, _T, _C = "champs", "titres et pieds", "plusieurs tables", "colonnes"


@damage(_F, "un champ perdu")
def lost_field(table: Table, chance: Random):
    for record in some(lines(table), chance):
        del record.cells[chance.randrange(len(record.cells))]


@damage(_F, "un champ vide de trop")
def extra_field(table: Table, chance: Random):
    for record in some(lines(table), chance):
        record.cells.insert(chance.randrange(len(record.cells)), "")


@damage(_F, "un texte de trop en fin de ligne")
def extra_text(table: Table, chance: Random):
    for record in some(lines(table), chance):
        record.cells.append("vu")


@damage(_F, "lignes plus courtes que l'en-tête")
def short_lines(table: Table, chance: Random):
    for record in some(lines(table), chance):
        del record.cells[chance.randrange(1, len(record.cells)) :]


@damage(_F, "un séparateur de trop à la fin de chaque ligne de données")
def trailing_separators(table: Table, chance: Random):
    for record in table.records[table.header :]:
        record.cells.append("")


@damage(_F, "un séparateur de trop à la fin de toutes les lignes (lisible)")
def trailing_everywhere(table: Table, chance: Random):
    for record in table.records:
        record.cells.append("")


@damage(_P, "lignes de titre au-dessus de l'en-tête", ANY)
def titles(table: Table, chance: Random):
    for _ in range(chance.randint(1, 5)):
        width = chance.choice((1, 1, len(table.kinds)))
        table.records.insert(
            0, Record([chance.choice(("Export du 02/07/2026", "Établissement Les Tilleuls", ""))] + [""] * (width - 1))
        )


@damage(_P, "quarante-cinq lignes au-dessus de l'en-tête", ANY)
def long_preamble(table: Table, chance: Random):
    table.records[0:0] = [Record([f"Note {rank}"]) for rank in range(45)]


@damage(_P, "ligne sep=; pour Excel")
def told_separator(table: Table, chance: Random):
    table.changes.append(lambda content: b"sep=;\n" + content)
    table.exact = False


@damage(_P, "note de bas de page", ANY)
def footer(table: Table, chance: Random):
    note = chance.choice(("Édité le 02/07/2026", "Source : logiciel", "* données provisoires"))
    table.records += [Record([""]), Record(chance.choice(([note], [note] + [""] * (len(table.kinds) - 1))))]


@damage(_P, "ligne de total", ANY)
def total(table: Table, chance: Random):
    cells = ["TOTAL"] + ["" if kind != "entier" else "99999" for kind in table.kinds[1:]]
    table.records.append(Record(cells))


@damage(_P, "sous-totaux au milieu", ANY)
def subtotals(table: Table, chance: Random):
    for _ in range(chance.randint(1, 3)):
        cells = ["Sous-total"] + ["" if kind != "entier" else "777" for kind in table.kinds[1:]]
        if table.kinds[0] == "":
            cells = ["", *cells]
        table.records.insert(chance.randrange(table.header, len(table.records)), Record(cells))
    return table.kinds[0] == "finess" or table.kinds[0] == "boite"


@damage(_P, "lignes de commentaire", ANY)
def comments(table: Table, chance: Random):
    for _ in range(chance.randint(1, 3)):
        table.records.insert(chance.randrange(table.header, len(table.records)), Record(["# relu par la direction"]))
    return table.kinds[0] != "" and table.data != []


@damage(_T, "une autre table au-dessous", ANY)
def table_below(table: Table, chance: Random):
    table.records += [Record([""]), Record(["Catégorie", "Effectif"])]
    table.records += [Record([name, str(chance.randrange(90))]) for name in ("ASH", "AS", "IDE")]


@damage(_T, "une table d'un autre jeu au-dessous", ("texte",))
def other_dataset_below(table: Table, chance: Random):
    width = len(table.kinds)
    names = ["finess_et", "dossier_id", "date_acte", "issue", "heure", "nb", "a", "b", "c", "d"][:width]
    table.records += [Record([""]), Record(names)]
    for _ in range(3):
        cells = ["010990018", "Z9", "2026-06-15"] if chance.random() < 0.7 else ["010990018", "2026-06-15", "12"]
        table.records.append(Record((cells + [""] * width)[:width]))
    return table.name != ""


@damage(_T, "au-dessous, une table dont un seul nom de colonne diffère", ANY)
def almost_the_same_below(table: Table, chance: Random):
    names = list(table.records[table.header - 1].cells)
    read = [place for place, column in enumerate(table.columns) if column in table.required and names[place]]
    key = next((place for place in read if table.columns[place] in ("finess_et", "dossier_id")), None)
    others = [place for place in read if place != key]
    if key is None or not others or not table.data:
        return False
    names[chance.choice(others)] += " (avant)"
    table.records += [Record([]), Record(names)]
    table.records += [Record(list(record.cells)) for record in table.data[:3]]
    return True


@damage(_T, "la même table une seconde fois, en-tête compris")
def table_again(table: Table, chance: Random):
    table.records += copy.deepcopy(table.records[table.header - 1 :])


@damage(_T, "une autre table à droite", ANY)
def table_beside(table: Table, chance: Random):
    for rank, record in enumerate(table.records[table.header - 1 :]):
        record.cells += [""] * (len(table.kinds) - len(record.cells)) + [
            "",
            "Catégorie" if not rank else chance.choice(("", "AS", "IDE")),
        ]


@damage("blocs", "un bloc de lignes deux fois", ANY)
def block_twice(table: Table, chance: Random):
    data = [place for place, record in enumerate(table.records) if record.said]
    if not data:
        return False
    first = chance.choice(data)
    block = [record for record in table.records[first : first + chance.randint(1, 6)] if record.said]
    last = max(data) + 1
    if "finess" in table.kinds and table.records[first].cells[table.kinds.index("finess")] is None:
        return False
    table.records[last:last] = copy.deepcopy(block)
    return True


@damage(_C, "deux colonnes échangées avec leurs noms (lisible)", ANY)
def swapped_with_names(table: Table, chance: Random):
    one, other = _two(table, chance)
    for record in table.records[table.header - 1 :]:
        _swap(record.cells, one, other)
    return table.kinds[one] != "entier" and "finess" not in (table.kinds[one], table.kinds[other])


@damage(_C, "les noms de deux colonnes de natures différentes échangés", ANY)
def swapped_names(table: Table, chance: Random):
    one, other = _two(table, chance)
    cells = table.records[table.header - 1].cells
    kinds = {table.kinds[one], table.kinds[other]}
    if len(kinds) == 1 or kinds & {"texte", ""} or not (cells[one] and cells[other]):
        return False
    _swap(cells, one, other)
    return True


def _two(table: Table, chance: Random) -> list[int]:
    return chance.sample([place for place, kind in enumerate(table.kinds)], 2)


def _swap(cells: list, one: int, other: int) -> None:
    cells += [""] * (max(one, other) + 1 - len(cells))
    cells[one], cells[other] = cells[other], cells[one]


@damage(_C, "les cellules d'une ligne décalées", ANY)
def shifted_cells(table: Table, chance: Random):
    for record in some(table.data, chance):
        if chance.random() < 0.5:
            record.cells = ["", *record.cells[:-1]]
        else:
            record.cells = [*record.cells[1:], ""]
    # A merged number that is not there is repeated from above, whatever the line says.
    return bool(table.data) and table.kinds[0] != ""


@damage(_C, "les cellules d'une ligne décalées à partir d'une colonne")
def shifted_from(table: Table, chance: Random):
    done = False
    for record in some(table.data, chance):
        place = chance.randrange(1, len(record.cells) - 1)
        cells = [*record.cells[:place], "", *record.cells[place:-1]]
        if _shows(table, record.cells, cells):
            record.cells, done = cells, True
    return done


def _shows(table: Table, before: list, after: list) -> bool:
    """Whether a value is in a column of another nature, and no cell that was there is simply lost."""
    alike = {"date_heure": "date", "jour_ou_mois": "date", "boite": "identifiant"}
    kinds = [alike.get(kind, kind) for kind in table.kinds]
    where = {cell: kinds[place] for place, cell in enumerate(before) if cell}
    free = ("", "texte", "identifiant")
    return any(
        cell and not {kinds[place], where.get(cell, "")} & set(free) and kinds[place] != where[cell]
        for place, cell in enumerate(after)
    )
