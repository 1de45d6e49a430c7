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

# No possessive group nor atomic one anywhere: before Python 3.11.5 (Debian 12 has 3.11.2) they match wrongly around alternatives.
# What ends each repetition is a sign it cannot hold, so that there is one way to match, whatever is given back.
_QUOTED = rb'"[^"]*+(?:""[^"]*+)*"(?!")'
_AT_ONCE = 4096
"""Repetitions of one match: each costs memory until the match ends."""


@dataclass(frozen=True)
class Signs:
    """The patterns of text separated by `separator`.

    `field` is one field; `rest` what follows in an unquoted one; `sound` as much text as has no quoted field followed by
    anything but its separator, its end of line, or spaces, and no unquoted field that a lone quotation mark ends, or that spaces
    and one begin; `ended` fields with what ends each, its group 1 the last end of record. The last two are to be repeated.
    """

    separator: bytes
    field: re.Pattern[bytes]
    rest: re.Pattern[bytes]
    sound: re.Pattern[bytes]
    ended: re.Pattern[bytes]


_CLOSED = re.compile(_QUOTED)


@functools.cache
def signs(separateur: str) -> Signs:
    """The patterns of a separator (one of `SEPARATEURS`)."""
    separator = separateur.encode()
    sign = re.escape(separator)
    some = rb"{0,%d}" % _AT_ONCE
    rest = rb"[^" + sign + rb"\r\n]*+"
    ended = rb"(?=[ \t]*+(?:[" + sign + rb"\r\n]|\Z))"
    start, plain = rb"[" + sign + rb"\r\n]", rb'[^"' + sign + rb"\r\n]*+"
    spaces = (rb"(?<!" + at + rb"[ \t]{%d})" % count for at in (rb"\A", start) for count in (1, 2))
    inside = rb"(?<=[^" + sign + rb"\r\n])" + b"".join(spaces)
    pair, last = rb'(?:"' + plain + rb'"' + plain + rb")", rb'"[ \t]*+[^" \t' + sign + rb"\r\n]" + plain
    pairs = rb"(?:" + pair + rb"*" + last + rb"|" + pair + rb"+)(?=" + start + rb"|\Z)"
    sound = rb'(?:[^"]++|' + inside + pairs + rb"|(?<![^" + sign + rb"\r\n])" + _QUOTED + ended + rb")" + some
    field = rb"(?:" + _QUOTED + rest + rb'|(?!")' + rest + rb")"
    fields = rb"(?:" + field + rb"(?:" + sign + rb"|(\r\n|\n|\r(?!\Z))))" + some
    whole = (_QUOTED + rest + rb"|" + rest, rest, sound, fields)
    return Signs(separator, *map(re.compile, whole))


def whole_records(text: bytes, separateur: str) -> int:
    """Where the last record that has its end of line ends."""
    place = end = 0
    while (found := signs(separateur).ended.match(text, place)).end() > place:
        place, end = found.end(), max(end, found.end(1))
    return end


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
    """`text` from `start`, with `fields` separators added after each field in which a quotation mark was lost: its record is then
    set aside for its number of fields. It is a quoted field that something follows (`"12"3`), or an unquoted one that a lone mark
    ends (`12"`, and not `12" de`) or that spaces and a mark begin. The end of a record may have been lost with the mark.

    Raises:
        Refusal: `csv_invalide`: a quoted field that does not end, or so many of these that more than `most` bytes would be added.
    """
    using = signs(separateur)
    pieces, done, place, added = [], start, start, 0
    while (place := _sound(using, text, place)) < len(text):
        # A mark inside an unquoted field is an ordinary sign for the parser: the field ends where it would without it.
        ordinary = place > start and text[place - 1 : place] not in (using.separator, b"\n", b"\r")
        ended = (using.rest if ordinary else _CLOSED).match(text, place)
        added += fields
        if ended is None or added > most:
            raise Refusal("csv_invalide")
        pieces += [text[done : ended.end()], using.separator * fields]
        done = ended.end()
        place = using.rest.match(text, done).end()
    return b"".join([*pieces, text[done:]])


def _sound(using: Signs, text: bytes, place: int) -> int:
    while (end := using.sound.match(text, place).end()) > place:
        place = end
    return place


def _unquoted(field: bytes) -> bytes:
    closed = _CLOSED.match(field)
    if closed is None:
        raise Refusal("csv_invalide")
    return closed[0][1:-1].replace(b'""', b'"') + field[closed.end() :]
