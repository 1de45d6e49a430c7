"""The header of one CSV file of the pivot form: separator, names of columns, where the records start; why a file is set aside."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass

from contracts.deposits.columns import Dataset

BOM = b"\xef\xbb\xbf"
HEADER_MAX = 64 * 1024
"""Bytes within which a header ends."""


class Refusal(Exception):
    """The whole file is set aside. `rule` is one of `FILE_RULES`; `columns` names the columns of the contract at fault."""

    def __init__(self, rule: str, columns: tuple[str, ...] = ()) -> None:
        super().__init__(rule)
        self.rule = rule
        self.columns = columns


@dataclass
class Header:
    """The header of a file: the known columns it has, those it adds, and where the records start."""

    known: tuple[str, ...]
    ignored: tuple[str, ...]
    names: tuple[str, ...]
    body: int


class HeaderReader:
    """Reads the headers of many files of one dataset: files of one sender have the same first line, which is read once."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.known: dict[bytes, Header] = {}

    def read(self, content: bytes) -> Header:
        """The header of one file, given whole. Raises as `read_header`."""
        end = content.find(b"\n", 0, HEADER_MAX) + 1
        line = content[:end]
        header = self.known.get(line)
        if header is None or b"\0" in content[:256]:  # the null bytes of another encoding may follow the first line
            header = read_header(content[:HEADER_MAX], self.dataset)
            if header.body == end:
                self.known[line] = header
        return header


def read_header(head: bytes, dataset: Dataset) -> Header:
    """Reads the header from the first bytes of a file.

    Raises:
        Refusal: `fichier_vide`, `encodage`, `separateur`, `colonnes_manquantes`, `colonne_en_double` or `colonne_mal_nommee`.
    """
    start = len(BOM) if head.startswith(BOM) else 0
    if not head[start:].strip():
        raise Refusal("fichier_vide")
    line, body = _first_line(head, start)
    try:
        names = tuple(name.strip() for name in next(csv.reader([line], delimiter=";"), []))
    except csv.Error:  # line ends of the old Macintosh, or a stray quotation mark
        raise Refusal("csv_invalide") from None
    missing = tuple(c.name for c in dataset.columns if c.required and c.name not in names)
    if missing and len(names) == 1 and any(sign in line for sign in ",\t|"):
        raise Refusal("separateur")
    if missing:
        raise Refusal("colonnes_manquantes", missing)
    twice = tuple(dict.fromkeys(name for name in names if name in dataset.names and names.count(name) > 1))
    if twice:
        raise Refusal("colonne_en_double", twice)
    known = tuple(name for name in names if name in dataset.names)
    ignored = tuple(name for name in names if name not in dataset.names)
    nearly = {_bare(name) for name in ignored}
    misspelt = tuple(name for name in dataset.names if name not in names and _bare(name) in nearly)
    if misspelt:
        raise Refusal("colonne_mal_nommee", misspelt)
    return Header(known, ignored, names, body)


def _bare(name: str) -> str:
    """A name without case, accents, spaces nor signs: `Statut` or `date sortie`, ignored, would read as empty columns."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name).casefold() if sign.isalnum())


def _first_line(head: bytes, start: int) -> tuple[str, int]:
    if b"\0" in head[:256]:
        raise Refusal("encodage")
    end = head.find(b"\n", start)
    while end >= 0 and head.count(b'"', start, end) % 2:  # a line break inside a quoted name
        end = head.find(b"\n", end + 1)
    if end < 0 and (len(head) >= HEADER_MAX or head.count(b'"', start) % 2):
        raise Refusal("csv_invalide")
    body = end + 1 if end >= 0 else len(head)
    try:
        return head[start:body].decode("utf-8").rstrip("\r\n"), body
    except UnicodeDecodeError:
        raise Refusal("encodage") from None
