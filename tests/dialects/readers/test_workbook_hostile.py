"""Workbooks made to harm, or that are none: each is refused with its reason, and nothing of them is unfolded in vain."""

import io
import zipfile

import pytest

from tests.dialects.readers.zip_by_hand import book_of, overlapping, refused, rewritten, zipped
from tests.reading.xlsx_by_hand import Raw, workbook
from transforms.dialects.limits import Limits
from transforms.dialects.workbook import workbook_tables

LIMITS = Limits()
BOOK = workbook(Feuil1=[["a", 1]])
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def part(book, name):
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(name).decode()


def refusal(content, limits=LIMITS):
    return refused(workbook_tables, content, limits)


def with_types(old, new):
    changed = part(BOOK, "[Content_Types].xml").replace(old, new)
    return zipped(
        {**{name: part(BOOK, name) for name in zipfile.ZipFile(io.BytesIO(BOOK)).namelist()}, "[Content_Types].xml": changed}
    )


def with_book(inside):
    return rewritten(BOOK, xl_workbook=f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{inside}</workbook>')


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2", b"PK\x03\x04", zipped({"a.csv": "1"}), BOOK[:-10], BOOK + b"x"])
def test_what_is_no_workbook(content):
    assert refusal(content) == "classeur_illisible"


def test_other_forms_of_workbooks():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refusal(ole + "Workbook".encode("utf-16-le")) == "classeur_format"
    assert refusal(ole + "EncryptedPackage".encode("utf-16-le")) == "classeur_chiffre"
    assert refusal(zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""})) == "classeur_format"
    macros = ("spreadsheetml.sheet.main+xml", "ms-excel.sheet.macroEnabled.main+xml")
    assert refusal(with_types(*macros)) == "classeur_format"
    parts = {name: part(BOOK, name) for name in zipfile.ZipFile(io.BytesIO(BOOK)).namelist()}
    assert refusal(zipped({**parts, "xl/vbaProject.bin": "x"})) == "classeur_format"
    assert workbook_tables(zipped(parts), LIMITS)[0].head == [["a", "1"]]


@pytest.mark.parametrize(
    "missing", ["_rels_.rels", "xl_workbook", "xl__rels_workbook.xml.rels", "xl_worksheets_sheet1", "xl_styles"]
)
def test_a_part_that_is_not_there(missing):
    parts = {name: part(BOOK, name) for name in zipfile.ZipFile(io.BytesIO(BOOK)).namelist()}
    gone = {"_rels_.rels": "_rels/.rels", "xl__rels_workbook.xml.rels": "xl/_rels/workbook.xml.rels"}
    del parts[gone.get(missing, missing.replace("_", "/") + ".xml")]
    assert refusal(zipped(parts)) == "classeur_illisible"


@pytest.mark.parametrize(
    "sheet",
    [
        "",
        "<worksheet",
        f'<!DOCTYPE w [<!ENTITY a "b">]><worksheet xmlns="{MAIN}"/>',
        f'<!DOCTYPE w SYSTEM "http://127.0.0.1/w.dtd"><worksheet xmlns="{MAIN}"/>',
        f'<worksheet xmlns="{MAIN}">&a;</worksheet>',
        '<?xml version="1.0" encoding="inconnu"?><a/>',
        '<?xml version="1.0" encoding="utf-7"?><a/>',
        b"\xff\xfe<\0a\0",
    ],
)
def test_xml_that_is_none_or_declares_entities(sheet):
    assert refusal(rewritten(BOOK, xl_worksheets_sheet1=sheet)) == "classeur_illisible"


def test_entities_that_grow_are_not_even_read():
    laughs = "".join(f'<!ENTITY l{rank + 1} "{f"&l{rank};" * 10}">' for rank in range(9))
    assert refusal(rewritten(BOOK, xl_workbook=f'<!DOCTYPE l [<!ENTITY l0 "ha">{laughs}]><l>&l9;</l>')) == "classeur_illisible"


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="2"/><row r="1"/>',
        '<row r="0"/>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="$A$1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="-1"/>',
        '<row r="²"/>',
        '<row><c t="s"><v>0</v></c></row>',
        '<row><c t="s"><v>-1</v></c></row>',
        '<row><c s="99"><v>1</v></c></row>',
        '<row><c t="inconnu"><v>1</v></c></row>',
    ],
)
def test_cells_that_are_nowhere_or_refer_to_nothing(cells):
    assert refusal(book_of(cells)) == "classeur_illisible"


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="XFD1"><v>1</v></c></row>',
        '<row r="1048577"/>',
        "".join(f'<row r="{rank}"><c r="A{rank}"><v>1</v></c><c r="CV{rank}"><v>1</v></c></row>' for rank in range(1, 200)),
        ("<row>" + "<c/>" * 1_000 + "</row>") * 41,
        "<row/>" * 41_000,
    ],
)
def test_more_cells_than_admitted(cells):
    assert refusal(book_of(cells), Limits(cellules=10_000)) == "classeur_demesure"


def test_two_cells_in_opposite_corners_cost_nothing():
    [sheet] = workbook_tables(
        book_of('<row><c r="A1"><v>1</v></c></row><row r="1048576"><c r="ALL1048576"><v>2</v></c></row>'), LIMITS
    )
    [block] = sheet.records(1, 1_000)
    assert (block.ranks.to_list(), block.cells["999"].to_list()) == ([1048576], ["2"])
    styled = book_of('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>')
    assert workbook_tables(styled, LIMITS)[0].head == [["1"]]


def test_one_text_in_many_cells_and_texts_beyond_a_record():
    small = Limits(octets_decompresses=300_000, enregistrement=200_000)
    many = "".join(f'<row r="{rank}"><c r="A{rank}" t="str"><v>{"x" * 1000}</v></c></row>' for rank in range(1, 250))
    assert len(workbook_tables(book_of(many), small)[0].head) == 40
    shared = f'<sst xmlns="{MAIN}"><si><t>{"x" * 1000}</t></si></sst>'
    relations = part(BOOK, "xl/_rels/workbook.xml.rels").replace(
        "</Relationships>", f'<Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    cells = "".join('<row><c t="s"><v>0</v></c></row>' for _ in range(400))
    parts = {name: part(BOOK, name) for name in zipfile.ZipFile(io.BytesIO(BOOK)).namelist()}
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    parts |= {"xl/sharedStrings.xml": shared, "xl/_rels/workbook.xml.rels": relations, "xl/worksheets/sheet1.xml": sheet}
    assert refusal(zipped(parts), small) == "classeur_demesure"
    assert workbook_tables(zipped(parts), LIMITS)[0].head[39] == ["x" * 1000]
    long = book_of(f'<row><c r="{"A" * 400_000}"/></row>')
    assert refusal(long, Limits(enregistrement=200_000)) == "classeur_demesure"


def test_elements_without_end():
    assert refusal(rewritten(BOOK, xl_worksheets_sheet1="<a>" * 200)) == "classeur_demesure"
    assert refusal(book_of("".join(f"<b{rank}/>" for rank in range(2_000)))) == "classeur_demesure"


def test_bombs():
    assert refusal(overlapping(500, 500_000)) == "classeur_demesure"
    heavy = book_of(" " * 3_000_000)
    assert refusal(heavy, Limits(octets_decompresses=2_000_000)) == "classeur_demesure"
    assert refusal(heavy, Limits(ratio_des=1_000_000)) == "classeur_demesure"
    assert refusal(heavy, Limits(membres=3)) == "classeur_demesure"
    assert refusal(heavy, Limits(octets=100)) == "trop_gros"
    assert workbook_tables(heavy, LIMITS)[0].head == []


@pytest.mark.parametrize(
    "formula",
    ["[1]Feuil1!A1", "SUM('[12]Mes données'!A1:B2)", "'C:\\dossier\\[budget.xlsx]F'!A1+[2]!nom", "VLOOKUP(A1,[3]a.b-c!$A:$B,2)"],
)
def test_formulas_that_read_another_workbook(formula):
    assert refusal(workbook(F=[[Raw("", f"<f>{formula}</f><v>1</v>")]])) == "classeur_liens"


@pytest.mark.parametrize("formula", ["Feuil2!A1", "Tableau1[[#This Row],[Nombre]]", "Tableau1[2025]+Feuil2!A1", "'a [1'!A1"])
def test_formulas_that_read_this_one(formula):
    assert workbook_tables(workbook(F=[[Raw("", f"<f>{formula}</f><v>1</v>")]]), LIMITS)[0].head == [["1"]]


def test_names_that_lead_to_another_workbook():
    sheets = '<sheets><sheet name="F" sheetId="1" r:id="rId1"/></sheets>'
    names = '<definedName name="Taux">[1]F!$A$1</definedName><definedName name="ici">F!$A$1</definedName>'

    def using(formula):
        sheet = part(workbook(F=[[Raw("", f"<f>{formula}</f><v>1</v>")]]), "xl/worksheets/sheet1.xml")
        return rewritten(with_book(f"{sheets}<definedNames>{names}</definedNames>"), xl_worksheets_sheet1=sheet)

    assert refusal(using("2*TAUX")) == "classeur_liens"
    assert workbook_tables(using("2*ici"), LIMITS)[0].head == [["1"]]


@pytest.mark.parametrize(
    "sheets",
    [
        '<sheet name="a" r:id="rId1"/><sheet name="b" r:id="rId1"/>',  # a part read twice
        '<sheet name="a" r:id="rId1"/><sheet name="A" r:id="rId9"/>',
        '<sheet name="a" r:id="rId9"/>',
        '<sheet name="a"/>',
        '<sheet name="a&#x202E;b" r:id="rId1"/>',
    ],
)
def test_sheets_that_cannot_be_told_apart_or_found(sheets):
    assert refusal(with_book(f"<sheets>{sheets}</sheets>")) == "classeur_illisible"


def test_a_part_named_twice():
    parts = io.BytesIO()
    with zipfile.ZipFile(parts, "w") as archive, zipfile.ZipFile(io.BytesIO(BOOK)) as book:
        for name in book.namelist():
            archive.writestr(name, book.read(name))
        archive.writestr("xl/worksheets/sheet2.xml", book.read("xl/worksheets/sheet1.xml"))
    assert refusal(parts.getvalue().replace(b"sheet2.xml", b"sheet1.xml")) == "classeur_illisible"
