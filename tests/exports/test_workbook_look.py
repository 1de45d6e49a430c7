"""The workbook as a spreadsheet opens it: sights, filters, print, hostile names; the same rows give the same bytes."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from flows.exports import of_month
from tests.exports.helpers_exports import FIRST_TITLES, SHEETS, cells, table
from tests.flows.helpers_workspace import MONTH
from tests.returns.helpers_returns import as_libreoffice_shows, parts
from tests.returns.test_return_workbook import HOSTILE
from transforms.exports.content import QUERIES, Rows
from transforms.exports.indicateurs import indicateurs, within
from transforms.sheets.cells import Column, Sheet
from transforms.sheets.workbook import workbook


@pytest.fixture(scope="module")
def rows(ran) -> Rows:
    """What the workbook of the sample shows."""
    import duckdb

    with duckdb.connect(str(ran / "publication" / "cibles.duckdb"), read_only=True) as connection:
        return Rows(MONTH, *(of_month(connection, name, MONTH) for name in QUERIES))


def pages(book: Path) -> dict[str, str]:
    """The XML of each sheet, by its name."""
    with zipfile.ZipFile(book) as archive:
        return {name: archive.read(f"xl/worksheets/sheet{rank}.xml").decode() for rank, name in enumerate(SHEETS, 1)}


def test_headers_stay_in_sight_can_be_filtered_and_are_printed_on_each_page(book):
    found = pages(book)
    for name in FIRST_TITLES:
        assert 'state="frozen"' in found[name], name
        assert "<autoFilter ref=" in found[name], name
        assert "<cols>" in found[name]
    for xml in found.values():
        assert 'orientation="landscape"' in xml
        assert 'fitToHeight="0"' in xml
        assert "Page &amp;P sur &amp;N" in xml
    with zipfile.ZipFile(book) as archive:
        names = archive.read("xl/workbook.xml").decode()
    assert names.count("_xlnm.Print_Titles") == len(FIRST_TITLES)


def test_it_says_it_was_made_when_the_last_decision_was_computed(book, base):
    computed = base["decisions"].filter(pl.col("mois") == MONTH)["calculee_le"].max()
    with zipfile.ZipFile(book) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r">(\d{4}-[^<]*Z)<", core)) == {f"{computed:%Y-%m-%dT%H:%M:%S}Z"}


def test_the_same_rows_give_the_same_bytes(book, rows):
    assert indicateurs(rows) == book.read_bytes()


def test_nothing_is_a_formula_a_link_or_a_macro(rows):
    hostile = [*HOSTILE, "a\x01b\x0b\ufffe", "é" * 40_000, "&P&A", "'=1+1", "ligne\nligne"]
    count = rows.indicateurs.height
    names = pl.Series("nom", [hostile[rank % len(hostile)] for rank in range(count)])
    attacked = rows._replace(
        indicateurs=rows.indicateurs.with_columns(names, names.alias("commune"), names.alias("projet")),
        projets=rows.projets.with_columns(pl.lit('=HYPERLINK("http://x")').alias("porteur"), pl.lit("@x").alias("nom")),
        depots=rows.depots.with_columns(pl.lit("=cmd|' /C calc'!A0").alias("chemin")),
    )
    content = indicateurs(attacked)
    unpacked = parts(content)
    for forbidden in (b"<f>", b"<f ", b"<hyperlink", b"externalLink", b"vbaProject", b"\x01", b"\x0b"):
        assert forbidden not in unpacked
    shown = [row[1] for row in cells(content, "Établissements")[3:]]
    assert shown[:15] == hostile[:15]
    assert set(row[0] for row in cells(content, "Dépôts")[3:]) == {"=cmd|' /C calc'!A0"}


def test_a_sheet_too_long_for_a_spreadsheet_says_what_is_left_out():
    sheet = Sheet("Table", ("Titre",), (Column("a", 5),), tuple((rank,) for rank in range(10)))
    assert within(sheet, 12) is sheet
    cut = within(sheet, 11)
    assert len(cut.rows) + len(cut.sentences) + 1 <= 11
    assert f"{10 - len(cut.rows)} lignes manquent ici" in cut.sentences[-1]


def test_a_large_workbook_goes_through_files_and_holds_the_same(monkeypatch, rows):
    import transforms.sheets.workbook as writer

    small = indicateurs(rows)
    monkeypatch.setattr(writer, "_IN_MEMORY", 10)
    large = indicateurs(rows)
    assert large == indicateurs(rows)
    for name in FIRST_TITLES:
        assert table(large, name).equals(table(small, name)), name


def test_no_column_holds_a_person(book):
    titles = {title.lower() for name in FIRST_TITLES for title in table(book, name).columns}
    assert not [title for title in titles if re.search(r"dossier_id|usager|naissance|\bins\b|\bnir\b|prénom", title)]


def test_a_month_without_decision_has_a_workbook():
    empty = workbook((Sheet("Table", ("Rien",), (Column("a", 9),)),), "Essai", datetime(2026, 6, 30))  # noqa: DTZ001
    assert cells(empty, "Table")[1][0] == "a"


@pytest.mark.long
def test_libreoffice_opens_it_and_shows_the_same(book, base, tmp_path):
    shown = as_libreoffice_shows(book, tmp_path)
    assert set(shown) == set(SHEETS)
    for name, first in FIRST_TITLES.items():
        lines = shown[name]
        header = next(rank for rank, line in enumerate(lines) if line[0] == first)
        expected = table(book, name)
        assert lines[header] == expected.columns
        assert len(lines) - header - 1 == expected.height
        texts = [title for title, kind in expected.schema.items() if kind == pl.String and title != "Taux"]
        for line, row in zip(lines[header + 1 :], expected.to_dicts(), strict=True):
            named = dict(zip(lines[header], line, strict=True))
            assert {title: named[title] for title in texts} == {title: row[title] or "" for title in texts}
    rates = [line[6] for line in shown["Établissements"][3:] if "%" in line[6]]
    published = base["indicateurs"].filter(pl.col("mois") == MONTH)["taux"].drop_nulls()
    assert sorted(rates) == sorted(f"{rate * 100:.2f}\N{NO-BREAK SPACE}%" for rate in published)
    money = {line[0]: line[4:7] for line in shown["Projets"][3:]}
    assert money["GE-2021-001"][0].replace("\N{NO-BREAK SPACE}", " ") == "131,417.13 €"
