"""Pseudonyms: keyed, by establishment, the same wherever they are computed, and free text hidden with them."""

from __future__ import annotations

import hashlib
import hmac

import polars as pl
import pyarrow as pa

from transforms.reading.coded import Coded
from transforms.reading.pseudonym import Pseudonyms, key_fingerprint

KEY = b"une cle de test"


def coded(texts: list[str | None]) -> Coded:
    return Coded.of(pa.chunked_array([pa.array(texts, pa.string()).dictionary_encode()]))


def hidden(*pairs: tuple[str | None, str | None], key: bytes = KEY) -> list[int | None]:
    finess, dossiers = ([pair[place] for pair in pairs] for place in (0, 1))
    return Pseudonyms(key).of_pairs(coded(finess), coded(dossiers)).to_list()


def test_a_pseudonym_is_63_bits_of_the_hmac_of_the_establishment_and_the_dossier():
    expected = int(hmac.new(KEY, b"010990018\x00D-1", hashlib.sha256).hexdigest()[:16], 16) >> 1
    assert hidden(("010990018", "D-1")) == [expected]


def test_rows_keep_their_order_and_the_same_dossier_its_pseudonym():
    first, second, third, fourth = hidden(("A", "2"), ("A", "1"), ("B", "2"), ("A", "2"))
    assert first == fourth
    assert len({first, second, third}) == 3
    assert hidden(("B", "2"), ("A", "1")) == [third, second]


def test_another_key_gives_other_pseudonyms():
    assert hidden(("A", "1")) != hidden(("A", "1"), key=b"autre")


def test_numbers_that_only_differ_where_they_are_cut_stay_apart():
    assert len(set(hidden(("A", "B1"), ("AB", "1")))) == 2


def test_pseudonyms_do_not_depend_on_the_batch_nor_on_those_met_before():
    pairs = [("A", str(number)) for number in range(50)]
    together, pseudonyms = hidden(*pairs), Pseudonyms(KEY)
    for _ in range(2):
        for pair, expected in zip(pairs, together, strict=True):
            assert pseudonyms.of_pairs(coded([pair[0]]), coded([pair[1]])).to_list() == [expected]


def test_a_row_that_names_nobody_has_no_pseudonym():
    assert hidden((None, "1"), ("A", None), (None, None)) == [None, None, None]


def test_no_row_gives_no_row():
    assert Pseudonyms(KEY).of_pairs(coded([]), coded([])).to_list() == []


def test_a_text_is_hidden_unless_it_is_the_word_agenda():
    texts = Pseudonyms(KEY).of_texts(pl.Series(["agenda", "Visite de Mme X", "Visite de Mme X", "visite", None])).to_list()
    assert [text == "agenda" for text in texts] == [True, False, False, False, False]
    assert texts[1] == texts[2] != texts[3]
    assert texts[4] is None
    assert not any("Visite" in text or "X" in text for text in texts[:4])


def test_the_fingerprint_of_a_key_is_not_the_key_and_tells_keys_apart():
    assert key_fingerprint(KEY) == key_fingerprint(KEY) != key_fingerprint(KEY + b"x")
    assert KEY.decode() not in key_fingerprint(KEY)
    assert len(key_fingerprint(KEY)) == 64
