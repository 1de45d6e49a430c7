"""A file that pretends to be a decision opens nothing, never ends in a traceback, and says one French sentence."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from contracts.failures import UsageError
from flows.deposit_folder import opened
from flows.verification_document import DEEPEST, LARGEST, read_document
from tests.flows.helpers_workspace import MONTH, said_by
from tests.verification.helpers_verify import decision_file, forged, said_by_file, sentences, verified, written

pytestmark = pytest.mark.xdist_group("verification")

OUTSIDE = [
    "depots/../secret.csv",
    "/etc/hostname",
    "../secret.csv",
    "depots/2026-06/lien/secret.csv",
    "depots//secret.csv",
    "registre/projets.csv",
    "depots/\u0000",
    "",
]

DUE = '{"projet_id": "P", "mois": "2026-06", "decision": "liberer"'

NO_DECISION = {
    "empty": b"",
    "no JSON": b"decision: liberer",
    "not UTF-8": '{"é": 1}'.encode("latin-1"),
    "a list": b"[]",
    "a number": b"12",
    "no decision": b'{"projet_id": "P"}',
    "not a number": f'{DUE}, "x": NaN}}'.encode(),
    "infinite": f'{DUE}, "x": -Infinity}}'.encode(),
    "digits": f'{DUE}, "x": {"9" * 10_000}}}'.encode(),
    "half a character": f'{DUE}, "x": "\\ud800"}}'.encode(),
    "deep": f'{DUE}, "x": {"[" * 100_000}'.encode(),
    "deeper than a decision": f'{DUE}, "x": {"[" * DEEPEST}{"]" * DEEPEST}}}'.encode(),
    "deep and whole": f'{DUE}, "x": {"[" * 900}{"]" * 900}}}'.encode(),
    "zeros": bytes(1000),
}


@pytest.mark.parametrize("content", NO_DECISION.values(), ids=NO_DECISION.keys())
def test_no_decision(tmp_path, content):
    path = tmp_path / "d.json"
    path.write_bytes(content)
    with pytest.raises(UsageError) as refused:
        read_document(path)
    assert "\n" not in str(refused.value)


def test_what_is_no_plain_file(tmp_path):
    os.mkfifo(tmp_path / "tube.json")
    for path in (tmp_path / "tube.json", tmp_path, tmp_path / "absent.json", Path("/dev/null").parent / "zero"):
        with pytest.raises(UsageError):
            read_document(path)


def test_more_bytes_than_a_decision(tmp_path):
    with (tmp_path / "d.json").open("wb") as handle:
        handle.truncate(LARGEST + 1)
    with pytest.raises(UsageError, match="Mio"):
        read_document(tmp_path / "d.json")


@pytest.mark.usefixtures("once")
def test_paths_of_evidence_open_nothing_else(decided, elsewhere, tmp_path, monkeypatch):
    (tmp_path / "dehors").mkdir()
    (tmp_path / "dehors" / "secret.csv").write_text("secret")
    (elsewhere / "secret.csv").write_text("secret")
    (elsewhere / "depots/2026-06/lien").symlink_to(tmp_path / "dehors")
    said = said_by_file(decision_file(decided, "NAT-2021-001", MONTH))
    looked: list[str] = []

    def seen(path: str, largest: int) -> tuple[int, str, str | None]:
        looked.append(path)
        return opened(path, largest)

    monkeypatch.setattr("flows.verification_inputs.opened", seen)
    for chemin in OUTSIDE:
        said["preuves"]["depots"][0]["chemin"] = chemin
        assert not verified(written(tmp_path / "d.json", forged(said)), elsewhere).identical
    assert looked
    assert not [path for path in looked if "secret" in path or not path.startswith(str(elsewhere / "depots"))]


JUNK = [None, 0, True, "x", [], [[]], {}, {"x": [1]}, [None], "2026-13", -1, 10**30, 1.5]


@pytest.mark.usefixtures("once")
def test_any_type_for_what_says_what_to_do_again(decided, carried, tmp_path):
    """No project, month, version or name of the right type: nothing is done again, nothing fails."""
    said = said_by_file(decision_file(decided, "NAT-2021-001", MONTH))
    for junk in JUNK:
        for keys in (said, ("projet_id",), ("mois",), ("version",), ("decision_id", "logiciel", "chaine", "calculee_le")):
            one = verified(written(tmp_path / "d.json", said | dict.fromkeys(keys, junk)), carried)
            assert one.alterations, (keys, junk)


@pytest.mark.long
@pytest.mark.usefixtures("once")
def test_any_type_anywhere(decided, carried, tmp_path):
    """Each first key in turn replaced by something of another type."""
    said = said_by_file(decision_file(decided, "NAT-2021-001", MONTH))
    for junk in JUNK:
        for key, value in said.items():
            if key != "empreinte" and (junk != value or type(junk) is not type(value)):
                assert not verified(written(tmp_path / "d.json", forged(said | {key: junk})), carried).identical, (key, junk)


@pytest.mark.long
@pytest.mark.parametrize(
    "place", [("depots",), ("registre",), ("finess",), ("dialectes",), ("depots", 0), ("registre", "projets")]
)
def test_any_type_in_the_evidence(decided, carried, tmp_path, place):
    said = said_by_file(decision_file(decided, "NAT-2021-001", MONTH))
    for junk in (None, 3, "x", [1], {"chemin": 4}, {"chemin": "x", "sha256": []}):
        changed = json.loads(json.dumps(said["preuves"]))
        inner = changed
        for key in place[:-1]:
            inner = inner[key]
        inner[place[-1]] = junk
        one = verified(written(tmp_path / "d.json", forged(said | {"preuves": changed})), carried)
        assert sentences(one)
        assert one.causes


@pytest.mark.usefixtures("once")
def test_nothing_commands_the_terminal(decided, carried, tmp_path):
    said = said_by_file(decision_file(decided, "NAT-2021-001", MONTH))
    said |= {"decision_id": "\u001b[2J", "motif": "\u001b]0;x\u0007", "\u202elibere": "\u009b1m"}
    path = written(tmp_path / "d.json", said)
    code, text = said_by("verify", path, "--workspace", carried)
    assert code == 23
    assert not {"\u001b", "\u0007", "\u202e", "\u009b"} & set(text)
