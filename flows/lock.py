"""One run at a time per workspace. The system holds the lock for the process: a crash cannot leave it behind."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contracts.failures import WorkspaceError


@contextmanager
def exclusive(store: Path) -> Iterator[None]:
    """Holds the workspace for the duration of the block.

    Raises:
        WorkspaceError: another run holds it.
    """
    store.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (store / ".verrou").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WorkspaceError(
                f"Un autre passage travaille déjà dans {store} : attendez qu'il finisse, puis relancez."
            ) from None
        yield
