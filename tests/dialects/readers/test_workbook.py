"""A sender's workbook: what a person reads in each cell, or a text that no column accepts. Never an empty cell in silence."""

import io
from datetime import date, datetime, time, timedelta

import fastexcel
import pytest
import xlsxwriter

from tests.dialects.readers.zip_by_hand import book_of, refused, rewritten
from tests.reading.xlsx_by_hand import COMPUTED_EMPTY, ERROR, NEVER_COMPUTED, Raw, workbook
from transforms.dialects.limits import Limits
from transforms.dialects.workbook import workbook_tables

LIMITS = Limits()
AT = datetime.fromisoformat


def tables(content):
    return workbook_tables(content, LIMITS)


def written(fill, **options):
    """The tables of a workbook that `fill` writes with a real writer."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, options) as book:
        fill(book)
    return tables(packed.getvalue())


def shown(value, code="General", **options):
    """What is read of one number or moment in a format."""

    def fill(book):
        book.add_worksheet().write(0, 0, value, book.add_format({"num_format": code}))

    return written(fill, **options)[0].head[0][0]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (12, "General", "12"),
        (12.5, "0", "12.5"),
        (0.1 + 0.2, "General", "0.3"),
        (123456789012345, "General", "123456789012345"),
        (1234.0, "# ##0 €", "1234"),
        (1e21, "General", "1000000000000000000000"),
        (-0.00001, "General", "-0.00001"),
        (0.925, "0.0%", "92.5 %"),
        (0.07, "0 %", "7 %"),
        (10780054, "000000000", "010780054"),
        (12.5, "000", "12.5"),
        (45323, "General", "45323"),
        (45323, "[Red]0", "45323"),
        (45323, '0" jours"', "45323"),
        (AT("2024-02-01"), "dd/mm/yyyy", "2024-02-01"),
        (AT("2024-02-01"), "jj/mm/aaaa", "2024-02-01"),
        (AT("2024-02-01"), "[$-40C]d mmmm yyyy;@", "2024-02-01"),
        (AT("2025-01-01"), "mmm-yy", "2025-01-01"),
        (AT("2024-02-01T10:31"), "dd/mm/yyyy hh:mm", "2024-02-01 10:31:00"),
        (AT("2024-02-01T23:59:59"), "yyyy-mm-dd hh:mm:ss", "2024-02-01 23:59:59"),
        (time(10, 30), "hh:mm", "10:30:00"),
        (timedelta(hours=36, minutes=5), "[h]:mm", "36:05:00"),
        (1, "dd/mm/yyyy", "1900-01-01"),
        (59, "dd/mm/yyyy", "1900-02-28"),
        (60, "dd/mm/yyyy", "1900-02-29"),
        (61, "dd/mm/yyyy", "1900-03-01"),
        (0, "dd/mm/yyyy", "1900-01-00"),
        (-3, "dd/mm/yyyy", "-3"),
        (2958466, "dd/mm/yyyy", "2958466"),
    ],
)
def test_numbers_and_moments_as_a_person_reads_them(value, code, text):
    assert shown(value, code) == text


def test_every_day_of_excel_is_its_own():
    days = [date(1900, 3, 1) + timedelta(365 * years + years // 4) for years in range(0, 300, 7)]
    assert [row[0] for row in tables(workbook(F=[[day] for day in days]))[0].head] == [day.isoformat() for day in days][:40]


def test_days_counted_from_1904_are_right_and_bare_numbers_are_no_dates():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_datetime(0, 0, AT("2024-02-01"), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write(0, 1, 43861)

    [sheet] = written(fill, date_1904=True)
    assert (sheet.head, sheet.serials) == ([["2024-02-01", "43861"]], False)


def test_days_of_the_strict_form():
    days = "".join(f'<c t="d"><v>{day}</v></c>' for day in ("2024-02-01", "2024-02-01T00:00:00", "2024-02-01T10:30:00.000Z"))
    assert tables(book_of(f"<row>{days}</row>"))[0].head == [["2024-02-01", "2024-02-01", "2024-02-01 10:30:00"]]


def test_booleans_errors_and_formulas():
    cells = [True, False, ERROR, NEVER_COMPUTED, COMPUTED_EMPTY, Raw("", "<f>1+1</f><v>2</v>"), Raw("", "<f>A1</f><v/>"), "fin"]
    assert tables(workbook(F=[cells]))[0].head == [["VRAI", "FAUX", "#N/A", "#NON CALCULÉ", None, "2", "#NON CALCULÉ", "fin"]]


def test_formulas_of_a_program_that_computes_nothing():
    """Such a program writes 0 as the result, and asks that the workbook be computed when it is opened."""
    [sheet] = written(lambda book: book.add_worksheet().write_row(0, 0, ["=1+1", 5]))
    assert sheet.head == [["#NON CALCULÉ", "5"]]


def test_texts_shared_rich_escaped_and_with_pronunciation():
    def fill(book):
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.write_rich_string(0, 0, "Foyer ", bold, "Les Œillets", " & co")
        sheet.write_row(0, 1, ["00123", " espaces ", "l1\nl2", "_x000D_", ""])

    assert written(fill)[0].head == [["Foyer Les Œillets & co", "00123", " espaces ", "l1\nl2", "_x000D_"]]
    guided = book_of('<row><c t="inlineStr"><is><t>a_x000D_</t><rPh sb="0" eb="1"><t>b</t></rPh></is></c></row>')
    assert tables(guided)[0].head == [["a\r"]]


def test_ranks_are_those_of_the_spreadsheet_and_merged_cells_are_as_they_are():
    def fill(book):
        sheet = book.add_worksheet("Suivi")
        sheet.merge_range("B2:D2", "Période")
        sheet.write_row("B5", ["FINESS", "Nombre"])
        sheet.write_row("B6", ["010780054", 3])
        sheet.write_row("B60", ["020780054", 4])
        sheet.write("F61", "note à droite")
        sheet.set_row(5, None, None, {"hidden": True})

    [sheet] = written(fill)
    assert sheet.head == [[], [None, "Période"], [], [], [None, "FINESS", "Nombre"], [None, "010780054", "3"]]
    [block] = sheet.records(5, 3)
    assert block.ranks.to_list() == [6, 60, 61]
    assert block.cells.rows() == [(None, "010780054", "3"), (None, "020780054", "4"), (None, None, None)]
    assert block.cells.columns == ["0", "1", "2"]
    [wider] = sheet.records(59, 8)
    assert wider.cells.rows()[-1] == (None,) * 5 + ("note à droite", None, None)


def test_many_rows_come_in_blocks():
    def fill(book):
        sheet = book.add_worksheet()
        for rank in range(450):
            sheet.write(rank, 0, f"ligne {rank + 1}")
            sheet.write(rank, 999, rank)

    blocks = list(written(fill)[0].records(1, 1_000))
    assert len(blocks) > 1
    assert [rank for block in blocks for rank in block.ranks] == list(range(2, 451))
    assert [text for block in blocks for text in block.cells["0"]] == [f"ligne {rank}" for rank in range(2, 451)]
    assert [text for block in blocks for text in block.cells["999"]] == [str(rank - 1) for rank in range(2, 451)]


def test_sheets_in_order_hidden_ones_said_charts_left_out():
    def fill(book):
        for name in ("Accueil", "Cachée", "Graphique", "Très cachée", "Vide"):
            sheet = book.add_chartsheet(name) if name == "Graphique" else book.add_worksheet(name)
            if name == "Graphique":
                sheet.set_chart(chart := book.add_chart({"type": "line"}))
                chart.add_series({"values": "=Accueil!$A$1:$A$2"})
            elif name != "Vide":
                sheet.write(0, 0, name)
            if name == "Cachée":
                sheet.hide()
            if name == "Très cachée":
                sheet.very_hidden()

    found = written(fill)
    assert [(t.name, t.hidden) for t in found] == [("Accueil", False), ("Cachée", True), ("Très cachée", True), ("Vide", False)]
    assert (found[3].head, list(found[3].records(0, 1))) == ([], [])


def test_prefixes_and_places_left_unsaid():
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c r="C1"><x:v>3</x:v></x:c></x:row>'
        '<x:row r="3"><x:c t="str"><x:v>x</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert tables(rewritten(workbook(F=[]), xl_worksheets_sheet1=sheet))[0].head == [["1", None, "3"], [], ["x"]]


def test_the_same_cells_as_another_reader():
    rows = [["Établissement", 12, 0.5, 1e-3, -7], ["", 123456789, 2.25, "92,5 %", "2024-01-01"], ["x", 0, 1e9, "NC", "≈ 45"]]
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        for rank, row in enumerate(rows):
            book.worksheets()[0].write_row(rank, 0, row) if rank else book.add_worksheet().write_row(rank, 0, row)
    other = fastexcel.read_excel(packed.getvalue()).load_sheet(0, header_row=None, skip_rows=0, dtypes="string").to_polars()
    assert [tuple(row) for row in tables(packed.getvalue())[0].head] == other.rows()


def test_too_wide_a_header():
    [sheet] = tables(workbook(F=[["a"]]))
    assert refused(lambda: list(sheet.records(1, LIMITS.colonnes + 1))) == "classeur_demesure"
