"""Whatever happens to a workspace, in whatever order: no decision is lost, doubled or altered, no balance is released twice."""

from __future__ import annotations

import json
import shutil
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from flows.chain_check import check_chain
from flows.settings import load_settings
from tests.flows.helpers_workspace import EVERY_MONTH, said_by, sample_copy

PROJECT, OTHER = "ARA-2025-001", "GE-2021-002"
MONTHS = ("2026-05", "2026-06")
PLACES = ("690990015", "010990018")
TEXTS = ("", '[lectures]\nara-generalisation-2025 = "annuelle"\n')


class Story(RuleBasedStateMachine):
    """One workspace, and what was seen of its decisions."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="histoire-"))
        self.workspace = sample_copy(self.folder / "espace", EVERY_MONTH)
        self.seen: dict[str, bytes] = {}
        self.measure(MONTHS[-1])

    def teardown(self) -> None:
        shutil.rmtree(getattr(self, "folder", "/nonexistent"), ignore_errors=True)

    @rule(month=st.sampled_from(MONTHS))
    def measure(self, month: str) -> None:
        code, said = said_by("run", "--workspace", self.workspace, "--month", month, "--project", PROJECT, "--project", OTHER)
        assert code == 0 or "figé" in said or "purgé" in said, said
        if code == 0:
            self.releases(month)

    @rule(month=st.sampled_from(EVERY_MONTH), place=st.sampled_from(PLACES), lines=st.integers(0, 2))
    def send(self, month: str, place: str, lines: int) -> None:
        """Messages received late, sent again or corrected; none says that there were none."""
        folder = self.workspace / "depots" / month / place
        if not folder.is_dir():
            return
        rows = "".join(f"{place};{month}-0{day};40\n" for day in range(1, lines + 1))
        (folder / "mssante.csv").write_text(f"finess_et;date_envoi;nb_messages\n{rows}", encoding="utf-8")

    @rule(month=st.sampled_from(EVERY_MONTH))
    def lose(self, month: str) -> None:
        (self.workspace / "depots" / month / PLACES[0] / "dmp.csv").unlink(missing_ok=True)

    @rule(
        act=st.sampled_from(["signee", "refusee", "versee", "versee", "arbitrage"]),
        project=st.sampled_from([PROJECT, OTHER]),
        amount=st.sampled_from([None, "0,01", "1000", "42000"]),
    )
    def act(self, act: str, project: str, amount: str | None) -> None:
        more = ["--amount", amount] if amount and act == "versee" else []
        more += ["--reason", "pieces_manquantes"] if act == "arbitrage" else []
        code, said = said_by("act", project, act, *more, "--workspace", self.workspace)
        assert code in (0, 2), said

    @rule(choice=st.sampled_from(TEXTS))
    def choose(self, choice: str) -> None:
        (self.workspace / "cibles.toml").write_text(choice, encoding="utf-8")

    @rule(before=st.sampled_from(["2026-02", "2026-03"]))
    def purge(self, before: str) -> None:
        code, said = said_by("purge", "--before", before, "--workspace", self.workspace)
        assert code in (0, 2, 12), said

    @rule()
    def rebuild(self) -> None:
        """What can be computed again is lost; the journal cannot be, and is not."""
        for name in ("mois", "mesures", "decisions", "retours", "publication"):
            place = self.workspace / "entrepot" / name
            shutil.rmtree(place, ignore_errors=True) if place.is_dir() else place.unlink(missing_ok=True)
        (self.workspace / "publication" / "cibles.duckdb").unlink(missing_ok=True)

    @invariant()
    def nothing_is_lost_or_altered(self) -> None:
        if not hasattr(self, "seen"):
            return
        found = {f"{path.parent.name}/{path.name}": path.read_bytes() for path in (self.workspace / "decisions").glob("*/*.json")}
        assert {name: found.get(name) for name in self.seen} == self.seen
        self.seen = found
        records = [json.loads(content) for content in found.values()]
        assert len({record["decision_id"] for record in records}) == len(records)
        for record in records:
            before = [one for one in records if one["decision_id"] == record["remplace"]]
            assert len(before) == (record["version"] > 1)
            assert all(one["empreinte"] != record["empreinte"] for one in before)

    @invariant()
    def the_chain_is_whole(self) -> None:
        if hasattr(self, "workspace"):
            assert check_chain(load_settings(self.workspace)) == []

    def releases(self, month: str) -> None:
        """Just after a run, what is paid and what may still be released never make more than the balance."""
        for project in (PROJECT, OTHER):
            record = self.last(month, project)
            if record is None:
                continue
            paid = self.paid(project)
            assert Decimal(record["deja_verse"]) == paid
            assert paid <= Decimal(record["montant_solde"])
            assert Decimal(record["montant_libere"]) + paid <= Decimal(record["montant_solde"])

    def last(self, month: str, project: str) -> dict[str, Any] | None:
        paths = (self.workspace / "decisions" / month).glob(f"{project}-v*.json")
        records = [json.loads(path.read_bytes()) for path in paths]
        return max(records, key=lambda record: record["version"], default=None)

    def paid(self, project: str) -> Decimal:
        lines = (self.workspace / "registre" / "actes.csv").read_text(encoding="utf-8").splitlines()[1:]
        acts = [line.split(";") for line in lines]
        return sum((Decimal(one[3]) for one in acts if one[0] == project and one[2] == "versee"), Decimal(0))


@pytest.mark.long
def test_any_story_keeps_its_decisions_and_pays_once():
    chosen = settings(
        max_examples=12, stateful_step_count=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Story, settings=chosen)


@pytest.mark.long
def test_one_story(tmp_path):
    """The same machine, once, in an order that a year has: deposit, run, sign, pay, correct, run, rebuild, run."""
    story = Story()
    try:
        story.begin()
        story.act("signee", PROJECT, None)
        story.act("versee", PROJECT, "42000")
        story.send("2026-06", PLACES[0], 2)
        story.measure("2026-06")
        story.nothing_is_lost_or_altered()
        story.rebuild()
        story.measure("2026-05")
        story.nothing_is_lost_or_altered()
        story.the_chain_is_whole()
        assert story.paid(PROJECT) == Decimal(42000)
        assert story.last("2026-06", PROJECT)["motif"].endswith("solde_deja_verse")
    finally:
        story.teardown()
