"""The decision of each project for one month, from the verdicts, the papers and the signals. Spec 2.4, 3 and 4."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from pathlib import Path

from tests.oracle.oracle_calendar import last_day
from tests.oracle.oracle_deposits import Workspace
from tests.oracle.oracle_figures import Line
from tests.oracle.oracle_grant import grant
from tests.oracle.oracle_measures import establishment_line, load, projects
from tests.oracle.oracle_obstacles import obstacles, provisional
from tests.oracle.oracle_readings import project_readings
from tests.oracle.oracle_register import amount
from tests.oracle.oracle_settlement import settle
from tests.oracle.oracle_texts import Texte

Result = tuple[str, frozenset[str]]
"""A decision and its motifs."""


def decide(workspace: Path | Workspace, month: str, passages: list[dict[str, str]] | None = None) -> list[Line]:
    """One row per project measured that month; `motif` is a set."""
    loaded = load(workspace, passages)
    lines = []
    for projet, texte in projects(loaded, month):
        line = settle(loaded, projet, texte, month)[0] if texte.par_projet else decide_project(loaded, projet, texte, month)
        # Spec 4: "the scale's own figure is computed beside it".
        lines.append(line | {"montant_bareme": grant(loaded.register, projet)})
    return lines


def criteria(workspace: Path | Workspace, month: str, passages: list[dict[str, str]] | None = None) -> list[Line]:
    """The rows of `decision_criteres` of the projects whose targets the register sets, by `projet_id`."""
    loaded = load(workspace, passages)
    lines: list[Line] = []
    for projet, texte in projects(loaded, month):
        if texte.par_projet:
            lines += settle(loaded, projet, texte, month)[1]
    return lines


def decide_project(workspace: Workspace, projet: dict[str, str], texte: Texte, month: str) -> Line:
    """The decision of a project judged establishment by establishment."""
    essms = workspace.register.establishments(projet["projet_id"], last_day(month))
    # Spec 4: "only indicators with a target enter".
    default = [
        establishment_line(workspace, projet, finess_et, indicateur, month) for finess_et in essms for indicateur in texte.cibles
    ]
    decision, motifs = outcome(workspace, projet, texte, essms, default, default, month)
    montant = amount(projet["montant_subvention"])
    assert texte.part_solde is not None
    solde = balance(montant, texte.part_solde)
    # Spec 3, readings: "A decision that another admissible reading would change says so (`sensible_a_la_lecture`)."
    others = [under_reading(workspace, projet, texte, essms, default, month, code) for code in texte.lectures]
    return {
        "mois": month,
        "projet_id": projet["projet_id"],
        "texte_id": texte.texte_id,
        "decision": decision,
        "provisoire": provisional(projet, month),
        "sensible_a_la_lecture": any(_paid(other, solde) != _paid((decision, motifs), solde) for other in others),
        "part_solde": texte.part_solde,
        "montant_subvention": montant,
        "montant_solde": solde,
        "montant_libere": _paid((decision, motifs), solde)[1],
        "motif": set(motifs),
    }


def _paid(result: Result, solde: Decimal | None) -> tuple[str, Decimal | None]:
    """The decision and what it releases."""
    # Spec 4: all or nothing; "`a_instruire` releases 0"; "(empty: every amount is NULL whatever the decision ...)".
    if solde is None:
        return result[0], None
    return result[0], solde if result[0] == "liberer" else Decimal("0.00")


def balance(montant: Decimal | None, part: Decimal) -> Decimal | None:
    # Spec 4: "the instalments of a grant [...] add up to the whole by largest remainder, ties to the earliest": of two
    # halves of an odd number of cents, the first instalment takes the cent, the balance is cut.
    return None if montant is None else (montant * part).quantize(Decimal("0.01"), rounding=ROUND_DOWN)


def under_reading(
    workspace: Workspace, projet: dict[str, str], texte: Texte, essms: list[str], default: list[Line], month: str, code: str
) -> Result:
    """The decision with every indicator read under one reading; those it does not concern keep the default."""
    lines = project_readings(workspace, projet, texte, month, code)
    if code == "ensemble":
        return outcome(workspace, projet, texte, essms, lines, default, month)
    # A reading without rows (`declaratif`) keeps those of the default.
    read = {(line["finess_et"], line["indicateur"]): line for line in lines}
    lines = [read.get((line["finess_et"], line["indicateur"]), line) for line in default]
    return outcome(workspace, projet, texte, essms, lines, lines, month, code)


def outcome(
    workspace: Workspace,
    projet: dict[str, str],
    texte: Texte,
    essms: list[str],
    judged: list[Line],
    evidence: list[Line],
    month: str,
    code: str = "",
) -> Result:
    """Decision and motifs; `judged` are the rows whose verdicts enter, `evidence` those of the establishments behind them."""
    # Choice 22: "An empty perimeter on the last day of M gives `a_instruire`, motif `perimetre_vide`."
    if not essms:
        return "a_instruire", frozenset({"perimetre_vide"})
    # Spec 4: "`chaque_essms`: one `non_atteinte` gives `ne_pas_liberer`, else one `indeterminee` gives `a_instruire`." An
    # exempt establishment "counts as neither met nor failed".
    if any(line["verdict"] == "non_atteinte" for line in judged):
        return "ne_pas_liberer", frozenset({"cibles_non_atteintes"})
    unsure = frozenset(str(line["motif"]) for line in judged if line["verdict"] == "indeterminee")
    if unsure:
        return "a_instruire", unsure
    blocked = obstacles(workspace, projet, texte, texte.pieces, essms, evidence, month, code)
    return ("a_instruire", blocked) if blocked else ("liberer", frozenset())
