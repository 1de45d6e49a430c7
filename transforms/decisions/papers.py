"""Which papers an instalment waits for."""

from __future__ import annotations

from contracts.rulebook import Rulebook
from contracts.rulebook_money import Piece


def balance_papers(texte: Rulebook, tranche: str | None) -> list[Piece]:
    """Papers of the balance: those that name no other instalment, nor another tranche than the one verified."""
    usage = texte.balance.code if texte.balance else None
    return [piece for piece in texte.pieces if piece.versement in (None, usage) and _concerns(piece, tranche)]


def missing_papers(texte: Rulebook, received: frozenset[str], tranche: str | None) -> tuple[str, ...]:
    """Codes of the papers of the balance that have not been received."""
    return tuple(piece.code for piece in balance_papers(texte, tranche) if piece.code not in received)


def _concerns(piece: Piece, tranche: str | None) -> bool:
    return piece.tranche is None or piece.tranche.casefold() == (tranche or "").strip().casefold()
