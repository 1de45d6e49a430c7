"""Faults sprinkled over the rows of an invented region: one wrong cell in a row, among the faults real senders make."""

from __future__ import annotations

from random import Random

from transforms.synth.deposits import HEADERS, Row
from transforms.synth.finess_numbers import with_wrong_key

_WRONG_CELLS: dict[str, tuple[str, ...]] = {
    "date_entree": ("", "2026-02-30", "12/03/2026"),
    "date_sortie": ("1899-12-31", "31/05/2026"),
    "date_debut": ("", "2026-06-31T10:00", "03/06/2026 10:00"),
    "date_depot": ("", "1999-01-01", "2026-13-01"),
    "date_envoi": ("", "1999-01", "juin 2026"),
    "date": ("", "1999-01-01"),
    "statut": ("REPORTE", "KO"),
    "projet_statut": ("ACTIF", "En cours"),
    "beneficiaire_projet": ("oui", "1"),
    "nb_messages": ("", "-1", "12,5"),
    "nb": ("", "-1"),
    "service": ("e_facture",),
}
"""Values that no rule accepts, by column."""


def spoil_rows(rng: Random, jeu: str, rows: list[Row], share: float) -> list[Row]:
    """The same rows, each with one wrong cell with probability `share`; `share` 0 draws nothing."""
    if not share:
        return rows
    return [_spoil(rng, jeu, row) if rng.random() < share else row for row in rows]


def _spoil(rng: Random, jeu: str, row: Row) -> Row:
    columns = [name for name in HEADERS[jeu] if name in _WRONG_CELLS or name == "finess_et"]
    name = rng.choice(columns)
    at = HEADERS[jeu].index(name)
    wrong = with_wrong_key(row[at]) if name == "finess_et" else rng.choice(_WRONG_CELLS[name])
    return (*row[:at], wrong, *row[at + 1 :])
