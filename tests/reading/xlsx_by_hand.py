"""A workbook written cell by cell, so that a test decides what Excel would have typed. Not a test."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import NamedTuple
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/>'
    '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


class Raw(NamedTuple):
    """A cell given as its attributes and its inner XML."""

    attributes: str
    inside: str


ERROR = Raw('t="e"', "<v>#N/A</v>")
NEVER_COMPUTED = Raw("", "<f>A1</f>")
COMPUTED_EMPTY = Raw('t="str"', '<f>""</f><v></v>')


def workbook(**sheets: list[list[object]]) -> bytes:
    """An xlsx file with these sheets; None is no cell, a number a numeric cell, a date a cell in date format."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        )
        archive.writestr("_rels/.rels", _relations({"rId1": ("officeDocument", "xl/workbook.xml")}))
        names = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(sheets, 1))
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>')
        parts = {f"rId{i}": ("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)}
        archive.writestr("xl/_rels/workbook.xml.rels", _relations({**parts, "rId999": ("styles", "styles.xml")}))
        archive.writestr("xl/styles.xml", _STYLES)
        for i, rows in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{i}.xml", _sheet(rows))
    return packed.getvalue()


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    lines = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{path}"/>' for i, (kind, path) in targets.items())
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _sheet(rows: list[list[object]]) -> str:
    lines = (
        f'<row r="{rank}">{"".join(_cell(f"{_letter(place)}{rank}", value) for place, value in enumerate(row))}</row>'
        for rank, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _letter(place: int) -> str:
    return chr(ord("A") + place)


def _cell(reference: str, value: object) -> str:
    match value:
        case None:
            return ""
        case Raw(attributes, inside):
            return f'<c r="{reference}" {attributes}>{inside}</c>'
        case bool():
            return f'<c r="{reference}" t="b"><v>{int(value)}</v></c>'
        case date():
            return f'<c r="{reference}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
        case int() | float():
            return f'<c r="{reference}"><v>{value!r}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'
