"""The chain: whatever byte of it changes, whatever link goes, comes or moves, is found at its place."""

from __future__ import annotations

import pytest

from transforms.decisions.chain import (
    ACT,
    DECISION,
    PASSAGE,
    RESTART,
    START,
    Item,
    Link,
    act_item,
    broken_at,
    head,
    known_passages,
    line_of,
    longer,
    missing,
    new_acts,
    new_passages,
    read_link,
)

ITEMS = [Item(PASSAGE, "passage 1", "a" * 64), Item(ACT, "P, signee", "b" * 64), Item(DECISION, "2026-06/P-v1.json", "c" * 64)]
LINKS = longer([], ITEMS, "2026-07-05T06:00:00Z")
LINES = [line_of(link) for link in LINKS]


def test_each_link_holds_the_one_before():
    assert [link.rang for link in LINKS] == [1, 2, 3]
    assert LINKS[0].precedent == START
    assert LINKS[1].precedent == head(LINKS[:1])
    assert [link.item for link in LINKS] == ITEMS
    assert broken_at(LINES) is None
    assert head([]) == START


def test_a_chain_made_in_two_times_is_the_same():
    first = longer([], ITEMS[:1], "2026-07-05T06:00:00Z")
    assert first + longer(first, ITEMS[1:], "2026-07-05T06:00:00Z") == LINKS


@pytest.mark.parametrize("place", range(len(LINES)))
def test_any_byte_changed_is_found_at_its_line_or_the_next(place):
    """The last link is held by none: its own line is checked by what it is about, and by whoever kept its hash."""
    for offset in range(len(LINES[place])):
        spoilt = bytearray(LINES[place])
        spoilt[offset] ^= 1
        found = broken_at([*LINES[:place], bytes(spoilt), *LINES[place + 1 :]])
        assert found in ((place + 1, place + 2) if place + 1 < len(LINES) else (place + 1, None))
        assert found is not None or head([*LINKS[:-1], read_link(bytes(spoilt))]) != head(LINKS)


def test_a_link_gone_added_or_moved_is_found():
    assert broken_at(LINES[1:]) == 1
    assert broken_at([LINES[0], LINES[2]]) == 2
    assert broken_at([LINES[1], LINES[0], LINES[2]]) == 1
    assert broken_at([LINES[0], LINES[0], *LINES[1:]]) == 2


@pytest.mark.parametrize("line", [b"", b"[]", b"{}", b"null", b'{"rang":1}', b"\xff", b"[" * 100_000, LINES[0] + b" "])
def test_what_is_no_link_breaks_the_chain(line):
    assert broken_at([line, *LINES[1:]]) == 1


def test_acts_are_known_wherever_they_are_each_as_often_as_it_is_there():
    row = {"ligne": 2, "projet_id": "P", "acte": "versee", "date": "2026-08-01", "montant": None}
    one, same = act_item(row), act_item(row | {"ligne": 9})
    assert one == same
    links = longer([], [one], "x")
    assert new_acts(links, [one]) == []
    assert new_acts(links, [one, same]) == [one]
    assert missing(links, [one, same], ACT) == []
    assert missing(longer([], [one, same], "x"), [one], ACT)[0].rang == 2
    assert missing(links, [act_item(row | {"montant": "1"})], ACT) == links


def test_a_passage_changed_is_not_taken_for_a_new_one():
    links = longer([], [Item(PASSAGE, "passage 1", "1"), Item(PASSAGE, "passage 2", "2")], "x")
    assert new_passages(links, [Item(PASSAGE, "passage 1", "9"), Item(PASSAGE, "passage 2", "2")]) == []
    third = Item(PASSAGE, "passage 3", "3")
    assert new_passages(links, [Item(PASSAGE, "passage 1", "1"), Item(PASSAGE, "passage 2", "2"), third]) == [third]


def test_a_journal_that_begins_again_says_so():
    links = longer([], [Item(PASSAGE, "passage 1", "1"), Item(PASSAGE, "passage 2", "2")], "x")
    again = [Item(PASSAGE, "passage 1", "9")]
    added = new_passages(links, again)
    assert [item.genre for item in added] == [RESTART, PASSAGE]
    links += longer(links, added, "y")
    assert known_passages(links) == {"passage 1": "9"}
    assert new_passages(links, again) == []


def test_a_link_of_other_types_is_none():
    good = LINKS[0]._asdict()
    for name, value in (("rang", "1"), ("rang", True), ("objet", 3), ("sha256", None)):
        assert read_link(line_of(Link(**(good | {name: value})))) is None
