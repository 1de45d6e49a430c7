"""Encodings of a sender's text: what is declared is read strictly, what is not is guessed."""

import codecs

import pytest

from transforms.dialects.encoding import as_utf8, guess_encoding
from transforms.reading.csv_header import Refusal

TEXT = "Prénom;Entrée\r\nÉlodie;« cœur » 12 €\r\n"


def refused(content, encodage):
    with pytest.raises(Refusal) as caught:
        as_utf8(content, encodage)
    return caught.value.rule


@pytest.mark.parametrize(
    ("content", "encodage"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
    ],
)
def test_what_is_declared_is_read(content, encodage):
    assert as_utf8(content, encodage).decode() == TEXT


def test_latin_1_without_the_signs_it_lacks():
    assert as_utf8("Entrée;né".encode("latin-1"), "latin-1").decode() == "Entrée;né"


def test_a_text_larger_than_a_chunk_is_read_whole():
    text = "é€;" * 3_000_000
    assert as_utf8(text.encode("cp1252"), "cp1252").decode() == text
    assert as_utf8(text.encode("utf-16"), "utf-16").decode() == text


@pytest.mark.parametrize(
    ("content", "encodage"),
    [
        (TEXT.encode("cp1252"), "utf-8"),
        (TEXT.encode("cp1252"), "latin-1"),  # the euro sign would become an invisible character
        (TEXT.encode(), "cp1252"),  # each accent would become two signs
        (TEXT.encode("utf-8-sig"), "cp1252"),
        (TEXT.encode("utf-16"), "cp1252"),
        (TEXT.encode("utf-16"), "utf-8"),
        (TEXT.encode(), "utf-16"),
        (b"a\x81b", "cp1252"),
        (b"a;b\0", "utf-8"),
        (b"a;b\0", "cp1252"),
        ("a;\0b".encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16")[:-1], "utf-16"),  # cut in the middle of a character
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "utf-16"),  # half a pair
        (b"\xed\xa0\x80", "utf-8"),
    ],
)
def test_other_bytes_are_refused(content, encodage):
    assert refused(content, encodage) == "encodage"


def test_capitals_before_a_no_break_space_are_no_sign_of_utf_8():
    content = "PRIORIT\u00c9\u00a0: 1".encode("cp1252")  # C9 A0 is also a letter in UTF-8
    assert as_utf8(content, "cp1252").decode() == "PRIORIT\u00c9\u00a0: 1"


@pytest.mark.parametrize(
    ("content", "encodage"),
    [
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode(), "utf-8"),
        (TEXT.encode()[:3], "utf-8"),  # the head ends inside a character
        (b"a;b", "utf-8"),
        (TEXT.encode("cp1252"), "cp1252"),
        ("Entrée".encode("latin-1"), "cp1252"),  # the same bytes: the more common name
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
    ],
)
def test_the_likeliest_encoding_reads_the_text(content, encodage):
    guesses = guess_encoding(content)
    assert guesses[0].encodage == encodage
    assert [guess.confiance for guess in guesses] == sorted((guess.confiance for guess in guesses), reverse=True)
    assert not guesses[0].abime


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0\0", b"a\x81\xe9", b"\0\0\0\0"])
def test_no_encoding_for_what_is_no_text(content):
    assert guess_encoding(content) == []


def test_text_spoiled_before_it_was_written_is_told():
    spoiled = "Entrée".encode().decode("cp1252")
    assert guess_encoding(spoiled.encode())[0].abime
    assert guess_encoding("Entr\ufffde".encode())[0].abime
