"""What holds of every grant: lines add up, shares add up, one more establishment never costs, order of repeats is free."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.texts import load_all_texts
from tests.grants.perimeter_by_hand import grant, number, perimetre
from tests.grants.perimeters_generated import PROJECTS, perimeters, rows
from transforms.measures.counted import counted

TEXTS = [texte for texte in load_all_texts().values() if texte.bareme is not None]
each_text = pytest.mark.parametrize("texte", TEXTS, ids=lambda texte: texte.texte_id)
few = settings(deadline=None, max_examples=40)


@each_text
@few
@given(projet=PROJECTS, said=perimeters())
def test_the_total_is_that_of_the_lines_and_no_line_exceeds_its_units(texte, projet, said):
    found = grant(texte, said, **projet)
    amounts = [line.montant for line in found.lignes]
    if found.montant is None:
        assert found.motif
        assert set(amounts) <= {None}
        return
    assert found.montant == sum(amounts, Decimal(0))
    for line in found.lignes:
        assert line.nombre > 0
        assert 0 <= line.montant <= line.nombre * line.montant_unitaire
        assert line.montant == line.nombre * line.montant_unitaire or line.detail


@each_text
@few
@given(projet=PROJECTS, said=perimeters())
def test_shares_add_up_to_the_grant_given_and_count_everyone(texte, projet, said):
    found = grant(texte, said, **projet)
    if texte.bareme.partage_ars is None:
        assert found.partages == ()
        return
    assert sum(share.nombre for share in found.partages) == found.nombre_essms
    amounts = [share.montant for share in found.partages]
    assert (None in amounts) == (bool(amounts) and (projet["montant_subvention"] is None or _unknown(found)))
    if amounts and None not in amounts:
        assert sum(amounts) == Decimal(projet["montant_subvention"])


def _unknown(found) -> bool:
    return any(share.region == "inconnue" for share in found.partages)


@each_text
@few
@given(projet=PROJECTS, said=perimeters(), more=rows(first=5000, most=1))
def test_one_more_establishment_at_the_end_never_lowers_the_total(texte, projet, said, more):
    enough = [] if texte.bareme.minimum is None else [{"finess_et": number(7000 + rank)} for rank in range(50)]
    before = grant(texte, [*enough, *said], **projet)
    after = grant(texte, [*enough, *said, *more], **projet)
    if after.montant is None:
        assert after.nombre_essms > texte.bareme.maximum.valeur
    else:
        assert after.montant >= before.montant


@each_text
@few
@given(projet=PROJECTS, said=perimeters(repeats=False), seed=st.integers(0, 2**16))
def test_rows_that_repeat_an_establishment_may_come_in_any_order(texte, projet, said, seed):
    """Each column given on a row of its own, after a first row that holds the place of the establishment."""
    again: list[dict] = []
    for row in said:
        again += [{"finess_et": row["finess_et"], name: value} for name, value in row.items() if value is not None]
    Random(seed).shuffle(again)
    first = [{"finess_et": row["finess_et"]} for row in said]
    assert grant(texte, [*first, *again], **projet) == grant(texte, said, **projet)


@few
@given(said=perimeters())
def test_ranks_follow_each_other(said):
    rank = 1
    for one in counted(perimetre(said), "acquisition"):
        assert one.rang == rank
        rank += one.nombre


@few
@given(links=st.lists(st.tuples(st.integers(1, 6), st.none() | st.integers(1, 6)), min_size=1, max_size=10))
def test_whatever_numbers_name_each_other_somebody_counts_and_nobody_twice(links):
    said = [{"finess_et": number(one), "finess_precedent": None if former is None else number(former)} for one, former in links]
    found = [one.finess_et for one in counted(perimetre(said), "acquisition")]
    assert 0 < len(found) == len(set(found))
    assert set(found) <= {row["finess_et"] for row in said}
    assert {row["finess_et"] for row in said} - {row["finess_precedent"] for row in said} <= set(found)
