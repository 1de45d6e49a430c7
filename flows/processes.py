"""Work shared out between processes of their own, spawned: the stages say what each does."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

from contracts.failures import WorkspaceError

Result = TypeVar("Result")


def processes_for(asked: int | None, jobs: int) -> int:
    """How many processes `jobs` deserve: those asked (None: one per core), and no more than there are jobs."""
    return min(asked or os.cpu_count() or 1, jobs)


def in_processes(
    processes: int,
    work: Callable[..., Result],
    jobs: Iterable[tuple[Any, ...]],
    prepare: Callable[..., None] | None = None,
    common: tuple[Any, ...] = (),
) -> Iterator[Result]:
    """The result of `work(*job)` for each job, as they come.

    Args:
        processes: how many processes.
        work: a function of a module.
        jobs: the arguments of each call, the longest work first.
        prepare: called with `common` when a process starts.
        common: what each process needs once.

    Raises:
        WorkspaceError: a process was stopped by the system.
    """
    pool = ProcessPoolExecutor(processes, get_context("spawn"), prepare, common)
    with pool:
        try:
            with _threads((os.cpu_count() or 1) // processes):
                futures = [pool.submit(work, *job) for job in jobs]
            for future in as_completed(futures):
                yield future.result()
        except BrokenProcessPool:
            raise WorkspaceError(
                "Un processus du passage a été arrêté par le système (mémoire ?) : relancez avec CIBLES_PROCESSUS=1."
            ) from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _threads(each: int) -> Iterator[None]:
    """The processes started meanwhile use so many threads each: as many as cores in each of them only wait for each other."""
    name = "POLARS_MAX_THREADS"
    if name in os.environ:  # whoever runs this chose
        yield
        return
    os.environ[name] = str(max(1, each))
    try:
        yield
    finally:
        del os.environ[name]
