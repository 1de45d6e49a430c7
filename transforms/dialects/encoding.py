"""Characters of a sender's text: the declared encoding is read strictly and written again as UTF-8; an unknown one is guessed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from transforms.reading.csv_header import BOM, Refusal

_CHUNK = 4 * 1024 * 1024

_UTF16_BOMS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

_C1 = re.compile(rb"[\x80-\x9f]")
"""Control characters in latin-1; letters, quotation marks and the euro sign in cp1252."""

_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
"""Bytes that mean nothing in cp1252."""

_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_FRENCH_SIGNS = re.compile(rb"[\xc2\xc3\xc5][\x80-\xbf]|\xe2[\x80-\xbf]{2}")
"""The signs of French beyond ASCII, in UTF-8: a text that has no other would show `Ã©` for `é` if it were read as cp1252."""

_MOJIBAKE = re.compile("Ã[\x80-\xbf©¨ª«´®§¢»¹\u2030\u20ac]|Â[\xa0°«»]|â€[™œ\x9d\x99“”]|\ufffd")

_PLAUSIBLE = 0.6
"""Share of the characters of a French text that are ASCII, hence have a null byte in UTF-16. Measured exports are above 0.9."""


@dataclass(frozen=True)
class Guess:
    """An encoding a file may be in: one of `ENCODAGES`, how sure we are (0 to 1), and whether some of its text was already
    spoiled (`Ã©`) before it was written so.
    """

    encodage: str
    confiance: float
    abime: bool = False


def as_utf8(content: bytes, encodage: str) -> bytes:
    """The text of `content`, written in the encoding `encodage` (one of `ENCODAGES`), as UTF-8 without byte order mark.

    Raises:
        Refusal: `encodage`: bytes that this encoding does not have, a null character, or marks of another encoding.
    """
    if encodage == "utf-8":
        text = _utf8(content)
    elif encodage == "utf-16":
        name, start = _utf16(content)
        text = _transcoded(content[start:], name)
    else:
        text = _one_byte(content, encodage)
    if b"\0" in text:
        raise Refusal("encodage")
    return text


def guess_encoding(head: bytes) -> list[Guess]:
    """What the first bytes of a file may be written in, most likely first; none when they are no text."""
    if head.startswith(BOM):
        return [_guessed(head, "utf-8", 1.0)] if _is_utf8(head) else []
    if head[:2] in _UTF16_BOMS:
        return [Guess("utf-16", 1.0)]
    if b"\0" in head:
        return [Guess("utf-16", 0.9)] if _zeros(head) else []
    if _is_utf8(head):
        if not _NOT_ASCII.search(head):  # the same bytes in every encoding but UTF-16
            return [Guess("utf-8", 0.7), Guess("cp1252", 0.3)]
        return [_guessed(head, "utf-8", 0.99)]
    if _UNDEFINED.search(head):
        return []
    if _C1.search(head):
        return [_guessed(head, "cp1252", 0.9)]
    return [_guessed(head, "cp1252", 0.8), _guessed(head, "latin-1", 0.7)]


def _utf8(content: bytes) -> bytes:
    text = content.removeprefix(BOM)
    try:
        codecs.utf_8_decode(text, "strict", True)
    except UnicodeDecodeError:
        raise Refusal("encodage") from None
    return text


def _utf16(content: bytes) -> tuple[str, int]:
    """Which UTF-16 this is, and where its text starts."""
    if name := _UTF16_BOMS.get(content[:2]):
        return name, 2
    if name := _zeros(content[:_CHUNK]):
        return name, 0
    raise Refusal("encodage")


def _zeros(head: bytes) -> str | None:
    """The UTF-16 of which the places of null bytes are typical, without a byte order mark."""
    pairs = len(head) // 2
    for name, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        if pairs and head[high::2].count(0) > _PLAUSIBLE * pairs and not head[1 - high :: 2].count(0):
            return name
    return None


def _one_byte(content: bytes, encodage: str) -> bytes:
    if content.startswith((BOM, *_UTF16_BOMS)):
        raise Refusal("encodage")
    if _NOT_ASCII.search(content) is None:
        return content
    # Latin-1 has no letter there: the text is in cp1252, and € would become an invisible control character.
    if encodage == "latin-1" and _C1.search(content):
        raise Refusal("encodage")
    if _NOT_ASCII.search(_FRENCH_SIGNS.sub(b"", content)) is None:
        raise Refusal("encodage")
    return _transcoded(content, encodage)


def _transcoded(content: bytes, name: str) -> bytes:
    decoder = codecs.getincrementaldecoder(name)("strict")
    text = bytearray()
    try:
        for start in range(0, len(content), _CHUNK):
            text += decoder.decode(content[start : start + _CHUNK]).encode()
        text += decoder.decode(b"", final=True).encode()
    except UnicodeError:
        raise Refusal("encodage") from None
    return bytes(text)


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.utf_8_decode(head, "strict", False)  # the head may end inside a character
    except UnicodeDecodeError:
        return False
    return b"\0" not in head


def _guessed(head: bytes, encodage: str, confiance: float) -> Guess:
    return Guess(encodage, confiance, bool(_MOJIBAKE.search(head.decode(encodage, "ignore"))))
