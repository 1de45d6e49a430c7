"""The rows of the register that a case says, and what fills the columns it leaves out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.register import Register, columns_of
from contracts.rulebook import Rulebook
from tests.cases.case_files import WrongCaseFile
from tests.cases.case_tables import Rows, columns_of_block, read_block, to_csv
from transforms.reading.register import read_register

PROJECT = {
    "porteur": "Porteur",
    "type_operation": "acquisition",
    "phase": "projet",
    "date_convention": "2025-01-15",
    "date_demarrage": "2025-02-01",
    "date_fin_deploiement": "2026-01-31",
    "premiere_mesure": "2026-01",
    "montant_subvention": "100000",
}
"""The project of a case, unless it says otherwise: not its first measure, deployment over, a grant of 100,000 euros."""

PERIMETER = "finess_et;date_entree;date_sortie"

CRITERIA = """
indicateur;evaluation
dossiers_actifs;90
projets_personnalises;90
evenements_agenda;90
mssante;10
dmp;10
"""
"""The criteria of a project whose text leaves them to it, unless the case says otherwise."""

WHY = "nombre corrigé par l'ARS"


def names_of(table: str) -> list[str]:
    """Columns of a table of the register."""
    return [column.name for column in columns_of(table)]


def table_text(table: str, rows: Rows) -> str:
    """The CSV of a table of the register, every column written."""
    empty = dict.fromkeys(names_of(table), "")
    return to_csv(list(empty), [empty | row for row in rows])


def project_row(projet_id: str, nom: str, texte_id: str, given: dict[str, Any]) -> dict[str, str]:
    """The row of a project: any column of the register may be given; `true` and `false` are written O and N."""
    _known("projets", given)
    said = {name: {True: "O", False: "N"}[value] if isinstance(value, bool) else str(value) for name, value in given.items()}
    return {"projet_id": projet_id, "nom": nom, "texte_id": texte_id} | PROJECT | said


def perimeter_rows(projet_id: str, block: str | None, number: Callable[[str], str]) -> Rows:
    """The rows of a perimeter; `number` gives the FINESS number of a name."""
    rows = _rows("perimetre", block or f"{PERIMETER}\nA;;", projet_id)
    for row in rows:
        row["finess_et"] = number(row["finess_et"])
        if row.get("finess_precedent"):
            row["finess_precedent"] = number(row["finess_precedent"])
        if row.get("nombre_essms"):
            row.setdefault("motif_nombre", WHY)
    return rows


def criteria_rows(projet_id: str, block: str | None, texte: Rulebook) -> Rows:
    """The criteria of a project; a column `statut` left out says `retenu`."""
    if block is None and texte.criteres is None:
        return []
    rows = _rows("criteres", CRITERIA if block is None else block, projet_id)
    return [{"statut": "retenu"} | row for row in rows]


def paper_rows(projet_id: str, block: str | None, texte: Rulebook) -> Rows:
    """The papers of a project: every one of its text received, unless the case says otherwise."""
    received = "\n".join(["piece;date_reception", *(f"{piece.code};2026-06-15" for piece in texte.pieces)])
    return _rows("pieces", received if block is None else block, projet_id)


def _rows(table: str, block: str, projet_id: str) -> Rows:
    _known(table, [name for name in columns_of_block(block) if name != "fois"])
    return [row | {"projet_id": projet_id} for row in read_block(block)]


def _known(table: str, said: Any) -> None:
    known = names_of(table)
    unknown = sorted(set(said) - set(known))
    if unknown:
        raise WrongCaseFile(f"« {unknown[0]} » n'est pas une colonne de la table {table} ; colonnes : {', '.join(known)}")


def register_of(texte: Rulebook, entree: dict[str, Any], number: Callable[[str], str]) -> Register:
    """The register of one project, `P`, as a calculation says it (`projet`, `perimetre`, `criteres`), read by the real reader."""
    rows = {
        "projets": [project_row("P", "Projet", texte.texte_id, entree.get("projet", {}))],
        "perimetre": perimeter_rows("P", entree.get("perimetre"), number),
        "criteres": criteria_rows("P", entree.get("criteres"), texte),
    }
    return read_register({f"{table}.csv": table_text(table, said).encode() for table, said in rows.items()})
