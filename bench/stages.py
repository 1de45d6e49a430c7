"""A run with the clock on each of its stages.

python -m bench.stages WORKSPACE MONTH: one JSON object, stage → seconds, on the standard output.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from flows.request import RunRequest
from flows.run import run_month
from flows.run_state import Run, Stage


def main(workspace: Path, month: str) -> None:
    """Runs the month in this process."""
    spent: dict[str, float] = {}

    def timed(stage: Stage, run: Run) -> None:
        start = time.perf_counter()
        stage.function(run)
        spent[stage.name] = time.perf_counter() - start

    run_month(RunRequest(workspace, month), timed)
    print(json.dumps(spent))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
