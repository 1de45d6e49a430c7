"""One region of the bench: made once, then every command measured on it, round after round."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from bench.compare import differences
from bench.measured import Cost, measured, medians
from transforms.synth.region import LAST_MONTH

SEED = 2026
MONTHS = 3
"""The months that the longest window of a first measure reads; with more, a reference would have to choose windows as we do."""

PYTHON = [sys.executable, "-m"]
PANDAS = [str(Path(__file__).parent.parent / ".bench" / "bin" / "python"), "-m"]
"""The environment in which pandas is (`make bench`)."""

CIBLES = [sys.executable, "-m", "flows.cli"]
_RATIOS = {"copy": ("run", "copy"), "pandas": ("pandas", "run"), "rerun": ("rerun", "run"), "corrected": ("corrected", "run")}
"""Ratios taken within a round: name → (above, below)."""


class BenchRegion:
    """A workspace of `essms` establishments below `folder`, and what was measured on it."""

    def __init__(self, folder: Path, essms: int, layout: str, events: int) -> None:
        self.essms, self.layout = essms, layout
        self.folder = folder
        self.workspace = folder / "espace"
        size = ["--essms", str(essms), "--months", str(MONTHS), "--seed", str(SEED), "--events", str(events), "--layout", layout]
        self.costs: dict[str, list[Cost]] = defaultdict(list)
        self.stages: dict[str, list[float]] = defaultdict(list)
        self.same: dict[str, tuple[int, int]] = {}
        self._measure("synth", [*CIBLES, "synth", str(self.workspace), *size])
        self._inputs = {path.name for path in self.workspace.iterdir()}
        self.files = [path for path in (self.workspace / "depots").rglob("*") if path.is_file()]
        self.octets = sum(path.stat().st_size for path in self.files)
        self.store = 0

    def round(self, references: bool, pandas: bool) -> None:
        """Measures the run, what follows it, and the references, in turn."""
        self._clear()
        run = [*CIBLES, "run", "--workspace", str(self.workspace), "--month", LAST_MONTH]
        self._measure("run", run)
        self.store = sum(path.stat().st_size for path in (self.workspace / "entrepot").rglob("*") if path.is_file())
        if not references:
            return
        self._measure("rerun", run)
        self._ask()
        self._reference("copy", "copy_files", str(self.workspace / "depots"), str(self.folder / "copie"))
        for name in ("counts", "pandas_rates") if pandas else ("counts",):
            out = self.folder / f"{name}.csv"
            self._reference(name.partition("_")[0], name, str(self.workspace), LAST_MONTH, str(out))
            self.same[name.partition("_")[0]] = differences(self.workspace, LAST_MONTH, SEED, self.essms, out)
        self._corrected(run)
        self._clear()
        seen = subprocess.run([*PYTHON, "bench.stages", str(self.workspace), LAST_MONTH], check=True, capture_output=True)
        for stage, seconds in json.loads(seen.stdout).items():
            self.stages[stage].append(seconds)

    def result(self) -> dict[str, Any]:
        """Medians, as plain values."""
        costs = {name: medians(found) for name, found in self.costs.items()}
        ratios = {name: self._ratio(*pair) for name, pair in _RATIOS.items() if pair[0] in costs and pair[1] in costs}
        stages = {stage: median(seconds) for stage, seconds in self.stages.items()}
        if "counts" in costs:
            ratios["counts"] = stages["mesure"] / costs["counts"]["wall"]
        return {
            "essms": self.essms,
            "layout": self.layout,
            "files": len(self.files),
            "octets": self.octets,
            "store": self.store,
            "costs": costs,
            "ratios": ratios,
            "stages": stages,
            "same": self.same,
            "rounds": {name: [asdict(cost) for cost in found] for name, found in self.costs.items()},
        }

    def _ratio(self, above: str, below: str) -> float:
        pairs = zip(self.costs[above], self.costs[below], strict=False)  # the slowest reference may run in fewer rounds
        return median(one.wall / other.wall for one, other in pairs)

    def _measure(self, name: str, command: list[str]) -> None:
        print(f"{self.essms} {self.layout}: {name}", flush=True)
        self.costs[name].append(measured(command))

    def _reference(self, name: str, module: str, *arguments: str) -> None:
        interpreter = PANDAS if module.startswith("pandas") else PYTHON
        self._measure(name, [*interpreter, f"bench.references.{module}", *arguments])
        shutil.rmtree(self.folder / "copie", ignore_errors=True)

    def _ask(self) -> None:
        with (self.workspace / "registre" / "perimetre.csv").open(encoding="utf-8", newline="") as table:
            number = next(csv.DictReader(table, delimiter=";"))["finess_et"]
        place = ["--workspace", str(self.workspace)]
        asked = ["--month", LAST_MONTH, "--finess", number, "--indicator", "dossiers_actifs"]
        self._measure("explain", [*CIBLES, "explain", *asked, *place])
        self._measure("sql", [*CIBLES, "sql", "select verdict, count(*) from indicateurs group by all", *place])

    def _corrected(self, run: list[str]) -> None:
        """A run after one sender sent its last state again, one dossier shorter; the file is then put back."""
        last = self.workspace / "depots" / LAST_MONTH
        sent = min(path for path in self.files if path.is_relative_to(last) and path.name.startswith("dossiers"))
        content = sent.read_bytes()
        try:
            sent.write_bytes(content[: content.rindex(b"\n", 0, -1) + 1])
            self._measure("corrected", run)
        finally:
            sent.write_bytes(content)

    def _clear(self) -> None:
        """Takes away what runs wrote, so that the next one is a first one."""
        for path in self.workspace.iterdir():
            if path.name not in self._inputs:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
