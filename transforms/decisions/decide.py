"""From the verdicts of a project to its decision, under the reading chosen and under every other admissible one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from contracts.rulebook import Rulebook
from transforms.decisions.criteria import Critere, chosen, criteria
from transforms.measures.readings import DECLARED, DEFAULT
from transforms.measures.rows import ProjectRows, Row

RELEASE_BLOCKERS = ("pieces_manquantes", "lignes_rejetees", "essms_a_verifier", "declaratif")
"""What turns a release into `a_instruire`, in the order in which the motifs are listed."""


@dataclass(frozen=True)
class Outcome:
    """A decision, its motifs in order, and the exact part of the balance it releases."""

    decision: str
    motifs: tuple[str, ...] = ()
    part: Fraction = Fraction(0)

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
    lifted: frozenset[str] = frozenset()
    """Motifs that a person has settled."""


def decide(rows: ProjectRows, texte: Rulebook, signals: Signals, code: str) -> Outcome:
    """The decision of a project under one reading.

    Args:
        rows: every row of the project (of the tranche verified, where there are tranches).
        texte: its text, with the targets of the project.
        signals: papers, rejected rows, establishments to check.
        code: the reading.
    """
    if not rows:
        return Outcome("a_instruire", ("perimetre_vide",))
    measured = [critere for critere in criteria(rows, texte, code) if critere.measures]
    if not measured:
        return Outcome("a_instruire", ("aucune_cible_mesuree",))
    outcome = _pro_rata(measured) if texte.solde == "au_prorata" else _all_or_nothing(measured)
    if not outcome.part:
        return outcome
    blockers = _blockers(rows, texte, signals, code)
    return Outcome("a_instruire", blockers) if blockers else outcome


def _all_or_nothing(measured: list[Critere]) -> Outcome:
    """ "`chaque_essms`: one `non_atteinte` gives `ne_pas_liberer`, else one `indeterminee` gives `a_instruire`." """
    if any(measure.verdict == "non_atteinte" for critere in measured for measure in critere.measures):
        return Outcome("ne_pas_liberer", ("cibles_non_atteintes",))
    unknown = _unknown(measured)
    return Outcome("a_instruire", unknown) if unknown else Outcome("liberer", part=Fraction(1))


def _pro_rata(measured: list[Critere]) -> Outcome:
    """ "Split equally over the criteria kept, each pro rata of result ÷ evaluation capped at 1."

    "A kept criterion that is not measurable …, whose pooled denominator is zero, that late extraction could change, or that has
    an uncovered month and is not already full, makes it `a_instruire` and nothing is released; … nothing earned gives
    `ne_pas_liberer`."
    """
    unknown = _unknown(measured)
    if unknown:
        return Outcome("a_instruire", unknown)
    part = sum((critere.part for critere in measured), Fraction(0)) / len(measured)
    if part == 1:
        return Outcome("liberer", part=part)
    return Outcome("liberer_partiellement" if part else "ne_pas_liberer", ("cibles_non_atteintes",), part)


def _unknown(measured: list[Critere]) -> tuple[str, ...]:
    """Why what is not measurable is not, each motif once."""
    found = {measure.motif or "" for critere in measured for measure in critere.measures if measure.verdict == "indeterminee"}
    return tuple(sorted(found))


def sensitive_to(rows: ProjectRows, texte: Rulebook, signals: Signals, code: str) -> tuple[str, ...]:
    """The other admissible readings under which the decision, or the part it releases, would not be the same."""
    retained = decide(rows, texte, signals, code)
    changed = []
    for other in (DEFAULT, *(item.code for item in texte.lectures)):
        outcome = decide(rows, texte, signals, other)
        if other != code and (outcome.decision, outcome.part) != (retained.decision, retained.part):
            changed.append(other)
    return tuple(changed)


def _blockers(rows: ProjectRows, texte: Rulebook, signals: Signals, code: str) -> tuple[str, ...]:
    """Why a release waits for a person.

    "A release … with papers missing is `a_instruire`, motif `pieces_manquantes`." "A `dossiers` row set aside in the window of
    an establishment turns a release into `a_instruire` (motif `lignes_rejetees`)." An establishment FINESS does not know or
    knows as closed: `essms_a_verifier`. "A release resting on [a declared count] is `a_instruire`, motif `declaratif`, unless
    the rulebook accepts it." "An `arbitrage` settles an `a_instruire` by naming the motif it lifts."
    """
    kept = [row for row in (chosen(readings, code) for readings in rows.values()) if row.rule.cible is not None]
    counted = [row for row in kept if row.measure.verdict != "exemptee"]
    accepted = texte.declaratif_accepte or code == DECLARED
    found = {
        "pieces_manquantes": bool(signals.missing_papers),
        "lignes_rejetees": any(row.rule.uses_dossiers and _rejected_in_window(row, signals) for row in counted),
        "essms_a_verifier": any(row.request.finess_et in signals.to_check for row in kept),
        "declaratif": not accepted and any(row.measure.source == "declaree" for row in counted),
    }
    return tuple(motif for motif in RELEASE_BLOCKERS if found[motif] and motif not in signals.lifted)


def _rejected_in_window(row: Row, signals: Signals) -> bool:
    first, last = f"{row.request.fenetre_debut:%Y-%m}", f"{row.request.fenetre_fin:%Y-%m}"
    finess_et = row.request.finess_et
    return any(owner == finess_et and first <= mois <= last for owner, mois in signals.rejected)
