"""XML parts of a workbook, read as they are inflated: no declared entity, bounded depth and pieces. What an element means is said
by the readers of each part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from transforms.dialects.limits import Limits
from transforms.reading.csv_header import Refusal

MAIN = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
"""Names of the language of sheets: the usual one, and that of « Classeur Excel strict »."""

OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)

_DEEPEST = 100
_ELEMENTS_OF_A_CELL = 4
"""Row, cell, formula, value."""
_CHUNK = 64 * 1024

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def read_xml(pieces: Iterable[bytes], limits: Limits, start: Start, end: End | None = None, text: Text | None = None) -> None:
    """Calls `start`, `end` and `text` for the elements of a part. Names of sheets' language are bare (`row`), others are preceded
    by their namespace and a space.

    Raises:
        Refusal: `classeur_illisible` (no XML, a declared entity or document type), `classeur_demesure` (an element or a text
            beyond the limits, too many of them).
    """
    elements = _Elements(limits, start, end)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = elements.opened, elements.closed
    if text:
        parser.CharacterDataHandler = text
    given = 0
    try:
        for piece in pieces:
            for place in range(0, len(piece), _CHUNK):
                chunk = piece[place : place + _CHUNK]
                given += len(chunk)
                parser.Parse(chunk, False)
                if given - parser.CurrentByteIndex > limits.enregistrement:
                    raise Refusal("classeur_demesure")
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError):  # the last two: an encoding that nobody knows, or of several bytes
        raise Refusal("classeur_illisible") from None


class _Elements:
    """Counts the elements of a part, and names them for what reads it."""

    def __init__(self, limits: Limits, start: Start, end: End | None) -> None:
        self.limits, self.start, self.end = limits, start, end
        self.names: dict[str, str] = {}
        self.depth = 0
        self.left = limits.cellules * _ELEMENTS_OF_A_CELL

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        self.left -= 1
        if self.depth > _DEEPEST or self.left < 0:
            raise Refusal("classeur_demesure")
        self.start(self.names.get(name) or self._bare(name), attributes)

    def closed(self, name: str) -> None:
        """An element ends."""
        self.depth -= 1
        if self.end:
            self.end(self.names.get(name) or self._bare(name))

    def _bare(self, name: str) -> str:
        if len(self.names) > self.limits.membres:
            raise Refusal("classeur_demesure")
        space, _, local = name.rpartition(" ")
        return self.names.setdefault(name, local if space in MAIN else name)


def attribute(attributes: dict[str, str], name: str) -> str | None:
    """The value of an attribute of the language of relations (`id`)."""
    return next((attributes[f"{space} {name}"] for space in OFFICE if f"{space} {name}" in attributes), None)


def _refuse_doctype(*_: object) -> None:
    raise Refusal("classeur_illisible")
