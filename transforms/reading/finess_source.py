"""The bytes of one FINESS file: opened from plain or gzip, bounded, decoded.

What they say is read by `finess_legacy`, `finess_plus` and `finess_headed`.
"""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from contracts.failures import RegisterError

DEFAULT_LIMIT = 4 * 1024**3
"""Uncompressed bytes beyond which a file is refused; the national FINESS+ file has about 0.7 GiB."""

TEXT_LIMIT = 512 * 1024**2
"""Bound of a CSV, which is read whole; the national legacy file has about 50 MiB."""

_CHUNK = 1024**2
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"


@dataclass
class Bounded:
    """A readable stream that stops a decompression bomb and says in French why a stream breaks."""

    name: str
    stream: BinaryIO
    limit: int
    count: int = 0

    def read(self, size: int) -> bytes:
        """At most `size` bytes, none at the end. Raises RegisterError beyond the limit or on a damaged gzip file."""
        try:
            chunk = self.stream.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise RegisterError(
                f"Le fichier FINESS {self.name} est un gzip abîmé ou incomplet : téléchargez-le à nouveau."
            ) from None
        self.count += len(chunk)
        if self.count > self.limit:
            raise RegisterError(
                f"Le fichier FINESS {self.name} dépasse {self.limit} octets une fois décompressé : "
                "vérifiez que c'est le bon fichier."
            )
        return chunk


def open_bounded(name: str, stream: BinaryIO, limit: int) -> Bounded:
    """The content of a seekable file from its start, decompressed when it is gzip, without its byte order mark."""
    stream.seek(0)
    packed = stream.read(2) == _GZIP
    plain = _from_start(name, stream, packed, limit)
    if plain.read(len(_BOM)) == _BOM:
        return plain
    return _from_start(name, stream, packed, limit)


def _from_start(name: str, stream: BinaryIO, packed: bool, limit: int) -> Bounded:
    stream.seek(0)
    return Bounded(name, gzip.GzipFile(fileobj=stream) if packed else stream, limit)  # type: ignore[arg-type]


def read_all_text(source: Bounded) -> str:
    """The whole text, UTF-8 if it is, else cp1252 (older legacy files).

    Raises:
        RegisterError: neither encoding, or too long for a CSV.
    """
    source.limit = min(source.limit, TEXT_LIMIT)
    content = b"".join(iter(lambda: source.read(_CHUNK), b""))
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RegisterError(f"Le fichier FINESS {source.name} n'est ni en UTF-8 ni en Windows-1252 : téléchargez-le à nouveau.")
