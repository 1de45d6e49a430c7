"""What the cells of a workbook refer to: its list of sheets, its formats, its shared texts, names that lead elsewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from transforms.dialects.excel_values import PLAIN, Format, builtin_format, format_of
from transforms.dialects.limits import Limits
from transforms.dialects.workbook_xml import attribute, read_xml
from transforms.reading.csv_header import Refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
"""Type of the main part of a workbook without macros."""

_LINK = re.compile(r"""\[[0-9]+\](?:[\w .\-]*!|'!)|'[^']*\[[0-9]+\](?:[^']|'')*'!|\[[0-9]+\]!""")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_YES = ("1", "true", "on")

Pieces = Callable[[str], Iterator[bytes]]
"""The bytes of a part, by its path. Raises Refusal (`classeur_illisible`) when there is none."""


def leads_elsewhere(formula: str) -> bool:
    """Whether a formula names a cell of another workbook (`[1]Feuil1!A1`)."""
    return "[" in formula and _LINK.search(formula) is not None


def unescaped(text: str) -> str:
    """A text without Excel's way of writing characters that XML does not have (`_x000D_`)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


@dataclass
class Sheet:
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    relation: str | None


@dataclass
class Book:
    """The main part of a workbook. `stale`: the program that wrote it left its formulas to be computed when it is opened;
    `elsewhere`: names that stand for cells of other workbooks.
    """

    sheets: list[Sheet] = field(default_factory=list)
    since_1904: bool = False
    stale: bool = False
    elsewhere: set[str] = field(default_factory=set)


def read_book(pieces: Iterable[bytes], limits: Limits) -> Book:
    """Raises Refusal as `read_xml`."""
    book = Book()
    inside: list[str] = []
    names: list[str] = []
    formula: list[str] = []

    def start(name: str, given: dict[str, str]) -> None:
        inside.append(name)
        match inside:
            case ["workbook", "workbookPr"]:
                book.since_1904 = given.get("date1904") in _YES
            case ["workbook", "calcPr"]:
                book.stale = given.get("fullCalcOnLoad") in _YES
            case ["workbook", "sheets", "sheet"]:
                hidden = given.get("state", "visible") != "visible"
                book.sheets.append(Sheet(given.get("name", ""), hidden, attribute(given, "id")))
            case ["workbook", "definedNames", "definedName"]:
                names.append(given.get("name", ""))

    def end(name: str) -> None:
        if inside.pop() == "definedName" and names and leads_elsewhere("".join(formula)):
            book.elsewhere.add(names[-1].casefold())
        formula.clear()

    read_xml(pieces, limits, start, end, lambda text: formula.append(text) if inside[-1] == "definedName" else None)
    return book


def read_relations(pieces: Iterable[bytes], limits: Limits, folder: str) -> dict[str, tuple[str, str]]:
    """Kind and path of what a part of `folder` refers to inside the file, by identifier. Raises as `read_xml`."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, given: dict[str, str]) -> None:
        if name.endswith(" Relationship") and given.get("TargetMode") != "External":
            target = given.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[given.get("Id", "")] = (given.get("Type", "").rpartition("/")[2], path)

    read_xml(pieces, limits, start)
    return found


def read_types(pieces: Iterable[bytes], limits: Limits) -> dict[str, str]:
    """The type of each part that is named one by one. Raises as `read_xml`."""
    found: dict[str, str] = {}

    def start(name: str, given: dict[str, str]) -> None:
        if name.endswith(" Override"):
            found[given.get("PartName", "").lstrip("/")] = given.get("ContentType", "")

    read_xml(pieces, limits, start)
    return found


def read_formats(pieces: Iterable[bytes], limits: Limits) -> list[Format]:
    """The format of each style of cell, by rank. Raises as `read_xml`."""
    codes: dict[str, str] = {}
    used: list[str] = []
    inside: list[str] = []

    def start(name: str, given: dict[str, str]) -> None:
        inside.append(name)
        match inside:
            case ["styleSheet", "numFmts", "numFmt"]:
                codes[given.get("numFmtId", "")] = given.get("formatCode", "")
            case ["styleSheet", "cellXfs", "xf"]:
                used.append(given.get("numFmtId", "0"))

    read_xml(pieces, limits, start, lambda name: inside.pop())
    known = {rank: format_of(codes[rank]) if rank in codes else _builtin(rank) for rank in set(used)}
    return [known[rank] for rank in used]


def _builtin(rank: str) -> Format:
    return builtin_format(int(rank)) if rank.isdecimal() and len(rank) < 6 else PLAIN


def read_texts(pieces: Iterable[bytes], limits: Limits) -> list[str]:
    """The shared texts, by rank, without what only guides pronunciation. Raises as `read_xml`, and `classeur_demesure`."""
    texts: list[str] = []
    runs: list[str] = []
    state = {"text": False, "guide": False}

    def start(name: str, given: dict[str, str]) -> None:
        if name == "si":
            runs.clear()
        elif name == "rPh":
            state["guide"] = True
        elif name == "t":
            state["text"] = not state["guide"]

    def end(name: str) -> None:
        if name == "si":
            if len(texts) >= limits.cellules:
                raise Refusal("classeur_demesure")
            texts.append(unescaped("".join(runs)))
        elif name == "rPh":
            state["guide"] = False
        elif name == "t":
            state["text"] = False

    read_xml(pieces, limits, start, end, lambda text: runs.append(text) if state["text"] else None)
    return texts
