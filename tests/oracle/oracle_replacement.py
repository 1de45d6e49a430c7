"""Which files stand for one establishment, dataset and month: rivals, generations, months counted once. Spec 2.2."""

from __future__ import annotations

from dataclasses import dataclass

from tests.oracle.oracle_calendar import Window, contains, month_window, months_of, overlaps
from tests.oracle.oracle_files import File, Row, parts_of_one_series
from tests.oracle.oracle_periods import FLOWS_COUNTED_ONCE, dated, refuse

Key = tuple[str, str, str]
"""Month folder, dataset, establishment."""


@dataclass(frozen=True)
class Deposit:
    """The files in force for one key; `recu` is the passage that last brought one of them."""

    mois: str
    jeu: str
    finess_et: str
    files: tuple[File, ...]
    recu: int

    def rows(self) -> list[Row]:
        """Its rows of the establishment that count."""
        return [row for file in self.files for row in file.rows if row.finess_et == self.finess_et and row.counts]


# ------------------------------------------------------------------------------------- rivals, generations, replacement


def _candidates(files: list[File], key: Key) -> list[File]:
    # Choice 4: "A file that says nothing (unreadable, or with rows of which none is accepted) neither replaces nor rivals
    # another."
    mois, jeu, finess_et = key
    return [f for f in files if (f.mois, f.jeu) == (mois, jeu) and f.says_something and finess_et in f.parle_pour]


def _generations(files: list[File], key: Key) -> list[list[File]]:
    # Choice 2: "Files of one (month folder, dataset, establishment) whose *paths* were first seen in the same run form a
    # generation."
    candidates = _candidates(files, key)
    passages = sorted({file.premier_passage for file in candidates})
    return [[file for file in candidates if file.premier_passage == passage] for passage in passages]


def _keys(files: list[File]) -> list[Key]:
    return sorted({(f.mois, f.jeu, finess) for f in files if f.mois and f.jeu for finess in f.parle_pour})


def set_aside_rivals(files: list[File]) -> None:
    # Spec 2.2: "Found together for one key: numbered parts (`evenements-1.csv`, `evenements-2.csv`) add up, any others are
    # set aside whole (`depot_ambigu`)."
    # Choice 3: "every file involved is set aside whole, including for the other establishments it covers."
    rivals: list[File] = []
    for key in _keys(files):
        for generation in _generations(files, key):
            if len(generation) > 1 and not parts_of_one_series([file.chemin for file in generation]):
                rivals += generation
    for file in rivals:
        refuse(file, "depot_ambigu")


def deposits_in_force(files: list[File]) -> dict[Key, Deposit]:
    """The most recent generation of each key."""
    # Choice 2: "A file corrected at its path stays in its generation, and the generation is as recent as its latest file.
    # The most recent generation is in force". Equal: the one that appeared last.
    forces: dict[Key, Deposit] = {}
    for key in _keys(files):
        generations = _generations(files, key)
        if generations:
            best = max(generations, key=lambda g: (max(f.dernier_passage for f in g), g[0].premier_passage))
            forces[key] = Deposit(*key, files=tuple(best), recu=max(file.dernier_passage for file in best))
    return forces


def supersede(files: list[File], forces: dict[Key, Deposit]) -> None:
    # Choice 2: "the others are superseded (`lignes_remplacees`)". A row that breaks a rule stays set aside.
    for file in files:
        for row in file.rows:
            if file.regle is None and row.regle is None:
                deposit = forces.get((file.mois or "", file.jeu or "", row.finess_et or ""))
                row.remplacee = deposit is None or not holds(deposit, file)


def holds(deposit: Deposit | None, file: File) -> bool:
    return deposit is not None and any(held is file for held in deposit.files)


# -------------------------------------------------------------------------------------------------------- counted once


def covers(deposit: Deposit, month: str) -> bool:
    # Spec 2.2: "A month covered in part is not covered." Choice 6: "A deposit covers a month when one of its files does,
    # alone."
    return any(contains(file.period(deposit.finess_et), month_window(month)) for file in deposit.files)


def touches(deposit: Deposit, window: Window) -> bool:
    return any(overlaps(file.period(deposit.finess_et), window) for file in deposit.files)


def speaker(deposits: list[Deposit], month: str) -> Deposit | None:
    """The deposit that speaks for one calendar month in a flow counted once."""
    # Spec 2.2: "where two deposits cover the same calendar month for one establishment and dataset, the latest received
    # speaks for that whole month (received in one run: the later month folder)."
    # Choice 6: "When no deposit covers a calendar month whole, the most recent deposit that covers part of it speaks for it".
    whole = [deposit for deposit in deposits if covers(deposit, month)]
    part = [deposit for deposit in deposits if touches(deposit, month_window(month))]
    return max(whole or part, key=lambda deposit: (deposit.recu, deposit.mois), default=None)


def count_once(files: list[File], forces: dict[Key, Deposit]) -> None:
    # Choice 8: "Rows not in force because another deposit speaks for their calendar month are counted as superseded."
    establishments = sorted({row.finess_et for file in files for row in file.rows if row.finess_et})
    for jeu in FLOWS_COUNTED_ONCE:
        for finess_et in establishments:
            deposits = [deposit for key, deposit in sorted(forces.items()) if key[1:] == (jeu, finess_et)]
            for deposit in deposits:
                for file in deposit.files:
                    for row in file.rows:
                        if row.finess_et == finess_et and row.counts:
                            month = months_of(dated(file, row))[0]
                            row.remplacee = speaker(deposits, month) is not deposit
