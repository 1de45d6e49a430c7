"""The legacy FINESS files, invented: fields, quotes, encodings, damage."""

from __future__ import annotations

import gzip
from datetime import date

import polars as pl
import pytest

from contracts.finess_register import ET_SCHEMA
from tests.reading.finess_by_hand import (
    EJ,
    ET,
    OTHER_EJ,
    OTHER_ET,
    legacy,
    one,
    read,
    refusal,
    structureej,
    structureet,
)


def test_legacy_establishments():
    register = read(f=legacy(structureet(), structureet(number=OTHER_ET, siret="", categorie="341", departement="2A")))
    assert (register.format, register.situation, register.source) == ("cs1100502", date(2026, 5, 12), "f")
    assert register.et.schema == pl.Schema(ET_SCHEMA)
    assert one(register) == {
        "finess_et": ET,
        "finess_ej": EJ,
        "siren": "732829320",
        "siret": "73282932000074",
        "nom": "COURT",
        "categorie": "500",
        "categorie_libelle": "Libellé",
        "champ": "PA",
        "commune": "VALENCE",
        "departement": "26",
        "date_fermeture": None,
        "ferme": False,
    }
    corsican = one(register, OTHER_ET)
    assert (corsican["siret"], corsican["siren"], corsican["champ"], corsican["departement"]) == (None, None, None, "2A")
    assert (register.ej, register.sirens, register.ecartees) == (frozenset({EJ}), frozenset({"732829320"}), 0)


@pytest.mark.parametrize(("code", "public"), [("9A", "971"), ("9F", "976"), ("01", "01"), ("1", "01")])
def test_legacy_departments(code, public):
    assert one(read(f=legacy(structureet(departement=code))))["departement"] == public


def test_legacy_doubled_quotes_and_geolocation():
    record = structureet(rslongue='"LIEU ""A ; B"""')
    register = read(f=legacy(record, "geolocalisation;1;2;3", "geolocalisation;1;2,ATLASANTE;3;4;5;6;7;8;9;10"))
    assert one(register)["nom"] == 'LIEU "A ; B"'


def test_legacy_in_cp1252_and_in_gzip():
    record = structureet(rs="FOYER D’ACCUEIL « L’ÉTÉ » €")
    content = legacy(record).decode().encode("cp1252")
    assert one(read(f=content))["nom"] == "FOYER D’ACCUEIL « L’ÉTÉ » €"
    assert one(read(f=gzip.compress(legacy(record))))["nom"] == "FOYER D’ACCUEIL « L’ÉTÉ » €"
    assert one(read(f=b"\xef\xbb\xbf" + legacy(record)))["nom"] == "FOYER D’ACCUEIL « L’ÉTÉ » €"


def test_legacy_without_its_first_line_has_no_date():
    assert read(f=structureet().encode()).situation is None


def test_legacy_first_line_rewritten_by_a_spreadsheet():
    assert read(f=legacy(structureet(), first="finess;etalab;111;2026-05-12" + ";" * 28)).situation == date(2026, 5, 12)


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (structureet() + ";x", 3),
        (structureet()[:-1], 3),
        ("autre;x", 3),
        (structureet(rs='"JAMAIS FERME') + "\n" + structureet(), 3),
        (structureet() + '"JAMAIS FERME' + "\n" + structureet(), 3),
    ],
)
def test_a_damaged_legacy_file_is_refused(record, line):
    assert f"enregistrement inattendu en ligne {line}" in refusal(f=legacy(structureet(), record))


def test_the_legal_entities_file_gives_numbers_only():
    register = read(et=legacy(structureet()), ej=legacy(structureej(), first="finess;etalab;111;2026-06-01"))
    assert (register.source, register.situation) == ("et", date(2026, 5, 12))
    assert (register.ej, register.sirens) == ({EJ, OTHER_EJ}, {"732829320", "552100554"})
    assert "que des entités juridiques" in refusal(ej=legacy(structureej()))


def test_a_number_known_as_both_is_an_establishment():
    register = read(f=legacy(structureet(ej=ET), structureej(number=ET, siren=OTHER_EJ)))
    assert (register.ej, register.et.height) == (frozenset(), 1)
    assert read(f=legacy(structureet(siret=ET + "00012"))).sirens == frozenset()
