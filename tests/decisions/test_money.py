"""Money: exact cents, shares that add up to the whole, ties to the earliest, the balance and what is released of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.decisions.rows_by_hand import ARA, GUADELOUPE
from transforms.decisions.balance import balance_of, released
from transforms.decisions.decide import Outcome
from transforms.decisions.money import shares, to_cents, to_euros

HALF = Decimal("0.50")


@st.composite
def parts_of_one(draw) -> list[Fraction]:
    weights = draw(st.lists(st.integers(0, 50), min_size=1, max_size=8).filter(any))
    return [Fraction(weight, sum(weights)) for weight in weights]


@given(st.integers(0, 10**9), parts_of_one())
def test_shares_add_up_and_stay_within_a_cent(total, parts):
    given_out = shares(total, parts)
    assert sum(given_out) == total
    assert all(abs(cents - part * total) < 1 for cents, part in zip(given_out, parts, strict=True))
    assert all(cents >= 0 for cents in given_out)


@given(st.integers(0, 10**9), parts_of_one())
def test_the_cents_left_go_to_the_largest_remainders_then_to_the_earliest(total, parts):
    given_out = shares(total, parts)
    remainders = [part * total - part * total // 1 for part in parts]
    served = [rank for rank, part in enumerate(parts) if given_out[rank] > part * total // 1]
    by_right = sorted(range(len(parts)), key=lambda rank: (-remainders[rank], rank))
    assert served == sorted(by_right[: len(served)])


@given(st.integers(0, 10**9), st.integers(1, 12))
def test_equal_shares_never_grow_from_one_to_the_next(total, count):
    given_out = shares(total, [Fraction(1, count)] * count)
    assert given_out == sorted(given_out, reverse=True)
    assert given_out[0] - given_out[-1] <= 1


@given(st.integers(0, 10**6), parts_of_one())
def test_one_more_cent_in_total_is_one_more_cent_given(total, parts):
    assert sum(shares(total + 1, parts)) - sum(shares(total, parts)) == 1


@pytest.mark.parametrize(
    ("total", "parts", "expected"),
    [
        (8400001, [HALF, HALF], [4200001, 4200000]),
        (8400000, [HALF, HALF], [4200000, 4200000]),
        (8399999, [HALF, HALF], [4200000, 4199999]),
        (10001, [Decimal("0.40"), Decimal("0.40"), Decimal("0.20")], [4001, 4000, 2000]),
        (10003, [Decimal("0.40"), Decimal("0.40"), Decimal("0.20")], [4001, 4001, 2001]),
        (2, [Fraction(1, 3)] * 3, [1, 1, 0]),
        (0, [HALF, HALF], [0, 0]),
        (7, [Decimal(1)], [7]),
    ],
)
def test_shares(total, parts, expected):
    assert shares(total, parts) == expected


@pytest.mark.parametrize("parts", [[HALF], [HALF, HALF, HALF], [Fraction(1, 3), Fraction(1, 3), Decimal("0.333")]])
def test_parts_that_do_not_make_one_are_refused(parts):
    with pytest.raises(ValueError, match="^parts must add up to 1$"):
        shares(100, parts)


@given(st.integers(0, 10**13))
def test_cents_and_euros_are_the_same_amount(cents):
    euros = to_euros(cents)
    assert euros.as_tuple().exponent == -2
    assert to_cents(euros) == cents


@pytest.mark.parametrize("amount", ["0.001", "84000.015", "1.999"])
def test_a_fraction_of_a_cent_is_refused(amount):
    with pytest.raises(ValueError, match="^an amount has at most two decimals$"):
        to_cents(Decimal(amount))


@pytest.mark.parametrize(
    ("amount", "cents"), [("0.01", 1), ("84000.01", 8400001), ("12", 1200), ("12.50", 1250), ("1E+3", 100000)]
)
def test_cents_of_an_amount(amount, cents):
    assert to_cents(Decimal(amount)) == cents


@pytest.mark.parametrize("texte", [ARA, GUADELOUPE], ids=lambda texte: texte.texte_id)
@pytest.mark.parametrize(
    ("grant", "balance"),
    [
        ("84000.00", "42000.00"),
        ("84000.01", "42000.00"),
        ("83999.99", "41999.99"),
        ("0.01", "0.00"),
        ("0.03", "0.01"),
        ("0", "0.00"),
    ],
)
def test_the_odd_cent_goes_to_the_first_instalment(texte, grant, balance):
    assert balance_of(Decimal(grant), texte, None) == Decimal(balance)


def test_the_balance_is_found_wherever_it_stands_among_the_instalments():
    turned = replace(ARA, versements=tuple(reversed(ARA.versements)))
    assert turned.balance.condition == "usage"
    assert balance_of(Decimal("84000.01"), turned, None) == Decimal("42000.01")


def test_without_a_grant_there_is_no_amount():
    assert balance_of(None, ARA, None) is None
    assert released(None, [], ARA, Outcome("liberer", part=Fraction(1))) is None
    assert released(None, [], ARA, Outcome("ne_pas_liberer")) is None


@pytest.mark.parametrize(("decision", "amount"), [("liberer", "42000.00"), ("ne_pas_liberer", "0.00"), ("a_instruire", "0.00")])
def test_all_or_nothing(decision, amount):
    outcome = Outcome(decision, part=Fraction(decision == "liberer"))
    assert released(Decimal("42000.00"), [], ARA, outcome) == Decimal(amount)
