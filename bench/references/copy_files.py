"""Reference (a): DuckDB copies the same CSV files to Parquet. No check, no rule: what reading and writing cost.

python -m bench.references.copy_files DEPOTS OUT
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from contracts.deposits.columns import DATASETS


def main(depots: Path, out: Path) -> None:
    """One Parquet file per dataset."""
    out.mkdir()
    connection = duckdb.connect()
    connection.execute("set memory_limit = '1GB'")
    connection.execute("set preserve_insertion_order = false")
    for jeu, dataset in DATASETS.items():
        files = [str(path) for path in depots.rglob(f"{jeu}*.csv")]
        if files:
            # Columns are given and nothing is guessed, so that DuckDB does not open each file to look at it first.
            relation = connection.read_csv(
                files,
                sep=";",
                header=True,
                columns=dict.fromkeys(dataset.names, "VARCHAR"),
                auto_detect=False,
                null_padding=True,
                ignore_errors=True,
                filename=True,
            )
            relation.write_parquet(str(out / f"{jeu}.parquet"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
