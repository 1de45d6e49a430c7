"""What the figures of a bench are held to, and whether they keep it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import log10
from typing import Any

Measured = dict[str, Any]
"""What `bench.run` gathers: `regions` and `small` are lists of results of `BenchRegion`."""


@dataclass(frozen=True)
class Aim:
    """One aim: what is read of each region, the bound it must stay under (or over), how it is printed."""

    name: str
    read: Callable[[dict[str, Any]], float]
    bound: float
    form: str
    over: bool = False

    def kept(self, value: float) -> bool:
        """Whether a figure keeps the aim."""
        return value >= self.bound if self.over else value <= self.bound


AIMS = (
    Aim("`cibles run` ÷ unchecked DuckDB copy", lambda r: r["ratios"]["copy"], 4, "{:.2f}"),
    Aim("the same, second aim", lambda r: r["ratios"]["copy"], 2.5, "{:.2f}"),
    Aim("pandas script ÷ `cibles run`", lambda r: r["ratios"]["pandas"], 20, "{:.1f}", over=True),
    Aim("stage `mesure` ÷ one DuckDB query", lambda r: r["ratios"]["counts"], 1.5, "{:.2f}"),
    Aim("peak memory of `cibles run`, MB", lambda r: r["costs"]["run"]["peak"], 2_000, "{:,.0f}"),
    Aim("unchanged rerun ÷ first run", lambda r: r["ratios"]["rerun"], 0.03, "{:.3f}"),
    Aim("one corrected file ÷ first run", lambda r: r["ratios"]["corrected"], 0.05, "{:.3f}"),
    Aim("`cibles explain`, s", lambda r: r["costs"]["explain"]["wall"], 1, "{:.2f}"),
    Aim("`cibles sql`, s", lambda r: r["costs"]["sql"]["wall"], 0.5, "{:.2f}"),
    Aim("`cibles synth` ÷ `cibles run`", lambda r: r["costs"]["synth"]["wall"] / r["costs"]["run"]["wall"], 1, "{:.2f}"),
)

PER_DECADE = 1.15
"""Most by which the cost of an establishment may grow when there are ten times as many."""


def start_up(measured: Measured) -> float:
    """Seconds of a run on the smallest region."""
    return min(measured["small"], key=lambda region: region["essms"])["costs"]["run"]["wall"]


@dataclass(frozen=True)
class UnitCost:
    """ms of a run, after the start-up, per establishment and per MB of deposits; how both grew since the size before."""

    essms: int
    each: float
    per_mb: float
    growths: tuple[float, float] | None


def unit_costs(measured: Measured) -> list[UnitCost]:
    """Small files, size after size; growth is told for ten times as many establishments.

    Establishments differ widely: two draws do not have the same mean size, so that the cost of a MB is told too.
    """
    first = start_up(measured)
    every = [*measured["small"], *(region for region in measured["regions"] if region["layout"] == "petits")]
    costs: list[UnitCost] = []
    for region in sorted(every, key=lambda region: region["essms"])[1:]:
        spent = max(0.0, region["costs"]["run"]["wall"] - first) * 1_000
        one = UnitCost(region["essms"], spent / region["essms"], spent / region["octets"] * 1e6, None)
        costs.append(replace(one, growths=_growths(costs[-1], one)) if costs and costs[-1].each else one)
    return costs


def _growths(before: UnitCost, after: UnitCost) -> tuple[float, float]:
    decade = 1 / log10(after.essms / before.essms)
    return (after.each / before.each) ** decade, (after.per_mb / before.per_mb) ** decade
