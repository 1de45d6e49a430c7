"""The period a file says it covers, in a sentence above its header or in its name."""

from __future__ import annotations

import datetime
import re

from transforms.dialects.dates import month_bounds, read_date
from transforms.dialects.header import Months
from transforms.dialects.names import comparable
from transforms.dialects.raw import Row
from transforms.reading.csv_header import Refusal

Period = tuple[datetime.date, datetime.date]

_DATE = r"(?:[a-z]+ [0-9]{4}(?![0-9])|[0-9a-z][0-9a-z./-]*)"
_MARKS = {
    "{debut}": f"(?P<debut>{_DATE})",
    "{fin}": f"(?P<fin>{_DATE})",
    "{annee}": "(?<![0-9])(?P<annee>(?:19|20)[0-9]{2})(?![0-9])",
}


def read_period(sentence: str, rows: list[Row], months: Months) -> Period:
    """The first and last day that the sentence of a dialect (`{debut}` and `{fin}`, or `{annee}`) gives, in a cell or a row.

    Args:
        sentence: the sentence.
        rows: where it is: the rows above the header, or the name of the file as a row of one cell.
        months: the forms of its dates; a month stands for its first or last day.

    Raises:
        Refusal: `periode_absente` when it is not there, its dates cannot be read, or two different periods are.
    """
    pattern = _compiled(sentence)
    texts = [[comparable(cell) for cell in row if cell and cell.strip()] for row in rows]
    matches = [match for row in texts for cell in row for match in pattern.finditer(cell)]
    matches = matches or [match for row in texts for match in pattern.finditer(" ".join(row))]
    found = {_period(match.groupdict(), months) for match in matches}
    period = found.pop() if len(found) == 1 else None
    if period is None:
        raise Refusal("periode_absente")
    return period


def _compiled(sentence: str) -> re.Pattern[str]:
    parts = re.split("|".join(f"({re.escape(mark)})" for mark in _MARKS), sentence)
    return re.compile("".join(_MARKS.get(part) or _literal(part) for part in parts if part))


def _literal(part: str) -> str:
    words = re.escape(comparable(part))
    return (r"\s*" if part[:1].isspace() else "") + words + (r"\s*" if part[-1:].isspace() else "")


def _period(marks: dict[str, str], months: Months) -> Period | None:
    if "annee" in marks:
        year = int(marks["annee"])
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    first = _day(marks["debut"], months, end=False)
    last = _day(marks["fin"], months, end=True)
    return (first, last) if first and last and first <= last else None


def _day(text: str, months: Months, end: bool) -> datetime.date | None:
    value = read_date(text.rstrip("."), months.forms, months.serials)
    if value and len(value) == 7:
        return month_bounds(value)[end]
    try:
        return datetime.date.fromisoformat(value[:10]) if value else None
    except ValueError:  # the pivot form's own way is not checked against the calendar when it is read
        return None
