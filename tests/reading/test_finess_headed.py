"""FINESS re-exported with a header, invented: names of columns, types, states, what spreadsheets spoil."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reading.finess_by_hand import (
    EJ,
    ET,
    LOST_ZERO,
    OTHER_EJ,
    OTHER_ET,
    headed,
    legacy,
    one,
    read,
    refusal,
    structureet,
)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("index", ["", "0"])
def test_headed_with_any_separator_and_an_index_column(separator, index):
    start = ";" if index else ""
    header = start + "nofinesset;nofinessej;rs;rslongue;categetab;libcategetab;siret;ligneacheminement;departement"
    record = index + start + f"{ET};{EJ};COURT;;354;SSIAD;73282932000074;26000 VALENCE;26"
    register = read(f=headed(header, record, separator=separator))
    assert (register.format, register.situation, register.ej) == ("reexport", None, {EJ})
    row = one(register)
    assert (row["nom"], row["categorie"], row["categorie_libelle"], row["champ"]) == ("COURT", "354", "SSIAD", "DOM")
    assert (row["siren"], row["commune"], row["departement"], row["ferme"]) == ("732829320", "VALENCE", "26", False)


@pytest.mark.parametrize(
    "name", ["finess_et", "FINESS ET", "N° FINESS ET", "finess", "Numéro FINESS", "ET_FINESS", "Code FINESS"]
)
def test_headed_names_of_the_number(name):
    assert read(f=headed(f"nom;{name}", f"A;{ET}")).et["finess_et"].to_list() == [ET]


def test_headed_in_cp1252():
    assert one(read(f=f"Finess;Raison sociale\n{ET};L’Été\n".encode("cp1252")))["nom"] == "L’Été"


def test_headed_atlasante_tells_types_apart():
    header = "source;finess;finess8;etat;date_extract_finess;rs;type;ej_finess;et_finess;siren;com_code;categ_code;categ_lib"
    rows = (
        f"x;{ET};26099990;ACTUEL;2026-01-31;A;ET;{EJ};{ET};732829320;26362;500;EHPAD",
        f"x;{OTHER_EJ};38099991;ACTUEL;2026-01-31;B;EJ;{OTHER_EJ};;552100554;38185;;",
    )
    register = read(f=headed(header, *rows))
    assert (register.situation, register.et.height) == (date(2026, 1, 31), 1)
    assert (register.ej, register.sirens) == ({EJ, OTHER_EJ}, {"732829320", "552100554"})
    assert (one(register)["departement"], one(register)["commune"]) == ("26", None)
    assert "ni ET ni EJ" in refusal(f=headed(header, rows[0].replace(";ET;", ";XX;")))


def test_headed_legal_entities_only():
    rows = headed("nofiness;rs;statutjuridique;siren", f"{OTHER_EJ};B;60;552100554")
    register = read(et=legacy(structureet()), ej=rows)
    assert (register.source, register.ej) == ("et", {EJ, OTHER_EJ})


@pytest.mark.parametrize(
    ("state", "day", "expected"),
    [
        ("A", "", (None, False)),
        ("Ouvert", "", (None, False)),
        ("fermé", "", (None, True)),
        ("I", "31/12/2024", (date(2024, 12, 31), True)),
        ("", "2024-12-31", (date(2024, 12, 31), True)),
        ("A", "01/01/1900", (None, False)),
        ("A", "1/2/24", (None, True)),
    ],
)
def test_headed_states(state, day, expected):
    row = one(read(f=headed("finess_et;etat;date_fermeture", f"{ET};{state};{day}")))
    assert (row["date_fermeture"], row["ferme"]) == expected


def test_headed_unknown_state_is_refused():
    assert "état d'établissement inconnu" in refusal(f=headed("finess_et;etat", f"{ET};peut-être"))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (LOST_ZERO, "010999902"),
        ("10999903", None),
        ("260999909", ET),
        ("2a0999900", OTHER_ET),
        ("26 0999909", ET),
        ("1099990", None),
    ],
)
def test_a_lost_zero_is_put_back_only_when_the_key_proves_it(written, number):
    register = read(f=headed("finess_et;finess_ej", f"{written};", f"970199907;{written}"))
    assert register.et["finess_et"].to_list() == sorted(filter(None, [number, "970199907"]))
    assert register.ecartees == (number is None)
    assert one(register, "970199907")["finess_ej"] == number


@pytest.mark.parametrize(("written", "known"), [("10999902", {"010999902"}), ("10999903", set()), (EJ, {EJ})])
def test_a_lost_zero_of_a_legal_entity(written, known):
    assert read(f=headed("finess_et;finess_ej", f"{ET};{written}")).ej == known


def test_a_number_with_a_wrong_key_is_known_all_the_same():
    assert read(f=headed("finess_et", "010999901")).et["finess_et"].to_list() == ["010999901"]


@pytest.mark.parametrize("siret", ["7,328E+13", "7.32829E+13", "7328293200007", "732829320000745", ""])
def test_a_siret_a_spreadsheet_spoilt_is_no_siret(siret):
    register = read(f=headed("finess_et;siret", f"{ET};{siret}"))
    assert (one(register)["siret"], one(register)["siren"], register.sirens) == (None, None, frozenset())


def test_headed_legacy_sections_of_a_spreadsheet():
    header = "finess;nofinesset;nofinessej;rs;"
    register = read(f=headed(header, f"structureet;{ET};{EJ};A;", "geolocalisation;1;2;3;4;5;6;7"))
    assert register.et["finess_et"].to_list() == [ET]


@pytest.mark.parametrize("record", [f"A;{ET};x;y", "A"])
def test_headed_records_of_another_length_are_refused(record):
    assert "a en ligne 3" in refusal(f=headed("nom;finess_et;nb", f"A;{ET};1", record))


def test_the_same_record_twice_counts_once_and_different_ones_are_refused():
    header = "finess_et;categorie;etat;date_fermeture"
    assert read(f=headed(header, f"{ET};500;A;", f"{ET};500;A;")).et.height == 1
    assert f"décrit deux fois l'établissement {ET}" in refusal(f=headed(header, f"{ET};500;A;", f"{ET};340;A;"))


def test_the_open_record_prevails_then_the_last_closed():
    header = "finess_et;categorie;etat;date_fermeture"
    closed = (f"{ET};183;I;2019-01-01", f"{ET};186;I;2020-01-01", f"{ET};182;I;")
    assert one(read(f=headed(header, *closed)))["categorie"] == "186"
    assert one(read(f=headed(header, *closed, f"{ET};500;A;")))["categorie"] == "500"
