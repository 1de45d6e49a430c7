"""A sender's workbook (xlsx) as the tables of its sheets. What a cell shows is read; what it would show elsewhere never is.

Read as XML by this product alone, as it is inflated: a spreadsheet library builds the rectangle between the first and last cell
of a sheet (17 billion cells for two of them), and reads errors and formulas never computed as empty cells.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from transforms.dialects import workbook_parts as parts
from transforms.dialects.limits import Limits
from transforms.dialects.raw import HEAD_ROWS, Records, Row
from transforms.dialects.workbook_sheet import Cells, SheetReader
from transforms.dialects.zip_reader import Budget, Entry, entries, inflated
from transforms.reading.csv_header import Refusal

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_BLOCK = 200_000
"""Cells gathered before they are packed."""


def workbook_tables(content: bytes, limits: Limits) -> list[SheetTable]:
    """The sheets of a workbook, in their order; those that hold charts are left out.

    Cells are text: days `AAAA-MM-JJ` (a time may follow), numbers as typed with a point, `92.5 %` for a percentage, `VRAI` and
    `FAUX`, errors as shown (`#N/A`), `#NON CALCULÉ` for a formula whose result is not in the file. Of merged cells, the first is
    filled. Hidden rows and columns are read like the others.

    Raises:
        Refusal: `trop_gros`; `classeur_format` (xls, xlsm, xlsb, ods…); `classeur_chiffre`; `classeur_illisible`;
            `classeur_demesure`; `classeur_liens` (a formula reads another workbook: its last value may be old).
    """
    if len(content) > limits.octets:
        raise Refusal("trop_gros")
    if content.startswith(_OLE):
        raise Refusal("classeur_chiffre" if _ENCRYPTED_PACKAGE in content else "classeur_format")
    return _Package(content, limits).tables()


@dataclass
class SheetTable:
    """A sheet as a `RawTable`. Empty rows are in `head`, and left out of `records`: ranks are those of the spreadsheet."""

    name: str
    hidden: bool
    serials: bool
    limits: Limits
    head: list[Row] = field(default_factory=list)
    blocks: list[tuple[pl.Series, pl.DataFrame]] = field(default_factory=list)

    def records(self, after: int, width: int) -> Iterator[Records]:
        """See `RawTable`. A row filled only beyond the header is kept. Raises Refusal (`classeur_demesure`): too wide."""
        if width > self.limits.colonnes:
            raise Refusal("classeur_demesure")
        for ranks, cells in self.blocks:
            below = ranks > after
            if below.any():
                there = [pl.col(name) if name in cells.columns else _EMPTY.alias(name) for name in map(str, range(width))]
                yield Records(cells.filter(below).select(there), ranks.filter(below))


_EMPTY = pl.lit(None, pl.String)


@dataclass
class _Packer:
    """Packs the rows of one sheet, block by block, and counts the cells of all of them, `cells` being those of sheets before."""

    table: SheetTable
    cells: int
    ranks: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    width: int = 0

    def keep(self, rank: int, row: Row) -> None:
        """Keeps a row, unless it has spaces only. Raises Refusal (`classeur_demesure`)."""
        if not any(cell and not cell.isspace() for cell in row):
            return
        if rank <= HEAD_ROWS:
            self.table.head += [[] for _ in range(rank - 1 - len(self.table.head))]
            self.table.head.append(row)
        self.width = max(self.width, len(row))
        self.ranks.append(rank)
        self.rows.append(row)
        if self.width * len(self.rows) > _BLOCK:
            self.pack()

    def pack(self) -> None:
        """Packs what is gathered."""
        if not self.rows:
            return
        self.cells += self.width * len(self.rows)
        if self.cells > self.table.limits.cellules:
            raise Refusal("classeur_demesure")
        whole = [row + [None] * (self.width - len(row)) for row in self.rows]
        names = {str(place): pl.String for place in range(self.width)}
        packed = pl.DataFrame(whole, names, orient="row")
        self.table.blocks.append((pl.Series("rang", self.ranks, dtype=pl.Int32), packed))
        self.ranks, self.rows, self.width = [], [], 0


class _Package:
    """The zip of a workbook, whose parts are inflated when they are asked for."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self.content, self.limits, self.budget = content, limits, Budget(limits)
        self.members: dict[str, Entry] = {}
        try:
            for entry in entries(content, limits):
                if entry.name in self.members:
                    raise Refusal("classeur_illisible")
                self.members[entry.name] = entry
        except Refusal as refusal:
            raise _of_a_workbook(refusal) from None

    def tables(self) -> list[SheetTable]:
        """See `workbook_tables`."""
        if "[Content_Types].xml" not in self.members:
            raise Refusal("classeur_format" if "mimetype" in self.members else "classeur_illisible")
        main = self._main()
        folder = main.rpartition("/")[0]
        book = parts.read_book(self.pieces(main), self.limits)
        relations = parts.read_relations(self.pieces(_relations_of(main)), self.limits, folder)
        paths = {kind: path for kind, path in relations.values()}
        texts = parts.read_texts(self.pieces(paths["sharedStrings"]), self.limits) if "sharedStrings" in paths else []
        formats = parts.read_formats(self.pieces(paths["styles"]), self.limits) if "styles" in paths else []
        sheets = [(sheet, relations.get(sheet.relation or "", ("", ""))) for sheet in book.sheets]
        sheets = [(sheet, path) for sheet, (kind, path) in sheets if kind not in ("chartsheet", "dialogsheet")]
        _refuse_names([sheet.name for sheet, _ in sheets], [path for _, path in sheets])
        cells, tables, count = Cells(book, texts, formats, self.limits), [], 0
        for sheet, path in sheets:
            packer = _Packer(SheetTable(sheet.name, sheet.hidden, not book.since_1904, self.limits), count)
            SheetReader(cells, packer.keep).read(self.pieces(path))
            packer.pack()
            tables.append(packer.table)
            count = packer.cells
        return tables

    def pieces(self, path: str) -> Iterator[bytes]:
        """The bytes of a part. Raises Refusal: there is none, or it cannot be inflated."""
        entry = self.members.get(path)
        if entry is None:
            raise Refusal("classeur_illisible")
        try:
            yield from inflated(self.content, entry, self.budget)
        except Refusal as refusal:
            raise _of_a_workbook(refusal) from None

    def _main(self) -> str:
        """The path of the main part of a workbook without macros."""
        relations = parts.read_relations(self.pieces("_rels/.rels"), self.limits, "")
        main = next((path for kind, path in relations.values() if kind == "officeDocument"), "")
        types = parts.read_types(self.pieces("[Content_Types].xml"), self.limits)
        if main and (types.get(main) != parts.XLSX or any(name.endswith("vbaProject.bin") for name in self.members)):
            raise Refusal("classeur_format")
        return main


def _relations_of(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _refuse_names(names: list[str], paths: list[str]) -> None:
    """A part read twice would unfold without end; a name that cannot be shown could not be put right."""
    unseen = any(unicodedata.category(sign)[0] == "C" for name in names for sign in name)
    if unseen or len({name.casefold() for name in names}) < len(names) or len(set(paths)) < len(paths):
        raise Refusal("classeur_illisible")


def _of_a_workbook(refusal: Refusal) -> Refusal:
    """What is wrong with the zip, said of the workbook it is."""
    own = {
        "archive_demesuree": "classeur_demesure",
        "archive_illisible": "classeur_illisible",
        "archive_chiffree": "classeur_chiffre",
    }
    return Refusal(own.get(refusal.rule, refusal.rule))
