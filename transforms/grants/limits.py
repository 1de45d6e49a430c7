"""What may lower the amount of one establishment for one item of a scale: its hours, its quote."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contracts.rulebook_money import HoursShare, Scale, ScaleItem
from transforms.decisions.money import to_cents
from transforms.grants import words
from transforms.grants.record import Why
from transforms.measures.counted import Counted


@dataclass(frozen=True)
class Limit:
    """`heures`: (medico-social, total), which count under `regle`, None when they change nothing. `devis`: euros, None without.

    `sans_devis`: the item needs a quote, and there is none.
    """

    item: ScaleItem
    heures: tuple[Decimal, Decimal] | None
    regle: HoursShare | None
    devis: Decimal | None
    sans_devis: bool

    def kept(self, cents: int) -> int:
        """What is left of an amount, in cents.

        What is paid on a quote "ne p[eut] jamais excéder la dépense réelle et effective du porteur"; then "l'aide est modulée au
        prorata du nombre d'heures éligibles", cut to the cent.
        """
        if self.sans_devis:
            return 0
        quoted = self._by_quote(cents)
        if self.heures is None:
            return quoted
        done, total = self.heures
        return int(quoted * Fraction(done) / Fraction(total))

    def why(self, cents: int) -> Why | None:
        """What lowers an amount; None when nothing does."""
        if self.sans_devis:
            return Why(self.item, words.NO_QUOTE)
        quoted = self._by_quote(cents)
        quote = words.quote(self.devis) if self.devis is not None and quoted < cents else None
        if self.heures is not None and self.regle is not None and self.kept(cents) < quoted:
            return Why(self.regle, words.joined(quote, words.hours(*self.heures)))
        return None if quote is None else Why(self.item, quote)

    def _by_quote(self, cents: int) -> int:
        return cents if self.devis is None else min(cents, to_cents(self.devis))


def limit_of(item: ScaleItem, bareme: Scale, essms: Counted) -> Limit:
    """The limit of an establishment for an item.

    Hours count only for the items the text reduces, and only where the establishment gives them (the register wants both or
    neither); a quote only for an item paid on one, for which an establishment without a quote gets nothing when the text says so.
    """
    done, total = essms.dit["heures_medico_sociales"], essms.dit["heures_totales"]
    regle = bareme.heures if bareme.heures is not None and item.code in bareme.heures.postes else None
    given = regle is not None and total is not None
    devis = essms.dit[item.devis] if item.devis is not None else None
    missing = item.devis is not None and devis is None and item.sans_devis == "rien"
    return Limit(item, (done, total) if given else None, regle, devis, missing)
