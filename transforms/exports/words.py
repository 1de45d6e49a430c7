"""The words of the workbook that are not those of a code, and the weight of each code for the eye."""

from __future__ import annotations

from decimal import Decimal

from contracts import words
from transforms.sheets.cells import Code, Euros

_WEIGHTS = {
    **dict.fromkeys(("atteinte", "liberer", "liberer_partiellement", "accepte"), "bien"),
    **dict.fromkeys(("non_atteinte", "ne_pas_liberer", "refuse"), "mal"),
    **dict.fromkeys(("indeterminee", "a_instruire", "partiel"), "attente"),
}

NOT_MEASURABLE = "non mesurable"
UNKNOWN_NAME = "nom inconnu du fichier FINESS"
NOT_MEASURED = "non mesuré ce mois"


def verdict(code: str) -> Code:
    """A verdict in words."""
    return Code(words.VERDICTS[code], _weight(code))


def decision(code: str | None) -> Code:
    """A decision in words, or that there is none this month."""
    return Code(NOT_MEASURED, "neutre") if code is None else Code(words.DECISIONS[code], _weight(code))


def state(code: str) -> Code:
    """The state of a deposit in words."""
    return Code(words.ETATS_DES_DEPOTS[code], _weight(code))


def readings(codes: str | None) -> str | None:
    """Readings separated by a comma, in words."""
    return " ; ".join(words.lecture_words(code) for code in codes.split(", ")) if codes else None


def place(document: str | None, section: str | None) -> str | None:
    """Where a rule is written: its document, then its section."""
    return ", ".join(part for part in (document, section) if part) or None


def euros(amount: Decimal | None) -> Euros | None:
    """An amount; an unknown one is an empty cell, never 0."""
    return None if amount is None else Euros(amount)


def _weight(code: str) -> str:
    return _WEIGHTS.get(code, "neutre")
