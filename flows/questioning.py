"""Questions that a person puts to the published base: one at a time, read-only, without any file or network, within bounds.

What a text may do is bounded by DuckDB itself, whose configuration is locked; what it may cost, by the memory of DuckDB, by
that of the whole process and by a timer.
"""

from __future__ import annotations

import os
import re
import resource
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from contracts.failures import UsageError, WorkspaceError
from flows.published_base import BASE

if TYPE_CHECKING:
    import pyarrow

BATCH = 2048
"""Rows held at a time."""

_ROW_GROUP = 100_000
"""Rows held at a time for Parquet, which is large and slow when its groups are small."""

_ROOM = 1024**3
"""Bytes of the process beyond the memory of DuckDB: its threads, and the rows being written."""

_THREADS = min(4, os.cpu_count() or 1)
"""Each thread reserves addresses that it may never use: on a machine of many cores they would pass the bound of the process."""

_ADMITTED = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.MULTI}
"""`MULTI` is what a PIVOT becomes."""

_LOCKS = (
    "temp_directory = ''",
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    # Otherwise a name in the query finds the frames of the program.
    "python_enable_replacements = false",
    "enable_external_access = false",
    "lock_configuration = true",
)
"""In this order: nothing is set after the last one, and the folder of temporary files not after the last but one."""

_UNITS = {"MB": 10**6, "GB": 10**9, "MiB": 2**20, "GiB": 2**30}


class Question:
    """A text being answered: names of the columns, then its rows, batch after batch."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, text: str, stopped: threading.Event) -> None:
        self._connection, self._text, self._stopped = connection, text, stopped

    def rows(self) -> tuple[list[str], Iterator[list[tuple]]]:
        """Column names and an iterator of batches of at most `BATCH` rows, never more in memory."""
        self._connection.execute(self._text)
        return [column[0] for column in self._connection.description or []], self._batches()

    def _batches(self) -> Iterator[list[tuple]]:
        while rows := self._connection.fetchmany(BATCH):
            if self._stopped.is_set():
                raise duckdb.InterruptException
            yield rows

    def arrow(self) -> pyarrow.RecordBatchReader:
        """A reader of Arrow batches, for types to be kept."""
        return self._connection.sql(self._text).to_arrow_reader(_ROW_GROUP)


@contextmanager
def questioning(
    folder: Path, text: str, memory: str, seconds: float, variables: Mapping[str, str] | None = None
) -> Iterator[Question]:
    """One question to the base of `folder`, with `variables` that the text reads by `getvariable`.

    Raises:
        WorkspaceError: nothing is published there.
        UsageError: the text is not one question, DuckDB refuses it, or it asks for more time or memory than it has.
    """
    stopped = threading.Event()
    with _read_only(folder, memory) as connection:
        for name, value in (variables or {}).items():
            connection.execute(f'set variable "{name}" = $1', [value])
        timer = threading.Timer(seconds, lambda: (stopped.set(), connection.interrupt()))
        timer.daemon = True
        timer.start()
        try:
            with _process_memory(memory):
                _require_one_question(text)
                yield Question(connection, text, stopped)
        except (duckdb.Error, MemoryError, OSError) as error:
            raise _refusal(error, seconds, memory, stopped.is_set()) from None
        finally:
            timer.cancel()


def require_published(folder: Path, month: str) -> None:
    """Raises UsageError, naming the months published, unless `month` is one of them."""
    with questioning(folder, "select distinct mois from decisions order by mois", "200MB", 60) as question:
        _, batches = question.rows()
        months = [row[0] for rows in batches for row in rows]
    if month not in months:
        raise UsageError(f"Le mois {month} n'est pas publié. Mois publiés : {', '.join(months) or 'aucun'}.")


def _require_one_question(text: str) -> None:
    statements = duckdb.extract_statements(text)
    if len(statements) != 1 or statements[0].type not in _ADMITTED:
        raise UsageError(
            "La requête doit être une seule question (select, from, with, pivot, describe, explain) : elle ne change rien."
        )


def _read_only(folder: Path, memory: str) -> duckdb.DuckDBPyConnection:
    path = folder / BASE
    if not path.exists():
        raise WorkspaceError(f"Rien n'est publié dans {folder} : lancez d'abord cibles run.")
    connection = duckdb.connect(str(path), read_only=True, config={"memory_limit": memory, "threads": _THREADS})
    for setting in _LOCKS:
        connection.execute(f"set {setting}")
    return connection


@contextmanager
def _process_memory(memory: str) -> Iterator[None]:
    """A bound on the whole process: some functions build a text of any length outside the memory that DuckDB counts."""
    number, unit = re.fullmatch(r"([\d.]+)(\w+)", memory).groups()  # type: ignore[union-attr]
    pages = Path("/proc/self/statm")
    before = resource.getrlimit(resource.RLIMIT_AS)
    if before[0] == resource.RLIM_INFINITY and pages.exists():
        used = int(pages.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + int(float(number) * _UNITS[unit]) + _ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _refusal(error: Exception, seconds: float, memory: str, stopped: bool) -> Exception:
    """What a person is told; an error of the system itself (disk full, reader gone) stays what it is."""
    if isinstance(error, OSError) and error.errno is not None:
        return error
    if stopped or isinstance(error, duckdb.InterruptException):
        return UsageError(f"La requête a été arrêtée après {seconds:g} s : restreignez-la, ou donnez plus de temps (--secondes).")
    if isinstance(error, duckdb.OutOfMemoryException | MemoryError) or "Out of Memory" in str(error):
        return UsageError(
            f"La requête demande plus de {memory} de mémoire : restreignez-la, ou changez « memoire » (cibles.toml)."
        )
    return UsageError(f"La requête est refusée, corrigez-la ; DuckDB dit : {str(error).splitlines()[0]}")
