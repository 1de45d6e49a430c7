"""Fields and records of separated text, one by one: the first rows of a file, a record the fast parser did not want, and
quotation marks it would forgive.

Same rules as the fast parser: a field is quoted when its first sign is a quotation mark, two of them are one inside it; LF, CRLF
and CR end a record.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from transforms.reading.csv_header import Refusal

_QUOTED = rb'"(?:[^"]++|"")*+"'


@dataclass(frozen=True)
class Signs:
    """The patterns of text separated by `separator`.

    `field` is one field; `rest` what follows in an unquoted one; `sound` as much text as has no quoted field followed by
    anything but its separator, its end of line, or spaces.
    """

    separator: bytes
    field: re.Pattern[bytes]
    rest: re.Pattern[bytes]
    sound: re.Pattern[bytes]


_CLOSED = re.compile(_QUOTED)


@functools.cache
def signs(separateur: str) -> Signs:
    """The patterns of a separator (one of `SEPARATEURS`)."""
    separator = separateur.encode()
    sign = re.escape(separator)
    rest = rb"[^" + sign + rb"\r\n]*+"
    ended = rb"(?=[ \t]*+(?:[" + sign + rb"\r\n]|\Z))"
    sound = rb'(?:[^"]++|(?<=[^' + sign + rb'\r\n])"' + rest + rb"|(?<![^" + sign + rb"\r\n])" + _QUOTED + ended + rb")*+"
    return Signs(separator, re.compile(_QUOTED + rest + rb"|" + rest), re.compile(rest), re.compile(sound))


def read_record(text: bytes, place: int, separateur: str, most: int) -> tuple[list[str | None], int]:
    """The cells of the record that starts at `place`, null when empty, and where the next one starts; fields after `most` are
    not kept, except that there are some (one more is).

    Raises:
        Refusal: `csv_invalide`: a quoted field that does not end.
    """
    using = signs(separateur)
    cells: list[str | None] = []
    while True:
        field = using.field.match(text, place)
        whole = field[0]
        if whole[:1] == b'"':
            whole = _unquoted(whole)
        if len(cells) <= most:
            cells.append(whole.decode("utf-8", "replace") or None)
        place = field.end()
        if text[place : place + 1] != using.separator:
            break
        place += 1
    return cells, place + (2 if text[place : place + 2] == b"\r\n" else 1)


def mended_quotes(text: bytes, start: int, separateur: str, fields: int, most: int) -> bytes:
    """`text` from `start`, with `fields` separators added after each quoted field that something follows (`"12"3`): its record is
    then set aside for its number of fields. Such marks mean that one was lost, and perhaps the end of a record with it.

    Raises:
        Refusal: `csv_invalide`: a quoted field that does not end, or so many of these that more than `most` bytes would be added.
    """
    using = signs(separateur)
    pieces, done, place, added = [], start, start, 0
    while (place := using.sound.match(text, place).end()) < len(text):
        closed = _CLOSED.match(text, place)
        added += fields
        if closed is None or added > most:
            raise Refusal("csv_invalide")
        pieces += [text[done : closed.end()], using.separator * fields]
        done = closed.end()
        place = using.rest.match(text, done).end()
    return b"".join([*pieces, text[done:]])


def _unquoted(field: bytes) -> bytes:
    closed = _CLOSED.match(field)
    if closed is None:
        raise Refusal("csv_invalide")
    return closed[0][1:-1].replace(b'""', b'"') + field[closed.end() :]
