"""What the calculation of a grant says: its lines, its total, its shares between regions. Nothing is computed here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from contracts.rulebook_money import Bound, HoursShare, ScaleItem, Tier
from contracts.rulebook_source import Source
from transforms.decisions.money import to_cents, to_euros


@dataclass(frozen=True)
class GrantLine:
    """One line of the calculation: `nombre` ESSMS of one item (`poste`) and tier.

    `montant_unitaire` is the amount the text writes; `montant` is `nombre` times that, or less where `detail` (French: ranks,
    quote, hours, why 0) says so, and None where the text gives no amount for a project of this size. `finess_et` is filled
    where the amount is that of one establishment, None for equal amounts and for the project. `source` is the sentence that
    makes the amount what it is.
    """

    poste: str
    libelle: str
    finess_et: str | None
    nombre: int
    montant_unitaire: Decimal
    montant: Decimal | None
    detail: str | None
    source: Source
    lecture: str | None


@dataclass(frozen=True)
class Why:
    """Why an amount is what it is: the rule that says so, and in French what the rule cannot say."""

    rule: Tier | ScaleItem | HoursShare | Bound
    detail: str | None = None


def line_of(item: ScaleItem, tier: Tier, nombre: int, cents: int, why: Why, finess_et: str | None = None) -> GrantLine:
    """A line of `nombre` ESSMS of one item and tier, worth `cents`."""
    return GrantLine(
        poste=item.code,
        libelle=item.libelle,
        finess_et=finess_et,
        nombre=nombre,
        montant_unitaire=to_euros(to_cents(tier.montant)),
        montant=to_euros(cents),
        detail=why.detail,
        source=why.rule.source,
        lecture=" ".join(dict.fromkeys(filter(None, (why.rule.lecture, item.lecture)))) or None,
    )


@dataclass(frozen=True)
class RegionShare:
    """What the ARS of one region pays of `montant_subvention`; None when that is empty or a region is not known."""

    region: str
    nombre: int
    montant: Decimal | None


@dataclass(frozen=True)
class Grant:
    """The grant by the scale.

    `nombre_essms`: ESSMS counted. `montant` is the sum of `lignes`, or None for a reason told in French (`motif`). `ecart` is
    `montant` less `montant_subvention`, None if either is None. `partages` is empty when the text shares nothing.
    """

    nombre_essms: int
    lignes: tuple[GrantLine, ...]
    montant: Decimal | None
    motif: str | None
    ecart: Decimal | None
    partages: tuple[RegionShare, ...]
