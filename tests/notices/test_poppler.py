"""A notice read by another program: the order of its text, and where each word ends on the page."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.notices.helpers_notices import below_target, poppler, record

pytestmark = pytest.mark.long

_WIDTH, _MARGIN = 595.3, 51.0


def test_text_comes_in_reading_order(make, tmp_path):
    text = poppler(make(below_target(4)), tmp_path)
    titles = ["Notice de décision", "Ne pas libérer", "Subvention inscrite au registre", "Montant libéré par cette décision"]
    titles += [
        "Motifs, et ce qu'il faut faire",
        "Suite donnée par",
        "Établissements qui bloquent",
        "Pièces et conditions du texte",
    ]
    titles += ["Échéancier", "Lectures du texte", "Version et actes", "Preuves et contrôle", "Annexe A", "Annexe B"]
    places, at = [], 0
    for title in titles:
        at = text.find(title, at)
        places.append(at)
    assert -1 not in places, dict(zip(titles, places, strict=True))


def test_no_word_leaves_the_page(make, tmp_path):
    changed = record(version=123456)
    changed["projet"] |= {"nom": "W" * 300, "porteur": "i" * 300, "region": "très-long/" * 50}
    changed["texte"]["texte_id"] = "t" * 120
    changed["verifications"] = [
        {"condition": "c" * 90, "etat": "remplie", "opposable": True, "detail": "D" * 300, "document": "d", "section": "s"}
        | {"phrase": "P" * 700, "lecture": None}
    ]
    changed["versements"][0] |= {"versement": "v" * 90, "tranche": None}
    changed["preuves"]["depots"][0]["chemin"] = "depots/2026-06/" + "x" * 400 + ".csv"
    changed["preuves"]["dialectes"] = {"D" * 150: "f" * 64}
    changed["changements"] = ["dépôt ajouté : " + "W" * 400]
    path = tmp_path / "notice.pdf"
    path.write_bytes(make(changed))
    said = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, encoding="utf-8", check=True).stdout
    boxes = [(float(right), word) for right, word in re.findall(r'xMax="([0-9.]+)" yMax="[0-9.]+">(.*?)</word>', said)]
    assert len(boxes) > 200
    assert [word for right, word in boxes if right > _WIDTH - _MARGIN + 1] == []
