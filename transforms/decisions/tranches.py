"""Tranches: which one is verified for a month, and which are unlocked. A text without tranches has none of this."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from transforms.measures.perimeter import Tranche


@dataclass(frozen=True)
class TrancheState:
    """The tranches of a project, in the order of the register, and the rank of the one verified (None: none has begun)."""

    tranches: tuple[Tranche, ...]
    verifiee: int | None

    @property
    def current(self) -> Tranche | None:
        """The tranche verified."""
        return None if self.verifiee is None else self.tranches[self.verifiee]


def tranche_state(tranches: Sequence[Tranche], begun: set[str | None], met: Callable[[str | None], bool]) -> TrancheState:
    """The tranche verified for a month.

    "L'ARS pivot vérifie en fin de déploiement de la tranche les critères d'usage associés au projet": the last one begun; of
    several begun on the same day, the first whose criteria are not all met, else the last.

    Args:
        tranches: in the order of the register.
        begun: names of those with an establishment in the perimeter on the last day of the month.
        met: whether every criterion of a tranche is met.
    """
    ranks = [rank for rank, tranche in enumerate(tranches) if tranche.nom in begun]
    if not ranks:
        return TrancheState(tuple(tranches), None)
    starts = {rank: tranches[rank].debut or date.min for rank in ranks}
    candidates = [rank for rank in ranks if starts[rank] == max(starts.values())]
    verified = next((rank for rank in candidates if not met(tranches[rank].nom)), candidates[-1])
    return TrancheState(tuple(tranches), verified)
