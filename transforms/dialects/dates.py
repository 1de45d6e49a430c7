"""Days, moments and months as senders write them, read one text at a time into the pivot form's own way."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal

from contracts.vocabulary import NOMS_DES_MOIS
from transforms.dialects.names import folded

_A, _M, _J = "(?P<a>(?:19|[2-9][0-9])[0-9]{2})", "(?P<m>0[1-9]|1[0-2])", "(?P<j>0[1-9]|[12][0-9]|3[01])"
_HM = r" (?P<h>[01]?[0-9]|2[0-3]):(?P<mi>[0-5][0-9])"
_MONTHS = tuple(folded(name) for name in NOMS_DES_MOIS)
_SHORT = ("janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec")
"""Months as Excel prints them in French, without accents nor the dot."""

_PIVOT = re.compile(rf"{_A}-{_M}-{_J}(?:[t ].*)?|{_A.replace('?P<a>', '')}-{_M.replace('?P<m>', '')}")
_FORMS: dict[str, re.Pattern[str]] = {
    form: re.compile(pattern)
    for form, pattern in {
        "aaaa/mm/jj": f"{_A}/{_M}/{_J}",
        "aaaammjj": f"{_A}{_M}{_J}",
        "jj/mm/aaaa": f"{_J}/{_M}/{_A}",
        "jj-mm-aaaa": f"{_J}-{_M}-{_A}",
        "jj.mm.aaaa": rf"{_J}\.{_M}\.{_A}",
        "jj/mm/aaaa hh:mm": f"{_J}/{_M}/{_A}{_HM}",
        "jj/mm/aaaa hh:mm:ss": f"{_J}/{_M}/{_A}{_HM}:(?P<s>[0-5][0-9])",
        "mm/jj/aaaa": f"{_M}/{_J}/{_A}",
        "mm/aaaa": f"{_M}/{_A}",
        "mmmm aaaa": f"(?P<mmmm>{'|'.join(_MONTHS)}) {_A}",
        "mmm-aa": rf"(?P<mmm>{'|'.join(_SHORT)})\.?-(?P<aa>[0-9]{{2}})",
    }.items()
}
_SERIAL = re.compile(r"[1-9][0-9]{1,4}(?:\.[0-9]+)?")
_AFTER_LEAP_BUG = 61
"""Excel believes in 29 February 1900 (60): smaller numbers may be a day earlier or later."""
_LIKE_YEARS = range(1900, 2200)
"""Numbers that a person reads as a year, not as the days of 1905 they would be."""

_PAIR = re.compile(r"\s*([0-9]{1,2})([/.-])([0-9]{1,2})\2[0-9]{4}(?![0-9]).*", re.DOTALL)
"""Day and month, or month and day, before a year."""
_DAY_FIRST = ("jj/mm/aaaa", "jj-mm-aaaa", "jj.mm.aaaa", "jj/mm/aaaa hh:mm", "jj/mm/aaaa hh:mm:ss")
_TOLERATED = 10
"""Days first, for one month first that is taken for a slip."""


def month_first(texts: Iterable[str | None], forms: tuple[str, ...]) -> bool:
    """Whether the texts of a column declared with the day first show that its sender puts the month first: some have no day that
    way (`06/25/2026`), more than one for ten that have none the other way. Then `06/05/2026` is not plainly 6 May.
    """
    if not set(forms) & set(_DAY_FIRST):
        return False
    pairs = [(int(found[1]), int(found[3])) for text in texts if text and (found := _PAIR.fullmatch(text))]
    month_leads = sum(first <= 12 < second for first, second in pairs)
    return _TOLERATED * month_leads > sum(second <= 12 < first for first, second in pairs)


def reads_both_ways(text: str) -> bool:
    """Whether a text is a day with the day first, and another one with the month first."""
    found = _PAIR.fullmatch(text)
    return found is not None and found[1] != found[3] and int(found[1]) <= 12 and int(found[3]) <= 12


def read_date(text: str, forms: tuple[str, ...], serials: bool) -> str | None:
    """`AAAA-MM-JJ`, followed by the time if the text has one, or `AAAA-MM`; None when the text is none of the declared forms, no
    day of the calendar, or two different ones. The pivot form's own way is always read. `serials`: see `RawTable`.
    """
    text = folded(text)
    if _PIVOT.fullmatch(text):
        return text.upper()
    read = {value for form in forms if (value := _read_form(text, form, serials))}
    return read.pop() if len(read) == 1 else None


def read_month(text: str, forms: tuple[str, ...], serials: bool) -> str | None:
    """`AAAA-MM`; a first day of month stands for its month, as in a spreadsheet that shows the month alone."""
    value = read_date(text, forms, serials)
    if value and re.fullmatch(r"[0-9]{4}-[0-9]{2}(?:-01(?:[T ]00:00(?::00)?)?)?", value):
        return value[:7]
    return None


def month_bounds(month: str) -> tuple[datetime.date, datetime.date]:
    """The first and last day of a month `AAAA-MM`."""
    first = datetime.date(int(month[:4]), int(month[5:]), 1)
    after = datetime.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, after - datetime.timedelta(days=1)


def _read_form(text: str, form: str, serials: bool) -> str | None:
    if form == "excel":
        return _read_serial(text) if serials else None
    # `aaaa-mm-jj` and `aaaa-mm` are the pivot form's own.
    found = _FORMS[form].fullmatch(text) if form in _FORMS else None
    return _printed(found.groupdict()) if found else None


def _printed(parts: dict[str, str]) -> str | None:
    if "mmm" in parts:
        return f"20{parts['aa']}-{_SHORT.index(parts['mmm']) + 1:02d}"
    if "mmmm" in parts:
        return f"{parts['a']}-{_MONTHS.index(parts['mmmm']) + 1:02d}"
    if "j" not in parts:
        return f"{parts['a']}-{parts['m']}"
    try:
        day = datetime.date(int(parts["a"]), int(parts["m"]), int(parts["j"])).isoformat()
    except ValueError:  # 31 February
        return None
    clock = [parts[name].zfill(2) for name in ("h", "mi", "s") if name in parts]
    return f"{day} {':'.join(clock)}" if clock else day


def _read_serial(text: str) -> str | None:
    if not _SERIAL.fullmatch(text):
        return None
    days = Decimal(text)
    if days < _AFTER_LEAP_BUG or int(days) in _LIKE_YEARS:
        return None
    over, seconds = divmod(int((days % 1 * 86400).to_integral_value()), 86400)
    day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(days) + over)
    clock = f" {seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{day}{clock}" if seconds else f"{day}"
