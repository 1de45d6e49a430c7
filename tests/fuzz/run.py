"""`make fuzz`: fuzzes one reader byte by byte with atheris, from sound files; stops at a fault, a hang, or too much memory.

Runs apart from the environment of the project, which has no atheris: `python -m tests.fuzz.run TARGET [options of libFuzzer]`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["contracts", "transforms"]):
    from tests.fuzz.targets import TARGETS, tried, write_corpus

LONGEST_READ = 20
"""Seconds after which a read is a hang, on a slow machine too."""
MEMORY = 2048
"""MiB of the process beyond which memory has grown."""
LARGEST = 20_000
"""Bytes of the files tried."""


def main() -> None:
    """Fuzzes the reader named first; the other arguments are libFuzzer's (`-max_total_time=60`)."""
    target, options = sys.argv[1], sys.argv[2:]
    assert target in TARGETS, f"one of {', '.join(TARGETS)}"
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(Path(folder), target)
        bounds = [f"-timeout={LONGEST_READ}", f"-rss_limit_mb={MEMORY}", f"-max_len={LARGEST}"]
        atheris.Setup([sys.argv[0], *bounds, *options, folder], lambda content: tried(target, content))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
