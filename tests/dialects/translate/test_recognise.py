"""Which dialect a file is in: format, name, headers; the nearest one is named when none fits. The readers are real."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from contracts.dialect import Jointure
from tests.dialects.translate.tables_by_hand import DOSSIERS, FINESS, agregats, dialect, dossiers
from transforms.dialects.archive import archive_members
from transforms.dialects.limits import Limits
from transforms.dialects.recognise import formats_of, recognise
from transforms.dialects.text_table import text_tables
from transforms.reading.csv_header import Refusal

FLAT = dialect(dossiers(), name="plat")
DMP = dialect(agregats(), name="dmp")
TEXT = f"N° dossier;FINESS;Date d’entrée;Nom\n1;{FINESS};2025-01-01;DUPONT\n"


def reader(content, calls=None):
    def read(dialecte):
        if calls is not None:
            calls.append(dialecte.dialecte)
        if dialecte.format == "texte":
            return [text_tables(content, dialecte.encodage, dialecte.separateur, Limits())]
        members = archive_members(content, Limits())
        return [text_tables(text, dialecte.encodage, dialecte.separateur, Limits(), name) for name, text in members]

    return read


def found(text, *dialectes, name="export.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return recognise(name, content[:8], dialectes, reader(content)).dialecte.dialecte


def refused(text, *dialectes, name="export.csv"):
    with pytest.raises(Refusal) as caught:
        found(text, *dialectes, name=name)
    return caught.value.rule, caught.value.columns


def zipped(**members):
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/") + ".csv", text)
    return target.getvalue()


def test_the_one_whose_header_is_there():
    assert found(TEXT, DMP, FLAT) == "plat"
    assert found("FINESS;DMP\n", DMP, FLAT) == "dmp"


def test_encoding_and_separator_are_those_of_the_dialect():
    latin = replace(FLAT, dialecte="latin", encodage="cp1252", separateur="\t")
    assert found(TEXT.replace(";", "\t").encode("cp1252"), FLAT, latin, DMP) == "latin"


def test_a_dialect_that_asks_for_a_name_wins():
    named = replace(FLAT, dialecte="nomme", nom="EXPORT_*.csv")
    assert found(TEXT, FLAT, named, name="export_janvier.csv") == "nomme"
    assert found(TEXT, FLAT, named, name="janvier.csv") == "plat"


def test_two_that_fit_are_named():
    assert refused(TEXT, FLAT, replace(FLAT, dialecte="autre")) == ("dialecte_ambigu", ("plat", "autre"))


def test_none_that_fits_names_the_nearest_and_what_differs():
    text = TEXT.replace("Date d’entrée", "Entré le")
    assert refused(text, DMP, FLAT) == (
        "dialecte_inconnu",
        ("plat", "« Date d'entrée » absente", "« Entré le » en plus", "« Nom » en plus"),
    )


def test_a_file_without_header_shows_nothing_of_its_own():
    rule, columns = refused(f"1;{FINESS};2025-01-01;DUPONT\n", DMP, FLAT)
    assert (rule, columns) == ("dialecte_inconnu", ())
    rule, columns = refused("N° dossier;DUPONT;MARTIN\n", DMP, FLAT)
    assert not any("DUPONT" in column for column in columns)


def test_every_table_must_be_there():
    join = Jointure("usagers.csv", {"Id": "N° dossier"}, {"finess_et": "FINESS"})
    stays = dossiers(source="sejours.csv", colonnes={k: v for k, v in DOSSIERS.items() if k != "finess_et"})
    archive = dialect(replace(stays, jointures=(replace(join, colonnes={"FINESS": "finess_et"}),)), name="zip", format="archive")
    stay, user = "N° dossier;Date d'entrée\n1;2025-01-01\n", f"Id;FINESS\n1;{FINESS}\n"
    assert found(zipped(export__sejours=stay, export__usagers=user), archive, FLAT, name="x.zip") == "zip"
    rule, columns = refused(zipped(sejours=stay), archive, FLAT, name="x.zip")
    assert (rule, columns) == ("dialecte_inconnu", ("zip", "feuille ou fichier « usagers.csv »"))
    rule, columns = refused(zipped(sejours=stay, usagers=user.replace("Id", "Clé")), archive, name="x.zip")
    assert columns == ("zip", "« Id » absente", "« Clé » en plus")


def test_each_way_of_reading_is_tried_once():
    calls: list[str] = []
    with pytest.raises(Refusal):
        recognise("x.csv", b"a", [DMP, FLAT, replace(FLAT, separateur=",")], reader(b"a;b\n1;2\n", calls))
    assert calls == ["dmp", "plat"]


def test_why_a_file_cannot_be_read():
    wrong = TEXT.encode("cp1252")
    assert refused(wrong, FLAT, DMP)[0] == "encodage"
    latin = replace(DMP, encodage="cp1252")
    assert refused(wrong, FLAT, latin)[0] == "dialecte_inconnu"
    assert refused(wrong, replace(FLAT, nom="export*"), latin)[0] == "encodage"
    assert refused(b"PK\x03\x04 not a zip", dialect(dossiers(), format="archive"), name="x.zip")[0] == "archive_illisible"


@pytest.mark.parametrize(
    ("name", "first", "formats"),
    [
        ("a.csv", b"FINESS", ("texte",)),
        ("a.xls", b"FINESS\t", ("texte",)),
        ("a.xls", b"\xd0\xcf\x11\xe0", ("classeur",)),
        ("A.XLSX", b"PK\x03\x04", ("classeur",)),
        ("a.zip", b"PK\x03\x04", ("archive",)),
        ("a.csv", b"PK\x03\x04", ("classeur", "archive")),
    ],
)
def test_formats(name, first, formats):
    assert formats_of(name, first) == formats


@pytest.mark.parametrize(
    ("name", "first", "rule"),
    [
        ("a.csv", b"", "fichier_vide"),
        ("a.xlsx", b"FINESS", "classeur_illisible"),
        ("a.zip", b"FINESS", "archive_illisible"),
    ],
)
def test_bytes_that_are_not_what_the_name_says(name, first, rule):
    with pytest.raises(Refusal) as caught:
        formats_of(name, first)
    assert caught.value.rule == rule
