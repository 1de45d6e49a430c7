"""How the problems of the GRADeS register are gathered and told: all found in one pass, the first five named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.failures import RegisterError

SHOWN = 5
"""Problems named in a message; the others are counted."""


@dataclass(frozen=True)
class Problem:
    """One thing to correct: where (`ligne` as a spreadsheet shows it), and a French clause saying what and what to do."""

    table: str
    clause: str
    ligne: int | None = None
    colonne: str | None = None

    def __str__(self) -> str:
        line = f", ligne {self.ligne}" if self.ligne is not None else ""
        column = f", colonne {self.colonne}" if self.colonne is not None else ""
        return f"table {self.table}{line}{column} : {self.clause}"


def refuse_any(problems: Iterable[Problem]) -> None:
    """Raises RegisterError naming the first problems and counting them all; does nothing when there is none."""
    found = list(problems)
    if not found:
        return
    if len(found) == 1:
        raise RegisterError(f"Registre refusé, {found[0]}.")
    shown = " ;\n".join(f"- {problem}" for problem in found[:SHOWN])
    rest = len(found) - SHOWN
    tail = f" ;\n- et {rest} autre{'s' if rest > 1 else ''}" if rest > 0 else ""
    raise RegisterError(f"Registre refusé, {len(found)} problèmes à corriger :\n{shown}{tail}.")
