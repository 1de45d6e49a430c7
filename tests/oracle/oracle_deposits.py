"""What the files of `depots/` do to each other: periods, who speaks, what replaces what, what counts once, the ledger. Spec 2.2, 2.4."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.oracle.oracle_calendar import (
    MONTH,
    Window,
    contains,
    inside,
    month_window,
    months_of,
    overlaps,
    parse_day,
)
from tests.oracle.oracle_files import File, Row, deposit_paths, fingerprint, parts_of_one_series, read_file
from tests.oracle.oracle_register import Finess, Register, read_finess, read_register

FLOWS_COUNTED_ONCE = {"mssante": "date_envoi", "dmp": "date_depot", "echanges": "date"}
"""The datasets counted once, and the column that dates their rows."""

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


@dataclass
class Workspace:
    """A workspace once read: register, FINESS, every file judged."""

    path: Path
    register: Register
    finess: Finess
    files: list[File]
    couvertures: list[File]
    forces: dict[Key, Deposit]

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
        _apply_couverture(couverture, [file for file in deposits if _folder(file) == _folder(couverture)])
    for file in deposits:
        _set_aside_outside_period(file)
        _set_aside_contradictions([file])
    _set_aside_rivals(deposits)
    forces = _in_force(deposits)
    _supersede(deposits, forces)
    workspace = Workspace(path, register, finess, deposits, couvertures, forces)
    _count_once(workspace)
    _set_aside_contradictions(deposits)
    return workspace


# ---------------------------------------------------------------------------------------------------------- receptions


def _date_reception(file: File, passages: list[dict[str, str]]) -> None:
    # Spec 2.2: "Order of reception is written once in an append-only journal (path, SHA-256, first seen) that every rebuild
    # replays; file times are never read."
    seen = [int(line["passage"]) for line in passages if line["chemin"] == file.chemin]
    file.premier_passage = min(seen, default=1)
    file.dernier_passage = max(seen, default=1)


# ------------------------------------------------------------------------------------------------------------- periods


def _folder(file: File) -> str:
    return file.chemin.rpartition("/")[0]


def _apply_couverture(couverture: File, beside: list[File]) -> None:
    """Give the files beside a `couverture.csv` the periods it says, or set aside those it says badly."""
    _set_aside_two_periods(couverture)
    for file in beside:
        name = file.chemin.rpartition("/")[2]
        for row in couverture.rows:
            if row.valeurs.get("fichier") != name:
                continue
            # Choice 13: "A `couverture.csv` row set aside sets aside the file it names".
            if row.regle:
                _refuse(file, "couverture_invalide")
            else:
                file.couvertures.append((row.finess_et, _window(row, "periode_debut", "periode_fin")))
        # A `couverture.csv` that cannot be read names every file beside it.
        if couverture.regle:
            _refuse(file, "couverture_invalide")


def _set_aside_two_periods(couverture: File) -> None:
    # Choice 13: "Two different periods for one file and establishment set both rows aside."
    good = [row for row in couverture.rows if row.regle is None]
    for row in good:
        for other in good:
            same = (row.valeurs["fichier"], row.finess_et) == (other.valeurs["fichier"], other.finess_et)
            if same and _window(row, "periode_debut", "periode_fin") != _window(other, "periode_debut", "periode_fin"):
                row.regle = "couverture_invalide"


def _window(row: Row, begin: str, end: str) -> Window:
    first, last = parse_day(row.valeurs[begin]), parse_day(row.valeurs[end])
    assert first is not None
    assert last is not None
    return first, last


def _refuse(file: File, rule: str) -> None:
    # Choice 10: "Set aside whole: [...] all the lines of the file count as set aside."
    if file.regle is None:
        file.regle = rule


def _set_aside_outside_period(file: File) -> None:
    # Spec 2.2: "In `mssante`, `dmp` and `echanges` a row dated outside its file's period is set aside (`hors_periode`)".
    if file.jeu not in FLOWS_COUNTED_ONCE:
        return
    for row in file.rows:
        if row.regle is None and not overlaps(_dated(file, row), file.period(row.finess_et)):
            row.regle = "hors_periode"


def _dated(file: File, row: Row) -> Window:
    """The day of a row of a flow, or its month when it is dated AAAA-MM."""
    text = row.valeurs[FLOWS_COUNTED_ONCE[file.jeu or ""]]
    if MONTH.match(text):
        return month_window(text)
    day = parse_day(text)
    assert day is not None
    return day, day


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


def _set_aside_rivals(files: list[File]) -> None:
    # Spec 2.2: "Found together for one key: numbered parts (`evenements-1.csv`, `evenements-2.csv`) add up, any others are
    # set aside whole (`depot_ambigu`)."
    # Choice 3: "every file involved is set aside whole, including for the other establishments it covers."
    rivals: list[File] = []
    for key in _keys(files):
        for generation in _generations(files, key):
            if len(generation) > 1 and not parts_of_one_series([file.chemin for file in generation]):
                rivals += generation
    for file in rivals:
        _refuse(file, "depot_ambigu")


def _in_force(files: list[File]) -> dict[Key, Deposit]:
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


def _supersede(files: list[File], forces: dict[Key, Deposit]) -> None:
    # Choice 2: "the others are superseded (`lignes_remplacees`)". A row that breaks a rule stays set aside.
    for file in files:
        for row in file.rows:
            if file.regle is None and row.regle is None:
                deposit = forces.get((file.mois or "", file.jeu or "", row.finess_et or ""))
                row.remplacee = deposit is None or not _holds(deposit, file)


def _holds(deposit: Deposit | None, file: File) -> bool:
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


def _count_once(workspace: Workspace) -> None:
    # Choice 8: "Rows not in force because another deposit speaks for their calendar month are counted as superseded."
    establishments = sorted({row.finess_et for file in workspace.files for row in file.rows if row.finess_et})
    for jeu in FLOWS_COUNTED_ONCE:
        for finess_et in establishments:
            deposits = workspace.in_force(jeu, finess_et)
            for deposit in deposits:
                for file in deposit.files:
                    for row in file.rows:
                        if row.finess_et == finess_et and row.counts:
                            month = months_of(_dated(file, row))[0]
                            row.remplacee = speaker(deposits, month) is not deposit


# ------------------------------------------------------------------------------------------------------ contradictions


def _set_aside_contradictions(files: list[File]) -> None:
    # Spec 3: "different values in one column for one period set those rows aside".
    # Choice 14: "`agregats` that contradict each other (one establishment, indicator and window, different figures) are set
    # aside, like `effectifs`."
    _contradict(files, "effectifs", ("periode_debut", "periode_fin"), ("personnes_accompagnees", "beneficiaires_projet"))
    _contradict(files, "agregats", ("indicateur", "fenetre_debut", "fenetre_fin"), ("numerateur", "denominateur"))


def _contradict(files: list[File], jeu: str, same: tuple[str, ...], columns: tuple[str, ...]) -> None:
    rows = [row for file in files if file.jeu == jeu and file.regle is None for row in file.rows if row.counts]
    wrong: list[Row] = []
    for column in columns:
        for row in rows:
            for other in rows:
                alike = row.finess_et == other.finess_et and all(_plain(row, name) == _plain(other, name) for name in same)
                values = {row.valeurs[column], other.valeurs[column]}
                if alike and "" not in values and len({int(value) for value in values}) == 2:
                    wrong.append(row)
    for row in wrong:
        row.regle = "effectif_contradictoire" if jeu == "effectifs" else "agregat_contradictoire"


def _plain(row: Row, name: str) -> object:
    """A value to compare: the day of a date, its time left out."""
    return parse_day(row.valeurs[name]) or row.valeurs[name]


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
        return _holds(deposit, file)
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
