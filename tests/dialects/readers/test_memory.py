"""Refusing a file made to harm takes little memory, whatever it would unfold to. Each case runs in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
QUICK = {"colonnes": "csv_invalide", "superposes": "archive_demesuree", "colonne_xfd": "classeur_demesure"}
SLOW = {
    "ligne": "csv_invalide",
    "premiere_ligne": "csv_invalide",
    "guillemet": "csv_invalide",
    "champs": "lu",
    "irregulieres": "csv_invalide",
    "vides": "csv_invalide",
    "nuls": "encodage",
    "bombe": "archive_demesuree",
    "bombe_declaree": "archive_demesuree",
    "classeur": "classeur_demesure",
    "coins": "classeur_demesure",
    "profond": "classeur_demesure",
    "attribut": "classeur_demesure",
}
ADMITTED = 320
"""MiB, beside the bytes of the file (100 MiB for some): a copy of them in UTF-8, and what is parsed at once."""


def refuse(case):
    ran = subprocess.run(
        [sys.executable, "-m", "tests.dialects.readers.refuse_within", case],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    rule, grown = ran.stdout.split()
    return rule, int(grown)


@pytest.mark.parametrize("case", QUICK)
def test_memory_while_refusing(case):
    rule, grown = refuse(case)
    assert rule == QUICK[case]
    assert grown < ADMITTED


@pytest.mark.long
@pytest.mark.parametrize("case", SLOW)
def test_memory_while_refusing_large_files(case):
    rule, grown = refuse(case)
    assert rule == SLOW[case]
    assert grown < ADMITTED
