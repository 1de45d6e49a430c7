"""Measures everything in one run and writes `docs/performance.md`.

python -m bench.run [--quick] [--rounds 3] [--sizes 1000 6400] [--page docs/performance.md]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from bench.machine import facts
from bench.page import page
from bench.region import BenchRegion
from transforms.synth.region import EVENTS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
LAYOUTS = ("petits", "gros")


def main() -> None:
    """Makes the regions, measures them in turn, writes the page and the figures of every round."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="cibles-bench-", dir=asked.folder) as folder:
        measured = _measure(Path(folder), asked)
    asked.page.write_text(page(measured), encoding="utf-8")
    if asked.json:
        asked.json.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    print(f"{asked.page} written")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 6_400], help="establishments of the regions")
    parser.add_argument(
        "--small", type=int, nargs="+", default=[1, 100], help="sizes measured for the cost per establishment only"
    )
    parser.add_argument("--events", type=int, default=EVENTS, help="events of a dossier in a month")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pandas-rounds", type=int, default=1, help="rounds in which the pandas script runs too")
    parser.add_argument("--quick", action="store_true", help="tiny regions, one round: to work on the bench itself")
    parser.add_argument("--folder", type=Path, help="where regions are made, by default the system's temporary folder")
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--json", type=Path, help="also write every figure there")
    asked = parser.parse_args()
    if asked.quick:
        asked.sizes, asked.small, asked.events, asked.rounds = [60, 200], [1, 20], 3, 1
    return asked


def _measure(folder: Path, asked: argparse.Namespace) -> dict[str, Any]:
    small = [_region(folder, essms, "petits", asked, references=False) for essms in asked.small]
    regions = [_region(folder, essms, layout, asked, references=True) for essms in asked.sizes for layout in LAYOUTS]
    return {
        "command": _command(asked),
        "machine": facts(),
        "rounds": asked.rounds,
        "pandas_rounds": min(asked.rounds, asked.pandas_rounds),
        "events": asked.events,
        "small": small,
        "regions": regions,
    }


def _command(asked: argparse.Namespace) -> str:
    """The command that measures the same again, without the places of this machine."""
    if asked.quick:
        return "python -m bench.run --quick"
    sizes = " ".join(map(str, asked.sizes))
    small = " ".join(map(str, asked.small))
    told = (
        f"--sizes {sizes} --small {small} --events {asked.events} --rounds {asked.rounds} --pandas-rounds {asked.pandas_rounds}"
    )
    return f"python -m bench.run {told}"


def _region(folder: Path, essms: int, layout: str, asked: argparse.Namespace, *, references: bool) -> dict[str, Any]:
    """One region at a time on disk: a large one takes gigabytes."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        region = BenchRegion(Path(own), essms, layout, asked.events)
        for round_ in range(asked.rounds):
            region.round(references, references and round_ < asked.pandas_rounds)
        return region.result()


if __name__ == "__main__":
    main()
