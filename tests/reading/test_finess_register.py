"""FINESS files of every known form, invented: recognised by their content, typed, and the most recent one in force."""

import gzip
import io
import json
import tracemalloc
from datetime import date

import polars as pl
import pytest

from contracts.failures import RegisterError
from contracts.finess_register import ET_SCHEMA, closed_by
from transforms.reading.finess_register import read_finess

ET, OTHER_ET, LOST_ZERO = "260999909", "2A0999900", "10999902"
EJ, OTHER_EJ = "380999904", "380999912"


def read(limit=4 * 1024**3, **files):
    named = {name.replace("_dot_", "."): io.BytesIO(content) for name, content in files.items()}
    return read_finess(named, limit)


def one(register, number=ET):
    return register.et.filter(pl.col("finess_et") == number).row(0, named=True)


def refusal(**files):
    with pytest.raises(RegisterError) as caught:
        read(**files)
    return str(caught.value)


# Legacy -------------------------------------------------------------------------------------------------------------------


def structureet(number=ET, ej=EJ, rs="COURT", rslongue="", categorie="500", siret="73282932000074", departement="26"):
    fields = [""] * 32
    fields[0:5] = ["structureet", number, ej, rs, rslongue]
    fields[12:16] = ["362", departement, "DROME", "26000 VALENCE"]
    fields[18:20] = [categorie, "Libellé"]
    fields[22] = siret
    return ";".join(fields)


def structureej(number=OTHER_EJ, siren="552100554"):
    fields = [""] * 23
    fields[0:2] = ["structureej", number]
    fields[20] = siren
    return ";".join(fields)


def legacy(*records, first="finess;etalab;111;2026-05-12"):
    return "\n".join([first, *records, ""]).encode()


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


# FINESS+ ------------------------------------------------------------------------------------------------------------------


def ege(number=ET, **cells):
    about = {"numFinessEge": number, "siret": "73282932000074", "nomEgeLong": "LONG", "nomEgeCourt": "COURT"}
    about |= {"dateFermeture": cells.get("fermeture")}
    return {
        "informationsGeneralesEGE": about,
        "categorieentiteGeographiqueExercice": cells.get("categorie", "340"),
        "adresse": cells.get("adresse", [address("04", "75056"), address("03", "26362")]),
        "etatObjet": cells.get("etat", "A"),
    }


def address(use, insee):
    return {"usageAdresse": use, "cogCommune": insee, "ligneAcheminement": f"COMMUNE {insee}"}


def plus(*establishments, generated="2026-08-13T02:07:30.574916747Z", entity=EJ):
    about = {"numFinessPm": entity, "siren": "552100554"}
    content = {"schemaVersion": "v1.0.0", "generatedAt": generated, "gco": [], "pmej": []}
    content["pmej"].append({"informationsGeneralesPMEJ": about, "adresse": [], "ege": list(establishments)})
    return json.dumps(content).encode()


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


# Headed -------------------------------------------------------------------------------------------------------------------


def headed(header, *records, separator=";"):
    return "\n".join([header, *records, ""]).replace(";", separator).encode()


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


@pytest.mark.parametrize("name", ["finess_et", "FINESS ET", "N° FINESS ET", "finess", "Numéro FINESS", "ET_FINESS", "Code FINESS"])
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
    [(LOST_ZERO, "010999902"), ("10999903", None), ("260999909", ET), ("2a0999900", OTHER_ET), ("26 0999909", ET), ("1099990", None)],
)
def test_a_lost_zero_is_put_back_only_when_the_key_proves_it(written, number):
    register = read(f=headed("finess_et;finess_ej", f"{written};", f"970199907;{written}"))
    assert register.et["finess_et"].to_list() == sorted(filter(None, [number, "970199907"]))
    assert register.ecartees == (number is None)
    assert one(register, "970199907")["finess_ej"] == number


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


# Choice -------------------------------------------------------------------------------------------------------------------


def test_the_most_recent_situation_inside_the_files_is_in_force():
    files = {
        "a": headed("finess_et;finess_ej", f"{ET};{OTHER_EJ}"),
        "b": legacy(structureet(number=OTHER_ET)),
        "c": plus(ege(), generated="2026-05-11T23:59:59Z", entity="590999900"),
    }
    register = read(**files)
    assert (register.source, register.et["finess_et"].to_list()) == ("b", [OTHER_ET])
    assert register.ej == {EJ, OTHER_EJ, "590999900"}
    assert register.sirens == {"732829320", "552100554"}
    assert read(a=files["a"], c=files["c"]).source == "c"


def test_two_files_of_the_same_day_are_refused():
    message = refusal(b=legacy(structureet()), c=plus(ege(), generated="2026-05-12T00:00:00Z"), d=headed("finess_et", ET))
    assert "b, c donnent tous une situation du 2026-05-12" in message
    assert "sans date" in refusal(a=headed("finess_et", ET), b=headed("finess_et", ET))


def test_no_file_at_all():
    assert "Aucun fichier FINESS" in refusal()
    assert "Aucun fichier FINESS" in refusal(**{".cache": plus(ege())})


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04\0\0", b"<?xml version='1.0'?><a/>", b"code;libelle\n500;EHPAD\n", b"[1, 2]", "é;à".encode("utf-16"), b"\x00" * 9],
)
def test_an_unknown_format_is_refused(content):
    assert "Le fichier f n'est pas un fichier FINESS reconnu" in refusal(f=content)


@pytest.mark.parametrize(
    ("content", "clause"),
    [
        (b"", "est vide"),
        (gzip.compress(b""), "est vide"),
        (b"finess_et;nom\n260999909;\x81\n", "ni en UTF-8 ni en Windows-1252"),
        (b"finess_et\nabc\n", "aucun numéro d'établissement utilisable"),
        (b"finess_et\n" + b"1" * 200_000, "n'est pas un CSV lisible"),
    ],
)
def test_an_unreadable_file_is_refused(content, clause):
    assert clause in refusal(f=content)
