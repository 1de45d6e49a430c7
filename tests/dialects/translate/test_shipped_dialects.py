"""The dialects we ship, the real readers and the reading of the pivot form, put together on small files."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from contracts.deposits.columns import DATASETS
from contracts.dialect_loader import load_dialect
from tests.dialects.translate.tables_by_hand import FINESS, context, faults, rows
from transforms.dialects.limits import Limits
from transforms.dialects.recognise import recognise
from transforms.dialects.text_table import text_tables
from transforms.dialects.translate import translate
from transforms.dialects.workbook import workbook_tables
from transforms.reading.batch import read_batch
from transforms.reading.coverage import PERIODS_SCHEMA
from transforms.reading.deposit_paths import describe
from transforms.reading.finess_cells import KnownNumbers
from transforms.reading.month_tables import general_periods
from transforms.reading.pseudonym import Pseudonyms

FOLDER = Path(__file__).parents[3] / "contracts" / "dialects"


@pytest.fixture(scope="module")
def dialectes():
    return [load_dialect(path.name, path.read_bytes()) for path in sorted(FOLDER.glob("*.toml"))]


def read(content, name, dialectes):
    def tables(dialecte):
        if dialecte.format == "classeur":
            return workbook_tables(content, Limits())
        return [text_tables(content, dialecte.encodage, dialecte.separateur, Limits())]

    found = recognise(name, content[:8], dialectes, tables)
    return found.dialecte.dialecte, translate(found.dialecte, found.tables, context(file_name=name))


def accepted(one):
    file = describe(f"depots/2025-01/{one.jeu}.csv", "aa", 1)
    known = KnownNumbers(frozenset({FINESS}), frozenset(), frozenset(), frozenset())
    periods = general_periods([file], pl.DataFrame(schema=PERIODS_SCHEMA))
    return read_batch(DATASETS[one.jeu], [file], one.text, periods, known, Pseudonyms(b"une cle de test"))


def workbook(rows, sheet="Feuil1"):
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for line, row in enumerate(rows):
            page.write_row(line, 0, row)
    return target.getvalue()


def test_flat_export_of_a_dui(dialectes):
    header = "N° FINESS;Nom;N° de dossier;Date d’entrée;Date de sortie;Date de dernière mise à jour;Statut du projet personnalisé"
    lines = f"{FINESS};DUPONT;1;02/01/2024;;15/01/2025;En cours\r\n{FINESS};MARTIN;2;31/02/2024;;-;En cours"
    name, [one] = read(f"{header}\r\n{lines}\r\n".encode("cp1252"), "export.csv", dialectes)
    assert (name, one.ignored) == ("dui-plat", ("Nom",))
    batch = accepted(one)
    assert batch.accepted.select("ligne", "date_entree", "projet_statut").rows() == [
        (2, date(2024, 1, 2), "ENCOURS"),
    ]
    assert batch.faults.select("ligne", "colonne", "regle").rows() == [(3, "date_entree", "date_invalide")]


def test_grid_of_an_ars(dialectes):
    groups = ["Dossiers actifs", "Projets personnalisés", "Événements d'agenda", "MSSanté", "DMP"]
    first = ["N° FINESS ET", *(cell for group in groups for cell in (group, ""))]
    second = ["", *["Numérateur", "Dénominateur"] * 5]
    lines = [["Période du 01/01/2025 au 31/03/2025"], first, second]
    lines += [[FINESS, 9, 10, "NC", 9, "", "", 4, 8, "≈ 45", 8], ["TOTAL", 9, 10]]
    name, results = read(workbook(lines), "grille.xlsx", dialectes)
    assert (name, len(results)) == ("grille-ars", 5)
    read_back = [(one.suffixe, [(row.get("numerateur"), row.get("denominateur")) for row in rows(one)]) for one in results]
    assert read_back == [
        ("dossiers actifs", [("9", "10")]),
        ("projets personnalisés", [("NC", "9")]),
        ("événements d'agenda", []),
        ("messages MSSanté", [("4", "8")]),
        ("DMP alimentés", [("≈ 45", "8")]),
    ]
    assert [accepted(one).accepted.height for one in results] == [1, 0, 0, 1, 0]
    assert rows(results[0])[0]["fenetre_fin"] == "2025-03-31"
    assert all(faults(one) == [] for one in results)
