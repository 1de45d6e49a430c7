"""Everything one run finds about one project and month, before it becomes tables and a record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from contracts.rulebook import Rulebook
from transforms.decisions.acts import NO_ACTS, ProjectActs, Settlement, settle, still_due
from transforms.decisions.balance import CriterionMoney, balance_of, criterion_money, released
from transforms.decisions.criteria import Critere, chosen, criteria
from transforms.decisions.decide import Outcome, Signals, decide, sensitive_to
from transforms.decisions.papers import missing_papers
from transforms.decisions.tranches import TrancheState, tranche_state
from transforms.measures.months import last_day
from transforms.measures.perimeter import ProjectScope
from transforms.measures.readings import retained
from transforms.measures.rows import ProjectRows, Row


@dataclass(frozen=True)
class ProjectResult:
    """The rows, outcome and money of one project for one month, under the reading `lecture`.

    `rows` are those of every establishment; `decided`, those that make the decision (of the tranche verified).
    """

    mois: str
    projet: dict
    texte: Rulebook
    lecture: str
    rows: ProjectRows
    decided: ProjectRows
    tranches: TrancheState | None
    signals: Signals
    found: Outcome
    """What the verdicts give, whatever was already paid."""
    provisoire: bool
    sensitive: tuple[str, ...]
    montant_subvention: Decimal | None
    montant_solde: Decimal | None
    acts: ProjectActs
    reste_du: Decimal | None
    """What remains to be paid of the balance, in euros."""

    @property
    def projet_id(self) -> str:
        """Identifier of the project."""
        return self.projet["projet_id"]

    @property
    def part_solde(self) -> Decimal | None:
        """Share of the grant that is released on usage; None where it is paid tranche after tranche."""
        return self.texte.balance.part if self.texte.balance else None

    @property
    def tranche(self) -> str | None:
        """Name of the tranche verified, where there are tranches."""
        return self.tranches.current.nom if self.tranches and self.tranches.current else None

    @cached_property
    def criteres(self) -> list[Critere]:
        """Its criteria, under the reading of the run."""
        return criteria(self.decided, self.texte, self.lecture)

    @cached_property
    def _settled(self) -> Settlement:
        money = criterion_money(self.montant_solde, self.criteres, self.texte, self.found)
        earned = released(self.montant_solde, money, self.texte, self.found)
        return settle(Settlement(self.found, money, earned), self.montant_solde, self.reste_du)

    @property
    def outcome(self) -> Outcome:
        """The decision and its motifs."""
        return self._settled.outcome

    @property
    def money(self) -> list[CriterionMoney]:
        """What each criterion weighs and releases, in the order of `criteres`."""
        return self._settled.money

    @property
    def montant_libere(self) -> Decimal | None:
        """What the decision releases, in euros."""
        return self._settled.montant_libere

    def retained(self) -> list[Row]:
        """The row kept for each establishment and indicator, under the reading of the run."""
        return [chosen(readings, self.lecture) for readings in self.rows.values()]


def project_result(
    scope: ProjectScope,
    mois: str,
    rows: ProjectRows,
    signals: Signals,
    received: frozenset[str],
    lecture: str | None,
    acts: ProjectActs = NO_ACTS,
) -> ProjectResult:
    """The decision of a project.

    Args:
        scope: the project and its establishments.
        mois: the month measured.
        rows: its judged rows.
        signals: rejected rows, establishments to check.
        received: codes of the papers received.
        lecture: the reading the ARS chose for this text; None for the default.
        acts: what people did (`acts_of`).
    """
    texte = scope.texte
    code = retained(texte, lecture)
    tranches = _tranches(scope, rows, code) if texte.solde == "tranche_suivante" else None
    current = tranches.current if tranches else None
    decided = _of_tranche(scope, rows, current.nom) if current else rows
    signals = replace(
        signals, missing_papers=missing_papers(texte, received, current.nom if current else None), lifted=acts.lifted
    )
    grant = scope.projet["montant_subvention"]
    balance = balance_of(grant, texte, tranches)
    return ProjectResult(
        mois=mois,
        projet=scope.projet,
        texte=texte,
        lecture=code,
        rows=rows,
        decided=decided,
        tranches=tranches,
        signals=signals,
        found=decide(decided, texte, signals, code),
        provisoire=is_provisional(mois, scope.projet["date_fin_deploiement"]),
        sensitive=sensitive_to(decided, texte, signals, code),
        montant_subvention=grant,
        montant_solde=balance,
        acts=acts,
        reste_du=still_due(grant, balance, tranches, acts),
    )


def _tranches(scope: ProjectScope, rows: ProjectRows, code: str) -> TrancheState:
    def met(nom: str | None) -> bool:
        found = [critere for critere in criteria(_of_tranche(scope, rows, nom), scope.texte, code) if critere.measures]
        return bool(found) and all(critere.verdict == "atteinte" for critere in found)

    return tranche_state(scope.tranches, {one.tranche for one in scope.establishments}, met)


def _of_tranche(scope: ProjectScope, rows: ProjectRows, nom: str | None) -> ProjectRows:
    members = {one.finess_et for one in scope.establishments if one.tranche == nom}
    return {key: readings for key, readings in rows.items() if key[0] in members}


def is_provisional(mois: str, end_of_deployment: date | None) -> bool:
    """While the last day of M is before `date_fin_deploiement` (or it is empty), a decision is `provisoire`."""
    return end_of_deployment is None or last_day(mois) < end_of_deployment
