"""What people did with the decisions of a project, and what follows: what is paid is not releasable again, what a person has
settled no longer waits for one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import polars as pl

from transforms.decisions.balance import CriterionMoney, unlocked_amount
from transforms.decisions.decide import RELEASE_BLOCKERS, Outcome
from transforms.decisions.json_text import json_text
from transforms.decisions.tranches import TrancheState

PAID, PAID_IN_PART = "solde_deja_verse", "solde_verse_en_partie"
SAID = ("acte", "decision_id", "montant", "date", "motif", "reference")
"""What a decision tells of an act: not who did it."""


@dataclass(frozen=True)
class ProjectActs:
    """The acts of one project, as they bear on one month.

    `paid`: euros paid on decisions of the project; `wholly`: a payment says no amount, and is taken for the whole balance;
    `lifted`: motifs of the month's decision that a person has settled; `rows`: every act, in the order of the register.
    """

    paid: Decimal = Decimal("0.00")
    wholly: bool = False
    lifted: frozenset[str] = frozenset()
    rows: tuple[dict[str, Any], ...] = ()

    @property
    def record(self) -> list[dict[str, Any]]:
        """The acts, ready for JSON."""
        return [told(row) for row in self.rows]

    @property
    def without_effect(self) -> int:
        """Arbitrations that name no decision, or a motif that no arbitration lifts."""
        return sum(
            row["acte"] == "arbitrage" and (not row["decision_id"] or not {*motifs_of(row["motif"])} <= {*RELEASE_BLOCKERS})
            for row in self.rows
        )

    @property
    def without_decision(self) -> int:
        """Payments that name no decision: nothing says that they are of the balance."""
        return sum(row["acte"] == "versee" and not row["decision_id"] for row in self.rows)


NO_ACTS = ProjectActs()


def told(row: dict[str, Any]) -> dict[str, Any]:
    """An act of the register as a decision tells it, ready for JSON."""
    return {name: json_text(row[name]) for name in SAID}


def acts_of(actes: pl.DataFrame, projet_id: str, mois: str) -> ProjectActs:
    """The acts of a project, as they bear on a month.

    "A balance already paid is never releasable again": every payment that names a decision counts, whatever its month or the
    one measured. "An `arbitrage` settles an `a_instruire` by naming the motif it lifts": in the month of the decision it names.

    Args:
        actes: the table of the register.
        projet_id: the project.
        mois: the month measured, AAAA-MM.
    """
    rows = actes.filter(pl.col("projet_id") == projet_id).sort("ligne").to_dicts()
    payments = [row["montant"] for row in rows if row["acte"] == "versee" and row["decision_id"]]
    return ProjectActs(
        paid=sum((amount for amount in payments if amount is not None), Decimal("0.00")),
        wholly=None in payments,
        lifted=frozenset(
            motif
            for row in rows
            if row["acte"] == "arbitrage" and month_of(row["decision_id"]) == mois
            for motif in motifs_of(row["motif"])
            if motif in RELEASE_BLOCKERS
        ),
        rows=tuple(rows),
    )


def month_of(decision_id: str | None) -> str | None:
    """The month of a decision, from its identifier `<projet_id>-AAAA-MM-vN`."""
    return decision_id.rsplit("-v", 1)[0][-7:] if decision_id else None


def motifs_of(motif: str | None) -> list[str]:
    """The motifs that a text names, separated by commas."""
    return [one.strip() for one in (motif or "").split(",") if one.strip()]


def still_due(grant: Decimal | None, balance: Decimal | None, tranches: TrancheState | None, acts: ProjectActs) -> Decimal | None:
    """What remains to be paid of a balance, in euros; `balance` itself when nothing was paid.

    Where tranches are paid one after another, payments are those of every tranche unlocked so far.

    Args:
        grant: in euros; None: unknown, then any payment is taken for the whole balance.
        balance: `balance_of`.
        tranches: where the text pays tranche after tranche.
        acts: of the project.
    """
    if not acts.paid and not acts.wholly:
        return balance
    if acts.wholly or balance is None or grant is None:
        return Decimal("0.00")
    unlocked = unlocked_amount(grant, tranches) if tranches else balance
    return min(balance, max(Decimal("0.00"), unlocked - acts.paid))


@dataclass(frozen=True)
class Settlement:
    """Outcome, money of each criterion and amount released, in euros."""

    outcome: Outcome
    money: list[CriterionMoney]
    montant_libere: Decimal | None


def settle(found: Settlement, balance: Decimal | None, due: Decimal | None) -> Settlement:
    """What the verdicts give, once what is already paid is taken off: the same when nothing is.

    "A balance already paid is never releasable again": when nothing is left, `ne_pas_liberer` with the motif `solde_deja_verse`,
    even where a person should have looked; when a part is left, never more than that part, motif `solde_verse_en_partie`.

    Args:
        found: what the verdicts give.
        balance: of the project, in euros.
        due: what remains of it (`still_due`).
    """
    if due == balance:
        return found
    paid = None if balance is None else balance - (due or 0)
    earned, motifs = found.montant_libere or Decimal("0.00"), found.outcome.motifs
    left = Decimal("0.00") if paid is None else max(Decimal("0.00"), earned - paid)
    if not due or (found.outcome.part and not left):
        kept = () if found.outcome.decision == "a_instruire" else motifs
        nothing = None if balance is None else Decimal("0.00")
        return Settlement(Outcome("ne_pas_liberer", (*kept, PAID)), _less(found.money, earned), nothing)
    return Settlement(replace(found.outcome, motifs=(*motifs, PAID_IN_PART)), _less(found.money, paid), left)


def _less(money: list[CriterionMoney], paid: Decimal) -> list[CriterionMoney]:
    """What each criterion still releases: what is paid is taken off the earliest first."""
    result = []
    for one in money:
        taken = min(paid, one.montant_libere or Decimal("0.00"))
        paid -= taken
        result.append(one if one.montant_libere is None else replace(one, montant_libere=one.montant_libere - taken))
    return result
