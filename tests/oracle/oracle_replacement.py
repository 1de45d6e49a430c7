"""Which files stand for one establishment, dataset and month: rivals, generations, months counted once. Spec 2.2."""

from __future__ import annotations

from dataclasses import dataclass

from tests.oracle.oracle_calendar import Window, contains, month_window, months_of, overlaps
from tests.oracle.oracle_files import File, Row, parts_of_one_series, series_name
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


def _received_together(files: list[File], key: Key) -> list[tuple[int, list[File]]]:
    """The candidates of one key by the run that last brought one of their series, oldest first."""
    # Choice 2: "A series of numbered parts is as recent as its latest file, so that a corrected part replaces that part alone;
    # a part sent later under a new name is another deposit."
    series: dict[tuple[str, int], list[File]] = {}
    for file in _candidates(files, key):
        series.setdefault((series_name(file.chemin), file.premier_passage), []).append(file)
    together: dict[int, list[File]] = {}
    for parts in series.values():
        together.setdefault(max(part.dernier_passage for part in parts), []).extend(parts)
    return sorted(together.items(), key=lambda item: item[0])


def _keys(files: list[File]) -> list[Key]:
    return sorted({(f.mois, f.jeu, finess) for f in files if f.mois and f.jeu for finess in f.parle_pour})


def set_aside_rivals(files: list[File]) -> None:
    # Spec 2.2: "Found together for one key: numbered parts (`evenements-1.csv`, `evenements-2.csv`) add up, any others are
    # set aside whole (`depot_ambigu`)."
    # Choice 3: "every file involved is set aside whole, including for the other establishments it covers."
    rivals: list[File] = []
    for key in _keys(files):
        for _, together in _received_together(files, key):
            if len(together) > 1 and not parts_of_one_series([file.chemin for file in together]):
                rivals += together
    for file in rivals:
        refuse(file, "depot_ambigu")


def deposits_in_force(files: list[File]) -> dict[Key, Deposit]:
    """What was received last for each key."""
    # Choice 2: "What was received last for a key is in force; the rest is superseded."
    forces: dict[Key, Deposit] = {}
    for key in _keys(files):
        received = _received_together(files, key)
        if received:
            passage, together = received[-1]
            forces[key] = Deposit(*key, files=tuple(together), recu=passage)
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
