"""The schedule of a grant: amounts that add up, every reason why money waits, tranche after tranche."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rulebook_money import Piece
from tests.decisions.facts_by_hand import MOIS, instalments, project, source, texte
from transforms.decisions.schedule import MOTIFS, Due, schedule
from transforms.decisions.tranches import TrancheState
from transforms.measures.perimeter import Tranche

PIECES = (
    Piece("facture_mise_en_place", "Facture", source("facture"), versement="mise_en_place"),
    Piece("facture_fin_deploiement", "Facture", source("fin"), versement="solde"),
)
ALL_PAPERS = frozenset({"facture_mise_en_place", "facture_fin_deploiement"})
AMORCAGE = texte(
    solde="au_prorata",
    versements=instalments(("avance", "0.40", "convention"), ("mise_en_place", "0.40", "pieces"), ("solde", "0.20", "usage")),
    pieces=PIECES,
)
HALVES = texte(versements=instalments(("avance", "0.50", "convention"), ("solde", "0.50", "usage")))
TRANCHES = texte(
    solde="tranche_suivante",
    pieces=(Piece("demonstration", "Démonstration", source("pilote"), tranche="pilote"),),
)
DECISIONS = ("liberer", "liberer_partiellement", "ne_pas_liberer", "a_instruire")


def due(
    rulebook, decision="liberer", *, provisoire=False, released=None, papers=ALL_PAPERS, state=None, **given
) -> tuple[Due, ...]:
    amount = None if released is None else Decimal(released)
    return schedule(rulebook, project(**given), MOIS, decision, provisoire, amount, papers, state)


def waves(verifiee: int | None, *numbers: int, names: tuple[str | None, ...] = ("pilote", "vague 1", "vague 2")) -> TrancheState:
    return TrancheState(tuple(Tranche(name, None, number) for name, number in zip(names, numbers, strict=False)), verifiee)


def motifs(rows: tuple[Due, ...]) -> list[str | None]:
    return [row.motif for row in rows]


def test_everything_is_due_when_everything_is_there():
    rows = due(AMORCAGE, released="20000.00", montant_subvention=Decimal("100000.00"))
    assert [(row.rang, row.versement, row.tranche, row.part) for row in rows] == [
        (1, "avance", None, Decimal("0.40")),
        (2, "mise_en_place", None, Decimal("0.40")),
        (3, "solde", None, Decimal("0.20")),
    ]
    assert [row.montant for row in rows] == [Decimal("40000.00"), Decimal("40000.00"), Decimal("20000.00")]
    assert [row.montant_du for row in rows] == [row.montant for row in rows]
    assert [(row.etat, row.motif) for row in rows] == [("du", None)] * 3
    assert [row.source for row in rows] == [source("avance"), source("mise_en_place"), source("solde")]


def test_the_odd_cent_goes_to_the_first_instalment():
    rows = due(HALVES, released="42000.00")
    assert [row.montant for row in rows] == [Decimal("42000.01"), Decimal("42000.00")]


@pytest.mark.parametrize(
    ("signed", "motif"),
    [
        (date(2026, 6, 30), None),
        (date(2026, 7, 1), "convention_non_signee"),
        (None, "convention_non_signee"),
    ],
)
def test_nothing_is_paid_without_the_convention(signed, motif):
    rows = due(AMORCAGE, released="16800.00", date_convention=signed)
    assert motifs(rows) == [motif] * 3
    assert rows[0].etat == ("bloque" if motif else "du")
    assert rows[0].montant_du == (Decimal("0.00") if motif else rows[0].montant)


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ((), [None, "pieces_manquantes", "pieces_manquantes"]),
        (("facture_mise_en_place",), [None, None, "pieces_manquantes"]),
        (("facture_fin_deploiement",), [None, "pieces_manquantes", None]),
        (tuple(ALL_PAPERS), [None, None, None]),
    ],
)
def test_an_instalment_waits_for_its_own_papers(papers, expected):
    assert motifs(due(AMORCAGE, released="16800.00", papers=frozenset(papers))) == expected


@pytest.mark.parametrize(
    ("decision", "provisoire", "motif"),
    [
        ("liberer", False, None),
        ("liberer_partiellement", False, None),
        ("ne_pas_liberer", False, "solde_non_libere"),
        ("a_instruire", False, "solde_non_libere"),
        ("liberer", True, "decision_provisoire"),
        ("liberer_partiellement", True, "decision_provisoire"),
        ("a_instruire", True, "solde_non_libere, decision_provisoire"),
    ],
)
def test_the_balance_waits_for_a_decision_that_releases_and_stands(decision, provisoire, motif):
    rows = due(AMORCAGE, decision, provisoire=provisoire, released="123.45")
    assert motifs(rows) == [None, None, motif]
    assert rows[2].montant == Decimal("16800.00")
    assert rows[2].montant_du == (Decimal("0.00") if motif else Decimal("123.45"))


def test_every_reason_of_the_balance_is_listed():
    rows = due(AMORCAGE, "a_instruire", provisoire=True, papers=frozenset(), released="0.00")
    assert rows[2].motif == "pieces_manquantes, solde_non_libere, decision_provisoire"
    rows = due(AMORCAGE, "a_instruire", provisoire=True, papers=frozenset(), released="0.00", date_convention=None)
    assert rows[2].motif == "convention_non_signee, pieces_manquantes, solde_non_libere, decision_provisoire"


@pytest.mark.parametrize("rulebook", [AMORCAGE, HALVES, TRANCHES], ids=["amorcage", "moities", "tranches"])
@pytest.mark.parametrize("decision", DECISIONS)
def test_without_a_grant_there_is_no_amount(rulebook, decision):
    rows = due(rulebook, decision, montant_subvention=None, state=waves(0, 1, 2, 3))
    assert {row.montant for row in rows} == {row.montant_du for row in rows} == {None}
    assert rows[0].etat == "du"


# Tranches


@pytest.mark.parametrize(
    ("verifiee", "expected"),
    [
        (None, [None, "tranche_non_debloquee", "tranche_non_debloquee"]),
        (0, [None, None, "tranche_non_debloquee"]),
        (1, [None, None, None]),
        (2, [None, None, None]),
    ],
)
def test_the_next_tranche_is_unlocked(verifiee, expected):
    rows = due(TRANCHES, "liberer", papers=frozenset({"demonstration"}), state=waves(verifiee, 1, 1, 1))
    assert motifs(rows) == expected


@pytest.mark.parametrize(
    ("decision", "provisoire", "papers", "motif"),
    [
        ("liberer", False, ("demonstration",), None),
        ("liberer", True, ("demonstration",), "decision_provisoire"),
        ("liberer_partiellement", False, ("demonstration",), "solde_non_libere"),
        ("ne_pas_liberer", False, ("demonstration",), "solde_non_libere"),
        ("a_instruire", False, (), "pieces_manquantes, solde_non_libere"),
        ("a_instruire", True, (), "pieces_manquantes, solde_non_libere, decision_provisoire"),
    ],
)
def test_the_next_tranche_waits(decision, provisoire, papers, motif):
    rows = due(TRANCHES, decision, provisoire=provisoire, papers=frozenset(papers), state=waves(0, 1, 1, 1))
    assert motifs(rows) == [None, motif, "tranche_non_debloquee"]


def test_papers_of_the_pilot_bind_no_other_tranche():
    assert motifs(due(TRANCHES, papers=frozenset(), state=waves(1, 1, 1, 1))) == [None, None, None]


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("provisoire", [True, False])
def test_what_was_unlocked_stays_due(decision, provisoire):
    rows = due(TRANCHES, decision, provisoire=provisoire, papers=frozenset(), state=waves(2, 1, 1, 1))
    assert motifs(rows) == [None, None, None]
    assert all(row.montant_du == row.montant for row in rows)


def test_no_tranche_is_paid_without_the_convention():
    rows = due(TRANCHES, "ne_pas_liberer", date_convention=date(2026, 7, 1), papers=frozenset(), state=waves(1, 1, 1, 1))
    assert motifs(rows) == ["convention_non_signee", "convention_non_signee", "convention_non_signee, solde_non_libere"]


def test_tranches_are_paid_pro_rata_of_their_establishments():
    rows = due(TRANCHES, papers=frozenset({"demonstration"}), state=waves(0, 10, 30, 60), montant_subvention=Decimal("100000.01"))
    assert [(row.rang, row.versement, row.tranche, row.part) for row in rows] == [
        (1, "tranche_1", "pilote", None),
        (2, "tranche_2", "vague 1", None),
        (3, "tranche_3", "vague 2", None),
    ]
    assert [row.montant for row in rows] == [Decimal("10000.00"), Decimal("30000.00"), Decimal("60000.01")]
    assert [row.montant_du for row in rows] == [Decimal("10000.00"), Decimal("30000.00"), Decimal("0.00")]
    assert {row.source for row in rows} == {source("solde")}


def test_a_project_without_tranches_is_one():
    (row,) = due(TRANCHES, state=waves(0, 60, names=(None,)))
    assert (row.tranche, row.montant, row.etat) == (None, Decimal("84000.01"), "du")


def test_a_project_without_establishments_has_no_tranche():
    assert due(TRANCHES, state=TrancheState((), None)) == ()


def test_a_text_of_tranches_needs_them():
    with pytest.raises(ValueError, match="^a text that pays tranche after tranche needs the tranches of the project$"):
        due(TRANCHES)


# Amounts

GRANTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)


@given(GRANTS, st.sampled_from(DECISIONS), st.booleans(), st.sets(st.sampled_from(sorted(ALL_PAPERS))), st.booleans())
def test_instalments_add_up_to_the_grant_and_nothing_blocked_is_due(grant, decision, provisoire, papers, signed):
    signature = date(2026, 1, 1) if signed else None
    rows = due(
        AMORCAGE,
        decision,
        provisoire=provisoire,
        papers=frozenset(papers),
        released="0.00",
        montant_subvention=grant,
        date_convention=signature,
    )
    assert sum(row.montant for row in rows) == grant
    check_states(rows)


@given(GRANTS, st.lists(st.integers(1, 500), min_size=1, max_size=6), st.data(), st.sampled_from(DECISIONS), st.booleans())
def test_tranches_add_up_to_the_grant_and_open_in_order(grant, numbers, data, decision, provisoire):
    verified = data.draw(st.none() | st.integers(0, len(numbers) - 1))
    names = tuple(f"vague {rank}" for rank in range(len(numbers)))
    state = waves(verified, *numbers, names=names)
    rows = due(TRANCHES, decision, provisoire=provisoire, montant_subvention=grant, state=state)
    assert sum(row.montant for row in rows) == grant
    opened = [row.etat == "du" for row in rows]
    assert opened == sorted(opened, reverse=True)
    assert sum(opened) <= (0 if verified is None else verified + 1) + 1
    check_states(rows)


def check_states(rows: tuple[Due, ...]) -> None:
    """A payment is due without a reason, or blocked for known ones; what is blocked is worth nothing now."""
    for row in rows:
        assert (row.etat == "du") == (row.motif is None)
        assert set((row.motif or MOTIFS[0]).split(", ")) <= set(MOTIFS)
        assert 0 <= row.montant_du <= row.montant
        assert row.etat == "du" or row.montant_du == 0
