"""Damage to the signs that hold a text together: separators, quotation marks, escapes, ends of records. Not a test."""

from __future__ import annotations

from random import Random

from tests.pollution.damage import damage, lines, some
from tests.pollution.tables import Record, Table

SEPARATORS = (";", ",", "\t", "|")
_S, _Q, _E, _R = "séparateurs", "guillemets", "échappements", "fins de ligne"


@damage(_S, "un autre séparateur partout")
def other_separator(table: Table, chance: Random):
    table.separator = chance.choice([sign for sign in SEPARATORS if sign != table.separator])


@damage(_S, "un autre séparateur sur quelques lignes")
def mixed_separators(table: Table, chance: Random):
    for record in some(lines(table), chance):
        record.separator = chance.choice([sign for sign in SEPARATORS if sign != table.separator])
        table.exact = table.exact and "\n" not in table.written(record)


@damage(_S, "un autre séparateur dans l'en-tête seul")
def header_separator(table: Table, chance: Random):
    table.records[table.header - 1].separator = chance.choice([sign for sign in SEPARATORS if sign != table.separator])


@damage(_S, "un séparateur ajouté dans une cellule")
def separator_inside(table: Table, chance: Random):
    for record in some(lines(table), chance):
        text = table.written(record)
        place = chance.randrange(len(text) + 1)
        record.raw = text[:place] + table.separator + text[place:]
        table.exact = table.exact and "\n" not in text


@damage(_S, "un séparateur remplacé par un signe qui lui ressemble")
def like_a_separator(table: Table, chance: Random):
    for record in some(lines(table), chance):
        record.raw = table.written(record).replace(table.separator, chance.choice((":", "\uff1b", "\u037e", " ")), 1)
        table.exact = table.exact and "\n" not in record.raw
    if table.encoding != "utf-8":
        table.encoding = "utf-8"


@damage(_Q, "chaque cellule entre guillemets (lisible)")
def all_quoted(table: Table, chance: Random):
    for record in table.records:
        record.quoted = True


@damage(_Q, "apostrophes à la place des guillemets, dans tout le fichier")
def apostrophes(table: Table, chance: Random):
    for record in table.records:
        cells = (cell.replace("\n", " ").replace("'", "''") for cell in record.cells)
        record.raw = table.separator.join(f"'{cell}'" for cell in cells)


def _at_a_field(table: Table, record: Record, chance: Random, written) -> None:
    """Writes one filled cell of a record otherwise, and the others as they are."""
    filled = [place for place, cell in enumerate(record.cells) if cell]
    place = chance.choice(filled)
    cells = [table.written(Record([cell])) for cell in record.cells]
    cells[place] = written(record.cells[place])
    record.raw = table.separator.join(cells)


_BROKEN = {
    "un guillemet ouvert et jamais fermé": lambda cell: f'"{cell}',
    "un guillemet fermé et jamais ouvert": lambda cell: f'{cell}"',
    "du texte après le guillemet fermant": lambda cell: f'"{cell}"x',
    "une espace avant le guillemet ouvrant": lambda cell: f' "{cell}"',
    "des guillemets typographiques autour d'une date ou d'un nombre": None,
}


def _broken(nom: str):
    written = _BROKEN[nom]

    def spoil(table: Table, chance: Random):
        table.exact = False
        for record in some(lines(table), chance)[: chance.randint(1, 2)]:
            _at_a_field(table, record, chance, written)

    return spoil


for _nom, _written in _BROKEN.items():
    if _written:
        damage(_Q, _nom)(_broken(_nom))


@damage(_Q, "un guillemet au milieu d'une cellule")
def inside(table: Table, chance: Random):
    places = [place for place, kind in enumerate(table.kinds) if kind in ("date", "date_heure", "entier", "finess", "code")]
    for record in some(lines(table), chance):
        place = chance.choice(places or [0])
        cell = record.cells[place]
        cells = [table.written(Record([one])) for one in record.cells]
        cells[place] = f'{cell[:1]}"{cell[1:]}' if cell else ""
        record.raw = table.separator.join(cells)
        table.exact = table.exact and "\n" not in record.raw
    return bool(places)


@damage(_Q, "des guillemets typographiques autour d'une date ou d'un nombre")
def typographic(table: Table, chance: Random):
    places = [place for place, kind in enumerate(table.kinds) if kind in ("date", "date_heure", "entier", "jour_ou_mois")]
    for record in some(lines(table), chance):
        place = chance.choice(places or [0])
        record.cells[place] = f"\u201c{record.cells[place]}\u201d" if record.cells[place] else ""
    return bool(places)


@damage(_Q, "une cellule qui contient le séparateur, sans ses guillemets")
def quotes_missing(table: Table, chance: Random):
    for record in some(lines(table), chance):
        cells = [table.written(Record([cell])) for cell in record.cells]
        place = chance.randrange(len(cells))
        cells[place] += f"{table.separator} suite"
        record.raw = table.separator.join(cells)
        table.exact = table.exact and "\n" not in record.raw


_ESCAPES = {
    "une barre oblique devant les guillemets": lambda cell: '"' + f'dit "{cell}"'.replace('"', '\\"') + '"',
    "des guillemets non doublés dans une cellule entre guillemets": lambda cell: f'"dit "{cell}" et"',
    "un guillemet doublé sur deux": lambda cell: f'"dit ""{cell}" et"',
    "des guillemets doublés autour de la cellule": lambda cell: f'""{cell}""',
    "une barre oblique devant le séparateur": lambda cell: f"{cell}\\;suite",
}


def _escaped(nom: str):
    def spoil(table: Table, chance: Random):
        table.exact = False
        for record in some(lines(table), chance):
            _at_a_field(table, record, chance, _ESCAPES[nom])

    return spoil


for _nom in _ESCAPES:
    damage(_E, _nom)(_escaped(_nom))


@damage(_R, "CRLF au lieu de LF, ou l'inverse (lisible)")
def other_end(table: Table, chance: Random):
    table.end = "\n" if table.end == "\r\n" else "\r\n"


@damage(_R, "CR seul, partout")
def old_macintosh(table: Table, chance: Random):
    table.end = "\r"


@damage(_R, "fins de ligne mêlées (LF, CRLF, CR)")
def mixed_ends(table: Table, chance: Random):
    for record in table.records[1:]:
        record.end = chance.choice(("\n", "\r\n", "\r"))


@damage(_R, "dernière fin de ligne absente (lisible)")
def last_end(table: Table, chance: Random):
    table.records[-1].end = ""


@damage(_R, "lignes vides ajoutées (lisible)")
def blank_lines(table: Table, chance: Random):
    for _ in range(chance.randint(1, 5)):
        width = chance.choice((1, 1, len(table.kinds)))
        table.records.insert(chance.randrange(table.header, len(table.records) + 1), Record([""] * width))


@damage(_R, "deux lignes collées")
def joined_lines(table: Table, chance: Random):
    chosen = some(lines(table)[:-1], chance)
    for record in chosen:
        record.end = ""
    table.exact = False
    return bool(chosen)


@damage(_R, "une ligne coupée en deux")
def broken_lines(table: Table, chance: Random):
    table.exact = False
    for record in some(lines(table), chance):
        text = table.written(record)
        # Not inside the last cell: see `traceless`.
        place = chance.randrange(1, max(text.rfind(table.separator), 2))
        record.raw = text[:place] + table.end + text[place:]


@damage(_R, "séparateurs de ligne d'Unicode au lieu de fins de ligne")
def unicode_ends(table: Table, chance: Random):
    chosen = some(lines(table)[:-1], chance)
    for record in chosen:
        record.end = chance.choice(("\u2028", "\x0b", "\x0c", "\x85"))
    table.exact, table.encoding = False, "utf-8"
    return bool(chosen)
