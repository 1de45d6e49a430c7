"""From a text cell to a value: what is read, what is a fault of form, and nothing in between."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pyarrow as pa
import pytest

from contracts.deposits.columns import DATASETS, DTYPES, Dataset
from transforms.reading.coded import CodedRows, coded_rows
from transforms.reading.csv_text import PLACES, TextRows
from transforms.reading.parse import parse_cells

FAULT = object()

NO_DATES = (
    *("2026-02-29", "2026-02-30", "2026-04-31", "2026-06-31", "2026-13-01", "2026-00-01", "2026-01-00"),
    *("2026-6-30", "2026-06-3", "26-06-30", "1899-12-31", "0026-06-30", "12026-06-30", "2026-06"),
    *("30/06/2026", "2026/06/30", "20260630", "46203", "٢٠٢٦-٠٦-٣٠", "hier", "-"),
    *("2026-06-30T", "2026-06-30T24:00", "2026-06-30T10:60", "2026-06-30T10", "2026-06-30x"),
)
"""Days that do not exist, and days that do but are not written as agreed."""


def moment(*parts: int) -> datetime:
    """An instant without a time zone, as deposits print them."""
    return datetime(*parts)  # noqa: DTZ001


def coded(dataset: Dataset, **cells: list[str | None]) -> CodedRows:
    """Rows of one file, from line 2, with these cells; those of other columns are empty. A row without any cell is none."""
    height = len(next(iter(cells.values())))
    columns = {name: pa.array(cells.get(name, [None] * height), pa.string()).dictionary_encode() for name in dataset.names}
    places = pl.DataFrame({"rang": [0] * height, "ligne": range(2, height + 2)}, schema=PLACES)
    return coded_rows(TextRows(pa.table(columns), places, places.clear()), dataset.names)


def parsed(jeu: str, column: str, text: str | None) -> object:
    """The value of one cell; FAULT when it cannot be read."""
    dataset = DATASETS[jeu]
    typed, faults = parse_cells(coded(dataset, finess_et=["F"], **{column: [text]}), dataset)
    told = faults.filter(pl.col("colonne") == column).rows()
    assert len(told) <= 1
    if told:
        assert typed[column].item() is None
        assert told[0][:3] == (0, 2, column)
        return FAULT
    return typed[column].item()


def rule(jeu: str, column: str, text: str) -> str:
    dataset = DATASETS[jeu]
    _, faults = parse_cells(coded(dataset, **{column: [text]}), dataset)
    return faults["regle"].item()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-06-30", date(2026, 6, 30)),
        (" 2026-06-30\u00a0", date(2026, 6, 30)),
        ("2024-02-29", date(2024, 2, 29)),
        ("1900-01-01", date(1900, 1, 1)),
        ("9999-12-31", date(9999, 12, 31)),
        ("2026-06-30T23:59:59", date(2026, 6, 30)),
        ("2026-06-30 00:00", date(2026, 6, 30)),
        ("2026-06-30T10:15:30.123456Z", date(2026, 6, 30)),
        ("2026-06-30T10:15:30,5+02:00", date(2026, 6, 30)),
        (None, None),
        ("  ", None),
        *((text, FAULT) for text in NO_DATES),
        ("2026-06-30 10:15 ou après", FAULT),
        ("2026-06-30\n2026-07-01", FAULT),
    ],
)
def test_dates(text, value):
    assert parsed("dossiers", "date_entree", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-06-30", moment(2026, 6, 30)),
        ("2026-06-30T08:15", moment(2026, 6, 30, 8, 15)),
        ("2026-06-30 08:15:09", moment(2026, 6, 30, 8, 15, 9)),
        ("2026-06-30T08:15:09.5", moment(2026, 6, 30, 8, 15, 9, 500_000)),
        ("2026-06-30T08:15:09.000001", moment(2026, 6, 30, 8, 15, 9, 1)),
        ("2026-06-30T23:30:00+02:00", moment(2026, 6, 30, 23, 30)),
        ("2026-06-30T23:30Z", moment(2026, 6, 30, 23, 30)),
        ("2026-02-30T08:15", FAULT),
        ("2026-06-30T8:15", FAULT),
        ("2026-06-30T08:15:60", FAULT),
    ],
)
def test_moments_keep_the_time_as_printed(text, value):
    assert parsed("evenements", "date_debut", text) == value


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-06", date(2026, 6, 1), date(2026, 6, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-06-15", date(2026, 6, 15), date(2026, 6, 15)),
        ("2026-13", FAULT, None),
        ("2026-6", FAULT, None),
        ("juin 2026", FAULT, None),
    ],
)
def test_a_day_or_a_month_and_the_last_day_it_speaks_of(text, first, last):
    assert parsed("mssante", "date_envoi", text) == first
    dataset = DATASETS["mssante"]
    assert parse_cells(coded(dataset, date_envoi=[text]), dataset)[0]["jour_fin"].item() == last


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("7", 7),
        ("007", 7),
        ("999999999", 999_999_999),
        (None, None),
        *[
            (text, FAULT)
            for text in (
                "1000000000",
                "231047512345678",
                "-1",
                "+1",
                "1,0",
                "1.0",
                "1e3",
                "1\u00a0000",
                "1 000",
                "٧",
                "un",
                "0x1",
            )
        ],
    ],
)
def test_whole_numbers_of_nine_digits_at_most(text, value):
    assert parsed("mssante", "nb_messages", text) == value


@pytest.mark.parametrize(("text", "value"), [("O", True), ("N", False), (None, True), ("o", FAULT), ("oui", FAULT), ("1", FAULT)])
def test_yes_and_no(text, value):
    assert parsed("dossiers", "beneficiaire_projet", text) == value


@pytest.mark.parametrize(
    ("jeu", "column", "value"),
    [
        ("evenements", "statut", "VALIDE"),
        ("evenements", "nature", "agenda"),
        ("dmp", "statut", "OK"),
        ("mises_a_jour", "origine", "saisie"),
        ("dossiers", "projet_statut", None),
    ],
)
def test_what_an_empty_cell_stands_for(jeu, column, value):
    assert parsed(jeu, column, None) == value
    assert parsed(jeu, column, " ") == value


def test_codes_and_texts_are_left_as_they_are():
    assert parsed("evenements", "statut", "valide") == "valide"
    assert parsed("evenements", "nature", "a  b") == "a  b"
    assert parsed("dossiers", "dossier_id", "007") == "007"
    assert parsed("dossiers", "dossier_id", "null") == "null"
    assert parsed("dossiers", "dossier_id", "#12") == "#12"


@pytest.mark.parametrize("shown", ["#N/A", "#REF!", "#VALEUR!", "#NOM?", "#DIV/0!", "#NON CALCULÉ"])
@pytest.mark.parametrize(("jeu", "column"), [("dossiers", "dossier_id"), ("evenements", "nature")])
def test_what_a_spreadsheet_shows_for_no_value_is_no_person_and_no_text(jeu, column, shown):
    assert rule(jeu, column, shown) == "cellule_en_erreur"


@pytest.mark.parametrize(
    ("jeu", "column", "expected"),
    [
        ("dossiers", "date_entree", "date_invalide"),
        ("evenements", "date_debut", "date_invalide"),
        ("mssante", "date_envoi", "mois_invalide"),
        ("mssante", "nb_messages", "nombre_invalide"),
        ("dossiers", "beneficiaire_projet", "valeur_inconnue"),
    ],
)
def test_each_kind_of_cell_has_its_rule(jeu, column, expected):
    assert rule(jeu, column, "?") == expected


@pytest.mark.parametrize("jeu", DATASETS)
def test_columns_have_the_types_of_the_contract_even_without_a_row(jeu):
    dataset = DATASETS[jeu]
    typed, faults = parse_cells(coded(dataset, finess_et=[]), dataset)
    assert faults.is_empty()
    expected = {column.name: DTYPES[column.kind] for column in dataset.columns if column.kind != "finess"}
    assert {name: typed.schema[name] for name in expected} == expected


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\u202f", "\r\n", "\u2003"])
def test_white_space_around_a_cell_is_no_content(blank):
    dataset = DATASETS["dmp"]
    rows = coded(dataset, finess_et=["F"] * 4, dossier_id=[f"{blank}a{blank}b{blank}", blank, "", None])
    assert parse_cells(rows, dataset)[0]["dossier_id"].to_list() == [f"a{blank}b", None, None, None]


def test_a_row_of_white_space_is_no_row_and_each_cell_keeps_its_line():
    dataset = DATASETS["mssante"]
    days = ["hier", "", None, "2026-06-30"]
    rows = coded(dataset, finess_et=["F", " ", "\u00a0", "G"], date_envoi=days, nb_messages=["1", " ", "", "x"])
    typed, faults = parse_cells(rows, dataset)
    assert typed.select("ligne", "date_envoi", "nb_messages").rows() == [(2, None, 1), (5, date(2026, 6, 30), None)]
    assert sorted(faults.select("ligne", "colonne").rows()) == [(2, "date_envoi"), (5, "nb_messages")]
