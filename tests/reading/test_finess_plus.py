"""The FINESS+ structures file, invented: closed establishments, addresses, damage, bounded memory."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from datetime import date

import polars as pl
import pytest

from contracts.failures import RegisterError
from contracts.finess_register import ET_SCHEMA, closed_by
from tests.reading.finess_by_hand import (
    EJ,
    OTHER_ET,
    address,
    ege,
    legacy,
    one,
    plus,
    read,
    refusal,
    structureet,
)
from transforms.reading.finess_register import read_finess


def test_plus_establishments():
    register = read(f=plus(ege(), ege(number=OTHER_ET, categorie="183")))
    assert (register.format, register.situation) == ("finess_plus_structures", date(2026, 8, 13))
    assert register.et.schema == pl.Schema(ET_SCHEMA)
    row = one(register)
    assert (row["finess_ej"], row["siret"], row["siren"], row["nom"]) == (EJ, "73282932000074", "732829320", "LONG")
    assert (row["categorie"], row["champ"], row["commune"], row["departement"]) == ("340", "PJM", "COMMUNE 26362", "26")
    assert (row["date_fermeture"], row["ferme"]) == (None, False)
    assert one(register, OTHER_ET)["champ"] == "PH"
    assert (register.ej, register.sirens) == ({EJ}, {"732829320", "552100554"})


@pytest.mark.parametrize(("insee", "department"), [("97123", "971"), ("97608", "976"), ("2A004", "2A"), ("01053", "01")])
def test_plus_departments(insee, department):
    assert one(read(f=plus(ege(adresse=[address("03", insee)]))))["departement"] == department


def test_plus_without_its_own_address_has_no_commune():
    row = one(read(f=plus(ege(adresse=[address("04", "75056")]))))
    assert (row["commune"], row["departement"]) == (None, None)


@pytest.mark.parametrize(
    ("cells", "day", "closed"),
    [
        ({"etat": "A"}, None, False),
        ({"etat": "I"}, None, True),
        ({"etat": "I", "fermeture": "2024-12-31"}, date(2024, 12, 31), True),
        ({"etat": "A", "fermeture": "2027-12-31"}, date(2027, 12, 31), True),
        ({"etat": "A", "fermeture": "1900-01-01"}, None, False),
        ({"etat": "A", "fermeture": "2024-02-31"}, None, True),
    ],
)
def test_plus_closed_establishments_are_kept(cells, day, closed):
    row = one(read(f=plus(ege(**cells))))
    assert (row["date_fermeture"], row["ferme"]) == (day, closed)


def test_closed_by_a_day():
    rows = pl.DataFrame({"date_fermeture": [date(2025, 3, 31), date(2025, 4, 1), None, None], "ferme": [True, True, True, False]})
    assert rows.select(closed_by(date(2025, 3, 31))).to_series().to_list() == [True, False, True, False]


def test_plus_in_gzip_whatever_its_name():
    assert read(donnees_dot_csv=gzip.compress(plus(ege()))).format == "finess_plus_structures"


def test_plus_date_may_come_last():
    content = json.loads(plus(ege()))
    content["generatedAt"] = content.pop("generatedAt")
    assert list(content)[-1] == "generatedAt"
    assert read(f=json.dumps(content).encode()).situation == date(2026, 8, 13)


@pytest.mark.parametrize(
    ("content", "clause"),
    [
        (plus(ege())[:-1], "JSON abîmé ou incomplet"),
        (plus(ege()) + b"}", "JSON abîmé ou incomplet"),
        (plus(ege()).replace(b"LONG", b"\xe9\xe9"), "JSON abîmé ou incomplet"),
        (gzip.compress(plus(ege()))[:-9], "gzip abîmé ou incomplet"),
        (gzip.compress(plus(ege()))[:-5] + b"\0\0\0\0\0", "gzip abîmé ou incomplet"),
        (b'{"pmej": [{"numFiness": "380999904", "activitesAutorisees": []}]}', "pas FINESS+ structures"),
        (b'{"pmej": {"a": 1}}', "pas FINESS+ structures"),
        (b'{"pmej": [1, null, "x", {"informationsGeneralesPMEJ": 3}]}', "pas FINESS+ structures"),
    ],
)
def test_a_damaged_json_is_refused(content, clause):
    assert clause in refusal(f=content)


def test_odd_values_of_json_are_not_establishments():
    register = read(f=plus(ege(), {"informationsGeneralesEGE": None, "adresse": "x"}, ege(number=None), "x"))
    assert (register.et.height, register.ecartees) == (1, 2)


@pytest.mark.parametrize("content", [plus(ege()), legacy(structureet())])
def test_a_decompression_bomb_is_stopped(content):
    packed = gzip.compress(content)
    assert read(f=packed, limit=len(content)).et.height == 1
    with pytest.raises(RegisterError, match=f"dépasse {len(content) - 1} octets"):
        read(f=packed, limit=len(content) - 1)


@pytest.mark.long
def test_one_legal_entity_is_held_at_a_time():
    entity = plus(ege(adresse=[address("03", "26362")] * 20_000))
    one_entity = entity[entity.index(b'"pmej": [') + 9 : -2]
    stream = io.BytesIO(b'{"pmej": [' + b",".join([one_entity] * 20) + b"]}")
    tracemalloc.start()
    read_finess({"f": stream})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * _memory_of(entity)


def _memory_of(content):
    tracemalloc.start()
    json.loads(content)
    size = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return size
