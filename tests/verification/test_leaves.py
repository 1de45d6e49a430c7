"""No leaf of the file of a decision can be changed without `verify` finding it, also when its hash is made again.

Only the inputs tell what a record should be, so that only what they do not determine (the moment, the versions of the software, a
link of a chain that is not there) may be anything of the right form.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.flows.helpers_workspace import MONTH
from tests.verification.helpers_verify import decision_file, forged, said_by_file, verified, written

pytestmark = pytest.mark.xdist_group("verification")

FREE = {"calculee_le", "logiciel", "chaine"}
"""What the inputs do not determine."""

UNREAD = {"chemin", "receptions", "projet_id", "mois", "lecture", "avenants"}
"""Leaves that say what to do again: the decision is done once more for each of them, which takes a second: long."""


def leaves(value: Any, place: tuple = ()) -> Iterator[tuple]:
    """The place of every leaf; an empty list or object is one."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    inner = [leaf for key, item in items for leaf in leaves(item, (*place, key))]
    yield from inner or [place]


def other(value: Any) -> list[Any]:
    """Values near a leaf: what a hand, or a slip, would put in its place."""
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1, str(value), None, float(value)]
        case str() if value[:1].isdigit() and "." in value:
            return [value[:-1] + ("1" if value[-1] != "1" else "2"), None]
        case str():
            return [value + "x", None]
        case None:
            return ["x", 0]
        case _:
            return [["x"]]


def with_leaf(said: dict[str, Any], place: tuple, value: Any) -> dict[str, Any]:
    changed = deepcopy(said)
    inner: Any = changed
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return changed


def not_found(path: Path, carried: Path, tmp_path: Path, forge: bool, most: int = 9) -> list[tuple]:
    """The leaves that were changed, each in `most` ways at most, and not found."""
    said, missed, tried = said_by_file(path), [], 0
    for place in leaves(said):
        if (
            place[0] in FREE
            or place[0] == "empreinte"
            or (most == 1 and (place[0] == "preuves" or UNREAD.intersection(map(str, place))))
        ):
            continue
        value: Any = said
        for key in place:
            value = value[key]
        for changed in other(value)[:most]:
            if place[0] == "receptions" and type(changed) is int:
                continue  # another order that gives the same decision: only a journal, or the chain, knows better
            document = with_leaf(said, place, changed)
            one = verified(written(tmp_path / path.name, forged(document) if forge else document), carried)
            tried += 1
            record = place[0] not in ("decision_id", "version", "remplace", "changements", "receptions")
            if one.identical or (forge and record and not (one.found or one.causes or one.impossible)):
                missed.append((place, changed))
    assert tried > 150
    return missed


@pytest.mark.long
@pytest.mark.usefixtures("once")
def test_a_leaf_changed_and_its_hash_made_again(decided, carried, tmp_path):
    assert not_found(decision_file(decided, "NAT-2021-001", MONTH), carried, tmp_path, forge=True, most=1) == []


@pytest.mark.long
@pytest.mark.usefixtures("once")
@pytest.mark.parametrize(("projet_id", "forge", "most"), [("NAT-2021-001", True, 9), ("ARA-2025-004", False, 2)])
def test_every_leaf_changed(decided, carried, tmp_path, projet_id, forge, most):
    assert not_found(decision_file(decided, projet_id, MONTH), carried, tmp_path, forge, most) == []


@pytest.mark.usefixtures("once")
def test_the_hash_itself(decided, carried, tmp_path):
    path = decision_file(decided, "NAT-2021-001", MONTH)
    one = verified(written(tmp_path / path.name, said_by_file(path) | {"empreinte": "0" * 64}), carried)
    assert one.altered
    assert one.found == ()


@pytest.mark.usefixtures("once")
@pytest.mark.parametrize("key", ["calculee_le", "logiciel", "chaine"])
def test_what_the_inputs_do_not_determine_has_its_form(decided, carried, tmp_path, key):
    path = decision_file(decided, "NAT-2021-001", MONTH)
    one = verified(written(tmp_path / path.name, said_by_file(path) | {key: "x"}), carried)
    assert one.alterations
    assert not one.altered


@pytest.mark.usefixtures("once")
def test_lines_added_or_taken_out(decided, carried, tmp_path):
    """A row of each list repeated, or left out; a key more, or less; keys in another order."""
    path = decision_file(decided, "NAT-2021-001", MONTH)
    said = said_by_file(path)
    for key in ("criteres", "essms", "verifications", "versements"):
        for rows in ([*said[key], said[key][0]], said[key][1:], said[key][::-1]):
            one = verified(written(tmp_path / path.name, forged(said | {key: rows})), carried)
            assert {explained.difference.place[0] for explained in one.found} == {key}, rows
    for key in ("part_solde", "actes", "bareme"):
        less = {name: value for name, value in said.items() if name != key}
        one = verified(written(tmp_path / path.name, forged(less)), carried)
        assert [explained.difference.place for explained in one.found] == [(key,)]
    one = verified(written(tmp_path / path.name, forged(said | {"remise": "1.00"})), carried)
    assert [explained.difference.place for explained in one.found] == [("remise",)]
    one = verified(written(tmp_path / path.name, dict(reversed(said.items()))), carried)
    assert one.alterations
    assert (one.altered, one.found, one.causes) == (False, (), ())


@pytest.mark.usefixtures("once")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\n", b"\r\n"),
        (b'{\n "dec', b'{\n  "dec'),
        ("é".encode(), b"\\u00e9"),
        (b'"version": 1,', b'"version": 2,\n "version": 1,'),
    ],
)
def test_other_bytes_for_the_same_content(decided, carried, tmp_path, old, new):
    path = decision_file(decided, "NAT-2021-001", MONTH)
    assert old in path.read_bytes()
    (tmp_path / path.name).write_bytes(path.read_bytes().replace(old, new, 1))
    one = verified(tmp_path / path.name, carried)
    assert "octets" in one.alterations[0]
    assert (one.altered, one.found, one.causes) == (False, (), ())
    assert not one.identical
