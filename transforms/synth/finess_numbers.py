"""Invented FINESS, SIREN and SIRET numbers: a valid shape and key, in ranges where no real number was seen."""

from __future__ import annotations

from contracts.finess import has_valid_key

ET_SERIES = 99_000
EJ_SERIES = 98_000
"""Establishments are numbered `dd099nnnk` and legal entities `dd098nnnk`; overseas `97019nnnk` and `97018nnnk`."""

SERIES_SIZE = 1_000
"""How many numbers of each kind a prefix can give."""


def invented_et(prefixe: str, rang: int) -> str:
    """FINESS number of the `rang`-th invented establishment of a prefix (`010`, `2A0`, `9701`…); `rang` below 1,000."""
    return _number(prefixe, ET_SERIES, rang)


def invented_ej(prefixe: str, rang: int) -> str:
    """FINESS number of the `rang`-th invented legal entity of a prefix; `rang` below 1,000."""
    return _number(prefixe, EJ_SERIES, rang)


def with_wrong_key(finess: str) -> str:
    """The same number with a key that no number of this root has."""
    return finess[:8] + str((int(finess[8]) + 1) % 10)


def invented_siren(rang: int) -> str:
    """A SIREN with a valid key, all in 999…: `rang` below 100,000."""
    return _luhn_completed(f"999{rang:05d}")


def invented_siret(siren: str, rang: int) -> str:
    """A SIRET with a valid key for the `rang`-th establishment of a SIREN; `rang` below 10,000."""
    return _luhn_completed(f"{siren}{rang:04d}")


def _number(prefixe: str, series: int, rang: int) -> str:
    if not 0 <= rang < SERIES_SIZE:
        raise ValueError("rank out of the series")
    width = 8 - len(prefixe)
    root = f"{prefixe}{(series + rang) % 10**width:0{width}d}"
    return next(root + str(key) for key in range(10) if has_valid_key(root + str(key)))


def _luhn_completed(root: str) -> str:
    digits = [int(character) for character in reversed(root)]
    total = sum(sum(divmod(2 * digit, 10)) for digit in digits[0::2]) + sum(digits[1::2])
    return f"{root}{-total % 10}"
