"""A published table as a Parquet file, its types and French descriptions kept: the same rows give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq

DESCRIPTION = b"comment"
"""Key of a description, in the metadata of the file and of each of its columns."""


def parquet(table: pa.Table, description: str, columns: Mapping[str, str]) -> bytes:
    """The bytes of a file.

    Args:
        table: its rows, sorted.
        description: what the table holds.
        columns: what each column holds.
    """
    fields = [field.with_metadata({DESCRIPTION: columns[field.name]}) for field in table.schema]
    described = table.cast(pa.schema(fields, metadata={DESCRIPTION: description}))
    buffer = BytesIO()
    pq.write_table(described, buffer, compression="zstd")
    return buffer.getvalue()
