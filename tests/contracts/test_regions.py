"""Departments and regions of France: every department once, overseas codes, names written in several ways."""

from __future__ import annotations

import pytest

from contracts.regions import (
    DEPARTEMENTS_OF_REGION,
    REGION_OF_DEPARTEMENT,
    departement_of,
    outre_mer_ou_corse,
    region_named,
    region_of,
)

COLLECTIVITES = {
    "Saint-Pierre-et-Miquelon",
    "Wallis-et-Futuna",
    "Polynésie française",
    "Nouvelle-Calédonie",
}


def test_there_are_18_regions_and_101_departments():
    regions = {region: codes for region, codes in DEPARTEMENTS_OF_REGION.items() if region not in COLLECTIVITES}
    assert len(regions) == 18
    metropole = {f"{rank:02d}" for rank in range(1, 96) if rank != 20} | {"2A", "2B"}
    overseas = {"971", "972", "973", "974", "976"} | {"977", "978"}  # the last two have the ARS of Guadeloupe
    assert {code for codes in regions.values() for code in codes} == metropole | overseas
    assert len(REGION_OF_DEPARTEMENT) == sum(len(codes) for codes in DEPARTEMENTS_OF_REGION.values()) == 107


@pytest.mark.parametrize(
    ("departement", "region"),
    [
        ("01", "Auvergne-Rhône-Alpes"),
        ("54", "Grand Est"),
        ("2A", "Corse"),
        ("2B", "Corse"),
        ("971", "Guadeloupe"),
        ("9A", "Guadeloupe"),
        ("9F", "Mayotte"),
        ("9J", "Wallis-et-Futuna"),
        ("978", "Guadeloupe"),
        ("20", None),
        ("96", None),
        ("97", None),
        ("1", None),
        ("", None),
        (None, None),
    ],
)
def test_region_of(departement, region):
    assert region_of(departement) == region


@pytest.mark.parametrize(
    ("finess_et", "departement"),
    [
        ("010000008", "01"),
        ("2A0999900", "2A"),
        ("970100001", "971"),
        ("970500001", "975"),
        ("980500001", "976"),
        ("980600001", "986"),
        ("970600001", None),
        ("980700001", None),
        ("200000001", None),
        ("9A0000001", None),
        ("9B0000001", None),
        ("990000001", None),
    ],
)
def test_departement_of_a_number(finess_et, departement):
    assert departement_of(finess_et) == departement


@pytest.mark.parametrize(
    ("finess_et", "departement", "expected"),
    [
        ("010000008", None, False),
        ("010000008", "01", False),
        ("2B0999900", None, True),
        ("970100001", None, True),
        ("010000008", "2A", True),
        ("980500001", "976", True),
        ("970100001", "54", False),
        ("970100001", "9A", True),
        ("010000008", "99", False),
        ("990000001", None, None),
        ("990000001", "978", True),
    ],
)
def test_overseas_or_corsica(finess_et, departement, expected):
    assert outre_mer_ou_corse(finess_et, departement) is expected


@pytest.mark.parametrize("region", DEPARTEMENTS_OF_REGION)
def test_a_region_is_known_however_it_is_written(region):
    for written in (region, region.upper(), region.lower(), region.replace("-", " "), f" {region.replace(' ', '  ')} "):
        assert region_named(written) == region
    assert region_named(region.replace("'", "\u2019")) == region


@pytest.mark.parametrize("text", ["Canton de Vaud", "Est", "54"])
def test_another_text_stays_as_it_is(text):
    assert region_named(text) == text


def test_no_text_is_no_region():
    assert region_named(None) is None
