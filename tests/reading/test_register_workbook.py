"""The GRADeS register from `registre.xlsx`: what Excel typed comes out right, or the workbook is refused."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.failures import RegisterError
from contracts.register import columns_of
from tests.reading.xlsx_by_hand import COMPUTED_EMPTY, ERROR, NEVER_COMPUTED, workbook
from transforms.reading.register import read_register

COLUMNS = [column.name for column in columns_of("projets") if column.column_due]
PROJET = [
    "P1",
    "Grappe",
    "Association",
    "texte",
    "acquisition",
    "projet",
    date(2025, 1, 15),
    "2025-02-01",
    None,
    date(2025, 6, 1),
    12345678.89,
]
PERIMETRE = [["projet_id", "finess_et"], ["P1", "260000005"]]


def book(projet=PROJET, perimetre=PERIMETRE, **sheets):
    return {"registre.xlsx": workbook(projets=[COLUMNS, projet], perimetre=perimetre, **sheets)}


def changed(**cells):
    return [cells.get(name, value) for name, value in zip(COLUMNS, PROJET, strict=True)]


def refusal(content):
    with pytest.raises(RegisterError) as caught:
        read_register(content)
    return str(caught.value)


def test_days_months_and_money_typed_by_excel():
    project = read_register(book()).projets.row(0, named=True)
    assert (project["date_convention"], project["date_demarrage"]) == (date(2025, 1, 15), date(2025, 2, 1))
    assert project["premiere_mesure"] == "2025-06"
    assert project["montant_subvention"] == Decimal("12345678.89")


@pytest.mark.parametrize(
    ("typed", "value"),
    [(420000, "420000.00"), (0.1 + 0.2, "0.30"), ("1 234,50", "1234.50"), (999999999999.99, "999999999999.99")],
)
def test_numbers_typed_by_excel(typed, value):
    assert read_register(book(changed(montant_subvention=typed))).projets["montant_subvention"].item() == Decimal(value)


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("montant_subvention", 0.005),
        ("date_convention", 45672),
        ("date_convention", 45672.5),
        ("date_convention", "15/01/2025"),
        ("premiere_mesure", date(2025, 6, 2)),
        ("phase", True),
    ],
)
def test_cells_of_another_kind_are_refused(column, typed):
    assert f"table projets, ligne 2, colonne {column}" in refusal(book(changed(**{column: typed})))


@pytest.mark.parametrize("typed", [260000005, "260000005", "260000005.0", "'260000005", "26 0000005"])
def test_a_finess_number_typed_as_a_number_or_a_text(typed):
    rows = [["projet_id", "finess_et"], ["P1", typed]]
    assert read_register(book(perimetre=rows)).perimetre["finess_et"].to_list() == ["260000005"]


def test_a_lost_zero_is_refused_and_a_text_keeps_it():
    rows = [["projet_id", "finess_et"], ["P1", "010000008"], ["P1", "2a0999900"]]
    assert read_register(book(perimetre=rows)).perimetre["finess_et"].to_list() == ["010000008", "2A0999900"]
    message = refusal(book(perimetre=[["projet_id", "finess_et"], ["P1", 10000008]]))
    assert "table perimetre, ligne 2, colonne finess_et : numéro FINESS à 8 chiffres, le zéro de tête est perdu" in message


def test_lines_are_those_of_the_sheet():
    rows = [["projet_id", "finess_et"], [None, None], ["P1", "260000005"]]
    assert read_register(book(perimetre=rows)).perimetre["ligne"].to_list() == [3]
    assert "première ligne doit porter les noms" in refusal(book(perimetre=[[None], *PERIMETRE]))


def test_a_whole_number_of_essms_and_a_numeric_identifier():
    columns = ["projet_id", "finess_et", "nombre_essms", "motif_nombre", "tranche"]
    rows = [columns, [2025, "260000005", 2, "scindé", "1.10"]]
    row = read_register(book(changed(projet_id=2025), perimetre=rows)).perimetre.row(0, named=True)
    assert (row["projet_id"], row["nombre_essms"], row["tranche"]) == ("2025", 2, "1.10")


@pytest.mark.parametrize("cell", [ERROR, NEVER_COMPUTED])
def test_a_broken_cell_is_not_an_empty_one(cell):
    assert "cellules en erreur ou non calculées (I2)" in refusal(book(changed(date_fin_deploiement=cell)))


def test_a_formula_with_an_empty_result_is_an_empty_cell():
    register = read_register(book(changed(date_fin_deploiement=COMPUTED_EMPTY)))
    assert register.projets["date_fin_deploiement"].item() is None


def test_names_of_sheets_do_not_depend_on_case_and_empty_ones_do_not_matter():
    sheets = {"Projets": [COLUMNS, PROJET], "PERIMETRE": PERIMETRE, "Feuil3": [], "Feuil4": [[None, " "]]}
    with pytest.raises(RegisterError, match="Feuil4"):
        read_register({"registre.xlsx": workbook(**sheets)})
    del sheets["Feuil4"]
    assert read_register({"registre.xlsx": workbook(**sheets)}).projets.height == 1


def test_a_sheet_that_is_no_table_is_refused():
    assert "La feuille « acte » du classeur registre.xlsx" in refusal(book(acte=[["projet_id"]]))


def test_a_table_is_given_once():
    csv = b"projet_id;piece;date_reception;reference\n"
    assert read_register({**book(), "pieces.csv": csv}).pieces.height == 0
    sheet = [["projet_id", "piece", "date_reception", "reference"]]
    assert "La table pieces du registre est donnée deux fois" in refusal({**book(pieces=sheet), "pieces.csv": csv})


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 pas un classeur", b"projet_id;finess_et"])
def test_a_file_that_is_no_workbook_is_refused(content):
    assert "Le classeur registre.xlsx du registre est illisible" in refusal({"registre.xlsx": content})
