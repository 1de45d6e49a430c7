"""Every FINESS file of the folder, recognised by its content, into one register. The formats are read by the `finess_` files."""

from __future__ import annotations

import csv
from datetime import date
from functools import partial
from io import StringIO
from typing import BinaryIO

from contracts.failures import RegisterError
from contracts.finess_register import FinessRegister
from transforms.reading.finess_headed import find_columns, read_headed
from transforms.reading.finess_legacy import is_legacy, read_legacy
from transforms.reading.finess_plus import read_plus
from transforms.reading.finess_rows import FinessExtract, establishments, sirens_of_establishments
from transforms.reading.finess_source import DEFAULT_LIMIT, open_bounded, read_all_text

_KNOWN_FORMATS = "CSV cs1100502, FINESS+ structures (JSON) ou CSV avec en-tête"


def read_finess(files: dict[str, BinaryIO], limit: int = DEFAULT_LIMIT) -> FinessRegister:
    """Reads the FINESS files of the folder.

    Args:
        files: seekable binary streams by file name; gzip is recognised. Hidden files are ignored.
        limit: uncompressed bytes beyond which a file is refused.

    Returns:
        The establishments of the single file whose situation is the most recent (one without a date is the oldest); the
        legal entities and SIREN of all files. A number known as both is an establishment.

    Raises:
        RegisterError: no file, a file that is damaged, unknown or too large, no establishment at all, or two files with
            establishments of the same most recent day.
    """
    extracts = [_extract(name, files[name], limit) for name in sorted(files) if not name.startswith((".", "~$"))]
    if not extracts:
        raise RegisterError(f"Aucun fichier FINESS n'a été trouvé : déposez dans le dossier finess un {_KNOWN_FORMATS}.")
    chosen = _most_recent(extracts)
    et, left_out = establishments(chosen)
    if not et.height:
        raise RegisterError(
            f"Le fichier FINESS {chosen.name} n'a aucun numéro d'établissement utilisable : téléchargez-le à nouveau."
        )
    known = frozenset(et["finess_et"])
    sirens = frozenset().union(*(extract.sirens | sirens_of_establishments(extract.rows) for extract in extracts))
    return FinessRegister(
        et=et,
        ej=frozenset().union(*(extract.ej for extract in extracts)) - known,
        sirens=sirens - known,
        source=chosen.name,
        format=chosen.format,
        situation=chosen.situation,
        ecartees=left_out,
    )


def _most_recent(extracts: list[FinessExtract]) -> FinessExtract:
    candidates = [extract for extract in extracts if extract.rows.height]
    if not candidates:
        raise RegisterError("Les fichiers FINESS ne donnent que des entités juridiques : déposez aussi celui des établissements.")
    latest = max(extract.situation or date.min for extract in candidates)
    chosen = [extract for extract in candidates if (extract.situation or date.min) == latest]
    if len(chosen) > 1:
        day = "sans date" if latest == date.min else f"du {latest}"
        raise RegisterError(
            f"Les fichiers FINESS {', '.join(extract.name for extract in chosen)} donnent tous une situation {day} : "
            "gardez-en un seul."
        )
    return chosen[0]


def _extract(name: str, stream: BinaryIO, limit: int) -> FinessExtract:
    """Recognises one file by its content and reads it."""
    opened = partial(open_bounded, name, stream, limit)
    start = opened().read(4096)
    if not start.strip():
        raise RegisterError(f"Le fichier FINESS {name} est vide : téléchargez-le à nouveau.")
    if start.lstrip().startswith(b"{"):
        return read_plus(name, opened)
    if b"\0" in start:
        raise _unknown(name)
    try:
        return _from_text(name, read_all_text(opened()))
    except csv.Error:
        raise RegisterError(f"Le fichier FINESS {name} n'est pas un CSV lisible : téléchargez-le à nouveau.") from None


def _from_text(name: str, text: str) -> FinessExtract:
    first = next(csv.reader(StringIO(text, newline=""), delimiter=";"), [])
    if is_legacy(first):
        return read_legacy(name, text)
    columns = find_columns(text)
    if columns is None:
        raise _unknown(name)
    return read_headed(name, text, *columns)


def _unknown(name: str) -> RegisterError:
    return RegisterError(
        f"Le fichier {name} n'est pas un fichier FINESS reconnu ({_KNOWN_FORMATS}) : "
        "retirez-le du dossier finess ou remplacez-le."
    )
