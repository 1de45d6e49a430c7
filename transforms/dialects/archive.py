"""A sender's zip as the texts it holds. Nothing is written on disk; a member that could be taken for another is refused."""

from __future__ import annotations

import re
import stat
import unicodedata

from transforms.dialects.limits import Limits
from transforms.dialects.zip_reader import Budget, Entry, entries, inflated
from transforms.reading.csv_header import Refusal

_UNIX = 3
_LONGEST_NAME = 255
_DRIVE = re.compile(r"[A-Za-z]:")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Kinds of characters that a message cannot show, or that change the order of what it shows."""

_LEFT_BY_SYSTEMS = {".ds_store", "thumbs.db", "desktop.ini"}
_ARCHIVE_NAME = re.compile(r"\.(zip|7z|rar|tar|tgz|gz|bz2|xz|zst|lz4|lzma|jar|cab|arj|xlsx|xlsm|docx|ods)\Z", re.IGNORECASE)
_ARCHIVE_STARTS = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"\x04\x22\x4d\x18",
    b"MSCF",
)


def archive_members(content: bytes, limits: Limits) -> list[tuple[str, bytes]]:
    """Name and bytes of each member of a zip, in its order; folders and what systems leave (`__MACOSX`…) are left out.

    Names are paths with `/`, in composed characters (NFC), all of which can be printed.

    Raises:
        Refusal: `trop_gros`, `archive_illisible`, `archive_demesuree`, `archive_chiffree`, `archive_imbriquee`, `fichier_vide`
            (no member), `archive_doublon` (two names that are one on some system), `archive_chemin` (a name that leads
            elsewhere or cannot be shown, a link).
    """
    if len(content) > limits.octets:
        raise Refusal("trop_gros")
    kept: list[tuple[str, Entry]] = []
    for entry in entries(content, limits):
        name = _checked(entry)
        if name.endswith("/"):
            if entry.size:
                raise Refusal("archive_illisible")
        elif not _left_by_a_system(name):
            kept.append((name, entry))
    if not kept:
        raise Refusal("fichier_vide")
    if len({name.casefold() for name, _ in kept}) < len(kept):
        raise Refusal("archive_doublon")
    if any(entry.encrypted for _, entry in kept):
        raise Refusal("archive_chiffree")
    if any(_ARCHIVE_NAME.search(name) for name, _ in kept):
        raise Refusal("archive_imbriquee")
    budget = Budget(limits)
    return [(name, _bytes(content, entry, budget)) for name, entry in kept]


def _checked(entry: Entry) -> str:
    name = unicodedata.normalize("NFC", entry.name)
    parts = name.removesuffix("/").split("/")
    if (
        len(name) > _LONGEST_NAME
        or "\\" in name
        or _DRIVE.match(name)
        or any(part in ("", ".", "..") for part in parts)
        or any(unicodedata.category(sign) in _INVISIBLE for sign in name)
        or _is_special(entry)
    ):
        raise Refusal("archive_chemin")
    return name


def _is_special(entry: Entry) -> bool:
    """A link, a device, a pipe: anything that is neither a file nor a folder."""
    kind = stat.S_IFMT(entry.attributes >> 16)
    return kind not in (0, stat.S_IFREG, stat.S_IFDIR) if entry.system == _UNIX else stat.S_ISLNK(kind)


def _left_by_a_system(name: str) -> bool:
    folder, _, last = name.rpartition("/")
    return "__MACOSX" in folder.split("/") or last.casefold() in _LEFT_BY_SYSTEMS or last.startswith("._")


def _bytes(content: bytes, entry: Entry, budget: Budget) -> bytes:
    gathered = bytearray()
    for piece in inflated(content, entry, budget):
        if not gathered and (piece.startswith(_ARCHIVE_STARTS) or piece[257:262] == b"ustar"):
            raise Refusal("archive_imbriquee")
        gathered += piece
    return bytes(gathered)
