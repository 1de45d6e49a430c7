"""The decision of each project for one month, from the verdicts, the papers and the signals. Spec 2.4, 3 and 4."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from pathlib import Path

from tests.oracle.oracle_calendar import last_day, parse_day
from tests.oracle.oracle_deposits import Workspace, dossiers_set_aside
from tests.oracle.oracle_figures import Line
from tests.oracle.oracle_measures import establishment_line, load, project_readings, projects
from tests.oracle.oracle_register import amount
from tests.oracle.oracle_texts import Texte

Outcome = tuple[str, frozenset[str]]
"""A decision and its motifs."""


def decide(workspace: Path | Workspace, month: str, passages: list[dict[str, str]] | None = None) -> list[Line]:
    """One row per project measured that month; `motif` is a set."""
    loaded = load(workspace, passages)
    return [decide_project(loaded, projet, texte, month) for projet, texte in projects(loaded, month)]


def decide_project(workspace: Workspace, projet: dict[str, str], texte: Texte, month: str) -> Line:
    essms = workspace.register.establishments(projet["projet_id"], last_day(month))
    # Spec 4: "only indicators with a target enter".
    default = [
        establishment_line(workspace, projet, finess_et, indicateur, month) for finess_et in essms for indicateur in texte.cibles
    ]
    decision, motifs = outcome(workspace, projet, texte, essms, default, default, month)
    montant = amount(projet["montant_subvention"])
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


def _paid(result: Outcome, solde: Decimal | None) -> tuple[str, Decimal | None]:
    """The decision and what it releases."""
    # Spec 4: all or nothing; "`a_instruire` releases 0"; "(empty: every amount is NULL whatever the decision ...)".
    if solde is None:
        return result[0], None
    return result[0], solde if result[0] == "liberer" else Decimal("0.00")


def balance(montant: Decimal | None, part: Decimal) -> Decimal | None:
    # Spec 4: "the instalments of a grant [...] add up to the whole by largest remainder, ties to the earliest": of two
    # halves of an odd number of cents, the first instalment takes the cent, the balance is cut.
    return None if montant is None else (montant * part).quantize(Decimal("0.01"), rounding=ROUND_DOWN)


def provisional(projet: dict[str, str], month: str) -> bool:
    # Spec 4: "While the last day of M is before `date_fin_deploiement` (or it is empty) a decision is computed but
    # `provisoire`."
    end = parse_day(projet["date_fin_deploiement"])
    return end is None or last_day(month) < end


def under_reading(
    workspace: Workspace, projet: dict[str, str], texte: Texte, essms: list[str], default: list[Line], month: str, code: str
) -> Outcome:
    """The decision with every indicator read under one reading; those it does not concern keep the default."""
    lines = project_readings(workspace, projet, texte, month, code)
    if code == "ensemble":
        return outcome(workspace, projet, texte, essms, lines, default, month)
    read = {(line["finess_et"], line["indicateur"]): line for line in lines}
    lines = [read.get((line["finess_et"], line["indicateur"]), line) for line in default]
    return outcome(workspace, projet, texte, essms, lines, lines, month)


def outcome(
    workspace: Workspace,
    projet: dict[str, str],
    texte: Texte,
    essms: list[str],
    judged: list[Line],
    evidence: list[Line],
    month: str,
) -> Outcome:
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
    blocked = obstacles(workspace, projet, texte, essms, evidence, month)
    return ("a_instruire", blocked) if blocked else ("liberer", frozenset())


def obstacles(
    workspace: Workspace, projet: dict[str, str], texte: Texte, essms: list[str], evidence: list[Line], month: str
) -> frozenset[str]:
    """What turns a release into `a_instruire`."""
    motifs = set()
    entering = [line for line in evidence if line["verdict"] != "exemptee"]
    # Spec 4: "A release, whole or part, with papers missing is `a_instruire`, motif `pieces_manquantes`."
    if workspace.register.missing_papers(projet["projet_id"], texte.pieces):
        motifs.add("pieces_manquantes")
    # Spec 2.4: "A `dossiers` row set aside in the window of an establishment turns a release into `a_instruire`".
    windows = [(str(line["finess_et"]), (line["fenetre_debut"], line["fenetre_fin"])) for line in entering]
    if any(dossiers_set_aside(workspace, finess_et, window) for finess_et, window in windows):
        motifs.add("lignes_rejetees")
    # Spec 2.4: "A valid number that the FINESS file does not know, or knows as closed, [...] turns a release into
    # `a_instruire` (motif `essms_a_verifier`)".
    if any(workspace.finess.to_check(finess_et, last_day(month)) for finess_et in essms):
        motifs.add("essms_a_verifier")
    # Spec 3: "a release resting on one is `a_instruire`, motif `declaratif`, unless the rulebook accepts it". Neither text
    # accepts one.
    if any(line["source"] == "declaree" for line in entering):
        motifs.add("declaratif")
    return frozenset(motifs)
