"""What a FINESS number written in a row is worth. Spec 2.4, sentence by sentence."""

from __future__ import annotations

import re

from tests.oracle.oracle_register import Finess

SHAPE = re.compile(r"^(?:[0-9]{2}|2[AB])[0-9]{7}$")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2007\u2009\ufeff]")


def key_is_right(number: str) -> bool:
    # finess.md 3: "Luhn sur les 9 caractères, lettres corses remplacées A→1, B→2".
    digits = [int(character) for character in number.replace("A", "1").replace("B", "2")]
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = digit * 2 if rank % 2 == 1 else digit
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def with_key(first_eight: str) -> str:
    """The nine characters of a number, from its first eight."""
    return next(first_eight + str(key) for key in range(10) if key_is_right(first_eight + str(key)))


def normalised(text: str) -> str:
    # Spec 2.4: "spaces, no-break spaces, a leading apostrophe and lower-case `2a`/`2b` are normalised".
    number = _SPACES.sub("", text)
    if number[:1] in ("'", "\u2019"):
        number = number[1:]
    return number.upper() if number[:2] in ("2a", "2b") else number


def read_number(text: str, perimeter: set[str], finess: Finess) -> tuple[str | None, str | None]:
    """The establishment a row names and None, or None and the code of the rule it breaks."""
    number = normalised(text)
    if not number:
        return None, "finess_manquant"
    # Spec 2.4: "an 8-digit number is taken as 9 with a lost zero only if that number is in a project's perimeter".
    if re.fullmatch(r"[0-9]{8}", number) and "0" + number in perimeter:
        return "0" + number, None
    # Spec 2.4: "an EJ, a SIREN or a SIRET where an ET is due is named as such".
    if re.fullmatch(r"[0-9]{14}", number):
        return None, "finess_siret"
    if not SHAPE.match(number):
        return None, "finess_forme"
    if number in finess.categories:
        return number, None
    if number in finess.ej:
        return None, "finess_ej"
    if number in finess.siren:
        return None, "finess_siren"
    # Spec 2.4: "a wrong key absent from the register is set aside".
    if not key_is_right(number):
        return None, "finess_cle"
    # finess.md 3: the third character of every real number is 0, while one SIREN in ten has that shape.
    if number[2] != "0":
        return None, "finess_siren"
    # Spec 2.4: "A valid number that the FINESS file does not know, or knows as closed, is accepted and signalled".
    return number, None
