"""How figures are written in French, wherever a person reads them: amounts, shares, numbers, months, days. Never rounded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.vocabulary import NOMS_DES_MOIS

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
UNKNOWN = "–"


def euros(amount: Decimal | None) -> str:
    """`1 084 000,00 €`, with narrow no-break spaces; an unknown amount is a dash."""
    if amount is None:
        return UNKNOWN
    return f"{amount:,.2f}".replace(",", NARROW_SPACE).replace(".", ",") + f"{NARROW_SPACE}€"


def percent(share: Decimal) -> str:
    """A share as a percentage cut, not rounded, at one decimal: 0.8996 prints `89,9 %`."""
    tenths = int(share * 1000)
    return f"{tenths // 10},{tenths % 10} %"


def exact_percent(share: Decimal) -> str:
    """A share as a percentage with the decimals it has: 0.90 prints `90 %`, 0.125 `12,5 %`."""
    return f"{(share * 100).normalize():f}".replace(".", ",") + " %"


def target(value: Decimal, unite: str) -> str:
    """A target: a percentage for a `part`, `120` or `12,5` for a `nombre`."""
    return percent(value) if unite == "part" else f"{value.normalize():f}".replace(".", ",")


def whole(number: int) -> str:
    """`10 623`, with a narrow no-break space."""
    return f"{number:,}".replace(",", NARROW_SPACE)


def counted(number: int, singular: str, plural: str) -> str:
    """`1 fichier`, `12 fichiers`, `1 204 fichiers`."""
    return f"{whole(number)} {plural if number > 1 else singular}"


def yes_no(value: bool) -> str:
    """`oui` or `non`."""
    return "oui" if value else "non"


def month_words(mois: str) -> str:
    """`2026-06` in words: `juin 2026`."""
    return f"{NOMS_DES_MOIS[int(mois[5:]) - 1]} {mois[:4]}"


def day(value: date | None) -> str:
    """`05/07/2026`; an unknown day is a dash."""
    return UNKNOWN if value is None else f"{value:%d/%m/%Y}"
