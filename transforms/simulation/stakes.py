"""The euros at stake: what is released, what each obstacle alone holds back, what several hold back together.

An obstacle is a criterion whose target is not met, or a motif that turns a release into `a_instruire`. What it holds back alone
is what the decision would release more were it the only thing put right. Where tranches are paid one after another, the tranche
verified is taken as it is, even where meeting its targets would make another the one verified.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from transforms.decisions.criteria import chosen
from transforms.decisions.decide import RELEASE_BLOCKERS, Signals, decide
from transforms.decisions.project import ProjectResult
from transforms.measures.rows import ProjectRows, Readings, Row
from transforms.measures.verdicts import Measure, Pair

_PLENTY = 10**12
"""A numerator that meets any target, beside a denominator of one."""


@dataclass(frozen=True)
class Stakes:
    """Euros; None without a grant. `solde` = `verse` + `libere` + the sum of `seuls` + `ensemble` + `hors_atteinte`.

    `seuls`: what each obstacle holds back alone, criteria first; `ensemble`: what all of them hold back besides, together;
    `hors_atteinte`: what nothing here would release.
    """

    solde: Decimal | None
    verse: Decimal | None
    libere: Decimal | None
    seuls: dict[str, Decimal | None]
    ensemble: Decimal | None
    hors_atteinte: Decimal | None


def stakes(result: ProjectResult) -> Stakes:
    """The euros at stake in a decision."""
    lacking = [one.rule.indicateur for one in result.criteres if one.measures and one.verdict != "atteinte"]
    holding = [*lacking, *blockers_if_met(result)]
    solde, libere = result.montant_solde, result.montant_libere
    if solde is None or libere is None or result.reste_du is None:
        return Stakes(solde, None, libere, dict.fromkeys(holding), None, None)
    alone = {name: _released(result, [name]) - libere for name in holding}
    whole = _released(result, holding)
    return Stakes(
        solde=solde,
        verse=solde - result.reste_du,
        libere=libere,
        seuls=alone,
        ensemble=whole - libere - sum(alone.values(), Decimal("0.00")),
        hors_atteinte=result.reste_du - whole,
    )


def blockers_if_met(result: ProjectResult, signals: Signals | None = None) -> tuple[str, ...]:
    """The motifs that would turn a release into `a_instruire` if every target were met.

    Args:
        result: the decision.
        signals: others than its own, to ask of one fact alone.
    """
    met = _met(result, [critere.rule.indicateur for critere in result.criteres])
    motifs = decide(met, result.texte, signals or result.signals, result.lecture).motifs
    return tuple(motif for motif in motifs if motif in RELEASE_BLOCKERS)


def _released(result: ProjectResult, mended: Iterable[str]) -> Decimal:
    """What is released once these obstacles are lifted and nothing else."""
    names = set(mended)
    rows = _met(result, names)
    signals = replace(result.signals, lifted=result.signals.lifted | names)
    outcome = decide(rows, result.texte, signals, result.lecture)
    return replace(result, decided=rows, signals=signals, found=outcome).montant_libere or Decimal("0.00")


def _met(result: ProjectResult, indicateurs: Iterable[str]) -> ProjectRows:
    """The rows that decide, as if the targets of these indicators were met in every establishment that is not exempt."""
    names = set(indicateurs)
    return {
        key: {code: met(row) for code, row in readings.items()} if key[1] in names and _bound(readings, result) else readings
        for key, readings in result.decided.items()
    }


def _bound(readings: Readings, result: ProjectResult) -> bool:
    return chosen(readings, result.lecture).measure.verdict != "exemptee"


def met(row: Row) -> Row:
    """A row whose figures meet any target, where they come from staying as it was."""
    pair = Pair(_PLENTY, 1 if row.rule.mesure == "taux" else None)
    return replace(row, measure=Measure("atteinte", None, (pair,), source=row.measure.source))
