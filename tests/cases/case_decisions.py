"""Calculations about decisions: from verdicts to a decision, instalments all or nothing, shares, provisional decisions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.rulebook import Rulebook
from tests.cases.case_counts import Results
from tests.cases.case_files import Case
from tests.cases.case_measures import request_of
from transforms.decisions.balance import balance_of, released
from transforms.decisions.decide import Outcome, Signals, decide
from transforms.decisions.money import shares, to_cents, to_euros
from transforms.decisions.project import is_provisional
from transforms.measures.readings import DEFAULT
from transforms.measures.rows import ProjectRows, Row, row_target
from transforms.measures.verdicts import Measure, Pair


def decision(case: Case, texte: Rulebook) -> Results:
    """Verdicts that are not « atteinte » by establishment (`A.dmp = "non_atteinte"`), papers and signals -> the decision."""
    given = dict(case.entree or {})
    papers = tuple(given.pop("pieces_manquantes", ()))
    to_check = frozenset(given.pop("essms_a_verifier", ()))
    rejected = frozenset((one.split(" ")[0], one.split(" ")[1]) for one in given.pop("lignes_rejetees", ()))
    rows: ProjectRows = {}
    for letter, verdicts in given.items():
        for rule in texte.indicateurs:
            said = verdicts.get(rule.indicateur, "atteinte" if rule.cible else "sans_cible")
            words = said.split(" ")
            source = "declaree" if "declaree" in words else "calculee"
            motif = next((word for word in words[1:] if word != "declaree"), None)
            measure = Measure(words[0], motif, (Pair(9, 10),), source=source)
            row = Row(request_of(texte, letter, rule.indicateur), measure, rule, row_target(rule, texte))
            rows[letter, rule.indicateur] = {DEFAULT: row}
    outcome = decide(rows, texte, Signals(papers, to_check, rejected), DEFAULT)
    return {"decision": outcome.decision, "motif": outcome.motif}


def money(case: Case, texte: Rulebook) -> Results:
    """Grant (« vide » where the register has none) and decision -> advance, balance and what is released, all or nothing."""
    given = case.entree or {}
    said = given["montant_subvention"]
    grant = None if said == "vide" else Decimal(said)
    balance = balance_of(grant, texte, None)
    code = given.get("decision", "liberer")
    return {
        "montant_solde": balance,
        "avance": None if grant is None or balance is None else grant - balance,
        "montant_libere": released(balance, [], texte, Outcome(code, part=Fraction(code == "liberer"))),
    }


def sharing(case: Case, _: Rulebook) -> Results:
    """An amount and shares (`parts = ["1/3", "1/3", "1/3"]`) -> what each gets."""
    given = case.entree or {}
    parts = [Fraction(part) for part in given["parts"]]
    return {"montants": [str(to_euros(cents)) for cents in shares(to_cents(Decimal(given["montant"])), parts)]}


def provisional(case: Case, _: Rulebook) -> Results:
    """Month measured and end of deployment -> whether the decision is provisional."""
    given = case.entree or {}
    end = given["date_fin_deploiement"]
    return {"provisoire": is_provisional(given["mois"], end if isinstance(end, date) else None)}
