"""From counts to a verdict, by exact integer arithmetic. No window or target is written here: they come from the rulebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from contracts.rulebook import IndicatorRule, Target
from contracts.vocabulary import ACTIVE_DOSSIERS, FLOW_OF


@dataclass(slots=True)  # not frozen: one is made per request, hundreds of thousands in a region, in a tenth of the time
class Counts:
    """What was counted for one request (a row of `cnt_mesures`). Whole numbers; None where nothing was declared."""

    personnes: int
    beneficiaires: int
    actifs: int
    actifs_projet: int
    actifs_evenement: int
    inconnus: int
    inconnus_projet: int
    inconnus_evenement: int
    dmp: int
    dmp_depots: int
    mssante: int
    e_prescription: int
    e_parcours: int
    effectif_personnes: int | None
    effectif_beneficiaires: int | None
    dossiers_presents: bool
    flux_present: bool
    mois_couverts: int
    declaree: bool
    declare_numerateur: int | None
    declare_denominateur: int | None


class Pair(NamedTuple):
    """A numerator and its denominator; None for a denominator that does not exist or is not known."""

    numerateur: int
    denominateur: int | None


@dataclass(frozen=True)
class Measure:
    """One measure and its verdict.

    `choices` are the figures that the dossiers whose updates are unknown (late extraction) allow: either one pair, or three:
    the published one (none of them active), the best, the worst. Empty when the measure has no figure. `covered` says that
    every month of the window is covered, `coherent` that no declared roll is lower than what was counted.
    """

    verdict: str
    motif: str | None
    choices: tuple[Pair, ...] = ()
    covered: bool = True
    coherent: bool = True
    source: str | None = "calculee"
    source_denominateur: str | None = None

    @property
    def numerateur(self) -> int | None:
        """Published numerator: of the known dossiers."""
        return self.choices[0].numerateur if self.choices else None

    @property
    def denominateur(self) -> int | None:
        """Published denominator."""
        return self.choices[0].denominateur if self.choices else None

    def choice(self, rank: int) -> Pair:
        """The published (0), best (1) or worst (2) figures."""
        return self.choices[rank] if len(self.choices) > 1 else self.choices[0]

    @cached_property
    def rate(self) -> Fraction | None:
        """The exact rate; None when it is not measurable."""
        if not self.coherent or not self.denominateur or self.numerateur is None:
            return None
        return Fraction(self.numerateur, self.denominateur)

    @property
    def taux(self) -> Decimal | None:
        """The rate cut (never rounded up) at 4 decimals."""
        return None if self.rate is None else cut(self.rate)


def cut(share: Fraction) -> Decimal:
    """A share cut (never rounded up) at 4 decimals, as it is shown; nothing is ever compared on it."""
    return Decimal(share.numerator * 10_000 // share.denominator).scaleb(-4)


def reached(pair: Pair, target: Target) -> bool:
    """`part`: "met when numerateur ≥ cible × denominateur"; `nombre`: "met when numerateur ≥ cible"."""
    numerator, denominator = target.valeur.as_integer_ratio()
    if target.unite == "nombre":
        return pair.numerateur * denominator >= numerator
    if not pair.denominateur:
        raise ValueError("an empty or unknown denominator has its own verdict")
    return pair.numerateur * denominator >= numerator * pair.denominateur


def earned(pair: Pair, target: Target) -> Fraction:
    """Exact part of a criterion that a result earns: "prorata entre l'évaluation faite et le résultat réel obtenu", at most 1."""
    if target.unite == "part" and not pair.denominateur:
        raise ValueError("an empty or unknown denominator has its own verdict")
    due = Fraction(target.valeur) * (pair.denominateur or 0) if target.unite == "part" else Fraction(target.valeur)
    return min(Fraction(1), pair.numerateur / due)


def remaining(measure: Measure, target: Target | None) -> int | None:
    """`reste_a_faire` = max(0, ⌈cible × denominateur − numerateur⌉); None when there is nothing to reach or to measure."""
    if target is None or measure.verdict == "exemptee" or measure.numerateur is None:
        return None
    if target.unite == "part" and measure.rate is None:
        return None
    numerator, denominator = target.valeur.as_integer_ratio()
    due = numerator * (measure.denominateur or 0) if target.unite == "part" else numerator
    return max(0, -((measure.numerateur * denominator - due) // denominator))


def verdict_of(pair: Pair, target: Target | None, covered: bool, ratio: bool = True) -> tuple[str, str | None]:
    """Verdict and motif of one pair of figures.

    "A zero or unknown denominator is `indeterminee` (motif `denominateur_nul`): not failed, never met, never paid." A month of
    the window that a flow does not cover can only raise its numerator: `atteinte` stands, `non_atteinte` becomes
    `indeterminee`, motif `couverture_partielle`.
    """
    if ratio and not pair.denominateur:
        return "indeterminee", "denominateur_nul"
    if target is None:
        return "sans_cible", None
    if reached(pair, target):
        return "atteinte", None
    return ("non_atteinte", None) if covered else ("indeterminee", "couverture_partielle")


class Judge:
    """Judges the counts of one indicator of a text. The same figures are judged once: their measure is shared."""

    def __init__(self, rule: IndicatorRule, target: Target | None, pro_rata: bool = False) -> None:
        """Gets ready for an indicator.

        Args:
            rule: the indicator.
            target: None where its rows have none.
            pro_rata: the target is paid pro rata.
        """
        self._rule, self._target, self._pro_rata = rule, target, pro_rata
        self._uses_dossiers, self._flow = rule.uses_dossiers, FLOW_OF[rule.indicateur]
        self._known: dict[tuple, Measure] = {}

    def judge(self, counts: Counts, length: int) -> Measure:
        """The measure of one request, from what was counted over its window of `length` months."""
        if (self._uses_dossiers and not counts.dossiers_presents) or not counts.flux_present:
            return _declared(self._rule, counts, self._target)
        choices, roll = _figures(self._rule, counts)
        covered = self._flow is None or counts.mois_couverts == length
        said = (choices, roll, covered)
        if said not in self._known:
            self._known[said] = self._measure(choices, roll, covered)
        return self._known[said]

    def _measure(self, choices: tuple[Pair, ...], roll: tuple[int, int] | None, covered: bool) -> Measure:
        incoherent = roll is not None and roll[0] < roll[1]
        ratio = self._rule.mesure == "taux"
        origin = None if not ratio else "dossiers" if roll is None else "effectifs"
        measure = Measure("indeterminee", "effectif_incoherent", choices, covered, not incoherent, source_denominateur=origin)
        return measure if incoherent else conclude(measure, self._target, ratio, self._pro_rata)


def judge(rule: IndicatorRule, counts: Counts, length: int, target: Target | None, pro_rata: bool = False) -> Measure:
    """The measure of one request alone (`Judge`)."""
    return Judge(rule, target, pro_rata).judge(counts, length)


def conclude(measure: Measure, target: Target | None, ratio: bool = True, pro_rata: bool = False) -> Measure:
    """Gives its verdict to a measure: the same under every choice of the unknown dossiers, else `extraction_tardive`.

    Args:
        measure: its figures.
        target: None where there is none.
        ratio: it has a denominator.
        pro_rata: the target is paid pro rata, so that the part earned must not change either ("S0: the capped ratio").
    """
    found = []
    for pair in dict.fromkeys(measure.choices):
        verdict, motif = verdict_of(pair, target, measure.covered, ratio)
        known = target is not None and (pair.denominateur or not ratio)
        found.append((verdict, motif, earned(pair, target) if pro_rata and known else None))
    if len({(verdict, part) for verdict, _, part in found}) > 1:
        return replace(measure, verdict="indeterminee", motif="extraction_tardive")
    verdict, motif, _ = found[0]
    return replace(measure, verdict=verdict, motif=motif)


def _declared(rule: IndicatorRule, counts: Counts, target: Target | None) -> Measure:
    """A dataset needed for M is absent: declared counts of that very window serve, else nothing can be said."""
    if not counts.declaree or counts.declare_numerateur is None:
        return Measure("indeterminee", "source_absente")
    ratio = rule.mesure == "taux"
    pair = Pair(counts.declare_numerateur, counts.declare_denominateur if ratio else None)
    return conclude(
        Measure("", None, (pair,), source="declaree", source_denominateur="declaree" if ratio else None), target, ratio
    )


def _figures(rule: IndicatorRule, c: Counts) -> tuple[tuple[Pair, ...], tuple[int, int] | None]:
    """Figures under each choice of the unknown dossiers, and, when a declared roll replaces the denominator, it and its count."""
    if rule.mesure == "nombre":
        return tuple(Pair(value, None) for value in _numbers(rule.indicateur, c)), None
    if rule.indicateur == "dossiers_actifs":
        persons = c.personnes if c.effectif_personnes is None else c.effectif_personnes
        choices = tuple(Pair(value, persons) for value in _numbers(rule.indicateur, c))
        return choices, _roll(c.effectif_personnes, c.personnes)
    if rule.indicateur == "projets_personnalises":
        return _among_active(c, c.actifs_projet, c.inconnus_projet), None
    if rule.indicateur == "evenements_agenda":
        return _among_active(c, c.actifs_evenement, c.inconnus_evenement), None
    persons = c.beneficiaires if c.effectif_beneficiaires is None else c.effectif_beneficiaires
    return (Pair(getattr(c, rule.indicateur), persons),), _roll(c.effectif_beneficiaires, c.beneficiaires)


def _roll(declared: int | None, counted: int) -> tuple[int, int] | None:
    return None if declared is None else (declared, counted)


_COUNTED = {
    "dossiers_actifs": attrgetter("actifs", "inconnus"),
    "projets_personnalises": attrgetter("actifs_projet", "inconnus_projet"),
    "evenements_agenda": attrgetter("actifs_evenement", "inconnus_evenement"),
    "dmp": attrgetter("dmp_depots"),
}
"""What is counted, where it does not bear the name of the indicator; with the unknown ones, where dossiers may be unknown."""


def _numbers(indicateur: str, c: Counts) -> tuple[int, ...]:
    """What is counted, alone: known, best and worst where dossiers are unknown. S0: "Nombre de documents déposés dans le DMP"."""
    if indicateur not in ACTIVE_DOSSIERS:
        return (_COUNTED[indicateur](c) if indicateur in _COUNTED else getattr(c, indicateur),)
    known, unknown = _COUNTED[indicateur](c)
    return (known, known + unknown, known)


def _among_active(c: Counts, known: int, unknown: int) -> tuple[Pair, ...]:
    """Known dossiers; the best choice (unknown dossiers that qualify are active); the worst (only the others are).

    Every other choice gives a rate between these two, so that three pairs are enough.
    """
    return (
        Pair(known, c.actifs),
        Pair(known + unknown, c.actifs + unknown),
        Pair(known, c.actifs + c.inconnus - unknown),
    )


def best_window(measures: Sequence[Measure]) -> int:
    """Which of several admissible windows, shortest first, is kept.

    "Kept is the best rate among the N that are measurable and whose every month the flow covers, ties to the shortest;
    none: 3 [the shortest], then partial coverage."
    """
    kept, best = 0, None
    for rank, measure in enumerate(measures):
        if measure.covered and measure.rate is not None and (best is None or measure.rate > best):
            kept, best = rank, measure.rate
    return kept
