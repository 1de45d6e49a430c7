"""One sheet of a workbook: the text of its cells, row by row, as the XML is read. Every cell counts in the limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from transforms.dialects.excel_values import FALSE, NOT_COMPUTED, PLAIN, TRUE, UNKNOWN_ERROR, Format, iso_text, number_text
from transforms.dialects.limits import Limits
from transforms.dialects.raw import Row
from transforms.dialects.workbook_parts import Book, leads_elsewhere, unescaped
from transforms.dialects.workbook_xml import read_xml
from transforms.reading.csv_header import Refusal

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LAST_COLUMN = 16_384
_WORD = re.compile(r"[\w.\\]+")


@dataclass
class Cells:
    """What cells refer to, and what all the sheets of one workbook may hold together.

    Attributes:
        book: its main part.
        texts: shared texts.
        formats: formats of styles.
        limits: what is admitted.
        octets: characters of text read so far.
    """

    book: Book
    texts: list[str]
    formats: list[Format]
    limits: Limits
    octets: int = 0

    def text(self, kind: str, style: str | None, stored: str | None, inline: str | None, formula: bool) -> str | None:
        """The text of a cell; None when it is empty.

        Raises:
            Refusal: `classeur_illisible`, a reference to nothing.
        """
        if kind == "e":  # never empty: an error is no absence
            return stored or UNKNOWN_ERROR
        if formula and (stored is None or self.book.stale or (not stored and kind != "str")):
            return NOT_COMPUTED
        if kind == "inlineStr":
            return unescaped(inline or "") or None
        if not stored:
            return None
        match kind:
            case "s":
                return self._at(self.texts, stored) or None
            case "str":
                return unescaped(stored)
            case "b":
                return {"1": TRUE, "0": FALSE, "true": TRUE, "false": FALSE}.get(stored, stored)
            case "d":
                return iso_text(stored)
            case "n":
                written = self._at(self.formats, style) if style and self.formats else PLAIN
                return number_text(stored.strip(), written, self.book.since_1904) or None
        raise Refusal("classeur_illisible")

    def _at(self, values: list, rank: str) -> object:
        try:
            return values[int(rank)] if rank.isdecimal() else values[len(values)]
        except (IndexError, ValueError):
            raise Refusal("classeur_illisible") from None

    def count(self, text: str) -> None:
        """Counts the text of a cell: one shared text may fill a million of them."""
        self.octets += len(text)
        if self.octets > self.limits.octets_decompresses:
            raise Refusal("classeur_demesure")


@dataclass
class SheetReader:
    """Reads one sheet; `keep` is given the rank and the cells of each row that has any, in order."""

    cells: Cells
    keep: Callable[[int, Row], None]
    _row: int = 0
    _column: int = 0
    _filled: Row = field(default_factory=list)
    _cell: dict[str, str] | None = None
    _inside: list[str] = field(default_factory=list)
    _texts: dict[str, list[str]] = field(default_factory=dict)
    _into: list[str] | None = None

    def read(self, pieces: Iterable[bytes]) -> None:
        """Reads the XML of a sheet.

        Raises:
            Refusal: `classeur_illisible`, `classeur_demesure`, `classeur_liens` (a formula that reads another workbook).
        """
        read_xml(pieces, self.cells.limits, self._start, self._end, self._text)

    def _start(self, name: str, given: dict[str, str]) -> None:
        inside = self._inside
        inside.append(name)
        if self._cell is not None:
            self._into = None
            if name in ("v", "f", "t") and "rPh" not in inside:
                self._into = self._texts.setdefault(name, [])
        elif name == "c" and inside == ["worksheet", "sheetData", "row", "c"]:
            self._cell, self._texts = given, {}
            self._place(given.get("r"))
        elif name == "row" and inside == ["worksheet", "sheetData", "row"]:
            self._begin_row(given.get("r"))

    def _end(self, name: str) -> None:
        self._inside.pop()
        self._into = None
        if name == "c" and len(self._inside) == 3 and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "row" and len(self._inside) == 2 and self._filled:
            self.keep(self._row, self._filled)
            self._filled = []

    def _text(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def _begin_row(self, rank: str | None) -> None:
        row = self._row + 1
        if rank is not None:
            row = int(rank) if rank.isdecimal() and len(rank) <= 7 else 0
        if row <= self._row:
            raise Refusal("classeur_illisible")
        if row > self.cells.limits.lignes:
            raise Refusal("classeur_demesure")
        self._row, self._column = row, 0

    def _place(self, reference: str | None) -> None:
        """Where the cell is: rows and columns only go forward, as Excel requires."""
        column = self._column + 1
        if reference is not None:
            found = _REFERENCE.fullmatch(reference)
            if found is None or int(found[2]) != self._row:
                raise Refusal("classeur_illisible")
            column = 0
            for letter in found[1]:
                column = column * 26 + ord(letter) - 64
        if not self._column < column <= _LAST_COLUMN:
            raise Refusal("classeur_illisible")
        self._column = column

    def _end_cell(self, given: dict[str, str]) -> None:
        texts = self._texts
        formula = "f" in texts
        if formula:
            self._refuse_links("".join(texts["f"]))
        stored = "".join(texts["v"]) if "v" in texts else None
        inline = "".join(texts["t"]) if "t" in texts else None
        text = self.cells.text(given.get("t", "n"), given.get("s"), stored, inline, formula)
        if text is None:
            return
        self.cells.count(text)
        if self._column > self.cells.limits.colonnes:
            raise Refusal("classeur_demesure")
        self._filled += [None] * (self._column - 1 - len(self._filled))
        self._filled.append(text)

    def _refuse_links(self, formula: str) -> None:
        elsewhere = self.cells.book.elsewhere
        if leads_elsewhere(formula) or (elsewhere and elsewhere.intersection(map(str.casefold, _WORD.findall(formula)))):
            raise Refusal("classeur_liens")
