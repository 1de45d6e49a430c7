"""Which establishment a cell or a folder names: normalised number, or the reason why it names none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from contracts.finess import has_valid_key, looks_like_finess, normalise_finess


@dataclass(frozen=True)
class KnownNumbers:
    """Numbers against which a cell is judged: establishments and legal entities of FINESS, SIREN, perimeters of projects."""

    et: frozenset[str]
    ej: frozenset[str]
    sirens: frozenset[str]
    perimetre: frozenset[str]

    @cached_property
    def accepted(self) -> frozenset[str]:
        """Numbers taken as they are, whatever their key: the register prevails over the key."""
        return self.et | self.perimetre

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the four lists: reading the same cells against the same lists names the same establishments."""
        digest = hashlib.sha256()
        for numbers in (self.et, self.ej, self.sirens, self.perimetre):
            digest.update(("\n".join(sorted(numbers)) + "\0").encode())
        return digest.hexdigest()


@dataclass(frozen=True)
class Naming:
    """What one text names: `finess_et`, or the `rule` it breaks; `corrected` when a lost zero was put back."""

    finess_et: str | None
    rule: str | None = None
    corrected: bool = False


def name_establishment(text: str | None, known: KnownNumbers) -> Naming:
    """Reads one FINESS cell.

    Spaces, no-break spaces, a leading apostrophe and lower-case 2a/2b are normalised; an 8-digit number is taken as 9 with
    a lost zero only if that number is in a project's perimeter; a wrong key absent from the register, an EJ, a SIREN or a
    SIRET are named as such. A valid number that FINESS does not know is accepted.
    """
    number = normalise_finess(text or "")
    if not number:
        return Naming(None, "finess_manquant")
    if len(number) == 14 and number.isascii() and number.isdigit():
        return Naming(None, "finess_siret")
    if len(number) == 8 and f"0{number}" in known.perimetre:
        return Naming(f"0{number}", corrected=True)
    if not looks_like_finess(number) or not number.strip("0"):  # nine zeros fill a cell, and have a right key
        return Naming(None, "finess_forme")
    if number in known.accepted:
        return Naming(number)
    if number in known.ej:
        return Naming(None, "finess_ej")
    if not has_valid_key(number):
        return Naming(None, "finess_cle")
    # A SIREN has the same key; but the third character of every FINESS number of the register is 0.
    looks_like_siren = number in known.sirens or number[2] != "0"
    return Naming(None, "finess_siren") if looks_like_siren else Naming(number)


def folder_establishment(text: str | None, known: KnownNumbers) -> str | None:
    """The establishment a folder below the month stands for; None for a folder that is not a FINESS number."""
    return name_establishment(text, known).finess_et if text else None


def folder_is_number(text: str | None, known: KnownNumbers) -> bool:
    """Whether the folder claims to be one establishment: then rows of another one are `finess_incoherent`."""
    return bool(text) and (folder_establishment(text, known) is not None or looks_like_finess(normalise_finess(text or "")))


def name_cells(cells: pl.Series, known: KnownNumbers) -> pl.DataFrame:
    """Reads distinct FINESS cells: columns `brut`, `finess_et`, `regle`, `corrige`, one row per distinct cell."""
    texts = cells.unique().to_list()
    named = [name_establishment(text, known) for text in texts]
    return pl.DataFrame(
        {
            "brut": texts,
            "finess_et": [naming.finess_et for naming in named],
            "regle": [naming.rule for naming in named],
            "corrige": [naming.corrected for naming in named],
        },
        schema={"brut": pl.String, "finess_et": pl.String, "regle": pl.String, "corrige": pl.Boolean},
    )
