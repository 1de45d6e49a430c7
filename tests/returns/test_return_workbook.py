"""Workbooks read back: texts stay texts whatever they begin with, cells have their types, LibreOffice opens them."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

import fastexcel
import pytest

from tests.returns.helpers_returns import as_libreoffice_shows, parts
from transforms.sheets.cells import Code, Column, Share, Sheet, cut
from transforms.sheets.workbook import workbook

DAY = date(2026, 6, 30)
MOMENT = datetime.fromisoformat("2026-06-01T10:30")
HOSTILE = [
    '=HYPERLINK("http://exemple.invalid","cliquez")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1;1)",
    "\t=1+1",
    "{=1+1}",
    "http://exemple.invalid/x",
    "mailto:x@exemple.invalid",
    "internal:Synthèse!A1",
    "00123",
    "12",
    "<b>&amp;]]>",
    "_x0041_",
    "'=1+1",
]


def made(rows, columns=None) -> bytes:
    columns = columns or tuple(Column(f"C{place}", 20, wrapped=True) for place in range(len(rows[0])))
    return workbook((Sheet("Table", ("=1+1", "Une phrase"), columns, tuple(rows)),), "Essai", DAY)


def test_a_text_stays_the_text_it_was():
    content = made([(text,) for text in HOSTILE])
    unpacked = parts(content)
    assert b"<f>" not in unpacked
    assert b"<f " not in unpacked
    assert b"<hyperlink" not in unpacked
    assert b"externalLink" not in unpacked
    assert b"vbaProject" not in unpacked
    read = fastexcel.read_excel(content).load_sheet("Table", header_row=2, dtypes="string").to_polars()
    assert read["C0"].to_list() == HOSTILE
    assert fastexcel.read_excel(content).load_sheet("Table", header_row=None, dtypes="string").to_polars().row(0)[0] == "=1+1"


def test_a_text_that_could_become_a_formula_is_marked_as_text_for_good():
    styles = parts(made([("=1+1",), ("rien",)])).decode()
    quoted = [number for number, cell in enumerate(_styles(styles)) if 'quotePrefix="1"' in cell]
    assert len(quoted) == 1
    used = re.findall(r'<c r="A[45]" s="(\d+)"', styles)
    assert [int(style) in quoted for style in used] == [True, False]


def _styles(unpacked: str) -> list[str]:
    block = re.search(r"<cellXfs.*?</cellXfs>", unpacked, re.DOTALL)
    assert block
    return re.findall(r"<xf .*?(?:/>|</xf>)", block[0], re.DOTALL)


def test_control_characters_and_very_long_texts_leave_a_file_that_opens():
    content = made([("a\x01b\x0bc",), ("x" * 40_000,), ("\ufffe\uffff😀",)])
    read = fastexcel.read_excel(content).load_sheet("Table", header_row=2, dtypes="string").to_polars()
    assert len(read["C0"][1]) == 32_000
    assert "😀" in read["C0"][2]


def test_cells_are_typed():
    row = (
        12,
        Share(Decimal("0.899")),
        Decimal("12.5"),
        date(2026, 6, 1),
        MOMENT,
        Code("oui", "bien"),
        None,
    )
    (read,) = fastexcel.read_excel(made([row])).load_sheet("Table", header_row=2).to_polars().rows()
    assert read == (12, 0.899, 12.5, datetime.fromisoformat("2026-06-01"), MOMENT, "oui", None)


@pytest.mark.parametrize(
    ("share", "shown"), [("0.8996", "0.899"), ("0.9", "0.9"), ("0.0009", "0"), ("1.2345", "1.234"), ("1", "1")]
)
def test_a_rate_is_cut_never_rounded(share, shown):
    assert cut(Decimal(share)).value == Decimal(shown)


def test_the_same_sheets_give_the_same_bytes():
    assert made([("a", 1)]) == made([("a", 1)])


@pytest.mark.long
def test_libreoffice_opens_it_and_shows_the_same_cells(tmp_path):
    rows = [(text, rank, Share(Decimal("0.899")), date(2026, 6, 1)) for rank, text in enumerate(HOSTILE, 1000)]
    path = tmp_path / "retour.xlsx"
    path.write_bytes(made(rows))
    converted = as_libreoffice_shows(path, tmp_path)["Table"]
    assert converted[0][0] == "=1+1"
    assert [line[0] for line in converted[3:]] == HOSTILE
    assert converted[3][1:] == ["1,000", "89.9\N{NO-BREAK SPACE}%", "01/06/2026"]
