"""A workspace read whole: receptions, periods, who speaks, what replaces what, the ledger. Spec 2.2 and 2.4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.oracle.oracle_avenants import exemption, read_amendment
from tests.oracle.oracle_calendar import Window, inside, month_window
from tests.oracle.oracle_files import File, Row, deposit_paths, fingerprint, read_file
from tests.oracle.oracle_periods import apply_couverture, set_aside_contradictions, set_aside_outside_period
from tests.oracle.oracle_register import Finess, Register, read_finess, read_register
from tests.oracle.oracle_replacement import Deposit, Key, count_once, deposits_in_force, holds, set_aside_rivals, supersede
from tests.oracle.oracle_texts import Texte


@dataclass
class Workspace:
    """A workspace once read: register, FINESS, every file judged."""

    path: Path
    register: Register
    finess: Finess
    files: list[File]
    couvertures: list[File]
    forces: dict[Key, Deposit]
    avenant: date | None = None

    def exemption(self, projet: dict[str, str], texte: Texte, finess_et: str, indicateur: str, month: str) -> str | None:
        """Why an establishment is released from an indicator; None when it is bound."""
        return exemption(self.register, self.finess, self.avenant, projet["projet_id"], texte, finess_et, indicateur, month)

    def in_force(self, jeu: str, finess_et: str) -> list[Deposit]:
        """The deposits in force of one dataset and establishment, at most one per month folder, in the order of folders."""
        return [deposit for key, deposit in sorted(self.forces.items()) if key[1:] == (jeu, finess_et)]

    def ledger(self) -> list[dict[str, object]]:
        """One row per file: lines read, accepted, set aside, superseded, and the lines set aside."""
        return [ledger_row(file) for file in self.files + self.couvertures]


def receive(path: Path, journal: list[dict[str, str]]) -> list[dict[str, str]]:
    """The receptions a run would append to this history: every path that is new, or whose content changed."""
    # Choice 1: "Each run that sees new content has a number, `passage`. A path whose content changed gets a new reception
    # in the journal, even when it goes back to an earlier content."
    passage = str(max((int(line["passage"]) for line in journal), default=0) + 1)
    last = {line["chemin"]: line["sha256"] for line in journal}
    found = [(chemin, fingerprint(path / chemin)) for chemin in deposit_paths(path)]
    return [{"passage": passage, "chemin": chemin, "sha256": sha} for chemin, sha in found if last.get(chemin) != sha]


def read_workspace(path: Path, passages: list[dict[str, str]] | None = None) -> Workspace:
    """Read and judge everything. `passages` is the history of receptions, oldest first, with keys `passage`, `chemin`
    (path in the workspace) and `sha256`; None: everything was received in one run.
    """
    register, finess = read_register(path), read_finess(path)
    files = [read_file(path, chemin, register.perimeter_numbers, finess) for chemin in deposit_paths(path)]
    for file in files:
        _date_reception(file, passages if passages is not None else [])
    couvertures = [file for file in files if file.jeu == "couverture"]
    deposits = [file for file in files if file.jeu != "couverture"]
    for couverture in couvertures:
        apply_couverture(couverture, [file for file in deposits if file.repertoire == couverture.repertoire])
    for file in deposits:
        set_aside_outside_period(file)
        set_aside_contradictions([file])
    set_aside_rivals(deposits)
    forces = deposits_in_force(deposits)
    supersede(deposits, forces)
    workspace = Workspace(path, register, finess, deposits, couvertures, forces, read_amendment(path))
    count_once(deposits, forces)
    set_aside_contradictions(deposits)
    return workspace


# ---------------------------------------------------------------------------------------------------------- receptions


def _date_reception(file: File, passages: list[dict[str, str]]) -> None:
    # Spec 2.2: "Order of reception is written once in an append-only journal (path, SHA-256, first seen) that every rebuild
    # replays; file times are never read."
    seen = [int(line["passage"]) for line in passages if line["chemin"] == file.chemin]
    file.premier_passage = min(seen, default=1)
    file.dernier_passage = max(seen, default=1)


# -------------------------------------------------------------------------------------------------------------- ledger


def ledger_row(file: File) -> dict[str, object]:
    # Spec 2.4: "Every line read is accepted, set aside with a reason, or counted as superseded; the three add up to the
    # lines read, per file".
    aside = [row for row in file.rows if file.regle or row.regle]
    superseded = [row for row in file.rows if not file.regle and row.regle is None and row.remplacee]
    return {
        "chemin": file.chemin,
        "mois": file.mois,
        "jeu": file.jeu,
        "regle": file.regle,
        "lignes_lues": len(file.rows),
        "lignes_acceptees": len(file.rows) - len(aside) - len(superseded),
        "lignes_rejetees": len(aside),
        "lignes_remplacees": len(superseded),
        "rejets": {row.ligne: file.regle or row.regle for row in aside},
    }


def dossiers_set_aside(workspace: Workspace, finess_et: str, window: Window) -> bool:
    """Whether a `dossiers` row set aside is held against this establishment in this window."""
    # Spec 2.4: "A `dossiers` row set aside in the window of an establishment turns a release into `a_instruire` (motif
    # `lignes_rejetees`): dropping a row must not raise a rate."
    for file in workspace.files:
        if file.jeu != "dossiers" or file.mois is None or not _concerned(file, finess_et):
            continue
        # A state of a month of the window (spec 2.2: "belongs to the month in which its period ends").
        if not inside(month_window(file.state_month(finess_et))[0], window):
            continue
        if _still_counts(workspace, file, finess_et) and any(_held_against(file, row, finess_et) for row in file.rows):
            return True
    return False


def _concerned(file: File, finess_et: str) -> bool:
    return finess_et in file.parle_pour


def _still_counts(workspace: Workspace, file: File, finess_et: str) -> bool:
    deposit = workspace.forces.get((file.mois or "", "dossiers", finess_et))
    if file.says_something:
        return holds(deposit, file)
    # Choice 4, of a file that says nothing: "Its rows set aside still count as set aside in the window for
    # `lignes_rejetees`, unless a later file is in force."
    return deposit is None or deposit.recu <= file.dernier_passage


def _held_against(file: File, row: Row, finess_et: str) -> bool:
    if not (file.regle or row.regle):
        return False
    # Choice 12: "A set-aside row whose establishment is unknown (bad FINESS) is held against the folder's establishment,
    # else against every establishment the file speaks for."
    if row.finess_et is None:
        return file.finess_dossier in (None, finess_et)
    return row.finess_et == finess_et
