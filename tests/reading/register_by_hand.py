"""A GRADeS register of one project in CSV, to change cell by cell, and its reading. Not a test."""

from __future__ import annotations

import pytest

from contracts.failures import RegisterError
from transforms.reading.register import read_register

PROJET = {
    "projet_id": "P1",
    "nom": "Grappe de l'Est",
    "porteur": "Association",
    "texte_id": "ara-generalisation-2025",
    "type_operation": "acquisition",
    "phase": "projet",
    "date_convention": "2025-01-15",
    "date_demarrage": "2025-02-01",
    "date_fin_deploiement": "2026-01-31",
    "premiere_mesure": "2025-06",
    "montant_subvention": "420000",
}
ET, OTHER_ET, CORSICAN = "010000008", "260000005", "2A0999900"


def csv_of(*rows, columns=None, end="\n"):
    columns = columns or list(rows[0])
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    return (end.join(";".join(line) for line in lines) + end).encode()


def files(projets=(PROJET,), perimetre=({"projet_id": "P1", "finess_et": ET},), **others):
    columns = list({name: None for row in perimetre for name in row})
    tables = {name: csv_of(*rows) for name, rows in others.items()}
    return {
        "projets.csv": csv_of(*projets),
        "perimetre.csv": csv_of(*perimetre, columns=columns),
        **{f"{name}.csv": content for name, content in tables.items()},
    }


def project_with(**cells):
    return read_register(files(projets=({**PROJET, **cells},))).projets.row(0, named=True)


def perimeter_with(**cells):
    return read_register(files(perimetre=({"projet_id": "P1", "finess_et": ET, **cells},))).perimetre.row(0, named=True)


def refusal(content):
    with pytest.raises(RegisterError) as caught:
        read_register(content)
    return str(caught.value)
