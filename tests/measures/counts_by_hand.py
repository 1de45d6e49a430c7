"""Counts, targets and measures written by hand for the tests of verdicts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from contracts.rulebook import IndicatorRule, Source, Target, WindowRule
from contracts.vocabulary import COUNTS_WITHOUT_DOSSIER
from transforms.measures.verdicts import Counts, Measure, Pair

SOURCE = Source("document", "section", "phrase")

COUNTS = Counts(
    personnes=10,
    beneficiaires=10,
    actifs=10,
    actifs_projet=10,
    actifs_evenement=10,
    inconnus=0,
    inconnus_projet=0,
    inconnus_evenement=0,
    dmp=10,
    dmp_depots=10,
    mssante=10,
    e_prescription=10,
    e_parcours=10,
    effectif_personnes=None,
    effectif_beneficiaires=None,
    dossiers_presents=True,
    flux_present=True,
    mois_couverts=1,
    declaree=False,
    declare_numerateur=None,
    declare_denominateur=None,
)
"""Ten of everything, over one covered month, nothing declared."""


def counts(**changed: object) -> Counts:
    """`COUNTS` with other values."""
    return replace(COUNTS, **changed)


def rule(indicateur: str, mesure: str | None = None) -> IndicatorRule:
    """An indicator over one month: a rate, or a count where every text counts it."""
    mesure = mesure or ("nombre" if indicateur in COUNTS_WITHOUT_DOSSIER else "taux")
    return IndicatorRule(indicateur, indicateur, WindowRule(1, 1, None, SOURCE, None), None, SOURCE, None, mesure=mesure)


def part(value: str) -> Target:
    """A target that is a share."""
    return Target("part", Decimal(value), SOURCE)


def nombre(value: str) -> Target:
    """A target that is a count."""
    return Target("nombre", Decimal(value), SOURCE)


def measured(
    numerateur: int, denominateur: int | None, *, covered: bool = True, verdict: str = "", motif: str | None = None
) -> Measure:
    """A measure with one pair of figures."""
    return Measure(verdict, motif, (Pair(numerateur, denominateur),), covered)
