"""A decision written before its file told the order of reception: compared on what it says, and the reader is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.flows.helpers_workspace import MONTH
from tests.verification.helpers_verify import decision_file, forged, said_by_file, sentences, verified, written
from transforms.decisions.record import FORMAT

pytestmark = pytest.mark.xdist_group("verification")


def older(said: dict[str, Any]) -> dict[str, Any]:
    """The same decision in the form before: no acts, no order of reception, no chain."""
    less = {key: value for key, value in said.items() if key not in ("actes", "deja_verse", "receptions", "chaine")}
    registre = {name: rows for name, rows in said["preuves"]["registre"].items() if name != "actes"}
    return forged(less | {"format": FORMAT - 1, "preuves": said["preuves"] | {"registre": registre}})


@pytest.mark.long
def test_only_the_form_is_another_one(decided, elsewhere, tmp_path):
    said = older(said_by_file(decision_file(decided, "NAT-2021-001", MONTH)))
    one = verified(written(tmp_path / "d.json", said), elsewhere)
    assert sentences(one).strip() == f"forme du fichier : écrit {FORMAT - 1}, refait {FORMAT}"
    assert "reçus ensemble" in "".join(one.remarks)
    assert not one.identical
    with_journal = verified(written(tmp_path / "d.json", said), decided)
    assert "celui du journal" in "".join(with_journal.remarks)
    assert "chaîne" in sentences(with_journal), "the chain of this workspace never saw that file"


def test_what_it_says_is_compared(decided, elsewhere, tmp_path):
    said = older(said_by_file(decision_file(decided, "NAT-2021-001", MONTH)))
    one = verified(written(tmp_path / "d.json", forged(said | {"montant_libere": "1.00"})), elsewhere)
    assert one.found[0].difference.place == ("montant_libere",)


def test_today_s_form_says_the_order_of_reception(decided, elsewhere, tmp_path):
    said = said_by_file(decision_file(decided, "NAT-2021-001", MONTH))
    without = {key: value for key, value in said.items() if key != "receptions"}
    one = verified(written(tmp_path / "d.json", without), elsewhere)
    assert one.alterations == ("receptions : ce ne sont pas des rangs",)
