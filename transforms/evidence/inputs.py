"""The inputs of a decision, one a row: `entrees.csv` of the archive of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from transforms.evidence.csv_member import csv_bytes

COLUMNS = ("nature", "objet", "sha256", "jeu", "mois", "dialecte", "recu_le")
"""`nature`: `depot`, `dialecte`, `boites`, `registre` (hash of the rows of a table), `finess` (of the rows), `texte`."""

PIVOT = "pivot"


def inputs_table(preuves: Mapping[str, Any], received: Mapping[tuple[str, str], str], texts: Mapping[str, str]) -> bytes:
    """Every input that the evidence of a decision names.

    Args:
        preuves: the key of that name of its record.
        received: when each content was received at its path, by (`chemin`, `sha256`).
        texts: hash of each rulebook file, by path of its member.
    """
    return csv_bytes(COLUMNS, _rows(preuves, received, texts))


def _rows(
    preuves: Mapping[str, Any], received: Mapping[tuple[str, str], str], texts: Mapping[str, str]
) -> Iterator[tuple[str | None, ...]]:
    for one in preuves["depots"]:
        when = received.get((one["chemin"], one["sha256"]))
        yield "depot", one["chemin"], one["sha256"], one["jeu"], one["mois"], one.get("dialecte", PIVOT), when
    for kind, nature in (("dialectes", "dialecte"), ("boites", "boites"), ("registre", "registre")):
        for name, sha256 in preuves.get(kind, {}).items():
            yield nature, name, sha256, None, None, None, None
    yield "finess", "établissements du projet", preuves["finess"], None, None, None, None
    for name, sha256 in texts.items():
        yield "texte", name, sha256, None, None, None, None
