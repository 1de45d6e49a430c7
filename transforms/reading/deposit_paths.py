"""What the place and the name of a file say: its month, its dataset, its establishment, its number in a series."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from contracts.deposits.columns import COVERAGE, DATASETS

_MONTH = re.compile(r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])")
# `mssante_2026-05` ends with a month, not with the number of a part.
_PART = re.compile(r"(?P<stem>.*(?<![0-9]{4}))-(?P<number>[0-9]{1,6})")

_MOST_PARTS = 1_000_000

FOREIGN_SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".zip")
"""Ends of the names of files that may be written in a dialect."""

ANNEXE = "annexe"
"""In place of a dataset: a table of a sender's file that only completes others."""


@dataclass(frozen=True)
class DepositFile:
    """One file found below `depots/`, before it is opened.

    `depot` is a number of 63 bits made of path and content; `serie` names the files that may be parts of one deposit;
    `folder_finess` is the text of the folder below the month, if any; `refusal` the reason not to open it, if any. `jeu` is None
    for a file that only its content may tell. `partie` names one table, or one series, of a file that holds several.
    """

    chemin: str
    sha256: str
    octets: int
    mois: str | None
    jeu: str | None
    dossier: str
    serie: str
    numero: int | None
    folder_finess: str | None
    refusal: str | None
    partie: str | None = None

    @cached_property
    def depot(self) -> int:
        """Number of the deposit: the same path and content (and part of it) always give the same one."""
        named = f"{self.chemin}\0{self.sha256}" + (f"\0{self.partie}" if self.partie else "")
        return int.from_bytes(hashlib.sha256(named.encode()).digest()[:8], "big") >> 1

    @property
    def name(self) -> str:
        """Its name, without its folders."""
        return self.chemin.rpartition("/")[2]

    def part(self, partie: str, jeu: str, rank: int, count: int) -> DepositFile:
        """The deposit of one table or series of the file: number `rank` (from 0) of the `count` ones of the dataset `jeu`.

        They add up like numbered files.
        """
        # Numbered files may each have parts: grille-1.xlsx and grille-2.xlsx, five figures each, are ten parts of one deposit.
        numero = self.numero if count == 1 else (self.numero or 0) * _MOST_PARTS + rank
        return replace(self, jeu=jeu, partie=partie or None, numero=numero)

    @property
    def depot_id(self) -> str:
        """The number as published: 16 hexadecimal digits."""
        return f"{self.depot:016x}"


def describe(chemin: str, sha256: str, octets: int, refusal: str | None = None, purged_before: str | None = None) -> DepositFile:
    """Reads what the path `depots/<mois>/…` says; a path that says too little, or a month that was purged, carries its refusal.

    `purged_before`: the month (`AAAA-MM`) before which the deposits of every month were purged, if any were.
    """
    dossier, _, name = chemin.rpartition("/")
    mois, folder_finess = _place(dossier)
    stem, suffix = _split(name)
    jeu = _dataset_of(stem, suffix)
    part = _PART.fullmatch(stem)
    if refusal is None:
        refusal = _refusal(mois, jeu, suffix, purged_before)
    return DepositFile(
        chemin=chemin,
        sha256=sha256,
        octets=octets,
        mois=mois,
        jeu=jeu,
        dossier=dossier,
        serie=f"{dossier}/{part['stem']}" if part else chemin,
        numero=int(part["number"]) if part else None,
        folder_finess=folder_finess,
        refusal=refusal,
    )


@lru_cache(1024)
def _place(dossier: str) -> tuple[str | None, str | None]:
    """The month and the establishment that a folder stands for; its files are described one after the other."""
    below = dossier.split("/")[1:]
    mois = below[0] if below and _MONTH.fullmatch(below[0]) else None
    return mois, below[1] if mois and len(below) > 1 else None


def _split(name: str) -> tuple[str, str]:
    """Stem and suffix (lower case, with its dot) of a file name; a name that only begins or ends with a dot has no suffix."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix.lower()) if stem and suffix else (name, "")


@lru_cache(1024)
def _dataset_of(stem: str, suffix: str) -> str | None:
    """The dataset that a name begins with; a workbook or an archive may hold any, whatever its name."""
    if stem == COVERAGE.name:
        return COVERAGE.name
    if suffix != ".csv" and suffix in FOREIGN_SUFFIXES:
        return None
    return next((name for name in DATASETS if stem.startswith(name)), None)


def _refusal(mois: str | None, jeu: str | None, suffix: str, purged_before: str | None) -> str | None:
    if mois is None:
        return "mois_inconnu"
    if purged_before is not None and mois < purged_before:
        return "mois_purge"
    if jeu is None:
        return None if suffix in FOREIGN_SUFFIXES else "jeu_inconnu"
    return None if suffix == ".csv" else "format_inconnu"
