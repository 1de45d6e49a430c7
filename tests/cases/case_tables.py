"""The small CSV blocks written in a case: defaults filled in, rows repeated, letters turned into FINESS numbers."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO

from tests.cases.case_files import WrongCaseFile

Rows = list[dict[str, str]]

_MIDDLE = "{mois}-15"
DEFAULTS: dict[str, dict[str, str]] = {
    "dossiers": {"date_entree": "2020-01-01", "date_derniere_maj": _MIDDLE, "projet_statut": "ENCOURS"},
    "mises_a_jour": {"date_maj": _MIDDLE},
    "evenements": {"date_debut": _MIDDLE},
    "mssante": {"date_envoi": "{mois}"},
    "dmp": {"date_depot": _MIDDLE},
    "echanges": {"date": _MIDDLE},
    "effectifs": {},
    "agregats": {},
    "couverture": {},
}
"""What a column that the block does not name holds, `{mois}` being the month of the folder. An empty cell stays empty."""


def read_block(text: str) -> Rows:
    """The rows of a block written in a case: `;` between cells, first line the names of the columns, `fois` repeats a row."""
    lines = [line.strip() for line in text.strip().splitlines()]
    reader = csv.DictReader(lines, delimiter=";", restkey="trop", restval=None)
    rows = []
    for row in reader:
        if "trop" in row or None in row.values():
            raise WrongCaseFile(f"bloc « {lines[0]} » : une ligne n'a pas autant de cases que l'en-tête")
        rows += _repeated(row)
    return rows


def _repeated(row: dict[str, str]) -> Rows:
    """`fois` = 3 writes the row for three dossiers: 1.1, 1.2, 1.3 for dossier 1; for three establishments in a perimeter."""
    times = row.pop("fois", "")
    if not times:
        return [row]
    named = "dossier_id" if "dossier_id" in row else "finess_et"
    return [row | {named: f"{row[named]}.{rank}"} for rank in range(1, int(times) + 1)]


def columns_of_block(text: str) -> list[str]:
    """Names of the columns of a block."""
    return [name for name in text.strip().splitlines()[0].strip().split(";") if name != "fois"]


def deposit(path: str, text: str, number: Callable[[str], str]) -> str:
    """The content of a deposit file.

    Args:
        path: where it goes, below `depots/`, as the case writes it (`2026-06/A/dossiers.csv`).
        text: the block.
        number: gives the FINESS number of a letter.
    """
    mois, folder, file = path.split("/")
    dataset = next((name for name in DEFAULTS if file.startswith(name)), None)
    if dataset is None:
        raise WrongCaseFile(f"{path} : le nom d'un fichier commence par celui de son jeu ({', '.join(DEFAULTS)})")
    columns = columns_of_block(text)
    missing = {name: value.format(mois=mois) for name, value in DEFAULTS[dataset].items() if name not in columns}
    if "finess_et" not in columns:
        missing["finess_et"] = folder if dataset != "couverture" else ""
    rows = [row | missing for row in read_block(text)]
    for row in rows:
        row["finess_et"] = number(row["finess_et"])
    return to_csv([*columns, *missing], rows)


def to_csv(columns: list[str], rows: Rows) -> str:
    """A file as the GRADeS or an editor would send it."""
    out = StringIO()
    writer = csv.DictWriter(out, columns, delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
