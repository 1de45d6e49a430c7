"""What is fuzzed: each reader of bytes from outside, given any bytes. A refusal is an answer; any other exception is a fault.

Used by `make fuzz` (atheris, byte by byte) and by the tests (Hypothesis). Not a test.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from contracts.deposits.columns import DATASETS
from contracts.dialect import ENCODAGES, SEPARATEURS
from flows.dialects import DIALECTS_DIRECTORY, load_all_dialects
from tests.pollution.clean import ARCHIVES, TEXTS
from tests.pollution.clean_workbooks import WORKBOOKS
from transforms.dialects.archive import archive_members
from transforms.dialects.limits import Limits
from transforms.dialects.text_table import text_tables
from transforms.dialects.translated import Context
from transforms.dialects.unfold import unfold
from transforms.dialects.workbook import workbook_tables
from transforms.reading.csv_header import Refusal, read_header
from transforms.reading.csv_text import stream_text

LIMITS = Limits(octets=10**6, octets_decompresses=10**6, membres=50, cellules=20_000, enregistrement=20_000, colonnes=100)
SHIPPED = list(load_all_dialects([DIALECTS_DIRECTORY]).values())
_JUNE = (datetime.date(2026, 6, 1), datetime.date(2026, 6, 30))
_NAMES = ("export.csv", "etat.xlsx", "dui.zip", "dossiers.csv", "export-tdbesms-2021-region-agg.xlsx")


def header(content: bytes) -> None:
    """The header of the pivot form, for the dataset that the first byte says."""
    dataset, content = _chosen(list(DATASETS.values()), content)
    read_header(content, dataset)


def pivot(content: bytes) -> None:
    """A file of the pivot form, part by part."""
    dataset, content = _chosen(list(DATASETS.values()), content)
    lines: list[int] = []
    for _, text in stream_text(io.BytesIO(content), dataset):
        lines += text.places["ligne"].to_list() + text.ragged["ligne"].to_list()
    assert len(set(lines)) == len(lines)


def text(content: bytes) -> None:
    """A sender's text, in the encoding and with the separator that the first byte says."""
    (encodage, separateur), content = _chosen([(one, other) for one in ENCODAGES for other in SEPARATEURS], content)
    _read([text_tables(content, encodage, separateur, LIMITS)])


def sheets(content: bytes) -> None:
    """A workbook, or the XML of a sheet put in a sound one: a zip damaged at random is nearly always refused at once."""
    _read(workbook_tables(content if content.startswith(b"PK") else _with_sheet(content), LIMITS))


def members(content: bytes) -> None:
    """An archive."""
    archive_members(content, LIMITS)


def whole(content: bytes) -> None:
    """A file received under a name of some format, in any dialect of the product."""
    name, content = _chosen(_NAMES, content)
    unfold(content, SHIPPED, Context(name, None, _JUNE), LIMITS)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "header": header,
    "pivot": pivot,
    "text": text,
    "sheets": sheets,
    "members": members,
    "whole": whole,
}


def tried(target: str, content: bytes) -> None:
    """Reads these bytes. Raises anything but a refusal."""
    try:
        TARGETS[target](content)
    except Refusal:
        return


def corpus(target: str) -> list[bytes]:
    """Sound files to begin with."""
    texts = [make(Random(1)).content() for make in TEXTS.values()]
    zips = [make(Random(1)).content() for make in (ARCHIVES if target == "members" else WORKBOOKS).values()]
    if target in ("members", "sheets"):
        return zips + ([_sheet(content) for content in zips] if target == "sheets" else [])
    chosen = [bytes([place]) + content for place, content in enumerate(texts)]
    if target != "whole":
        return chosen
    books = [b"\1" + make(Random(1)).content() for make in WORKBOOKS.values()]
    return chosen + books + [b"\2" + make(Random(1)).content() for make in ARCHIVES.values()]


def write_corpus(folder: Path, target: str) -> None:
    """Writes the sound files in a folder, for a fuzzer that reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    for rank, content in enumerate(corpus(target)):
        (folder / f"sain-{rank}").write_bytes(content)


def _chosen(among, content: bytes):
    return among[(content[0] if content else 0) % len(among)], content[1:]


def _read(tables) -> None:
    for table in tables:
        for after in (0, 2):
            for block in table.records(after, 5):
                assert len(block.ranks) == block.cells.height
                assert block.ranks.is_sorted()


_SHEET = "xl/worksheets/sheet1.xml"
_SOUND = next(iter(WORKBOOKS.values()))(Random(1)).content()


def _sheet(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(_SHEET)


def _with_sheet(xml: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_SOUND)) as sound, zipfile.ZipFile(packed, "w") as archive:
        for name in sound.namelist():
            archive.writestr(name, xml if name == _SHEET else sound.read(name))
    return packed.getvalue()
