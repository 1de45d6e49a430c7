"""Several FINESS files: which one is in force, what adds up, and what is no FINESS file."""

from __future__ import annotations

import gzip

import pytest

from tests.reading.finess_by_hand import (
    EJ,
    ET,
    OTHER_EJ,
    OTHER_ET,
    ege,
    headed,
    legacy,
    plus,
    read,
    refusal,
    structureet,
)


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
    [
        b"PK\x03\x04\0\0",
        b"<?xml version='1.0'?><a/>",
        b"code;libelle\n500;EHPAD\n",
        b"[1, 2]",
        "é;à".encode("utf-16"),
        b"\x00" * 9,
    ],
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
