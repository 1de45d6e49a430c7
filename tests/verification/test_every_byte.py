"""Every file of a workspace tampered with, byte after byte where it is small: `verify` names it, or a run would refuse it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from contracts.failures import CiblesError
from flows.chain import CHAIN_FILE
from flows.chain_check import check_chain
from flows.settings import load_settings
from tests.flows.helpers_workspace import MONTH, run, said_by, sample_copy
from tests.verification.helpers_verify import decision_file, said_by_file, sentences, verified

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("verification")]

PROJECT = "ARA-2025-001"
SMALL = 2_500
"""Bytes up to which every one is changed where looking costs nothing."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = sample_copy(tmp_path_factory.mktemp("octets") / "espace")
    run(workspace, MONTH, projects=(PROJECT,))
    assert said_by("act", PROJECT, "signee", "--reference", "S-1", "--workspace", workspace)[0] == 0
    run(workspace, MONTH, projects=(PROJECT,))
    assert check_chain(load_settings(workspace)) == []
    return workspace


@contextmanager
def flipped(path: Path, offset: int) -> Iterator[None]:
    """The file with one bit of one byte changed, then as it was."""
    content = path.read_bytes()
    path.write_bytes(content[:offset] + bytes([content[offset] ^ 1]) + content[offset + 1 :])
    try:
        yield
    finally:
        path.write_bytes(content)


def offsets(path: Path, most: int) -> list[int]:
    size = path.stat().st_size
    return list(range(size)) if size <= most else sorted(Random(path.name).sample(range(size), most))


@pytest.mark.parametrize("place", [f"decisions/{CHAIN_FILE}", "entrepot/journal.jsonl", "registre/actes.csv"])
def test_a_byte_of_what_the_chain_holds(place, workspace):
    path, settings = workspace / place, load_settings(workspace)
    for offset in offsets(path, SMALL):
        if place.endswith(".csv") and offset == path.stat().st_size - 1:
            continue  # The end of the last line, which becomes another blank: no cell changes.
        with flipped(path, offset):
            found = " ".join(check_chain(settings))
        if place.endswith(CHAIN_FILE):
            # The last link is held by no other: its object is then unknown, or its hash is not that of its object.
            assert "chaîne" in found or "décision" in found or offset > path.stat().st_size - 400, offset
        else:
            assert ("journal" if "journal" in place else "acte") in found, (offset, path.read_bytes()[offset : offset + 20])


def test_a_byte_of_a_decision(workspace):
    for path in sorted((workspace / "decisions").glob("*/*.json")):
        for offset in offsets(path, 400):
            with flipped(path, offset):
                assert any(path.name in fault for fault in check_chain(load_settings(workspace))), offset


def test_a_byte_of_each_deposit_of_the_evidence(workspace):
    decision = decision_file(workspace, PROJECT, MONTH, 2)
    chance = Random(1)
    for depot in said_by_file(decision)["preuves"]["depots"]:
        path = workspace / depot["chemin"]
        with flipped(path, chance.randrange(path.stat().st_size)):
            one = verified(decision, workspace)
        assert any(cause.nom == depot["chemin"] for cause in one.causes), sentences(one)


@pytest.mark.parametrize("table", ["projets", "perimetre", "pieces"])
def test_a_byte_of_a_row_of_the_register(table, workspace):
    """Another value is named with its table; what is no value stops the reading."""
    path = workspace / "registre" / f"{table}.csv"
    content = path.read_bytes()
    start = content.index(f"\n{PROJECT};".encode()) + 1
    decision = decision_file(workspace, PROJECT, MONTH, 2)
    same = []
    for offset in range(start, content.index(b"\n", start), 2):
        with flipped(path, offset):
            try:
                one = verified(decision, workspace)
                said = "" if one.identical else sentences(one)
            except CiblesError as error:
                said = str(error)
        # A month of first measure put off leaves the project without a decision: the sentence says so.
        if table not in said and "registre" not in said and "première mesure" not in said:
            same.append((content[offset : offset + 1], said))
    assert same == []
