"""The GRADeS register from CSV: files, header, lines and cells of projects. Rules: `test_register_rules`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from contracts.register import TABLES, columns_of, schema_of
from tests.reading.register_by_hand import ET, OTHER_ET, PROJET, csv_of, files, project_with, refusal
from transforms.reading.register import read_register


def test_a_register_is_typed():
    register = read_register(files())
    project = register.projets.row(0, named=True)
    assert project["ligne"] == 2
    assert project["date_convention"] == date(2025, 1, 15)
    assert project["premiere_mesure"] == "2025-06"
    assert project["montant_subvention"] == Decimal("420000.00")
    assert project["national"] is None
    for table in TABLES:
        assert getattr(register, table).schema == pl.Schema(schema_of(table))
    assert register.criteres.height == register.pieces.height == register.actes.height == 0


def test_models_refuse_a_column_of_another_type():
    frame = pl.DataFrame(schema={**schema_of("pieces"), "date_reception": pl.String})
    with pytest.raises(Exception, match="date_reception"):
        TABLES["pieces"].validate(frame)


def test_byte_order_mark_crlf_and_quotes_are_read():
    content = files()
    content["projets.csv"] = b"\xef\xbb\xbf" + csv_of({**PROJET, "nom": '"Grappe ; ""Est"""'}, end="\r\n")
    assert read_register(content).projets["nom"].to_list() == ['Grappe ; "Est"']


def test_lines_are_those_of_a_spreadsheet():
    content = files()
    content["perimetre.csv"] = f'finess_et;organisme_gestionnaire;projet_id\n{ET};"A\nB";P1\n\n;;\n{OTHER_ET};C;P1\n'.encode()
    assert read_register(content).perimetre["ligne"].to_list() == [2, 5]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1234,5", "1234.50"),
        ("1234.50", "1234.50"),
        ("1 234 567,89", "1234567.89"),
        ("1\u00a0234", "1234.00"),
        ("1\u202f234", "1234.00"),
        ("0", "0.00"),
        ("999999999999,99", "999999999999.99"),
    ],
)
def test_numbers_as_the_french_write_them(written, value):
    assert project_with(montant_subvention=written)["montant_subvention"] == Decimal(value)


@pytest.mark.parametrize(
    "written", ["1,234", "1.234,56", "1,234.56", "-1", "1 23", "12 3456", "1e3", "10 €", "1000000000000", "NC"]
)
def test_numbers_that_could_mean_another_are_refused(written):
    assert "ligne 2, colonne montant_subvention" in refusal(files(projets=({**PROJET, "montant_subvention": written},)))


def test_an_empty_grant_is_no_grant():
    assert project_with(montant_subvention="")["montant_subvention"] is None


@pytest.mark.parametrize("written", ["2025-1-15", "15/01/2025", "2025-02-29", "2025-01-15 00:00:00", "25-01-15", "0205-01-01"])
def test_dates_are_strict(written):
    assert "colonne date_convention" in refusal(files(projets=({**PROJET, "date_convention": written},)))


def test_the_29th_of_february_exists_every_four_years():
    assert project_with(date_convention="2024-02-29")["date_convention"] == date(2024, 2, 29)


@pytest.mark.parametrize(("written", "right"), [("2025-01", True), ("2025-12", True), ("2025-00", False), ("2025-13", False)])
def test_first_measure_is_a_month(written, right):
    if right:
        assert project_with(premiere_mesure=written)["premiere_mesure"] == written
    else:
        assert "colonne premiere_mesure" in refusal(files(projets=({**PROJET, "premiere_mesure": written},)))


@pytest.mark.parametrize(("written", "value"), [("O", True), ("N", False), ("", None)])
def test_yes_and_no(written, value):
    assert project_with(national=written)["national"] is value


@pytest.mark.parametrize("written", ["o", "oui", "1", "true"])
def test_other_yeses_are_refused(written):
    assert "colonne national" in refusal(files(projets=({**PROJET, "national": written},)))


@pytest.mark.parametrize("column", [c.name for c in columns_of("projets") if c.value_due])
def test_required_values_are_required(column):
    assert f"ligne 2, colonne {column} : valeur obligatoire absente" in refusal(files(projets=({**PROJET, column: " "},)))


@pytest.mark.parametrize("column", ["date_convention", "date_demarrage", "date_fin_deploiement", "premiere_mesure"])
def test_dates_of_a_project_may_be_empty(column):
    assert project_with(**{column: ""})[column] is None


@pytest.mark.parametrize("column", [c.name for c in columns_of("projets") if c.column_due])
def test_required_columns_are_required(column):
    project = {name: value for name, value in PROJET.items() if name != column}
    assert f"table projets, ligne 1, colonne {column} : colonne absente" in refusal(files(projets=(project,)))


def test_an_unknown_column_is_named():
    assert "table projets, ligne 1, colonne nomm : colonne inconnue" in refusal(files(projets=({**PROJET, "nomm": "x"},)))


def test_a_repeated_column_is_refused():
    content = files()
    content["perimetre.csv"] = f"projet_id;finess_et;finess_et\nP1;{ET};{ET}\n".encode()
    assert "colonne présente deux fois" in refusal(content)


def test_a_trailing_separator_is_no_column():
    content = files()
    content["perimetre.csv"] = f"projet_id;finess_et;\nP1;{ET};\n".encode()
    assert read_register(content).perimetre.height == 1


def test_a_cell_without_column_is_refused():
    content = files()
    content["perimetre.csv"] = f"projet_id;finess_et\nP1;{ET};2025-01-01\n".encode()
    assert "ligne 2 : une cellule n'a pas de colonne" in refusal(content)


def test_a_short_line_is_complete_but_a_cut_last_line_is_not():
    content = files()
    whole = f"projet_id;finess_et;date_entree;date_sortie\nP1;{ET}\nP1;{OTHER_ET};2025-01-01"
    content["perimetre.csv"] = f"{whole}\n".encode()
    assert read_register(content).perimetre.height == 2
    content["perimetre.csv"] = whole.encode()
    assert "s'arrête au milieu de la ligne 3" in refusal(content)


@pytest.mark.parametrize(
    ("content", "clause"),
    [
        (b"", "la première ligne doit porter les noms des colonnes"),
        (b"projet_id,finess_et\n", "le séparateur doit être « ; »"),
        ("projet_id;finess_et;é\n".encode("cp1252"), "n'est pas en UTF-8"),
        (b'projet_id;finess_et\n"P1;010000008\n', "guillemet mal fermé"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content, clause):
    assert clause in refusal({**files(), "perimetre.csv": content})


def test_required_tables_are_required():
    content = files()
    del content["perimetre.csv"]
    assert "La table perimetre manque" in refusal(content)


@pytest.mark.parametrize("name", ["perimetres.csv", "autre.xlsx", "projets.xls", "actes.ods"])
def test_a_file_meant_to_be_read_is_never_skipped(name):
    assert f"Le fichier {name} n'est pas une table" in refusal({**files(), name: b""})


@pytest.mark.parametrize("name", ["LISEZMOI.md", ".DS_Store", "~$registre.xlsx", "convention.pdf"])
def test_other_files_are_none_of_ours(name):
    assert read_register({**files(), name: b"\0"}).projets.height == 1


def test_names_of_files_do_not_depend_on_case():
    content = files()
    content["PROJETS.CSV"] = content.pop("projets.csv")
    assert read_register(content).projets.height == 1
    assert "La table projets du registre est donnée deux fois" in refusal({**content, "projets.csv": content["PROJETS.CSV"]})
