"""Cells of a workbook as the text a person reads in them: days in ISO form, numbers as typed, percentages with their sign."""

from __future__ import annotations

import datetime
import re
from enum import Enum

from transforms.reading.excel_number import fifteen_digits

TRUE, FALSE = "VRAI", "FAUX"
"""What a French Excel shows of a boolean."""

UNKNOWN_ERROR = "#ERREUR"
NOT_COMPUTED = "#NON CALCULÉ"
"""Text of a formula whose result is not in the file. Like `#N/A`, it is no number, no date and no FINESS number."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,400}\.?[0-9]{0,400}|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,3})?")
_EXACT = 15
"""Digits that a spreadsheet keeps of a whole number."""

_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?Z?)?")
_MIDNIGHT = "00:00:00"
_DAY_MS = 86_400_000
_LAST_DAY = 2_958_465
_LEAP_BUG = 60
"""Excel has a 29 February 1900, which did not exist."""
_FROM_1904 = 1462

_NO_CODE = re.compile(r'"[^"]*"?|\\.|_.|\*.')
"""Parts of a format that are printed as they are."""

_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_ZEROS = re.compile("0{2,32}")


class Kind(Enum):
    """What a format makes of a number."""

    PLAIN = "plain"
    DAY = "day"
    CLOCK = "clock"
    ELAPSED = "elapsed"
    PERCENT = "percent"


Format = tuple[Kind, int]
"""The kind of a format, and the digits it shows at least (`000000000`: nine; 0 when it does not say)."""

PLAIN: Format = (Kind.PLAIN, 0)


def builtin_format(rank: int) -> Format:
    """The format of a number that Excel knows without its code."""
    if 14 <= rank <= 17 or rank == 22 or 27 <= rank <= 31 or rank == 36 or 50 <= rank <= 58:
        return Kind.DAY, 0
    if 18 <= rank <= 21 or 32 <= rank <= 35 or rank in (45, 47):
        return Kind.CLOCK, 0
    if rank == 46:
        return Kind.ELAPSED, 0
    return (Kind.PERCENT, 0) if rank in (9, 10) else PLAIN


def format_of(code: str) -> Format:
    """The format that `code` (`dd/mm/yyyy`, `0.0%`…) writes; that of positive numbers when there are several."""
    bare = _NO_CODE.sub("", code).lower().split(";")[0]
    if _ELAPSED.search(bare):
        return Kind.ELAPSED, 0
    bare = _BRACKETS.sub("", bare).replace("general", "").replace("standard", "")
    if "%" in bare:
        return Kind.PERCENT, 0
    if re.search("[dy]", bare) or ("m" in bare and not re.search("[hs]", bare)):
        return Kind.DAY, 0
    if re.search("[hs]", bare):
        return Kind.CLOCK, 0
    return Kind.PLAIN, len(bare) if _ZEROS.fullmatch(bare) else 0


def number_text(stored: str, written: Format, since_1904: bool) -> str:
    """The text of a number stored as `stored`; anything that is no number is given back as it is."""
    if (written == PLAIN and stored.isdecimal() and len(stored) <= _EXACT) or not _NUMBER.fullmatch(stored):
        return stored
    kind, digits = written
    number = fifteen_digits(stored)
    if kind in (Kind.DAY, Kind.CLOCK, Kind.ELAPSED):
        moment = _moment(float(stored), kind, since_1904)
        return moment or format(number, "f")
    if kind is Kind.PERCENT:
        return f"{fifteen_digits(str(number * 100)):f} %"
    return format(number, "f").zfill(digits) if digits and number == number.to_integral_value() else format(number, "f")


def iso_text(stored: str) -> str:
    """A day or moment stored in ISO form, without its midnight."""
    found = _ISO.fullmatch(stored)
    if not found:
        return stored
    return found[1] if found[2] in (None, _MIDNIGHT) else f"{found[1]} {found[2]}"


def _moment(serial: float, kind: Kind, since_1904: bool) -> str | None:
    """The day and time of a serial number; None when Excel would show none. Day 0 and 29 February 1900 are written as Excel shows
    them, and exist in no calendar.
    """
    if not 0 <= serial <= _LAST_DAY:
        return None
    days, rest = divmod(round(serial * _DAY_MS), _DAY_MS)
    seconds = rest // 1000
    if kind is Kind.ELAPSED:
        seconds += days * 86_400
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if days == 0 and kind is Kind.CLOCK:
        return clock
    day = _day(days + _FROM_1904 if since_1904 else days)
    return day if clock == _MIDNIGHT else f"{day} {clock}"


def _day(days: int) -> str:
    if days in (0, _LEAP_BUG):
        return "1900-01-00" if not days else "1900-02-29"
    first = datetime.date(1899, 12, 31) if days < _LEAP_BUG else datetime.date(1899, 12, 30)
    return (first + datetime.timedelta(days)).isoformat()
