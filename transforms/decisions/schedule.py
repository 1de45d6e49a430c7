"""The schedule of a grant: what each instalment, or each tranche, amounts to, whether it is due, and if not why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from contracts.rulebook import Rulebook
from contracts.rulebook_money import Instalment
from contracts.rulebook_source import Source
from transforms.decisions.balance import tranche_amounts
from transforms.decisions.money import shares, to_cents, to_euros
from transforms.decisions.papers import missing_papers
from transforms.decisions.tranches import TrancheState
from transforms.measures.months import last_day

MOTIFS = (
    *("convention_non_signee", "solde_deja_verse", "pieces_manquantes"),
    *("solde_non_libere", "decision_provisoire", "tranche_non_debloquee"),
)
"""Why an instalment is blocked, in the order in which they are listed."""


@dataclass(frozen=True)
class Due:
    """One payment of the grant.

    `rang`: from 1. `versement`: code of the instalment, `tranche_<rang>` where the text pays tranches, then named in `tranche`
    (None: it has no name). `part`: share of the grant, None for a tranche. `montant`: in euros; `montant_du`: what is to be
    paid of it now, 0 when it is blocked; both None without a grant. `motif`: `MOTIFS` that block it, separated by `, `.
    """

    rang: int
    versement: str
    tranche: str | None
    part: Decimal | None
    montant: Decimal | None
    montant_du: Decimal | None
    etat: Literal["du", "bloque"]
    motif: str | None
    source: Source


def schedule(
    texte: Rulebook,
    projet: dict,
    mois: str,
    decision: str,
    provisoire: bool,
    montant_libere: Decimal | None,
    papers_received: frozenset[str],
    tranches: TrancheState | None,
    paid: bool = False,
    lifted: frozenset[str] = frozenset(),
) -> tuple[Due, ...]:
    """The instalments of a project in the order of its text, or its tranches in that of the register.

    "An instalment is `du` or `bloque`, with the reason: convention not signed by the last day of M, papers missing, decision
    not favourable, decision provisional. For a partial release, `montant_du` is what is released." Nothing is paid without a
    signed convention. "The instalments of a grant … add up to the whole by largest remainder, ties to the earliest."

    Args:
        texte: its rulebook.
        projet: its row of `projets`; `montant_subvention` None: no amounts.
        mois: the month measured, AAAA-MM.
        decision: that of the month (`contracts.vocabulary.Decision`).
        provisoire: whether that decision is provisional.
        montant_libere: what that decision releases, in euros.
        papers_received: codes of the papers received.
        tranches: tranches of the project, and the one verified; only read where the text pays tranche after tranche.
        paid: whether nothing remains to be paid of the balance.
        lifted: motifs that a person has settled.

    Raises:
        ValueError: the text pays tranche after tranche and `tranches` is None.
    """
    signed = projet["date_convention"] is not None and projet["date_convention"] <= last_day(mois)
    grant = projet["montant_subvention"]
    facts = _Facts(texte, signed, decision, provisoire, montant_libere, papers_received, paid, lifted)
    if texte.solde != "tranche_suivante":
        return _instalments(grant, facts)
    if tranches is None:
        raise ValueError("a text that pays tranche after tranche needs the tranches of the project")
    return _tranches(grant, facts, tranches)


@dataclass(frozen=True)
class _Facts:
    texte: Rulebook
    signed: bool
    decision: str
    provisoire: bool
    libere: Decimal | None
    received: frozenset[str]
    paid: bool
    lifted: frozenset[str]

    def release(self, favourable: Iterable[str], tranche: str | None) -> dict[str, bool]:
        """What blocks money that a decision releases."""
        if self.paid:
            return {"solde_deja_verse": True}
        settled = "pieces_manquantes" in self.lifted
        return {
            "pieces_manquantes": not settled and bool(missing_papers(self.texte, self.received, tranche)),
            "solde_non_libere": self.decision not in favourable,
            "decision_provisoire": self.provisoire,
        }


def _instalments(grant: Decimal | None, facts: _Facts) -> tuple[Due, ...]:
    items = facts.texte.versements
    amounts = [None] * len(items) if grant is None else shares(to_cents(grant), [item.part for item in items])
    rows = []
    for rang, (item, cents) in enumerate(zip(items, amounts, strict=True), 1):
        motif = _motif(_instalment_blocks(item, facts))
        montant = None if cents is None else to_euros(cents)
        paid = facts.libere if item.condition == "usage" else montant
        rows.append(_due(rang, item.code, None, item.part, montant, paid, motif, item.source))
    return tuple(rows)


def _instalment_blocks(item: Instalment, facts: _Facts) -> Mapping[str, bool]:
    unsigned = {"convention_non_signee": not facts.signed}
    if item.condition == "convention":
        return unsigned
    if item.condition == "pieces":
        asked = {piece.code for piece in facts.texte.pieces if piece.versement == item.code}
        return unsigned | {"pieces_manquantes": not asked <= facts.received}
    return unsigned | facts.release(("liberer", "liberer_partiellement"), None)


def _tranches(grant: Decimal | None, facts: _Facts, state: TrancheState) -> tuple[Due, ...]:
    """The first tranche is paid under the convention, the next one when the criteria of the one verified are met.

    "Le porteur pourra bénéficier du financement de la 1ère tranche de son projet. […] Si les critères d'usage sont atteints,
    l'ARS pivot demande au porteur de déposer une nouvelle demande […] pour la tranche suivante." Those up to the one verified
    were unlocked before.
    """
    verified = -1 if state.verifiee is None else state.verifiee
    name = state.current.nom if state.current else None
    amounts = tranche_amounts(grant, state) if grant is not None and state.tranches else [None] * len(state.tranches)
    rows = []
    for rank, (tranche, montant) in enumerate(zip(state.tranches, amounts, strict=True)):
        blocks = {"convention_non_signee": not facts.signed}
        if 0 < rank == verified + 1:
            blocks |= facts.release(("liberer",), name)
        elif rank:
            blocks |= {"tranche_non_debloquee": rank > verified}
        # What is released of the tranche that follows is less than its amount where a part of it is already paid.
        paid = facts.libere if 0 < rank == verified + 1 and facts.libere is not None else montant
        source = facts.texte.solde_source
        rows.append(_due(rank + 1, f"tranche_{rank + 1}", tranche.nom, None, montant, paid, _motif(blocks), source))
    return tuple(rows)


def _motif(blocks: Mapping[str, bool]) -> str | None:
    return ", ".join(code for code in MOTIFS if blocks.get(code)) or None


def _due(
    rang: int,
    versement: str,
    tranche: str | None,
    part: Decimal | None,
    montant: Decimal | None,
    paid: Decimal | None,
    motif: str | None,
    source: Source,
) -> Due:
    now = None if montant is None else paid if motif is None else to_euros(0)
    return Due(rang, versement, tranche, part, montant, now, "bloque" if motif else "du", motif, source)
