"""The number of an establishment inside what a sender wrote: a label, a name, a title, a number of a spreadsheet.

Whether it is one, and of what, is judged later (`transforms.reading.finess_cells`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from contracts.finess import looks_like_finess, normalise_finess
from transforms.dialects.names import folded

_NUMBER = re.compile("(?:(?<![0-9A-Z])|(?<=FINESS))[0-9][0-9AB][0-9]{7}(?![0-9A-Z])")
_SHORT = re.compile("(?<![0-9A-Z])[0-9]{8}(?![0-9A-Z])")
_FLOAT = re.compile(r"([0-9]{8,9})\.0")
_POWER = re.compile(r"([1-9])\.([0-9]+)E\+?0?([78])")


def cell_finess(text: str, label: bool, sheet: bool) -> str:
    """The number a cell holds, as typed when it is not plain which one. `label`: it is inside a label; `sheet`: the text may be
    a number of a spreadsheet (`750012345.0`, `7.50012345E+08` with all its digits).
    """
    if sheet:
        text = _spreadsheet(text)
    if label and not looks_like_finess(normalise_finess(text)):
        return number_among([text], lost_zero=True) or text
    return text


def number_among(texts: Iterable[str], lost_zero: bool) -> str | None:
    """The only number of nine characters in some texts or, with `lost_zero`, the only one of eight digits when none has nine;
    None for none or several.
    """
    upper = [folded(text).upper() for text in texts]
    found = {number for text in upper for number in _NUMBER.findall(text)}
    if not found and lost_zero:
        found = {number for text in upper for number in _SHORT.findall(text)}
    return found.pop() if len(found) == 1 else None


def _spreadsheet(text: str) -> str:
    whole = _FLOAT.fullmatch(text)
    if whole:
        return whole[1]
    # With fewer digits than the number has, those that are missing would be read as zeros.
    power = _POWER.fullmatch(text.upper())
    return power[1] + power[2] if power and len(power[2]) == int(power[3]) else text
