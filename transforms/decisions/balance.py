"""The balance of a project and what is released of it, per criterion and in all, exact in cents."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contracts.rulebook import Rulebook
from transforms.decisions.criteria import Critere
from transforms.decisions.decide import Outcome
from transforms.decisions.money import shares, to_cents, to_euros
from transforms.decisions.tranches import TrancheState


@dataclass(frozen=True)
class CriterionMoney:
    """Weight of a criterion in the balance, most it can release and what it releases, in euros; None where it has none."""

    poids: Fraction | None = None
    montant_maximum: Decimal | None = None
    montant_libere: Decimal | None = None


def balance_of(grant: Decimal | None, texte: Rulebook, tranches: TrancheState | None) -> Decimal | None:
    """What hangs on usage: the last instalment, or the grant of the next tranche. None when the register gives no grant.

    "The instalments of a grant … add up to the whole by largest remainder, ties to the earliest."
    """
    if grant is None:
        return None
    if texte.balance is None:
        return next_tranche(grant, tranches) if tranches else None
    parts = shares(to_cents(grant), [instalment.part for instalment in texte.versements])
    return to_euros(parts[texte.versements.index(texte.balance)])


def next_tranche(grant: Decimal, tranches: TrancheState) -> Decimal:
    """Grant of the tranche that follows the one verified; 0 when none follows, the first one when none has begun."""
    following = _following(tranches)
    return tranche_amounts(grant, tranches)[following] if following < len(tranches.tranches) else Decimal("0.00")


def unlocked_amount(grant: Decimal, tranches: TrancheState) -> Decimal:
    """Grant of the tranches that decisions have unlocked, the one that follows the tranche verified included, in euros.

    The first one is paid under the convention: no decision unlocks it, unless none has begun.
    """
    following = _following(tranches)
    return sum(tranche_amounts(grant, tranches)[min(1, following) : following + 1], Decimal("0.00"))


def _following(tranches: TrancheState) -> int:
    return 0 if tranches.verifiee is None else tranches.verifiee + 1


def tranche_amounts(grant: Decimal, tranches: TrancheState) -> list[Decimal]:
    """The grant, split between the tranches pro rata of their establishments, largest remainder, ties to the earliest."""
    numbers = [tranche.nombre for tranche in tranches.tranches]
    if not any(numbers):
        numbers[0] = 1  # a register that counts nobody leaves the whole to the first tranche
    parts = [Fraction(number, sum(numbers)) for number in numbers]
    return [to_euros(cents) for cents in shares(to_cents(grant), parts)]


def criterion_money(balance: Decimal | None, criteres: list[Critere], texte: Rulebook, outcome: Outcome) -> list[CriterionMoney]:
    """Money of each criterion, in order.

    "20% du financement des projets est lié aux critères d'utilisation, ces 20% sont répartis équitablement": equal shares of the
    balance add up to it by largest remainder, ties to the earliest. "What is released pro rata is cut to the cent."

    Args:
        balance: in euros; None when there is no grant.
        criteres: the criteria; one of which every establishment is exempt has no share.
        texte: an all-or-nothing text gives no amount to a criterion.
        outcome: nothing is released unless it releases.
    """
    measured = [critere for critere in criteres if critere.measures]
    if texte.solde != "au_prorata" or not measured:
        return [CriterionMoney() for _ in criteres]
    poids = Fraction(1, len(measured))
    maxima = iter([None] * len(measured) if balance is None else shares(to_cents(balance), [poids] * len(measured)))
    return [_one(critere, poids, next(maxima), outcome) if critere.measures else CriterionMoney() for critere in criteres]


def _one(critere: Critere, poids: Fraction, maximum: int | None, outcome: Outcome) -> CriterionMoney:
    if maximum is None:
        return CriterionMoney(poids)
    earned = maximum * critere.part if outcome.part else Fraction(0)
    return CriterionMoney(poids, to_euros(maximum), to_euros(earned.numerator // earned.denominator))


def released(balance: Decimal | None, money: list[CriterionMoney], texte: Rulebook, outcome: Outcome) -> Decimal | None:
    """What a decision releases, in euros: the sum of its criteria where they are paid pro rata, else all or nothing."""
    if balance is None:
        return None
    if not outcome.part:
        return Decimal("0.00")
    if texte.solde == "au_prorata":
        return sum((one.montant_libere for one in money if one.montant_libere is not None), Decimal("0.00"))
    return balance
