"""The money of a project whose targets the register sets, and the rows of `decisions` and `decision_criteres`. Spec 4."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

from tests.oracle.oracle_calendar import last_day
from tests.oracle.oracle_deposits import Workspace
from tests.oracle.oracle_figures import Line
from tests.oracle.oracle_money import cents, cut, euros, split
from tests.oracle.oracle_obstacles import provisional
from tests.oracle.oracle_project import FENETRE, Outcome, Verification, outcome, verification
from tests.oracle.oracle_register import Register, amount
from tests.oracle.oracle_texts import Texte
from tests.oracle.oracle_tranches import next_part


def settle(workspace: Workspace, projet: dict[str, str], texte: Texte, month: str) -> tuple[Line, list[Line]]:
    """The decision of one project, and its criteria."""
    essms = workspace.register.establishments(projet["projet_id"], last_day(month))
    montant = amount(projet["montant_subvention"])
    line: Line = {
        "mois": month,
        "projet_id": projet["projet_id"],
        "texte_id": texte.texte_id,
        "decision": "a_instruire",
        "provisoire": provisional(projet, month),
        "sensible_a_la_lecture": False,
        "part_solde": texte.part_solde,
        "montant_subvention": montant,
        "montant_solde": None,
        "montant_libere": None if montant is None else Decimal("0.00"),
        "motif": {"perimetre_vide"},
    }
    # Choice 22: "An empty perimeter on the last day of M gives `a_instruire`, motif `perimetre_vide`."
    if not essms:
        # Of a project in tranches, none has begun: the first is the next.
        solde = None if montant is None else euros(_balance(workspace.register, projet, texte, None, montant))
        return line | {"montant_solde": solde}, []
    found, default, released = _read(workspace, projet, texte, essms, month, FENETRE)
    solde = None if montant is None else _balance(workspace.register, projet, texte, found.tranche, montant)
    # Choice 37: "another reading that changes the part earned changes the decision."
    others = [_read(workspace, projet, texte, essms, month, code)[1:] for code in texte.lectures]
    sensitive = any((other.decision, paid) != (default.decision, released) for other, paid in others)
    rows = _criteria(projet, texte, found, default, solde)
    if montant is not None:
        line["montant_libere"] = euros(_released(texte, default, rows, solde or 0))
    return line | {
        "decision": default.decision,
        "sensible_a_la_lecture": sensitive,
        "montant_solde": None if solde is None else euros(solde),
        "motif": set(default.motifs),
    }, rows


def _read(
    workspace: Workspace, projet: dict[str, str], texte: Texte, essms: list[str], month: str, code: str
) -> tuple[Verification, Outcome, Fraction]:
    """What is verified under one reading, the decision, and what it releases: a part, or the cents of the next tranche."""
    found = verification(workspace, projet, texte, essms, month, code)
    result = outcome(workspace, projet, texte, found, month, code)
    montant = amount(projet["montant_subvention"])
    if not texte.par_tranche or montant is None:
        return found, result, result.part
    return found, result, result.part * _balance(workspace.register, projet, texte, found.tranche, montant)


def _balance(register: Register, projet: dict[str, str], texte: Texte, tranche: str | None, montant: Decimal) -> int:
    """The cents at stake."""
    if texte.par_tranche:
        return next_part(register, projet["projet_id"], tranche, cents(montant))
    # S0: 40 %, 40 %, 20 %. Spec 4: "the instalments of a grant [...] add up to the whole by largest remainder".
    return split(cents(montant), list(texte.versements))[-1]


def _criteria(projet: dict[str, str], texte: Texte, found: Verification, result: Outcome, solde: int | None) -> list[Line]:
    """The rows of `decision_criteres`."""
    count = len(found.jugees)
    # S0: "répartis équitablement". Spec 4: "the equal shares of a balance, add up to the whole by largest remainder".
    shares = split(solde or 0, [1] * count)
    rows: list[Line] = []
    for item, share in zip(found.jugees, shares, strict=True):
        maximum = released = None
        # Choice 36: "When nothing is released each criterion shows 0."
        if not texte.par_tranche and solde is not None:
            maximum = euros(share)
            released = euros(cut(share, item.part) if result.part else 0)
        rows.append(
            {
                "projet_id": projet["projet_id"],
                "indicateur": item.critere.indicateur,
                "poids": None if texte.par_tranche else Decimal(floor(Fraction(10000, count))).scaleb(-4),
                "cible": item.critere.cible,
                "numerateur": item.figures.numerateur,
                "denominateur": item.figures.denominateur,
                "verdict": item.verdict,
                "montant_maximum": maximum,
                "montant_libere": released,
                "motif": item.motif,
            }
        )
    return rows


def _released(texte: Texte, result: Outcome, rows: list[Line], solde: int) -> int:
    if texte.par_tranche:
        return solde if result.decision == "liberer" else 0
    # The sum of what each criterion releases.
    return sum(cents(row["montant_libere"]) for row in rows)
