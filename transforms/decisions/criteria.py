"""The criteria of a decision: for each target, the measures that decide it under a reading, of each establishment or pooled."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from contracts.rulebook import IndicatorRule, Rulebook
from transforms.measures.readings import DEFAULT, EACH_ESTABLISHMENT, scope
from transforms.measures.rows import ProjectRows, Readings, Row, worst
from transforms.measures.verdicts import Measure, Pair, conclude, earned


@dataclass(frozen=True)
class Critere:
    """One target of the project. `measures` decide it: one if pooled, else one per establishment, exempt ones left out.

    `numerateur` and `denominateur` are the sums of these, None where one of them has none.
    """

    rule: IndicatorRule
    measures: tuple[Measure, ...]

    @property
    def deciding(self) -> Measure | None:
        """The measure that gives the verdict: that of the establishment furthest behind; None if all are exempt."""
        return worst(list(self.measures)) if self.measures else None

    @property
    def verdict(self) -> str:
        """Verdict of the criterion."""
        return self.deciding.verdict if self.deciding else "exemptee"

    @property
    def motif(self) -> str | None:
        """Motif of the verdict."""
        return self.deciding.motif if self.deciding else None

    @property
    def numerateur(self) -> int | None:
        """Sum of the numerators."""
        return _total([measure.numerateur for measure in self.measures])

    @property
    def denominateur(self) -> int | None:
        """Sum of the denominators."""
        return _total([measure.denominateur for measure in self.measures])

    @property
    def part(self) -> Fraction:
        """The part of the criterion that its result earns, from 0 to 1: the lowest of its measures; 0 when not measurable."""
        assert self.rule.cible is not None
        if not self.measures or self.verdict == "indeterminee":
            return Fraction(0)
        return min(earned(measure.choices[0], self.rule.cible) for measure in self.measures)


def _total(values: list[int | None]) -> int | None:
    return sum(values) if values and None not in values else None  # type: ignore[arg-type]


def criteria(rows: ProjectRows, texte: Rulebook, code: str) -> list[Critere]:
    """The criteria of a project under a reading, in the order of its text. "Only indicators with a target enter."

    Args:
        rows: its rows (those of the tranche verified, where there are tranches).
        texte: its text, with the targets of the project.
        code: the reading.
    """
    found = []
    for rule in texte.indicateurs:
        if rule.cible is None:
            continue
        kept = [chosen(readings, code) for (_, indicateur), readings in rows.items() if indicateur == rule.indicateur]
        bound = [row for row in kept if row.measure.verdict != "exemptee"]
        found.append(Critere(rule, _deciding(bound, rule, texte, code)))
    return found


def _deciding(rows: list[Row], rule: IndicatorRule, texte: Rulebook, code: str) -> tuple[Measure, ...]:
    each = scope(texte, code) == EACH_ESTABLISHMENT
    if each and (texte.portee == EACH_ESTABLISHMENT or rule.mesure == "taux"):
        return tuple(row.measure for row in rows)
    return (pool(rows, rule, pro_rata=texte.solde == "au_prorata"),) if rows else ()


def chosen(readings: Readings, code: str) -> Row:
    """The row of a reading; the default one where the reading changes nothing for the indicator."""
    return readings.get(code, readings[DEFAULT])


def pool(rows: list[Row], rule: IndicatorRule, pro_rata: bool = False) -> Measure:
    """The measure of the project as a whole: sums of counts, never a mean of rates.

    "Not measurable at one or more establishments of the project (no source, incoherent roll; a zero denominator only adds
    nothing)" makes the whole not measurable. "An exempt establishment leaves both sides of a pooled ratio": it is not in `rows`.

    Args:
        rows: the rows of one indicator, one at least.
        rule: the indicator, with its target.
        pro_rata: the target is paid pro rata.
    """
    ratio = rule.mesure == "taux"
    blocked = [row.measure for row in rows if row.measure.motif in ("source_absente", "effectif_incoherent")]
    undeclared = [row.measure for row in rows if ratio and row.measure.source == "declaree" and row.measure.denominateur is None]
    if blocked or undeclared:
        return Measure("indeterminee", (blocked or undeclared)[0].motif)
    adding = [row.measure for row in rows if not ratio or any(pair.denominateur for pair in row.measure.choices)]
    choices = tuple(_sum(adding, rank, ratio) for rank in range(3))
    covered = all(measure.covered for measure in adding)
    return conclude(Measure("", None, choices, covered), rule.cible, ratio, pro_rata)


def _sum(measures: list[Measure], rank: int, ratio: bool) -> Pair:
    """Sum of the figures under the same kind of choice of the unknowns (known, best, worst) in every establishment."""
    pairs = [measure.choice(rank) for measure in measures]
    total = sum(pair.numerateur for pair in pairs)
    return Pair(total, sum(pair.denominateur or 0 for pair in pairs) if ratio else None)
