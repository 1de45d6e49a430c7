"""What people did: a balance is never released twice, in whole or in part, and a motif that is settled no longer waits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.register import schema_of
from tests.decisions.rows_by_hand import ARA, MISSED, MOIS, project, unknown
from tests.decisions.test_pro_rata import FIVE, INVOICE, measured
from tests.decisions.test_pro_rata import decided as pro_rata
from tests.decisions.test_tranches_of_a_project import decided as by_tranche
from transforms.decisions.acts import NO_ACTS, ProjectActs, acts_of, still_due
from transforms.decisions.decide import RELEASE_BLOCKERS, Signals
from transforms.decisions.project import ProjectResult, project_result
from transforms.decisions.schedule import schedule
from transforms.measures.perimeter import ProjectScope

DAY = date(2026, 8, 14)
NO_SIGNALS = Signals()
PAPERS = frozenset(piece.code for piece in ARA.pieces)


def table(*rows: dict) -> pl.DataFrame:
    filled = [
        dict.fromkeys(schema_of("actes")) | {"ligne": rank, "projet_id": "P", "date": DAY} | row
        for rank, row in enumerate(rows, 2)
    ]
    return pl.DataFrame(filled, schema=schema_of("actes"))


def paid(amount: str | None, decision_id: str | None = "P-2026-03-v1", **more: object) -> dict:
    return {"acte": "versee", "decision_id": decision_id, "montant": Decimal(amount) if amount else None, **more}


def acts(*rows: dict, mois: str = MOIS) -> ProjectActs:
    return acts_of(table(*rows), "P", mois)


def ara(
    found: ProjectActs, said: dict | None = None, grant: str | None = "84000.01", signals: Signals = NO_SIGNALS
) -> ProjectResult:
    projet = {
        "projet_id": "P",
        "montant_subvention": Decimal(grant) if grant else None,
        "date_fin_deploiement": date(2026, 6, 30),
        "date_convention": date(2025, 5, 1),
    }
    rows = project(ARA, said if said is not None else {"A": {}})
    return project_result(ProjectScope(projet, ARA, ()), MOIS, rows, signals, PAPERS, None, found)


def outcome(result: ProjectResult) -> tuple[str, str | None, str | None]:
    amount = result.montant_libere
    return result.outcome.decision, result.outcome.motif, None if amount is None else str(amount)


def test_without_acts_nothing_changes():
    assert acts() == NO_ACTS
    assert outcome(ara(NO_ACTS)) == ("liberer", None, "42000.00")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([paid("42000.00")], ("ne_pas_liberer", "solde_deja_verse", "0.00")),
        ([paid("41999.99")], ("liberer", "solde_verse_en_partie", "0.01")),
        ([paid("42000.01")], ("ne_pas_liberer", "solde_deja_verse", "0.00")),
        ([paid("0.01")], ("liberer", "solde_verse_en_partie", "41999.99")),
        ([paid("20000"), paid("22000")], ("ne_pas_liberer", "solde_deja_verse", "0.00")),
        ([paid(None)], ("ne_pas_liberer", "solde_deja_verse", "0.00")),
        ([paid("42000", f"P-{MOIS}-v1")], ("ne_pas_liberer", "solde_deja_verse", "0.00")),
        ([paid("42000", projet_id="Q")], ("liberer", None, "42000.00")),
        ([paid("42000", None)], ("liberer", None, "42000.00")),
        ([paid("42000") | {"acte": "signee"}], ("liberer", None, "42000.00")),
        ([paid("42000") | {"acte": "refusee"}], ("liberer", None, "42000.00")),
    ],
)
def test_what_is_paid_of_a_balance_is_not_releasable_again(rows, expected):
    assert outcome(ara(acts(*rows))) == expected


def test_a_payment_counts_whatever_the_month_measured():
    for mois in ("2025-12", MOIS, "2027-01"):
        assert acts(paid("42000"), mois=mois).paid == Decimal("42000")


def test_a_project_without_an_amount_is_paid_once_all_the_same():
    assert outcome(ara(acts(paid("1.00")), grant=None)) == ("ne_pas_liberer", "solde_deja_verse", None)
    assert outcome(ara(NO_ACTS, grant=None)) == ("liberer", None, None)


def test_a_balance_paid_stays_so_when_usage_falls_or_a_person_should_look():
    whole = acts(paid("42000"))
    assert outcome(ara(whole, {"A": {"dmp": MISSED}})) == ("ne_pas_liberer", "cibles_non_atteintes, solde_deja_verse", "0.00")
    doubtful = Signals(to_check=frozenset({"A"}))
    assert outcome(ara(NO_ACTS, signals=doubtful))[0] == "a_instruire"
    assert outcome(ara(whole, signals=doubtful)) == ("ne_pas_liberer", "solde_deja_verse", "0.00")
    some = acts(paid("100"))
    assert outcome(ara(some, {"A": {"dmp": MISSED}})) == ("ne_pas_liberer", "cibles_non_atteintes, solde_verse_en_partie", "0.00")
    assert outcome(ara(some, signals=doubtful)) == ("a_instruire", "essms_a_verifier, solde_verse_en_partie", "0.00")


@pytest.mark.parametrize("motif", RELEASE_BLOCKERS)
def test_a_motif_that_is_settled_no_longer_waits(motif):
    signals = Signals(
        missing_papers=("x",) if motif == "pieces_manquantes" else (),
        to_check=frozenset({"A"}),
        rejected=frozenset({("A", MOIS)}),
    )
    settled = acts({"acte": "arbitrage", "decision_id": f"P-{MOIS}-v2", "motif": motif})
    assert settled.lifted == {motif}
    waiting = outcome(ara(settled, signals=signals))[1]
    assert motif not in (waiting or "")
    if motif in ("essms_a_verifier", "lignes_rejetees"):
        assert waiting == ("lignes_rejetees" if motif == "essms_a_verifier" else "essms_a_verifier")


def test_several_motifs_settled_at_once_release():
    signals = Signals(to_check=frozenset({"A"}), rejected=frozenset({("A", MOIS)}))
    one = {"acte": "arbitrage", "decision_id": f"P-{MOIS}-v1"}
    assert outcome(ara(acts(one | {"motif": "lignes_rejetees, essms_a_verifier"}), signals=signals)) == (
        "liberer",
        None,
        "42000.00",
    )
    both = acts(one | {"motif": "lignes_rejetees"}, one | {"motif": "essms_a_verifier"})
    assert outcome(ara(both, signals=signals)) == ("liberer", None, "42000.00")


@pytest.mark.parametrize(
    "row",
    [
        {"decision_id": "P-2026-02-v1", "motif": "essms_a_verifier"},
        {"decision_id": None, "motif": "essms_a_verifier"},
        {"decision_id": f"P-{MOIS}-v1", "motif": "lignes_rejetees"},
        {"decision_id": f"P-{MOIS}-v1", "motif": "essms_a_verifier", "projet_id": "Q"},
        {"decision_id": f"P-{MOIS}-v1", "motif": "essms_a_verifier", "acte": "signee"},
    ],
)
def test_an_arbitration_settles_the_month_and_the_motif_it_names(row):
    assert MOIS != "2026-02"
    found = acts({"acte": "arbitrage"} | row)
    assert outcome(ara(found, signals=Signals(to_check=frozenset({"A"}))))[0] == "a_instruire"


def test_no_arbitration_pays_what_is_not_measured():
    for motif in ("source_absente", "denominateur_nul", "couverture_partielle", "extraction_tardive"):
        settled = acts({"acte": "arbitrage", "decision_id": f"P-{MOIS}-v1", "motif": motif})
        found = outcome(ara(settled, {"A": {"dmp": unknown(motif)}}))
        assert found[0] == "a_instruire"
        assert settled.lifted == frozenset()


def test_pro_rata_takes_what_is_paid_off_what_is_earned():
    said = {"A": {"projets_personnalises": measured(64, 100)}}
    projet_rows = pro_rata(FIVE, said)
    assert str(projet_rows.montant_libere) == "144000.00"

    def after(amount: str) -> ProjectResult:
        one = acts(paid(amount))
        scope = ProjectScope(projet_rows.projet, FIVE, ())
        return project_result(scope, MOIS, projet_rows.rows, Signals(), INVOICE, None, one)

    part = after("40000")
    assert outcome(part) == ("liberer_partiellement", "cibles_non_atteintes, solde_verse_en_partie", "104000.00")
    assert sum(one.montant_libere for one in part.money) == Decimal("104000.00")
    assert outcome(after("144000"))[0] == outcome(after("150000"))[0] == "ne_pas_liberer"
    assert outcome(after("143999.99"))[2] == "0.01"


def test_a_tranche_paid_does_not_hide_the_next_one():
    assert str(by_tranche({"A": {}}).montant_libere) == "30000.00"
    projet = by_tranche({"A": {}}).projet

    def after(result: ProjectResult, *rows: dict) -> Decimal | None:
        return still_due(projet["montant_subvention"], result.montant_solde, result.tranches, acts(*rows))

    first, second = by_tranche({"A": {}}), by_tranche({"A": {}, "B": {}})
    assert after(first, paid("30000.00")) == 0
    assert after(first, paid("10000.00")) == 20000
    assert after(second) == second.montant_solde
    assert after(second, paid("30000.00")) == second.montant_solde
    assert after(second, paid("30000.00"), paid(str(second.montant_solde))) == 0


def test_the_schedule_says_that_a_balance_is_paid():
    found = ara(acts(paid("42000")))
    dues = schedule(
        ARA, found.projet, MOIS, found.outcome.decision, False, found.montant_libere, PAPERS, None, paid=True, lifted=frozenset()
    )
    assert (dues[-1].etat, dues[-1].motif, dues[-1].montant_du) == ("bloque", "solde_deja_verse", Decimal("0.00"))


CENTS = st.integers(min_value=1, max_value=9_000_000)


@given(st.lists(CENTS, max_size=4), st.integers(min_value=0, max_value=100), st.booleans())
def test_no_euro_is_released_twice(payments, reached, everything):
    """Whatever was paid, what is released on top of it never makes more than what is earned, nor than the balance."""
    said = {} if everything else {"A": {"projets_personnalises": measured(reached, 100)}}
    before = pro_rata(FIVE, said or {"A": {}})
    rows = [paid(str(Decimal(cents) / 100)) for cents in payments]
    scope = ProjectScope(before.projet, FIVE, ())
    after = project_result(scope, MOIS, before.rows, Signals(), INVOICE, None, acts(*rows))
    total = sum((row["montant"] for row in rows), Decimal("0.00"))
    assert after.montant_libere + min(total, before.montant_libere) <= before.montant_libere
    assert after.montant_libere == max(Decimal("0.00"), before.montant_libere - total)
    assert sum((one.montant_libere for one in after.money), Decimal("0.00")) == after.montant_libere
