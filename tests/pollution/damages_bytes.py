"""Damage to bytes: encodings, files cut short, null characters. Not a test."""

from __future__ import annotations

import codecs
from random import Random

from tests.pollution.damage import damage, damage_to_file, lines, some
from tests.pollution.tables import File, Table

_E, _C, _N = "encodage", "fichier coupé", "caractères nuls"


def _accented(table: Table) -> bool:
    return not table.content().decode(table.encoding).isascii()


@damage(_E, "cp1252 au lieu d'UTF-8, ou l'inverse")
def other_encoding(table: Table, chance: Random):
    table.encoding = "utf-8" if table.encoding == "cp1252" else "cp1252"
    return _accented(table)


@damage(_E, "marque d'ordre des octets devant (lisible)")
def byte_order_mark(table: Table, chance: Random):
    table.changes.append(lambda content: codecs.BOM_UTF8 + content)
    return table.encoding == "utf-8"


@damage(_E, "UTF-16, avec ou sans marque")
def utf_16(table: Table, chance: Random):
    table.encoding = chance.choice(("utf-16", "utf-16-le", "utf-16-be"))


@damage(_E, "UTF-32")
def utf_32(table: Table, chance: Random):
    table.encoding = chance.choice(("utf-32", "utf-32-le"))


@damage(_E, "texte déjà abîmé (Ã©)")
def mojibake(table: Table, chance: Random):
    table.changes.append(
        lambda content: content.decode(table.encoding).encode().decode("cp1252", "replace").encode(table.encoding, "replace")
    )
    return _accented(table)


@damage(_E, "accents remplacés par ? ou \ufffd")
def lost_accents(table: Table, chance: Random):
    sign = chance.choice("?\ufffd")
    accented = _accented(table)
    table.changes.append(lambda content: "".join(_ascii(letter, sign) for letter in content.decode(table.encoding)).encode())
    return accented


def _ascii(letter: str, sign: str) -> str:
    return letter if letter.isascii() else sign


@damage(_E, "une ligne dans un autre encodage")
def one_line(table: Table, chance: Random):
    other = "cp1252" if table.encoding == "utf-8" else "utf-8"
    record = chance.choice(lines(table))
    for place, kind in enumerate(table.kinds):
        if not kind and place < len(record.cells):
            record.cells[place] = "Noël é \u00a0"
            written = table.written(record).encode(table.encoding)
            spoiled = written.decode(table.encoding).encode(other)
            table.changes.append(_replacing(written, spoiled))
            return True
    return False


def _replacing(old: bytes, new: bytes):
    return lambda content: content.replace(old, new)


@damage(_E, "marque d'ordre au milieu (fichiers mis bout à bout)")
def mark_inside(table: Table, chance: Random):
    record = chance.choice(lines(table))
    written = table.written(record).encode(table.encoding)
    table.changes.append(lambda content: content.replace(written, codecs.BOM_UTF8 + written, 1))


@damage(_C, "au milieu d'une ligne")
def cut(table: Table, chance: Random):
    data = table.data
    if not data:
        return False
    place = table.records.index(chance.choice(data))
    last = table.records[place]
    signs = table.written(last)
    at = chance.randrange(1, max(signs.rfind(table.separator), 2))
    last.raw, last.end = signs[:at], ""
    del table.records[place + 1 :]
    table.exact = False
    return signs.count(table.separator) == len(table.kinds) - 1


@damage(_C, "dans une cellule entre guillemets")
def cut_inside_quotes(table: Table, chance: Random):
    data = table.data
    if not data:
        return False
    place = table.records.index(chance.choice(data))
    last = table.records[place]
    cells = [f'"{cell}"' for cell in last.cells[:-1]]
    last.raw, last.end = table.separator.join(cells)[:-1], ""
    del table.records[place + 1 :]
    table.exact = False
    return True


@damage(_C, "au milieu d'un caractère")
def cut_inside_a_character(table: Table, chance: Random):
    table.changes.append(lambda content: content + b"\xc3")
    return table.encoding == "utf-8"


@damage_to_file(_C, "archive ou classeur coupé, ou un octet changé", ("archive", "classeur"))
def cut_zip(file: File, chance: Random):
    def change(content: bytes) -> bytes:
        place = chance.randrange(len(content))
        return (
            content[:place] if chance.random() < 0.3 else content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :]
        )

    file.changes.append(change)


@damage(_N, "dans une cellule")
def null_inside(table: Table, chance: Random):
    for record in some(lines(table), chance):
        place = chance.choice([place for place, cell in enumerate(record.cells) if cell])
        text = record.cells[place]
        record.cells[place] = text[:1] + "\0" + text[1:]


@damage(_N, "à la fin du fichier")
def null_padding(table: Table, chance: Random):
    table.changes.append(lambda content: content + bytes(chance.randint(1, 600)))
    table.exact = False


@damage(_N, "à la place d'une ligne")
def null_line(table: Table, chance: Random):
    record = chance.choice(lines(table))
    record.raw = "\0" * 20


@damage(_N, "dans l'en-tête")
def null_header(table: Table, chance: Random):
    cells = table.records[table.header - 1].cells
    place = chance.randrange(len(cells))
    cells[place] = f"{cells[place]}\0"
