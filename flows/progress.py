"""What a person sees while a run works: one line per stage, a spinner on a terminal, plain lines elsewhere; all on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from flows.run_state import Run, Stage

    Execute = Callable[[Stage, Run], None]

_update: ContextVar[Callable[[str], None] | None] = ContextVar("update", default=None)


@contextmanager
def progress_shown(total: int, execute: Execute) -> Iterator[Execute]:
    """Give `execute` back with each of the `total` stages announced when it starts and timed when it ends."""
    console = Console(stderr=True, highlight=False)
    done = 0

    def shown(stage: Stage, run: Run) -> None:
        nonlocal done
        done += 1
        title = f"[{done}/{total}] {stage.label}"
        start = monotonic()
        if console.is_terminal:
            with console.status(_escaped(title)) as status:
                token = _update.set(lambda text: status.update(_escaped(f"{title} : {text}")))
                try:
                    execute(stage, run)
                finally:
                    _update.reset(token)
        else:
            execute(stage, run)
        elapsed = f"{monotonic() - start:.1f} s".replace(".", ",")
        print(f"{title} : {elapsed}", file=sys.stderr, flush=True)

    yield shown


def tell(text: str) -> None:
    """Say how far the stage in hand has come (« 12 lots sur 40 »); shown on a terminal only, and never an error."""
    update = _update.get()
    if update is not None:
        update(text)


def _escaped(text: str) -> str:
    """`text` as it is, brackets included."""
    return text.replace("[", r"\[")
