"""The FINESS+ structures file (JSON), read as a stream: the national file has 0.7 GiB and one legal entity is held at a time.

Closed establishments are in it. The category stands beside `informationsGeneralesEGE`, not in it; the address of an
establishment is the one of use `03`, wherever it is in the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import ijson
import polars as pl

from contracts.failures import RegisterError
from transforms.reading.finess_rows import TEXT_SCHEMA, FinessExtract, siren_of, usable_number
from transforms.reading.finess_source import Bounded

FORMAT = "finess_plus_structures"
_ADDRESS_OF_ESTABLISHMENT = "03"
_CLOSED = "I"


def read_plus(name: str, opened: Callable[[], Bounded]) -> FinessExtract:
    """Reads a FINESS+ structures file; `opened` gives its content from the start, as often as asked.

    Raises:
        RegisterError: not JSON, cut short, or JSON of something else.
    """
    try:
        return _read(name, opened)
    except (ijson.JSONError, UnicodeDecodeError):
        raise RegisterError(f"Le fichier FINESS {name} est un JSON abîmé ou incomplet : téléchargez-le à nouveau.") from None


def _read(name: str, opened: Callable[[], Bounded]) -> FinessExtract:
    rows: list[tuple[Any, ...]] = []
    ej: set[str | None] = set()
    sirens: set[str | None] = set()
    entities = 0
    for entity in ijson.items(opened(), "pmej.item", use_float=True):
        about = _part(entity, "informationsGeneralesPMEJ")
        entities += bool(about)
        number = usable_number(_text(about, "numFinessPm"))
        ej.add(number)
        sirens.add(siren_of(_text(about, "siren")))
        rows += [_row(establishment, number) for establishment in _parts(entity, "ege")]
    if not entities:
        raise RegisterError(
            f"Le fichier FINESS {name} est un JSON mais pas FINESS+ structures : retirez-le du dossier finess ou remplacez-le."
        )
    frame = pl.DataFrame(rows, schema=TEXT_SCHEMA, orient="row")
    return FinessExtract(name, FORMAT, _situation(opened()), frame, frozenset(ej - {None}), frozenset(sirens - {None}))


def _situation(source: Bounded) -> date | None:
    """The day of `generatedAt`, which stands near the start of the file."""
    stamp = next(ijson.items(source, "generatedAt"), None)
    try:
        return date.fromisoformat(str(stamp)[:10])
    except ValueError:
        return None


def _row(establishment: dict[str, Any], ej: str | None) -> tuple[Any, ...]:
    """One establishment, in the order of `TEXT_SCHEMA`."""
    about = _part(establishment, "informationsGeneralesEGE")
    address = next((a for a in _parts(establishment, "adresse") if a.get("usageAdresse") == _ADDRESS_OF_ESTABLISHMENT), {})
    return (
        _text(about, "numFinessEge"),
        ej,
        _text(about, "siret"),
        _text(about, "nomEgeLong") or _text(about, "nomEgeCourt"),
        _text(establishment, "categorieentiteGeographiqueExercice"),
        None,
        _text(address, "ligneAcheminement"),
        department_of(_text(address, "cogCommune")),
        _text(about, "dateFermeture"),
        establishment.get("etatObjet") == _CLOSED,
    )


def department_of(insee: str | None) -> str | None:
    """The department in an INSEE code of a commune: two characters, three overseas; None without a code of five."""
    if insee is None or len(insee) != 5:
        return None
    return insee[:3] if insee.startswith(("97", "98")) else insee[:2]


def _text(holder: dict[str, Any], key: str) -> str | None:
    value = holder.get(key)
    return str(value).strip() or None if isinstance(value, str | int) and not isinstance(value, bool) else None


def _part(holder: Any, key: str) -> dict[str, Any]:
    value = holder.get(key) if isinstance(holder, dict) else None
    return value if isinstance(value, dict) else {}


def _parts(holder: Any, key: str) -> Iterator[dict[str, Any]]:
    value = holder.get(key) if isinstance(holder, dict) else None
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())
