"""Pseudonyms: keyed, by establishment, the same wherever they are computed, and free text hidden with them."""

from __future__ import annotations

import hashlib
import hmac

import polars as pl

from transforms.reading.pseudonym import key_fingerprint, pseudonymise

KEY = b"une cle de test"


def rows(*pairs: tuple[str, str], **columns: list[str]) -> pl.DataFrame:
    return pl.DataFrame(pairs, schema=["finess_et", "dossier_id"], orient="row").with_columns(
        pl.Series(name, values) for name, values in columns.items()
    )


def test_a_pseudonym_is_the_hmac_of_the_establishment_and_the_dossier():
    expected = hmac.new(KEY, b"010990018\x00D-1", hashlib.sha256).hexdigest()[:32]
    assert pseudonymise(rows(("010990018", "D-1")), KEY).rows() == [("010990018", expected)]


def test_rows_keep_their_order_and_the_same_dossier_its_pseudonym():
    hidden = pseudonymise(rows(("A", "2"), ("A", "1"), ("B", "2"), ("A", "2"), ligne=["w", "x", "y", "z"]), KEY)
    assert "dossier_id" not in hidden.columns
    assert hidden["ligne"].to_list() == ["w", "x", "y", "z"]
    first, second, third, fourth = hidden["dossier"]
    assert first == fourth
    assert len({first, second, third}) == 3


def test_another_key_gives_other_pseudonyms():
    assert pseudonymise(rows(("A", "1")), KEY)["dossier"][0] != pseudonymise(rows(("A", "1")), b"autre")["dossier"][0]


def test_numbers_that_only_differ_where_they_are_cut_stay_apart():
    hidden = pseudonymise(rows(("A", "B1"), ("AB", "1")), KEY)
    assert hidden["dossier"].n_unique() == 2


def test_pseudonyms_do_not_depend_on_the_batch():
    pairs = [("A", str(number)) for number in range(50)]
    together = pseudonymise(rows(*pairs), KEY)["dossier"].to_list()
    assert together == [pseudonymise(rows(pair), KEY)["dossier"][0] for pair in pairs]


def test_no_row_gives_no_row():
    empty = pl.DataFrame(schema={"finess_et": pl.String, "dossier_id": pl.String, "nature": pl.String})
    assert pseudonymise(empty, KEY).schema == {"finess_et": pl.String, "nature": pl.String, "dossier": pl.String}


def test_the_nature_of_an_event_is_hidden_unless_it_is_the_word_agenda():
    natures = ["agenda", "Visite de Mme X", "agenda", "Visite de Mme X", "visite"]
    hidden = pseudonymise(rows(*[("A", "1")] * 5, nature=natures), KEY)["nature"].to_list()
    assert [nature == "agenda" for nature in hidden] == [True, False, True, False, False]
    assert hidden[1] == hidden[3] != hidden[4]
    assert not any("Visite" in nature or "X" in nature for nature in hidden)


def test_the_fingerprint_of_a_key_is_not_the_key_and_tells_keys_apart():
    assert key_fingerprint(KEY) == key_fingerprint(KEY) != key_fingerprint(KEY + b"x")
    assert KEY.decode() not in key_fingerprint(KEY)
    assert len(key_fingerprint(KEY)) == 64
