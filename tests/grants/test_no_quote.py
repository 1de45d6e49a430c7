"""An establishment without the quote its equipment is paid on: nothing of any amount is left."""

from __future__ import annotations

from flows.texts import load_all_texts
from transforms.grants.limits import Limit

ITEM = load_all_texts()["ara-generalisation-2025"].bareme.postes[0]


def test_without_a_quote_nothing_is_left():
    limit = Limit(ITEM, None, None, None, sans_devis=True)
    assert [limit.kept(cents) for cents in (0, 1, 600_000)] == [0, 0, 0]
