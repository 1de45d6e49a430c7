"""What the cells of a column look like: shares of dates by form, of FINESS numbers… and masks that show no value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from contracts.dialect import DATES
from contracts.finess import has_valid_key, looks_like_finess, normalise_finess
from transforms.dialects.dates import read_date
from transforms.dialects.finess_texts import cell_finess, number_among
from transforms.dialects.names import comparable

_DISTINCT = 200
"""Distinct texts of a column that are looked at."""

_MASK_LENGTH, _MASKS = 24, 2
_TWO_DIGIT_YEAR = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}")
_WHOLE = re.compile(r"[0-9]{1,9}(?:[ \u00a0\u202f][0-9]{3})*(?:[.,]0+)?")
_DECIMAL = re.compile(r"[0-9]+(?P<sign>[.,])[0-9]{1,2}(?: ?%)?")
_SERIALS = range(20_000, 60_000)
"""Serial dates of Excel from 1954 to 2064."""
_YES_NO = {"oui", "non", "o", "n", "vrai", "faux"}
_PIVOT_FORM = "pivot"


@dataclass(frozen=True)
class Look:
    """Shares (0 to 1) among the filled cells of a column, unless said otherwise.

    Attributes:
        filled: share of its lines that are filled.
        distinct: distinct texts over filled cells.
        dates: by form of `DATES` (or `pivot`), texts it reads.
        short_years: dates with a year of two digits, which no form reads.
        finess, keyed, eight, label, mailbox: FINESS numbers by shape, those of them whose key is right, eight digits, a number in
            a longer text, mailboxes.
        whole, yes_no: whole numbers; Oui and Non.
        signs: decimal signs seen.
        texts: distinct texts, made comparable; never to be shown.
        masks: the most frequent shapes, letters as `x` or `X`, digits as `9`.
    """

    filled: float = 0.0
    distinct: float = 0.0
    dates: dict[str, float] = field(default_factory=dict)
    short_years: float = 0.0
    finess: float = 0.0
    keyed: float = 0.0
    eight: float = 0.0
    label: float = 0.0
    mailbox: float = 0.0
    whole: float = 0.0
    yes_no: float = 0.0
    signs: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    masks: tuple[str, ...] = ()

    @property
    def dated(self) -> float:
        """Share of the cells that some form of date reads, the best form alone counting."""
        return max(self.dates.values(), default=0.0)


def look(cells: Sequence[str | None], serials: bool) -> Look:
    """What the cells of a column look like; `serials`: a number may be a serial date of Excel."""
    counts = Counter(text for cell in cells if cell and (text := cell.strip()))
    if not counts:
        return Look()
    total = counts.total()
    known = dict(counts.most_common(_DISTINCT))
    seen = sum(known.values())

    def share(test: Callable[[str], bool]) -> float:
        return sum(count for text, count in known.items() if test(text)) / seen

    forms = (_PIVOT_FORM, *DATES[1:])
    numbers = {text: normalise_finess(cell_finess(text, False, serials)) for text in known}
    return Look(
        filled=total / len(cells),
        distinct=len(counts) / total,
        dates={form: found for form in forms if (found := share(lambda text, f=form: _reads(text, f, serials)))},
        short_years=share(lambda text: _TWO_DIGIT_YEAR.fullmatch(text) is not None),
        finess=share(lambda text: looks_like_finess(numbers[text])),
        keyed=share(lambda text: has_valid_key(numbers[text])),
        eight=share(lambda text: re.fullmatch("[0-9]{8}", numbers[text]) is not None),
        label=share(lambda text: not looks_like_finess(numbers[text]) and number_among([text], lost_zero=False) is not None),
        mailbox=share(lambda text: re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) is not None),
        whole=share(lambda text: _WHOLE.fullmatch(text) is not None),
        yes_no=share(lambda text: comparable(text) in _YES_NO),
        signs=frozenset(found["sign"] for text in known if (found := _DECIMAL.fullmatch(text))),
        texts=frozenset(comparable(text) for text in known),
        masks=_masks(known),
    )


def _reads(text: str, form: str, serials: bool) -> bool:
    if form == "excel":
        return serials and text.partition(".")[0].isdecimal() and len(text) < 20 and int(text.partition(".")[0]) in _SERIALS
    read = read_date(text, () if form == _PIVOT_FORM else (form,), False)
    if read is None or not re.match("(?:19|20)[0-9]{2}-", read):
        return False
    # Whatever the form, the pivot's own way is read too.
    return form == _PIVOT_FORM or read_date(text, (), False) is None


def _masks(known: dict[str, int]) -> tuple[str, ...]:
    shapes: Counter[str] = Counter()
    for text, count in known.items():
        shapes[masked(text)] += count
    return tuple(shape for shape, _ in shapes.most_common(_MASKS))


def masked(text: str) -> str:
    """The shape of a text: letters as `x` or `X`, digits as `9`, other signs kept when they can be printed; cut."""
    signs = []
    for sign in " ".join(text.split())[: _MASK_LENGTH + 1]:
        if sign.isalpha():
            signs.append("X" if sign.isupper() else "x")
        elif sign.isnumeric():
            signs.append("9")
        else:
            signs.append(sign if sign.isprintable() and ord(sign) < 0x2100 else "·")
    return "".join(signs) if len(signs) <= _MASK_LENGTH else "".join(signs[: _MASK_LENGTH - 1]) + "…"
