"""From `registre.xlsx` to the text cells of its tables. What Excel typed (numbers, days) is written back as plain text.

Error cells and formulas never computed would be read as empty: such a workbook is refused.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

import fastexcel

from contracts.failures import RegisterError
from contracts.register import TABLES
from transforms.reading.excel_number import fifteen_digits
from transforms.reading.register_tables import RawTable, Record

_CELL = re.compile(r"<(?:\w+:)?c\b([^>]*[^/>])?>(.*?)</(?:\w+:)?c>", re.DOTALL)
_ERROR = re.compile(r"""\bt=["']e["']""")
_REFERENCE = re.compile(r"""\br=["']([A-Z]+[0-9]+)["']""")
_FORMULA = re.compile(r"<(?:\w+:)?f\b")
_VALUE = re.compile(r"<(?:\w+:)?v\b")
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) 00:00:00")
_BINARY_NOISE = re.compile(r"(?=(?:[0-9]\.?){16,}$)[0-9]+\.[0-9]+")


def read_workbook(name: str, content: bytes) -> list[RawTable]:
    """The tables held by the sheets of a workbook; an empty sheet of another name is ignored.

    Raises:
        RegisterError: not a workbook, a sheet that is no table, an error cell or a formula without a result.
    """
    try:
        workbook = fastexcel.read_excel(content)
        _refuse_broken_cells(name, content)
        sheets = {sheet: _records(workbook, sheet) for sheet in workbook.sheet_names}
    except (fastexcel.FastExcelError, zipfile.BadZipFile, zlib.error):
        raise RegisterError(
            f"Le classeur {name} du registre est illisible : enregistrez-le à nouveau au format xlsx, sans mot de passe."
        ) from None
    filled = {sheet: records for sheet, records in sheets.items() if records}
    for sheet in filled:
        if sheet.strip().casefold() not in TABLES:
            raise RegisterError(
                f"La feuille « {sheet} » du classeur {name} n'est pas une table du registre : "
                f"nommez-la parmi {', '.join(TABLES)}, ou retirez-la."
            )
    return [RawTable(sheet.strip().casefold(), records, sheet=True) for sheet, records in filled.items()]


def _records(workbook: fastexcel.ExcelReader, sheet: str) -> list[Record]:
    # skip_rows=0 keeps empty rows at the top, so that ranks are those of the spreadsheet.
    rows = workbook.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars().rows()
    records = [[_as_typed(cell) for cell in row] for row in rows]
    return records if any(cell for record in records for cell in record) else []


def _as_typed(cell: str | None) -> str | None:
    """What the person typed: a day without its midnight, a number without the digits binary storage adds."""
    if cell is None:
        return None
    if day := _MIDNIGHT.fullmatch(cell):
        return day[1]
    if _BINARY_NOISE.fullmatch(cell):
        return format(fifteen_digits(cell), "f")
    return cell


def _refuse_broken_cells(name: str, content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [part for part in archive.namelist() if part.startswith("xl/worksheets/") and part.endswith(".xml")]
        broken = [reference for part in parts for reference in _broken(archive.read(part).decode("utf-8", "replace"))]
    if broken:
        raise RegisterError(
            f"Le classeur {name} du registre a des cellules en erreur ou non calculées ({', '.join(broken[:5])}) : "
            "corrigez-les ou remplacez-les par leur valeur."
        )


def _broken(sheet: str) -> Iterator[str]:
    for cell in _CELL.finditer(sheet):
        attributes, inside = cell[1] or "", cell[2]
        if _ERROR.search(attributes) or (_FORMULA.search(inside) and not _VALUE.search(inside)):
            reference = _REFERENCE.search(attributes)
            yield reference[1] if reference else "?"
