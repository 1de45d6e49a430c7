"""Deposits full of values that no one may ever find again: names, INS, NIR, birth dates, numbers of dossiers, in every place."""

from __future__ import annotations

from pathlib import Path

from contracts.deposits.columns import DATASETS, Dataset
from tests.flows.helpers_workspace import EHPAD, MONTH, deposit

PERSON = {
    "nom": "DUPONTEL-CANARI",
    "prenom": "Zéphyrine-Canari",
    "date_naissance": "1931-04-12",
    "naissance": "12/04/1931",
    "nir": "231047512345678",
    "nir_espace": "2 31 04 75 123 456 78",
    "ins": "0231047512345678901234",
    "telephone": "06 12 98 76 54",
}
"""A person, as a careless export adds it: in columns that nobody asked for."""

GOOD_CELLS = {
    "finess": EHPAD,
    "identifiant": "IPP-CANARI-0001",
    "texte": "Visite de DUPONTEL-CANARI",
    "date": "2026-06-02",
    "date_heure": "2026-06-02T10:30",
    "jour_ou_mois": "2026-06-02",
    "entier": "3",
    "oui_non": "O",
}
WRONG_CELLS = ("DUPONTEL-CANARI", "12/04/1931", "231047512345678", "0231047512345678901234", 'IPP-CANARI-0002";x\n')
"""What a column that is shifted by one holds."""

CANARIES = tuple(PERSON.values()) + ("IPP-CANARI", "CANARI", "Canari", "231047512345678", "IPP-CANARI-0003")


def plant(workspace: Path) -> None:
    """Writes the deposits: accepted rows, rows set aside for each column, files refused for every reason."""
    for dataset in DATASETS.values():
        deposit(workspace, f"{MONTH}/releves/{dataset.name}.csv", _rows(dataset))
    for place, content in _refused().items():
        deposit(workspace, f"{MONTH}/refuses/{place}", content)
    deposit(workspace, f"{MONTH}/periodes/dossiers.csv", "finess_et;dossier_id;date_entree\n")
    deposit(workspace, f"{MONTH}/periodes/couverture.csv", _coverage())


def _rows(dataset: Dataset) -> str:
    """Two good rows, then for each column one row with each wrong value, and two rows with a wrong number of fields."""
    good = [column.codes[0] if column.codes else GOOD_CELLS[column.kind] for column in dataset.columns]
    header = [*dataset.names, *PERSON]
    rows = [good, [cell.replace("0001", "0003") for cell in good]]
    for rank in range(len(good)):
        rows += [[*good[:rank], wrong, *good[rank + 1 :]] for wrong in WRONG_CELLS]
    lines = [";".join(_quoted(cell) for cell in [*row, *PERSON.values()]) for row in rows]
    lines += [";".join(PERSON.values()), ";".join([*good, *PERSON.values(), "DUPONTEL-CANARI"])]
    return "\n".join([";".join(header), *lines]) + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _refused() -> dict[str, bytes]:
    header = "finess_et;dossier_id;date_entree;nom"
    row = f"{EHPAD};IPP-CANARI-0004;2026-06-02;Zéphyrine-Canari"
    text = f"{header}\n{row}\n"
    return {
        "1/dossiers.csv": f"{row}\n{row}\n".encode(),
        "2/dossiers.csv": text.replace("nom", "date_sortie").encode("cp1252"),
        "3/dossiers.csv": text.encode("utf-16"),
        "4/dossiers.csv": text.replace(";", ",").encode(),
        "5/dossiers.csv": text.replace("dossier_id", "DUPONTEL-CANARI").encode(),
        "6/dossiers.csv": text.replace("nom", "dossier_id").encode(),
        "7/dossiers.csv": f'{header};"{row}\n{row}'.encode(),
        "8/patients.csv": text.encode(),
        "9/dossiers.xlsx": text.encode(),
        "10/dossiers.csv": text.replace("\n", "\r").encode(),
    }


def _coverage() -> str:
    good = ["dossiers.csv", EHPAD, "2026-05-01", "2026-06-30", "2026-07-01"]
    rows = [[*good[:rank], wrong, *good[rank + 1 :]] for rank in range(len(good)) for wrong in WRONG_CELLS]
    lines = [";".join(_quoted(cell) for cell in [*row, *PERSON.values()]) for row in rows]
    return "\n".join([";".join(["fichier", "finess_et", "periode_debut", "periode_fin", "date_extraction", *PERSON]), *lines])
