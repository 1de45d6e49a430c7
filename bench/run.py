"""Time and memory of a whole run, against DuckDB copying the same CSV files to Parquet without a check, in turn on this machine.

    python bench/run.py [--essms 1000] [--months 3] [--rounds 3]

Only ratios are worth quoting: both commands run one after the other in each round, as processes of their own.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COPY = """
import sys, duckdb
from pathlib import Path
depots, out = Path(sys.argv[1]), Path(sys.argv[2])
out.mkdir()
con = duckdb.connect()
con.execute("set memory_limit = '1GB'")
for jeu in ("dossiers", "mises_a_jour", "evenements", "mssante", "dmp", "echanges", "effectifs", "agregats"):
    files = [str(path) for path in depots.rglob(f"{jeu}*.csv")]
    if files:
        # Columns are given and nothing is guessed, so that DuckDB does not open each file to look at it first.
        names = open(files[0], encoding="utf-8-sig").readline().strip().split(";")
        columns = {name: "VARCHAR" for name in names}
        con.read_csv(files, sep=";", header=True, columns=columns, auto_detect=False, null_padding=True,
                     ignore_errors=True, filename=True).write_parquet(str(out / f"{jeu}.parquet"))
"""


def measured(command: list[str]) -> tuple[float, float, float]:
    """Runs a command: wall seconds, CPU seconds, peak memory in MB of its largest process."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed: {error.decode()[-2000:]}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Makes a workspace, measures both commands in turn, prints medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--essms", type=int, default=1000)
    parser.add_argument("--months", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    cibles = str(Path(sys.executable).with_name("cibles"))
    with tempfile.TemporaryDirectory(prefix="cibles-bench-") as folder:
        workspace = Path(folder) / "espace"
        subprocess.run(
            [cibles, "synth", str(workspace), "--essms", str(asked.essms), "--months", str(asked.months)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        files = [path for path in (workspace / "depots").rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files) / 1e6
        print(f"{asked.essms} establishments, {asked.months} months, {len(files)} files, {size:.1f} MB, {asked.rounds} rounds")
        results: dict[str, list[tuple[float, float, float]]] = {"run": [], "rerun": [], "copy": []}
        for round_ in range(asked.rounds):
            fresh = Path(folder) / f"espace-{round_}"
            shutil.copytree(workspace, fresh)
            command = [cibles, "run", "--workspace", str(fresh), "--month", "2026-06"]
            results["run"].append(measured(command))
            results["rerun"].append(measured(command))
            copied = Path(folder) / f"copie-{round_}"
            results["copy"].append(measured([sys.executable, "-c", COPY, str(fresh / "depots"), str(copied)]))
            shutil.rmtree(fresh)
            shutil.rmtree(copied)
    for name, runs in results.items():
        wall, cpu, peak = (statistics.median(column) for column in zip(*runs, strict=True))
        print(f"{name:6} wall {wall:7.2f} s   cpu {cpu:7.2f} s   peak {peak:6.0f} MB")
    ratios = [run[0] / copy[0] for run, copy in zip(results["run"], results["copy"], strict=True)]
    print(f"run / copy, round by round: {', '.join(f'{ratio:.2f}' for ratio in ratios)}; median {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
