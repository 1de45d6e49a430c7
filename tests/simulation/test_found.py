"""What dossiers found change in the counts of an establishment, and how many can be, by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.measures.counts_by_hand import counts
from transforms.measures.verdicts import Counts
from transforms.simulation.found import room, with_found

BASE = counts(personnes=20, beneficiaires=18, actifs=12, actifs_projet=9, actifs_evenement=8, dmp=10, dmp_depots=15, mssante=30)


def changed(before: Counts, after: Counts) -> dict[str, int]:
    """The counts that are not the same, with what was added."""
    return {
        name: getattr(after, name) - getattr(before, name)
        for name in Counts.__slots__
        if getattr(after, name) != getattr(before, name)
    }


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"dossiers_actifs": 3}, {"actifs": 3}),
        ({"dossiers_actifs": 8}, {"actifs": 8}),
        ({"dossiers_actifs": 9}, {"actifs": 8}),  # the window holds eight
        ({"projets_personnalises": 3}, {"actifs_projet": 3}),
        ({"projets_personnalises": 4}, {"actifs_projet": 3}),
        ({"projets_personnalises": 4, "dossiers_actifs": 1}, {"actifs": 1, "actifs_projet": 4}),  # the base first
        ({"evenements_agenda": 4}, {"actifs_evenement": 4}),
        ({"dmp": 8}, {"dmp": 8, "dmp_depots": 8}),
        ({"dmp": 9}, {"dmp": 8, "dmp_depots": 9}),  # deposits are counted one by one
        ({"mssante": 100}, {"mssante": 100}),
        ({"e_parcours": 2}, {"e_parcours": 2}),
    ],
)
def test_what_is_found_is_counted_and_nothing_passes_its_denominator(found: dict[str, int], expected: dict[str, int]) -> None:
    assert changed(BASE, with_found(BASE, found)) == expected


def test_dossiers_for_certain_out_of_date_are_found_before_the_unknown_ones() -> None:
    late = replace(BASE, inconnus=5, inconnus_projet=4, inconnus_evenement=1)
    assert changed(late, with_found(late, {"dossiers_actifs": 3})) == {"actifs": 3}
    assert changed(late, with_found(late, {"dossiers_actifs": 4})) == {"actifs": 4, "inconnus": -1}
    # The second unknown one is one of the four that have a project: once known to be active, it has.
    assert changed(late, with_found(late, {"dossiers_actifs": 5})) == {
        "actifs": 5,
        "actifs_projet": 1,
        "inconnus": -2,
        "inconnus_projet": -1,
    }
    everything = with_found(late, {"dossiers_actifs": 8})
    assert (everything.inconnus, everything.actifs_projet, everything.actifs_evenement) == (0, 13, 9)


def test_a_declared_roll_gives_the_room_and_a_person_beyond_the_dossiers_may_benefit() -> None:
    rolled = replace(BASE, effectif_personnes=22)
    assert room("dossiers_actifs", rolled) == 10
    assert changed(rolled, with_found(rolled, {"dossiers_actifs": 9})) == {"actifs": 9, "personnes": 1, "beneficiaires": 1}
    both = replace(rolled, effectif_beneficiaires=18)
    assert room("dmp", both) == 8
    assert changed(both, with_found(both, {"dossiers_actifs": 10})) == {"actifs": 10, "personnes": 2}


@pytest.mark.parametrize(
    ("indicateur", "ratio", "expected"),
    [
        ("dossiers_actifs", True, 8),
        ("projets_personnalises", True, 3),
        ("evenements_agenda", True, 4),
        ("dmp", True, 8),
        ("dmp", False, None),
        ("mssante", True, None),
        ("e_prescription", False, None),
    ],
)
def test_how_many_are_missing(indicateur: str, ratio: bool, expected: int | None) -> None:
    assert room(indicateur, BASE, ratio) == expected
