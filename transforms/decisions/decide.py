"""From the verdicts of a project to its decision, under the reading chosen and under every other admissible one."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.rulebook import Rulebook
from transforms.measures.readings import DEFAULT, POOLED
from transforms.measures.rows import ProjectRows, Readings, Row
from transforms.measures.verdicts import Measure, Pair, conclude

RELEASE_BLOCKERS = ("pieces_manquantes", "lignes_rejetees", "essms_a_verifier", "declaratif")
"""What turns a release into `a_instruire`, in the order in which the motifs are listed."""


@dataclass(frozen=True)
class Outcome:
    """A decision and its motifs, in order."""

    decision: str
    motifs: tuple[str, ...] = ()

    @property
    def motif(self) -> str | None:
        """The motifs as one text; None for a plain release."""
        return ", ".join(self.motifs) or None


@dataclass(frozen=True)
class Signals:
    """What the evidence and the register say besides the verdicts. Every one is a fact about the project or an establishment."""

    missing_papers: tuple[str, ...] = ()
    to_check: frozenset[str] = frozenset()
    rejected: frozenset[tuple[str, str]] = frozenset()
    """(`finess_et`, month `AAAA-MM`) in which a `dossiers` row was set aside."""


def decide(rows: ProjectRows, texte: Rulebook, signals: Signals, code: str) -> Outcome:
    """The decision of a project under one reading.

    "`chaque_essms`: one `non_atteinte` gives `ne_pas_liberer`, else one `indeterminee` gives `a_instruire`." Only indicators
    with a target enter; an exempt establishment counts as neither met nor failed.

    Args:
        rows: every row of the project.
        texte: its rulebook.
        signals: papers, rejected rows, establishments to check.
        code: the reading.
    """
    if not rows:
        return Outcome("a_instruire", ("perimetre_vide",))
    kept = [row for row in (chosen(readings, code) for readings in rows.values()) if row.rule.cible is not None]
    measures = pooled(kept) if code == POOLED else [row.measure for row in kept]
    verdicts = [measure.verdict for measure in measures]
    if "non_atteinte" in verdicts:
        return Outcome("ne_pas_liberer", ("cibles_non_atteintes",))
    unknown = [measure.motif or "" for measure in measures if measure.verdict == "indeterminee"]
    if unknown:
        return Outcome("a_instruire", tuple(sorted(set(unknown))))
    if "atteinte" not in verdicts:
        return Outcome("a_instruire", ("aucune_cible_mesuree",))
    blockers = _blockers(kept, texte, signals)
    return Outcome("a_instruire", blockers) if blockers else Outcome("liberer")


def chosen(readings: Readings, code: str) -> Row:
    """The row of a reading; the default one where the reading changes nothing for the indicator."""
    return readings.get(code, readings[DEFAULT])


def sensitive_to(rows: ProjectRows, texte: Rulebook, signals: Signals, code: str) -> tuple[str, ...]:
    """The other admissible readings under which the decision would not be the same."""
    retained = decide(rows, texte, signals, code).decision
    others = [DEFAULT, *(item.code for item in texte.lectures)]
    return tuple(other for other in others if other != code and decide(rows, texte, signals, other).decision != retained)


def pooled(rows: list[Row]) -> list[Measure]:
    """The measures of the project as a whole, one per indicator: sums of counts, never a mean of rates.

    "An exempt establishment leaves both sides of a pooled ratio." An establishment that is not measurable makes the whole
    not measurable; a zero denominator only adds nothing.
    """
    measures = []
    for indicateur in dict.fromkeys(row.rule.indicateur for row in rows):
        of_indicator = [row for row in rows if row.rule.indicateur == indicateur and row.measure.verdict != "exemptee"]
        if of_indicator:
            measures.append(_pool(of_indicator))
    return measures


def _pool(rows: list[Row]) -> Measure:
    blocked = [row.measure for row in rows if row.measure.motif in ("source_absente", "effectif_incoherent")]
    undeclared = [row.measure for row in rows if row.measure.source == "declaree" and row.measure.denominateur is None]
    if blocked or undeclared:
        return (blocked or undeclared)[0]
    adding = [row for row in rows if any(pair.denominateur for pair in row.measure.choices)]
    choices = tuple(_sum(adding, rank) for rank in range(3))
    covered = all(row.measure.covered for row in adding)
    return conclude(Measure("", None, choices, covered), rows[0].rule.cible)


def _sum(rows: list[Row], rank: int) -> Pair:
    """Sum of the figures under the same kind of choice of the unknowns (known, best, worst) in every establishment."""
    pairs = [row.measure.choice(rank) for row in rows]
    return Pair(sum(pair.numerateur for pair in pairs), sum(pair.denominateur or 0 for pair in pairs))


def _blockers(rows: list[Row], texte: Rulebook, signals: Signals) -> tuple[str, ...]:
    """Why a release waits for a person.

    "A release … with papers missing is `a_instruire`, motif `pieces_manquantes`." "A `dossiers` row set aside in the window of
    an establishment turns a release into `a_instruire` (motif `lignes_rejetees`)." An establishment FINESS does not know or
    knows as closed: `essms_a_verifier`. "A release resting on [a declared count] is `a_instruire`, motif `declaratif`, unless
    the rulebook accepts it."
    """
    counted = [row for row in rows if row.measure.verdict != "exemptee"]
    found = {
        "pieces_manquantes": bool(signals.missing_papers),
        "lignes_rejetees": any(_rejected_in_window(row, signals) for row in counted),
        "essms_a_verifier": any(row.request.finess_et in signals.to_check for row in rows),
        "declaratif": not texte.declaratif_accepte and any(row.measure.source == "declaree" for row in counted),
    }
    return tuple(motif for motif in RELEASE_BLOCKERS if found[motif])


def _rejected_in_window(row: Row, signals: Signals) -> bool:
    first, last = f"{row.request.fenetre_debut:%Y-%m}", f"{row.request.fenetre_fin:%Y-%m}"
    finess_et = row.request.finess_et
    return any(owner == finess_et and first <= mois <= last for owner, mois in signals.rejected)
