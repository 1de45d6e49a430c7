"""Zips and workbooks written part by part, so that a test decides what is wrong with them. Not a test."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pytest

from tests.reading.xlsx_by_hand import workbook
from transforms.reading.csv_header import Refusal


def refused(act, *arguments, **named) -> str:
    """The rule by which this is refused; anything else fails the test."""
    with pytest.raises(Refusal) as caught:
        act(*arguments, **named)
    return caught.value.rule


def zipped(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    """An ordinary zip of these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = comment
    return packed.getvalue()


def member(name: str, content: bytes, **attributes: int) -> bytes:
    """A zip of one member whose attributes (`create_system`, `external_attr`…) are given."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        info = zipfile.ZipInfo(name)
        for attribute, value in attributes.items():
            setattr(info, attribute, value)
        archive.writestr(info, content)
    return packed.getvalue()


def overlapping(count: int, size: int) -> bytes:
    """A zip whose `count` members are the same `size` bytes: what is read of it grows, not its own size."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(bytes(size)) + body.flush()
    crc = zlib.crc32(bytes(size))
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(packed), size, 1, 0) + b"a" + packed
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(packed), size, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * count
    return local + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(local), 0)


def rewritten(book: bytes, **parts: bytes | str | None) -> bytes:
    """A workbook some parts of which are others; None takes one away. `_` in a name stands for `/`, its suffix is `.xml`."""
    named = {name.replace("_", "/") + ".xml": content for name, content in parts.items()}
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return zipped({name: content for name, content in (kept | named).items() if content is not None})


def book_of(cells: str, attributes: str = "") -> bytes:
    """A workbook of one sheet, whose rows are this XML; `attributes` may declare namespaces."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}" {attributes}><sheetData>{cells}</sheetData></worksheet>'
    return rewritten(workbook(Feuil1=[["a"]]), xl_worksheets_sheet1=sheet)


def raw_zip(members: Mapping[str, tuple[bytes, int, int]]) -> bytes:
    """A zip of members given as their deflated bytes, the sum and the size it declares, true or not."""
    packed, directory = b"", b""
    for name, (body, crc, size) in members.items():
        told = (crc, len(body), size, len(name))
        entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, *told, 0, 0, 0, 0, 0, len(packed))
        directory += entry + name.encode()
        packed += struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, *told, 0) + name.encode() + body
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(members), len(members), len(directory), len(packed), 0)
    return packed + directory + end
