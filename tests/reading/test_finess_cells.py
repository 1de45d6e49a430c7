"""Which establishment a cell or a folder names, or why it names none."""

from __future__ import annotations

import polars as pl
import pytest

from contracts.finess import has_valid_key
from transforms.reading.finess_cells import (
    KnownNumbers,
    Naming,
    folder_establishment,
    folder_is_number,
    name_cells,
    name_establishment,
)

KNOWN = KnownNumbers(
    et=frozenset({"010990018", "2A0990016", "2B0990014", "690990011"}),
    ej=frozenset({"690980016"}),
    sirens=frozenset({"120000013"}),
    perimetre=frozenset({"010990018", "010990092"}),
)
UNKNOWN_BUT_VALID = "380990010"


def test_the_numbers_of_these_tests_have_the_keys_they_need():
    assert all(has_valid_key(number) for number in ("010990018", UNKNOWN_BUT_VALID, "690980016", "120000013", "732829320"))
    assert not any(has_valid_key(number) for number in ("690990011", "010990092", "380990011"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("010990018", "010990018"),
        (" 010990018 ", "010990018"),
        ("01 099 0018", "010990018"),
        ("01\u00a0099\u202f0018", "010990018"),
        ("'010990018", "010990018"),
        ("2a0990016", "2A0990016"),
        ("2b0990014", "2B0990014"),
        (UNKNOWN_BUT_VALID, UNKNOWN_BUT_VALID),
    ],
)
def test_numbers_as_people_write_them(text, number):
    assert name_establishment(text, KNOWN) == Naming(number)


@pytest.mark.parametrize("number", ["690990011", "010990092"])
def test_the_register_and_the_perimeter_prevail_over_the_key(number):
    assert name_establishment(number, KNOWN) == Naming(number)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (None, "finess_manquant"),
        ("", "finess_manquant"),
        (" \u00a0", "finess_manquant"),
        ("'", "finess_manquant"),
        ("01099001", "finess_forme"),
        ("0109900180", "finess_forme"),
        ("IPP-000018", "finess_forme"),
        ("2C0990016", "finess_forme"),
        ("000000000", "finess_forme"),
        ("٠١٠٩٩٠٠١٨", "finess_forme"),
        ("231047512345678", "finess_forme"),
        ("380990011", "finess_cle"),
        ("690980016", "finess_ej"),
        ("120000013", "finess_siren"),
        ("732829320", "finess_siren"),
        ("73282932000074", "finess_siret"),
        ("732 829 320 00074", "finess_siret"),
    ],
)
def test_what_is_no_establishment_is_named_as_such(text, rule):
    assert name_establishment(text, KNOWN) == Naming(None, rule)


def test_a_lost_zero_is_put_back_in_a_perimeter_only():
    assert name_establishment("10990018", KNOWN) == Naming("010990018", corrected=True)
    assert name_establishment("1 099 0018", KNOWN).corrected
    out = KnownNumbers(KNOWN.et, KNOWN.ej, KNOWN.sirens, frozenset())
    assert name_establishment("10990018", out) == Naming(None, "finess_forme")


@pytest.mark.parametrize(
    ("folder", "number", "claims"),
    [
        ("010990018", "010990018", True),
        ("2a0990016", "2A0990016", True),
        ("10990018", "010990018", True),
        ("380990011", None, True),
        ("690980016", None, True),
        ("operateur-mss", None, False),
        ("73282932000074", None, False),
        (None, None, False),
        ("", None, False),
    ],
)
def test_folders(folder, number, claims):
    assert folder_establishment(folder, KNOWN) == number
    assert folder_is_number(folder, KNOWN) == claims


def test_cells_are_named_once_each_as_one_by_one():
    texts = ["010990018", None, "10990018", "010990018", "x", "690980016", None]
    named = name_cells(pl.Series(texts), KNOWN)
    assert named.height == 5
    for brut, *found in named.iter_rows():
        naming = name_establishment(brut, KNOWN)
        assert found == [naming.finess_et, naming.rule, naming.corrected]
