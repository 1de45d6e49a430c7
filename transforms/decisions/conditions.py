"""The conditions a text sets besides usage, as named checks. They are shown and signalled; none changes a decision here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contracts.rulebook import Rulebook
from contracts.rulebook_money import Piece
from transforms.decisions.conditions_dates import convention, delai, terme
from transforms.decisions.conditions_facts import ETATS, Check, ProjectFacts, met
from transforms.decisions.conditions_operators import petits_organismes, regroupement
from transforms.decisions.conditions_scope import double_financement, guichet, operation_unique, part_acquisition
from transforms.decisions.papers import balance_papers

__all__ = ["ETATS", "Check", "ProjectFacts", "checks"]

_RULES: tuple[Callable[[ProjectFacts, Rulebook], Check | None], ...] = (
    convention,
    regroupement,
    petits_organismes,
    guichet,
    double_financement,
    operation_unique,
    part_acquisition,
    delai,
    terme,
)


def checks(facts: ProjectFacts, texte: Rulebook) -> tuple[Check, ...]:
    """The conditions the text speaks of, in a fixed order, then one `piece:<code>` per paper of the balance, in its order.

    "Conditions are `remplie`, `non_remplie`, `inconnue` or `sans_objet`": the last when the text speaks of it but it does not
    concern this project. The order of the rows of the perimeter changes nothing.

    Args:
        facts: what the register and FINESS say of the project.
        texte: its rulebook.

    Raises:
        KeyError: an establishment is missing from `facts.regions` or `facts.outre_mer`.
    """
    answers = (rule(facts, texte) for rule in _RULES)
    return (*(check for check in answers if check is not None), *_papers(facts, texte))


def _papers(facts: ProjectFacts, texte: Rulebook) -> Iterator[Check]:
    """A paper of another instalment is no condition of the balance; one of another tranche is, without object for now."""
    asked = balance_papers(texte, facts.tranche)
    for piece in texte.pieces:
        if piece in asked:
            received = piece.code in facts.papers_received
            yield _paper(piece, met(received), f"Pièce {'reçue' if received else 'non reçue'} : {piece.libelle}.")
        elif piece in balance_papers(texte, piece.tranche):
            yield _paper(piece, "sans_objet", f"Pièce demandée pour la seule tranche « {piece.tranche} » : {piece.libelle}.")


def _paper(piece: Piece, etat: str, detail: str) -> Check:
    return Check(f"piece:{piece.code}", etat, True, detail, piece.source, None)
