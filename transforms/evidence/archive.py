"""The archive of evidence as bytes: the same members always give the same ones. What its members say is made elsewhere."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from io import BytesIO

MANIFEST = "MANIFESTE.sha256"
"""The member that holds the hash of every other one, as `sha256sum -c` reads it."""

_MARK = b"cibles:preuves:"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX, _PRIVATE_FILE = 3, 0o100600 << 16


def archive(members: Mapping[str, bytes], decision_id: str) -> bytes:
    """The archive: its manifest first, then its members sorted, stored as they are, without the time at which it was made.

    Stored rather than compressed: compressed bytes would depend on the version of the library that compresses.

    Args:
        members: content by path inside the archive.
        decision_id: the decision it proves.
    """
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as book:
        book.comment = _MARK + decision_id.encode()
        for name, content in ((MANIFEST, manifest(members)), *sorted(members.items())):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = _UNIX, _PRIVATE_FILE
            book.writestr(entry, content)
    return buffer.getvalue()


def manifest(members: Mapping[str, bytes]) -> bytes:
    """One line per member, sorted: its SHA-256, two blanks, its path."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(members.items())).encode()


def decision_of(content: bytes) -> str | None:
    """The decision that an archive made here proves; None for any other bytes."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            comment = book.comment
    except zipfile.BadZipFile:
        return None
    return comment.removeprefix(_MARK).decode(errors="replace") if comment.startswith(_MARK) else None
