"""A sender's separated text as one table: its first rows, then its records with their rank. No cell is interpreted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from transforms.dialects.encoding import as_utf8
from transforms.dialects.limits import Limits
from transforms.dialects.raw import HEAD_ROWS, Records, Row
from transforms.dialects.text_records import Layout, read_blocks
from transforms.reading.csv_fields import mended_quotes, read_record
from transforms.reading.csv_header import Refusal

_SAMPLE = 20
"""Records after the header by which it is known whether lines end with separators of no column."""

_EXCEL_SEPARATOR = re.compile(rb'"?sep=([;,\t|])"?(?:\r\n|\r|\n)', re.IGNORECASE)
"""First line by which a text tells Excel its separator: Excel does not show it."""


def text_tables(content: bytes, encodage: str, separateur: str, limits: Limits, name: str = "") -> TextTable:
    """The table of a text.

    Args:
        content: bytes of the file, or of a member of an archive.
        encodage: one of `ENCODAGES`.
        separateur: one of `SEPARATEURS`.
        limits: what is admitted.
        name: that of the member.

    Raises:
        Refusal: `trop_gros`, `encodage`, `fichier_vide`, `separateur` (the file names another one to Excel), `csv_invalide`
            (in the first rows: a quotation mark left open, a record beyond the limits). A row with more fields than admitted is
            cut after the first one too many.
    """
    if len(content) > limits.octets:
        raise Refusal("trop_gros")
    text = as_utf8(content, encodage)
    start = 0
    if told := _EXCEL_SEPARATOR.match(text):
        if told[1].decode() != separateur:
            raise Refusal("separateur")
        start = told.end()
    if not text[start : start + 1024].strip() and not text[start:].strip():
        raise Refusal("fichier_vide")
    return TextTable(text, start, separateur, limits, name)


class TextTable:
    """A text as a `RawTable`."""

    hidden = False
    serials = False

    def __init__(self, text: bytes, start: int, separateur: str, limits: Limits, name: str) -> None:
        self.name = name
        self._text, self._separateur, self._limits = text, separateur, limits
        self._start = start
        self.head: list[Row] = [cells for cells, _ in self._walk(start, HEAD_ROWS)]

    def records(self, after: int, width: int) -> Iterator[Records]:
        """See `RawTable`. Blank records are left out. Lines may all end with separators that no column follows, or the header
        alone: the number of fields most of the first records have is that of every record. Another is damage, even when the
        fields at the end are empty: one may have been lost before them.

        Raises:
            Refusal: `csv_invalide`: a quotation mark left open, too many columns, a record beyond the limits, too many that do
                not fit.
        """
        if width > self._limits.colonnes:
            raise Refusal("csv_invalide")
        start, header, named = self._start, width, [0]
        for cells, following in self._walk(start, after):
            start, header, named = following, len(cells), [named[-1], _filled(cells)]
        fields = self._usual(start, header, min(width, max(named)) or width, width)
        text = memoryview(self._text)[start:]
        if self._text.find(b'"', start) >= 0:
            added = max(fields, width) + 1
            text = mended_quotes(self._text, start, self._separateur, added, self._limits.enregistrement)
        layout = Layout(self._separateur, after, width, fields, self._limits)
        for block in read_blocks(text, layout):
            if block.ranks.len() or block.ragged:
                yield block

    def _walk(self, place: int, most: int) -> Iterator[tuple[Row, int]]:
        """`most` records from `place`, each with the place of the one after it."""
        for _ in range(most):
            if place >= len(self._text):
                return
            begun = place
            cells, place = read_record(self._text, place, self._separateur, self._limits.colonnes)
            if place - begun > self._limits.enregistrement:
                raise Refusal("csv_invalide")
            yield cells, place

    def _usual(self, start: int, header: int, fewest: int, width: int) -> int:
        """The number of fields that most of the next records have: `header` if that is one of them, at least `fewest` (columns
        with a name), none filled beyond `width`.
        """
        next_ones = [len(cells) for cells, _ in self._walk(start, _SAMPLE) if any(cells) and not any(cells[width:])]
        counts = Counter(count for count in next_ones if count >= fewest)
        return max(counts, key=lambda count: (counts[count], count == header), default=width)


def _filled(cells: Row) -> int:
    """The number of cells, empty ones at the end left out."""
    return max((rank for rank, cell in enumerate(cells, 1) if cell and cell.strip()), default=0)
