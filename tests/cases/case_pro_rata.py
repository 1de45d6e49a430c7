"""Calculations about money that depends on usage: balance paid pro rata, tranches, timetable of instalments."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from contracts.rulebook import IndicatorRule, Rulebook
from tests.cases.case_counts import Results, counts_of, figures
from tests.cases.case_files import Case
from tests.cases.case_register import register_of
from tests.cases.case_tables import read_block
from transforms.decisions.balance import balance_of, tranche_amounts
from transforms.decisions.decide import Signals
from transforms.decisions.project import ProjectResult, project_result
from transforms.decisions.schedule import schedule
from transforms.decisions.tranches import tranche_state
from transforms.measures.perimeter import ProjectScope, Tranche
from transforms.measures.plan import Measured, requests
from transforms.measures.project_text import text_for_project
from transforms.measures.rows import judge_all, project_rows
from transforms.measures.verdicts import cut
from transforms.synth.finess_numbers import invented_et

MOIS = "2026-06"


def pro_rata(case: Case, texte: Rulebook) -> Results:
    """`criteres` of the project and results by establishment (`A.mssante = 24`) -> decision and amounts, criterion by criterion.

    A result that is not said reaches the evaluation exactly.
    """
    result = _result(case.entree or {}, texte)
    decided = {
        "decision": result.outcome.decision,
        "motif": result.outcome.motif,
        "montant_solde": result.montant_solde,
        "montant_libere": result.montant_libere,
        "lectures_qui_changent": ", ".join(result.sensitive) or None,
    }
    found: Results = {"decision": decided}
    for critere, money in zip(result.criteres, result.money, strict=True):
        found[critere.rule.indicateur] = {
            "poids": cut(money.poids) if money.poids else None,
            "numerateur": critere.numerateur,
            "denominateur": critere.denominateur,
            "verdict": critere.verdict,
            "motif": critere.motif,
            "montant_maximum": money.montant_maximum,
            "montant_libere": money.montant_libere,
        }
    return found


def _result(given: dict[str, Any], texte: Rulebook) -> ProjectResult:
    register = register_of(texte, given, lambda name: invented_et("690", 0))
    texte = text_for_project(texte, register.criteres)
    results = {letter: said for letter, said in given.items() if letter.isupper()}
    one = tuple(Measured("P", texte, letter, None, MOIS, "2026-01", (MOIS,), "projet", "2025-02") for letter in results)
    asked = requests(one)
    counts = [_counts(texte.rule(item.indicateur), results[item.finess_et], item.length) for item in asked]
    judged = defaultdict(list)
    for request, measure in judge_all(asked, counts, {"P": texte}):
        judged[request.finess_et].append((request, measure))
    scope = ProjectScope(register.projets.row(0, named=True), texte, one, (Tranche(None, None, len(one)),))
    received = frozenset(piece.code for piece in texte.pieces) - set(given.get("pieces_manquantes", ()))
    return project_result(scope, MOIS, project_rows(one, judged), Signals(), received, given.get("lecture"))


def _counts(rule: IndicatorRule, said: dict[str, Any], length: int) -> Any:
    return counts_of(rule, figures(said.get(rule.indicateur, _reached(rule)), length), length)


def _reached(rule: IndicatorRule) -> str:
    """Figures that reach the target of a rule exactly; nothing for one that has none."""
    value = rule.cible.valeur if rule.cible else Decimal(0)
    return f"{int(value * 10_000)}/10000" if rule.mesure == "taux" else str(ceil(value))


def tranches(case: Case, texte: Rulebook) -> Results:
    """Tranches (`nom;essms;debut;commencee;atteinte`) and grant -> the one verified, each one's part, and what is unlocked."""
    given = case.entree or {}
    rows = [{"debut": "", "commencee": "O", "atteinte": "O"} | row for row in read_block(given["tranches"])]
    found = [Tranche(row["nom"], date.fromisoformat(row["debut"]) if row["debut"] else None, int(row["essms"])) for row in rows]
    met = {row["nom"]: row["atteinte"] == "O" for row in rows}
    state = tranche_state(found, {row["nom"] for row in rows if row["commencee"] == "O"}, met.__getitem__)
    grant = Decimal(given.get("montant_subvention", 100000))
    return {
        "verifiee": state.current.nom if state.current else "aucune",
        "montants": [str(amount) for amount in tranche_amounts(grant, state)],
        "montant_solde": balance_of(grant, texte, state),
    }


def timetable(case: Case, texte: Rulebook) -> Results:
    """Project, papers received, decision and what it releases (`montant_libere`) -> the instalments, due or not, by code."""
    given = case.entree or {}
    projet = register_of(texte, given, lambda name: invented_et("690", 0)).projets.row(0, named=True)
    papers = frozenset(given.get("pieces", [piece.code for piece in texte.pieces]))
    balance = balance_of(projet["montant_subvention"], texte, None)
    amount = Decimal(given["montant_libere"]) if "montant_libere" in given else balance
    code, provisional = given.get("decision", "liberer"), given.get("provisoire", False)
    found = schedule(texte, projet, given.get("mois", MOIS), code, provisional, amount, papers, None)
    names = ("rang", "tranche", "part", "montant", "montant_du", "etat", "motif")
    return {due.versement: {name: getattr(due, name) for name in names} for due in found}
