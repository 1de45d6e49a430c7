"""How much of a foreign file is read before it is refused: bounds on memory and time, with their reasons."""

from __future__ import annotations

from dataclasses import dataclass, fields

_MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds of one foreign file.

    Attributes:
        octets: bytes of the file. A region's largest export of one sender is ten times smaller, and the file is held in memory.
        octets_decompresses: bytes of everything a zip or a workbook unfolds to, and bytes of text of the cells of a workbook
            (one shared text may fill a million cells): held in memory.
        ratio: times a compressed member may grow. Exports of repetitive lines reach 50; a bomb 1,000.
        ratio_des: bytes from which `ratio` is looked at: below, a member of a few repeated lines harms nobody.
        membres: entries of a zip or a workbook, folders included.
        cellules: cells of a workbook, empty ones between filled ones included, and fields kept of a text's irregular records:
            16 bytes and more each, some 7 microseconds to read.
        colonnes: columns of a table. The widest known export (TDB-MS) has 331.
        lignes: rows of a sheet (those of Excel), and records of a text that do not fit its header.
        enregistrement: bytes of one record of a text, of one text or mark of a workbook: parsed in one piece.
    """

    octets: int = 128 * _MIB
    octets_decompresses: int = 512 * _MIB
    ratio: int = 100
    ratio_des: int = 16 * _MIB
    membres: int = 1_000
    cellules: int = 5_000_000
    colonnes: int = 1_000
    lignes: int = 1_048_576
    enregistrement: int = 8 * _MIB

    def __post_init__(self) -> None:
        """Raises ValueError for a limit that admits nothing."""
        for limit in fields(self):
            if getattr(self, limit.name) <= 0:
                raise ValueError(limit.name)
