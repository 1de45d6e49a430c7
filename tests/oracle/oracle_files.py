"""One deposit file, read alone: its place, its rows, the rule each row breaks. What files do to each other: `oracle_deposits`."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.oracle.oracle_calendar import MONTH, Window, month_of, month_window
from tests.oracle.oracle_finess import SHAPE, key_is_right, normalised, read_number
from tests.oracle.oracle_register import Finess
from tests.oracle.oracle_rows import COLUMNS, JEUX, fault, filled


@dataclass
class Row:
    """One record. `ligne` is its rank in a spreadsheet (header = 1); `regle` the rule that sets it aside."""

    ligne: int
    valeurs: dict[str, str]
    finess_et: str | None
    regle: str | None
    remplacee: bool = False

    @property
    def counts(self) -> bool:
        """Neither set aside nor superseded."""
        return self.regle is None and not self.remplacee


@dataclass
class File:
    """One file of `depots/`. `regle` sets the whole file aside; `finess_dossier` is the establishment of its folder."""

    chemin: str
    mois: str | None
    jeu: str | None
    finess_dossier: str | None
    sha256: str
    premier_passage: int
    dernier_passage: int
    regle: str | None = None
    rows: list[Row] = field(default_factory=list)
    couvertures: list[tuple[str | None, Window]] = field(default_factory=list)

    @property
    def repertoire(self) -> str:
        """The folder that holds the file."""
        return self.chemin.rpartition("/")[0]

    def period(self, finess_et: str | None) -> Window:
        """The period the file covers for one establishment."""
        # Spec 2.2: "A file covers the month of its folder, unless a `couverture.csv` beside it says otherwise
        # (`fichier`; `finess_et`, empty = those it names; ...)". A line for one establishment goes before the general one.
        for named in (finess_et, None):
            for finess, window in self.couvertures:
                if finess == named:
                    return window
        return month_window(self.mois or "1900-01")

    @property
    def parle_pour(self) -> list[str]:
        """The establishments the file speaks for, if it says anything."""
        # Spec 2.2: "It speaks for the establishment of its folder, those its rows name, and those `couverture.csv` names."
        # Choice 5: "A row names its establishment unless the row was set aside for its `finess_et`."
        named = [self.finess_dossier]
        named += [row.finess_et for row in self.rows]
        named += [finess for finess, _ in self.couvertures]
        return list(dict.fromkeys(finess for finess in named if finess))

    @property
    def says_something(self) -> bool:
        # Spec 2.2: "A file with rows but none accepted says nothing (judged per file; a row set aside, `hors_periode`
        # included, is not accepted)." Without any row it says zero.
        return self.regle is None and (not self.rows or any(row.regle is None for row in self.rows))

    def state_month(self, finess_et: str) -> str:
        # Spec 2.2: "A `dossiers` state belongs to the month in which its period ends."
        return month_of(self.period(finess_et)[1])


def deposit_paths(workspace: Path) -> list[str]:
    """Every file or link below `depots/`, by its path in the workspace."""
    found = [path for path in (workspace / "depots").rglob("*") if path.is_symlink() or path.is_file()]
    return sorted(path.relative_to(workspace).as_posix() for path in found)


def fingerprint(path: Path) -> str:
    if path.is_symlink():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_file(workspace: Path, chemin: str, perimeter: set[str], finess: Finess) -> File:
    """The file with its rows judged one by one; passages are given later."""
    path = workspace / chemin
    mois, jeu, folder = _place(chemin)
    file = File(chemin, mois, jeu, folder, fingerprint(path), 1, 1)
    file.regle = _whole_fault(path, file)
    if file.regle is None:
        _read_rows(path, file, perimeter, finess)
    return file


def _place(chemin: str) -> tuple[str | None, str | None, str | None]:
    """Month folder, dataset and folder's establishment, as the path says."""
    parts = chemin.split("/")[1:]
    mois = parts[0] if len(parts) > 1 and MONTH.match(parts[0]) else None
    # Spec 2.2: "The file's name begins with the dataset's."
    jeu = next((name for name in JEUX if parts[-1].startswith(name)), None)
    if parts[-1] == "couverture.csv":
        jeu = "couverture"
    # Spec 2.2: "either in `depots/<AAAA-MM>/<finess_et>/` or elsewhere below the month".
    folder = normalised(parts[1]) if mois and len(parts) == 3 else ""
    is_number = bool(SHAPE.match(folder)) and key_is_right(folder)
    return mois, jeu, folder if is_number else None


def _whole_fault(path: Path, file: File) -> str | None:
    # Choice 15: "Unknown deposits on disk (name not beginning with a dataset, not CSV, link, outside a month folder) are in
    # the ledger, refused."
    if path.is_symlink():
        return "lien_refuse"
    if file.mois is None:
        return "mois_inconnu"
    if path.suffix not in (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".zip"):
        return "jeu_inconnu" if file.jeu is None else "format_inconnu"
    if file.jeu is None or path.suffix != ".csv":
        return _not_pivot_fault(path)
    try:
        path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return "encodage"
    return None


def _not_pivot_fault(path: Path) -> str:
    """Spec 5: "Unknown file: set aside as a whole, with the nearest dialect"; none of the files made here is in a dialect."""
    if path.suffix == ".xlsx":
        return "classeur_illisible"  # what is under that name here is no workbook
    header = path.read_bytes().decode("utf-8-sig").partition("\n")[0].strip().split(";")
    is_pivot = any({name for name, needed in columns.items() if needed} <= set(header) for columns in COLUMNS.values())
    return "jeu_inconnu" if is_pivot else "dialecte_inconnu"


def _read_rows(path: Path, file: File, perimeter: set[str], finess: Finess) -> None:
    text = path.read_bytes().decode("utf-8-sig")
    # Spec 2.4: "line (rank of the record as a spreadsheet shows it, header = 1)".
    # Choice 11: "Empty lines are not records, but keep their rank".
    records = list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=";"), start=1))
    records = [(rank, record) for rank, record in records if record and record != [""]]
    if not records:
        file.regle = "fichier_vide"
        return
    header = [name.strip() for name in records[0][1]]
    file.regle = _header_fault(file.jeu or "", header)
    for rank, record in records[1:]:
        if file.regle:
            file.rows.append(Row(rank, {}, None, file.regle))
        else:
            file.rows.append(_read_row(file, header, rank, record, perimeter, finess))


def _header_fault(jeu: str, header: list[str]) -> str | None:
    known = [name for name in header if name in COLUMNS[jeu]]
    if len(known) != len(set(known)):
        return "colonne_en_double"
    if any(needed and name not in known for name, needed in COLUMNS[jeu].items()):
        return "colonnes_manquantes"
    return None


def _read_row(file: File, header: list[str], rank: int, record: list[str], perimeter: set[str], finess: Finess) -> Row:
    jeu = file.jeu or ""
    if len(record) != len(header):
        return Row(rank, {}, None, "champs_nombre")
    # Spec 8: "Only the columns above are read; others are dropped at the door".
    cells = dict(zip(header, record, strict=True))
    values = {name: cells.get(name, "").strip() for name in COLUMNS[jeu]}
    if jeu == "couverture" and not values["finess_et"]:
        return Row(rank, values, None, fault(jeu, values))
    number, rule = read_number(values["finess_et"], perimeter, finess)
    # Spec 2.4: "a row whose establishment differs from its folder is set aside (`finess_incoherent`)".
    if number and file.finess_dossier and number != file.finess_dossier:
        number, rule = None, "finess_incoherent"
    return Row(rank, filled(jeu, values), number, rule or fault(jeu, values))


def parts_of_one_series(paths: list[str]) -> bool:
    """Whether these files are numbered parts of one another."""
    # Choice 3: "files of one folder named `<stem>-<number>.csv` with the same stem and different numbers (`mssante_2026-05`
    # ends with a month, not with a number)".
    found = [_part(path) for path in paths]
    stems = {match[1] for match in found if match}
    numbers = {int(match[2]) for match in found if match}
    return all(found) and len(stems) == 1 and len(numbers) == len(paths)


def series_name(path: str) -> str:
    """What the parts of one series have in common; another file is a series of its own."""
    match = _part(path)
    return match[1] if match else path


def _part(path: str) -> re.Match[str] | None:
    return re.fullmatch(r"(.+(?<![0-9]{4}))-([0-9]+)\.csv", path)
