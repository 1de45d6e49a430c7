"""The FINESS file of an invented workspace, in the legacy form cs1100502: 32 fields, no header, one comment line, UTF-8.

Closed establishments are absent from that form. Legal entities (EJ) appear only as the third field of their establishments.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from transforms.synth.establishments import Essms

FINESS_PATH = "finess/etalab-cs1100502-stock-20260504-0000.csv"
_SITUATION = "2026-05-04"


def finess_file(essms: Iterable[Essms]) -> bytes:
    """The file that lists these establishments, in the order of their numbers."""
    lines = [_line(item) for item in sorted(essms, key=lambda item: item.finess_et)]
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(("finess", "etalab", str(len(lines)), _SITUATION))
    writer.writerows(lines)
    return text.getvalue().encode()


def _line(item: Essms) -> tuple[str, ...]:
    place, categorie = item.territoire, item.categorie
    postal = f"{place.postal}999"[:5]
    address = ("", "", "1", "R", "DES INVENTIONS", "", "", "999", place.code, place.libelle, f"{postal} {item.commune}", "", "")
    kind = (categorie.code, categorie.libelle, categorie.agregat, categorie.libelle_agregat)
    ways = (item.siret, "", "99", "Indéterminé", "", "", "2004-09-01", "2004-06-15", "2025-11-03", "")
    return ("structureet", item.finess_et, item.gestionnaire.finess_ej, item.nom, item.nom, *address, *kind, *ways)
