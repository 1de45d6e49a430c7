"""The grants by the real texts against the slow oracle, on invented perimeters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from flows.texts import load_all_texts
from tests.grants import oracle_grants
from tests.grants.oracle_grants import ara, grand_est, guadeloupe, national
from tests.grants.perimeter_by_hand import grant
from tests.grants.perimeters_generated import PROJECTS, perimeters
from transforms.decisions.money import to_cents

TEXTS = load_all_texts()
CALLS = {
    "ara-generalisation-2025": ara,
    "grand-est-amorcage-2021": grand_est,
    "guadeloupe-generalisation-2022": guadeloupe,
    "national-2021": national,
}


def test_every_text_has_its_oracle():
    assert {texte_id for texte_id, texte in TEXTS.items() if texte.bareme is not None} == set(CALLS)


@pytest.mark.parametrize("texte_id", CALLS)
@settings(deadline=None, max_examples=100)
@given(projet=PROJECTS, rows=perimeters())
def test_the_same_count_and_amount(texte_id, projet, rows):
    found = grant(TEXTS[texte_id], rows, **projet)
    count, total = CALLS[texte_id](projet, rows)
    assert found.nombre_essms == count
    assert (None if found.montant is None else to_cents(found.montant)) == total


@settings(deadline=None, max_examples=100)
@given(projet=PROJECTS, rows=perimeters())
def test_the_same_shares_between_regions(projet, rows):
    found = grant(TEXTS["grand-est-amorcage-2021"], rows, **projet)
    names = {"GRAND-EST": "Grand Est", None: projet["region"] or "inconnue"}
    regions = [names.get(one.get("region"), one.get("region")) for _, one in oracle_grants.one_by_one(rows)]
    numbers = {region: regions.count(region) for region in oracle_grants.distinct(regions)}
    assert [(share.region, share.nombre) for share in found.partages] == list(numbers.items())
    amounts = [None if share.montant is None else to_cents(share.montant) for share in found.partages]
    if projet["montant_subvention"] is None or "inconnue" in numbers:
        assert amounts == [None] * len(numbers)
    elif numbers:
        assert amounts == oracle_grants.shared(oracle_grants.cents(projet["montant_subvention"]), list(numbers.values()))
