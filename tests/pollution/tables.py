"""Files as tables that damage is done to: records of text, sheets of a workbook, members of an archive. Not a test."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.pollution.facts import Fact, Values, fact
from tests.reading.xlsx_by_hand import workbook

Change = Callable[[bytes], bytes]


@dataclass
class Record:
    """One record of a text, or row of a sheet: its cells and what a person reads there (`said`: dataset and values).

    `raw` is its text when cells no longer say it; `separator` and `end` its own when they are not those of the file; `quoted`:
    every field is between quotation marks.
    """

    cells: list
    said: list[tuple[str, Values]] = field(default_factory=list)
    raw: str | None = None
    separator: str | None = None
    end: str | None = None
    quoted: bool = False


@dataclass
class Table:
    """A text, a member of an archive, or a sheet.

    `kinds` says of each column what it holds ("" when no dialect reads it), `columns` the column of the dataset; `header` is the
    place of the last row of the header. `renamed`: columns of the dataset whose header has another name, by that name. `exact`:
    every record of the clean file is still one record.
    """

    name: str
    records: list[Record]
    header: int
    kinds: list[str]
    columns: list[str]
    required: set[str]
    separator: str = ";"
    end: str = "\n"
    encoding: str = "utf-8"
    changes: list[Change] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    exact: bool = True
    hidden: bool = False

    @property
    def data(self) -> list[Record]:
        """The records that say something."""
        return [record for record in self.records if record.said]

    def content(self) -> bytes:
        """The bytes of a text."""
        lines = (self.written(record) + (self.end if record.end is None else record.end) for record in self.records)
        content = "".join(lines).encode(self.encoding)
        for change in self.changes:
            content = change(content)
        return content

    def written(self, record: Record) -> str:
        """The text of a record, without its end."""
        if record.raw is not None:
            return record.raw
        separator = record.separator or self.separator
        return separator.join(_field(cell, separator, record.quoted) for cell in record.cells)


def _field(cell: str, separator: str, quoted: bool) -> str:
    if quoted or any(sign in cell for sign in (separator, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


@dataclass
class File:
    """A file to send. `kind` is `texte`, `classeur` or `archive`; `mains` are the tables whose rows are deposits.

    `parts`: changes of the parts of a workbook, by path; `renames`: other names of members; `changes`: of the whole file.
    """

    name: str
    kind: str
    tables: list[Table]
    parts: list[tuple[str, Callable[[str], str]]] = field(default_factory=list)
    renames: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    @property
    def mains(self) -> list[Table]:
        """The tables that hold rows of deposits."""
        return [table for table in self.tables if table.data]

    def content(self) -> bytes:
        """Its bytes."""
        if self.kind == "texte":
            content = self.tables[0].content()
        elif self.kind == "archive":
            content = _zipped({self.renames.get(table.name, table.name): table.content() for table in self.tables})
        else:
            content = self._workbook()
        for change in self.changes:
            content = change(content)
        return content

    def _workbook(self) -> bytes:
        packed = workbook(**{table.name: [record.cells for record in table.records] for table in self.tables})
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        for path, change in self.parts:
            members[path] = change(members[path].decode()).encode()
        return _zipped(members)

    def shown(self) -> list[tuple[int, Fact]]:
        """The rank and the fact of each row that a person reads."""
        return [
            (rank, fact(jeu, values))
            for table in self.tables
            for rank, record in enumerate(table.records, 1)
            for jeu, values in record.said
        ]


def _zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
