"""From counts to a verdict, by exact integer arithmetic. No window or target is written here: they come from the rulebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from contracts.rulebook import Target
from contracts.vocabulary import COUNTS_WITHOUT_DOSSIER


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Pair:
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

    @property
    def rate(self) -> Fraction | None:
        """The exact rate; None when it is not measurable."""
        if not self.coherent or not self.denominateur or self.numerateur is None:
            return None
        return Fraction(self.numerateur, self.denominateur)

    @property
    def taux(self) -> Decimal | None:
        """The rate cut (never rounded up) at 4 decimals."""
        if self.rate is None:
            return None
        cut = self.rate.numerator * 10_000 // self.rate.denominator
        return (Decimal(cut) / 10_000).quantize(Decimal("0.0001"), rounding=ROUND_DOWN)


def reached(pair: Pair, target: Target) -> bool:
    """`part`: "met when numerateur ≥ cible × denominateur"; `nombre`: "met when numerateur ≥ cible"."""
    numerator, denominator = target.valeur.as_integer_ratio()
    if target.unite == "nombre":
        return pair.numerateur * denominator >= numerator
    if not pair.denominateur:
        raise ValueError("an empty or unknown denominator has its own verdict")
    return pair.numerateur * denominator >= numerator * pair.denominateur


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


def judge(indicateur: str, counts: Counts, length: int, target: Target | None) -> Measure:
    """The measure of one request.

    Args:
        indicateur: its code.
        counts: what was counted over its window.
        length: months in the window.
        target: None where the text counts without a target.
    """
    needs_dossiers = indicateur not in COUNTS_WITHOUT_DOSSIER
    if (needs_dossiers and not counts.dossiers_presents) or not counts.flux_present:
        return _declared(indicateur, counts, target)
    choices, declared_roll, incoherent = _figures(indicateur, counts)
    origin = ("effectifs" if declared_roll else "dossiers") if needs_dossiers else None
    covered = indicateur in ("dossiers_actifs", "projets_personnalises") or counts.mois_couverts == length
    measure = Measure("indeterminee", "effectif_incoherent", choices, covered, not incoherent, source_denominateur=origin)
    return measure if incoherent else conclude(measure, target, ratio=needs_dossiers)


def conclude(measure: Measure, target: Target | None, ratio: bool = True) -> Measure:
    """Gives its verdict to a measure: the same under every choice of the unknown dossiers, else `extraction_tardive`."""
    verdicts = [verdict_of(pair, target, measure.covered, ratio) for pair in measure.choices]
    if len({verdict for verdict, _ in verdicts}) > 1:
        return replace(measure, verdict="indeterminee", motif="extraction_tardive")
    verdict, motif = verdicts[0]
    return replace(measure, verdict=verdict, motif=motif)


def _declared(indicateur: str, counts: Counts, target: Target | None) -> Measure:
    """A dataset needed for M is absent: declared counts of that very window serve, else nothing can be said."""
    if not counts.declaree or counts.declare_numerateur is None:
        return Measure("indeterminee", "source_absente")
    ratio = indicateur not in COUNTS_WITHOUT_DOSSIER
    pair = Pair(counts.declare_numerateur, counts.declare_denominateur if ratio else None)
    return conclude(
        Measure("", None, (pair,), source="declaree", source_denominateur="declaree" if ratio else None), target, ratio
    )


def _figures(indicateur: str, c: Counts) -> tuple[tuple[Pair, ...], bool, bool]:
    """Figures under each choice of the unknowns, whether a declared roll replaces the denominator, and if it is too low."""
    if indicateur == "dossiers_actifs":
        roll = c.effectif_personnes
        persons = c.personnes if roll is None else roll
        known, every = Pair(c.actifs, persons), Pair(c.actifs + c.inconnus, persons)
        choices = (known, every, known)
        return choices, roll is not None, roll is not None and roll < c.personnes
    if indicateur == "projets_personnalises":
        return _among_active(c, c.actifs_projet, c.inconnus_projet), False, False
    if indicateur == "evenements_agenda":
        return _among_active(c, c.actifs_evenement, c.inconnus_evenement), False, False
    if indicateur in COUNTS_WITHOUT_DOSSIER:
        return (Pair(getattr(c, indicateur), None),), False, False
    roll = c.effectif_beneficiaires
    persons = c.beneficiaires if roll is None else roll
    return (Pair(getattr(c, indicateur), persons),), roll is not None, roll is not None and roll < c.beneficiaires


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
