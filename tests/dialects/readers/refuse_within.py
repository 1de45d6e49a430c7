"""Run by itself: makes one hostile file, has it refused, and prints the rule and the memory that took (MiB). Not a test."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.dialects.readers.zip_by_hand import book_of, overlapping, raw_zip, rewritten
from tests.reading.xlsx_by_hand import workbook
from transforms.dialects.archive import archive_members
from transforms.dialects.limits import Limits
from transforms.dialects.text_table import text_tables
from transforms.dialects.workbook import workbook_tables
from transforms.reading.csv_header import Refusal

MIB = 1024 * 1024
LIMITS = Limits()


def _zeros(size: int) -> bytes:
    """`size` MiB of zeros, deflated without being held."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"".join(packer.compress(bytes(MIB)) for _ in range(size)) + packer.flush()


def _text(content: bytes) -> None:
    for _ in text_tables(content, "utf-8", ";", LIMITS).records(1, 2):
        pass


def _columns(content: bytes) -> None:
    table = text_tables(content, "utf-8", ";", LIMITS)
    for _ in table.records(1, len(table.head[0])):
        pass


def _archive(content: bytes) -> None:
    archive_members(content, LIMITS)


def _book(content: bytes) -> None:
    workbook_tables(content, LIMITS)


CASES: dict[str, tuple[Callable[[bytes], None], Callable[[], bytes]]] = {
    "ligne": (_text, lambda: b"a;b\n" + b"x" * (100 * MIB)),
    "premiere_ligne": (_text, lambda: b"x" * (100 * MIB)),
    "guillemet": (_text, lambda: b'a;b\n"' + b"x\n" * (50 * MIB)),
    "colonnes": (_columns, lambda: b";".join([b"a"] * 1_000_000) + b"\n"),
    "champs": (_text, lambda: b"a;b\n" + b"1;2\n" * 50 + (b"1;" * 1_000_000 + b"\n") * 8),
    "irregulieres": (_text, lambda: b"a;b\n" + b"1\n" * (50 * MIB)),
    "vides": (_text, lambda: b"a;b\n" + b";;\n" * (30 * MIB)),
    "nuls": (_text, lambda: bytes(100 * MIB)),
    "bombe": (_archive, lambda: raw_zip({"a": (_zeros(2_000), 0, 100)})),
    "bombe_declaree": (_archive, lambda: raw_zip({"a": (_zeros(2_000), 0, 2_000 * MIB)})),
    "superposes": (_archive, lambda: overlapping(900, 100 * MIB)),
    "classeur": (_book, lambda: book_of(" " * (400 * MIB))),
    "coins": (
        _book,
        lambda: book_of(
            "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c><c r="ALL{r}"><v>1</v></c></row>' for r in range(1, 6_000))
        ),
    ),
    "colonne_xfd": (_book, lambda: book_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    "profond": (_book, lambda: rewritten(workbook(F=[["a"]]), xl_worksheets_sheet1="<a>" * (50 * MIB))),
    "attribut": (_book, lambda: book_of(f'<row r="{"1" * (100 * MIB)}"/>')),
}


def _memory(what: str) -> int:
    """MiB of this process: `VmRSS` now, `VmHWM` the most since it was last reset."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith(what))


def main(case: str) -> None:
    """Prints the rule that refuses the file, and by how many MiB the process grew while it was refused."""
    act, make = CASES[case]
    content = make()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # making the file may have taken more than refusing it
    before = _memory("VmRSS")
    try:
        act(content)
        rule = "lu"
    except Refusal as refusal:
        rule = refusal.rule
    print(rule, _memory("VmHWM") - before)


if __name__ == "__main__":
    main(sys.argv[1])
