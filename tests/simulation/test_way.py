"""The shortest way releases, none shorter does, and the euros at stake add up to the balance, whatever the project."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from contracts.failures import UsageError
from flows.simulation_hypotheses import found as read_found
from tests.simulation.projects import PLAIN, drawn
from transforms.decisions.acts import NO_ACTS, ProjectActs
from transforms.simulation.found import Cell
from transforms.simulation.obstacles import obstacles
from transforms.simulation.situation import Situation
from transforms.simulation.stakes import stakes
from transforms.simulation.way import fewest, shortest_way

SEEDS = st.integers(0, 2**40)


def releases(situation: Situation, found: dict[Cell, int]) -> bool:
    return situation.found(found).result.outcome.decision == "liberer"


def accepted(situation: Situation, found: dict[Cell, int]) -> bool:
    """Whether the command takes these as found: no more than are missing."""
    try:
        read_found(
            [f"{finess_et}:{indicateur}={number}" for (finess_et, indicateur), number in found.items() if number], situation
        )
    except UsageError:
        return False
    return True


@pytest.mark.parametrize("texte_id", PLAIN)
@given(seed=SEEDS, essms=st.integers(1, 3))
@settings(max_examples=12)
def test_the_way_releases_unless_an_obstacle_says_why_not(texte_id: str, seed: int, essms: int) -> None:
    situation = drawn(seed, texte_id, essms, most=12)
    way = shortest_way(situation)
    blocking = [one for one in obstacles(situation, way) if one.dossiers is None]
    assert releases(situation, way.found) == (not blocking)
    assert accepted(situation, way.found)


@pytest.mark.long
@pytest.mark.parametrize("texte_id", PLAIN)
@given(seed=SEEDS, essms=st.integers(1, 3))
@settings(max_examples=8)
def test_one_less_anywhere_does_not_release(texte_id: str, seed: int, essms: int) -> None:
    situation = drawn(seed, texte_id, essms, most=12, whole=True)
    way = shortest_way(situation)
    assume(releases(situation, way.found))
    for cell, number in way.found.items():
        assert not releases(situation, way.found | {cell: number - 1})


@pytest.mark.long
@example(seed=8461, essms=3, pick=57, texte_id="national-2021")  # one establishment taken as a whole, beyond what it can find
@given(seed=SEEDS, essms=st.integers(1, 3), pick=st.integers(0, 100), texte_id=st.sampled_from(PLAIN))
@settings(max_examples=150)
def test_the_same_holds_under_every_admissible_reading(seed: int, essms: int, pick: int, texte_id: str) -> None:
    situation = drawn(seed, texte_id, essms, most=12)
    codes = [one.code for one in situation.texte.lectures]
    situation = situation.reading(codes[pick % len(codes)])
    way = shortest_way(situation)
    released = releases(situation, way.found)
    assert accepted(situation, way.found)
    assert released == all(one.dossiers is not None for one in obstacles(situation, way))
    if released and (texte_id, situation.lecture) != (
        "ara-generalisation-2025",
        "ensemble",
    ):  # windows vary: not proved the fewest
        assert not any(releases(situation, way.found | {cell: number - 1}) for cell, number in way.found.items())


@pytest.mark.long
@pytest.mark.parametrize("texte_id", PLAIN)
@given(seed=SEEDS)
@settings(max_examples=4)
def test_no_combination_of_fewer_releases(texte_id: str, seed: int) -> None:
    situation = drawn(seed, texte_id, essms=1, most=3, whole=True)
    way = shortest_way(situation)
    total = sum(way.found.values()) if releases(situation, way.found) else 99
    cells = [key for key in situation.result.decided if situation.row(key).rule.cible is not None]
    # What is counted one by one is bounded by nothing, and changes nothing else: that of the way is taken as found.
    free = {cell: way.found.get(cell, 0) for cell in cells if situation.missing(cell) is None}
    bound = [cell for cell in cells if cell not in free]
    for numbers in product(range(4), repeat=len(bound)):
        found = free | dict(zip(bound, numbers, strict=True))
        if sum(found.values()) < total and accepted(situation, found):
            assert not releases(situation, found), numbers


@pytest.mark.parametrize("texte_id", PLAIN)
@given(seed=SEEDS, essms=st.integers(1, 3))
@settings(max_examples=12)
def test_the_euros_at_stake_add_up_to_the_balance(texte_id: str, seed: int, essms: int) -> None:
    result = drawn(seed, texte_id, essms, most=6).result
    found = stakes(result)
    parts = [found.verse, found.libere, *found.seuls.values(), found.ensemble, found.hors_atteinte]
    assert all(part >= 0 for part in parts)
    assert sum(parts, Decimal(0)) == found.solde == result.montant_solde
    assert found.libere == result.montant_libere


@given(seed=SEEDS, share=st.fractions(0, 2), texte_id=st.sampled_from(PLAIN))
@settings(max_examples=20)
def test_what_is_already_paid_is_no_longer_at_stake(seed: int, share: Fraction, texte_id: str) -> None:
    situation = drawn(seed, texte_id, essms=2, most=6, whole=True)
    before = situation.result
    paid = Decimal(int(share * int(before.montant_solde * 100))) / 100
    situation = replace(situation, acts=ProjectActs(paid=paid))
    found, result = stakes(situation.result), situation.result
    parts = [found.verse, found.libere, *found.seuls.values(), found.ensemble, found.hors_atteinte]
    assert all(part >= 0 for part in parts)
    assert sum(parts, Decimal(0)) == result.montant_solde
    way = shortest_way(situation)
    assert way.found == shortest_way(replace(situation, acts=NO_ACTS)).found
    settled = [one for one in obstacles(situation, way) if one.motif == "solde_deja_verse"]
    assert bool(settled) == (way.reached.result.reste_du == 0 < way.reached.result.montant_solde)


@pytest.mark.long
@pytest.mark.parametrize("texte_id", PLAIN)
@given(seed=SEEDS)
@settings(max_examples=4)
def test_finding_nothing_changes_nothing(texte_id: str, seed: int) -> None:
    situation = drawn(seed, texte_id, essms=2, most=8)
    nothing = situation.found(dict.fromkeys(situation.result.rows, 0))
    assert nothing.counted == situation.counted
    assert nothing.result == situation.result


@pytest.mark.parametrize(
    ("enough", "most", "expected"),
    [(0, 0, 0), (3, 3, 3), (3, 2, None), (3, 100, 3), (1, None, 1), (1000, None, 1000), (999_999_999, 999_999_999, 999_999_999)],
)
def test_fewest_on_both_sides_of_its_bound(enough: int, most: int | None, expected: int | None) -> None:
    assert fewest(lambda number: number >= enough, most) == expected


def test_fewest_gives_up() -> None:
    assert fewest(lambda number: False, None) is None
