"""Everything one run finds about one project and month, before it becomes tables and a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.rulebook import Rulebook
from transforms.decisions.decide import Outcome, Signals, chosen, decide, pooled, sensitive_to
from transforms.decisions.money import shares, to_cents, to_euros
from transforms.measures.months import last_day
from transforms.measures.perimeter import ProjectScope
from transforms.measures.readings import DEFAULT, EACH_ESTABLISHMENT, POOLED
from transforms.measures.rows import ProjectRows, Row


@dataclass(frozen=True)
class ProjectResult:
    """The rows, outcome and money of one project for one month, under the reading `lecture`."""

    mois: str
    projet: dict
    texte: Rulebook
    lecture: str
    rows: ProjectRows
    signals: Signals
    outcome: Outcome
    provisoire: bool
    sensitive: tuple[str, ...]
    montant_subvention: Decimal | None
    montant_solde: Decimal | None
    montant_libere: Decimal | None

    @property
    def projet_id(self) -> str:
        """Identifier of the project."""
        return self.projet["projet_id"]

    @property
    def part_solde(self) -> Decimal:
        """Share of the grant that is released on usage."""
        return self.texte.balance.part

    def retained(self) -> list[Row]:
        """The row kept for each establishment and indicator, under the reading of the run."""
        return [chosen(readings, self.lecture) for readings in self.rows.values()]


def project_result(scope: ProjectScope, mois: str, rows: ProjectRows, signals: Signals, lecture: str | None) -> ProjectResult:
    """The decision of a project.

    Args:
        scope: the project and its establishments.
        mois: the month measured.
        rows: its judged rows.
        signals: papers, rejected rows, establishments to check.
        lecture: the reading the ARS chose for this text; None for the default.
    """
    code = lecture or (POOLED if scope.texte.portee == POOLED else DEFAULT)
    code = DEFAULT if code == EACH_ESTABLISHMENT else code
    outcome = decide(rows, scope.texte, signals, code)
    grant = scope.projet["montant_subvention"]
    balance = balance_of(grant, scope.texte)
    return ProjectResult(
        mois=mois,
        projet=scope.projet,
        texte=scope.texte,
        lecture=code,
        rows=rows,
        signals=signals,
        outcome=outcome,
        provisoire=is_provisional(mois, scope.projet["date_fin_deploiement"]),
        sensitive=sensitive_to(rows, scope.texte, signals, code),
        montant_subvention=grant,
        montant_solde=balance,
        montant_libere=released(balance, outcome),
    )


def balance_of(grant: Decimal | None, texte: Rulebook) -> Decimal | None:
    """The instalment released on usage; None when the register gives no grant.

    "The instalments of a grant … add up to the whole by largest remainder, ties to the earliest."
    """
    if grant is None:
        return None
    parts = shares(to_cents(grant), [instalment.part for instalment in texte.versements])
    return to_euros(parts[texte.versements.index(texte.balance)])


def released(balance: Decimal | None, outcome: Outcome) -> Decimal | None:
    """All or nothing: the balance on `liberer`, nothing otherwise; None when there is no grant."""
    if balance is None:
        return None
    return balance if outcome.decision == "liberer" else Decimal("0.00")


def is_provisional(mois: str, end_of_deployment: date | None) -> bool:
    """While the last day of M is before `date_fin_deploiement` (or it is empty), a decision is `provisoire`."""
    return end_of_deployment is None or last_day(mois) < end_of_deployment


def project_readings(result: ProjectResult) -> list[tuple[str, str, object]]:
    """Pooled measures of the project: (reading, indicator, measure), for the readings that look at the project as a whole."""
    if not any(item.code == POOLED for item in result.texte.lectures):
        return []
    kept = [row for row in (chosen(readings, DEFAULT) for readings in result.rows.values()) if row.rule.cible is not None]
    with_target = [row for row in kept if row.measure.verdict != "exemptee"]
    codes = dict.fromkeys(row.rule.indicateur for row in with_target)
    return [(POOLED, code, measure) for code, measure in zip(codes, pooled(kept), strict=True)]
