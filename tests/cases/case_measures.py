"""Calculations about measures: the verdict of figures, the window kept, the windows asked, the figures of a whole project."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from contracts.rulebook import IndicatorRule, Rulebook, Source, Target
from tests.cases.case_counts import Results, counts_of, figures
from tests.cases.case_files import Case
from transforms.decisions.criteria import criteria
from transforms.measures.plan import Measured, Request, requests
from transforms.measures.readings import DEFAULT, POOLED
from transforms.measures.rows import ProjectRows, Row, row_target
from transforms.measures.verdicts import best_window, judge, remaining


def verdict(case: Case, texte: Rulebook) -> Results:
    """Figures of one indicator over one window -> its verdict."""
    given = dict(case.entree or {})
    rule = texte.rule(given.pop("indicateur"))
    length = given.pop("mois", 1)
    target = _target(given, rule)
    measure = judge(rule, counts_of(rule, given, length), length, target, pro_rata=texte.solde == "au_prorata")
    return {
        "numerateur": measure.numerateur,
        "denominateur": measure.denominateur,
        "taux": measure.taux,
        "verdict": measure.verdict,
        "motif": measure.motif,
        "reste_a_faire": remaining(measure, target),
        "source": measure.source,
        "source_denominateur": measure.source_denominateur,
    }


def _target(given: Results, rule: IndicatorRule) -> Target | None:
    if "cible" not in given:
        return rule.cible
    return Target(given.pop("unite", "part"), Decimal(given.pop("cible")), Source("", "", ""))


def best(case: Case, texte: Rulebook) -> Results:
    """Figures of several windows (`fenetres.4 = "12/18"`, « partielle » where a month is not covered) -> the one kept."""
    given = case.entree or {}
    rule = texte.rule(given["indicateur"])
    measures = {}
    for length, said in sorted((int(length), said) for length, said in given["fenetres"].items()):
        measures[length] = judge(rule, counts_of(rule, figures(said, length), length), length, rule.cible)
    length, measure = list(measures.items())[best_window(list(measures.values()))]
    return {"fenetre": length, "verdict": measure.verdict, "motif": measure.motif}


def windows(case: Case, texte: Rulebook) -> Results:
    """Month measured, first measure, phase and reading -> the admissible windows, each « premier jour au dernier jour »."""
    given = case.entree or {}
    mois, first = given["mois"], given.get("premiere_mesure")
    phase, debut = given.get("phase", "projet"), given.get("debut")
    one = Measured("P", texte, "690990015", None, mois, first, (mois,), phase, debut)
    code = given.get("lecture", DEFAULT)
    asked = [item for item in requests([one]) if item.indicateur == given["indicateur"] and item.lecture == code]
    return {"fenetres": [f"{item.fenetre_debut} au {item.fenetre_fin}" for item in asked if item.mois == mois]}


def request_of(texte: Rulebook, letter: str, indicateur: str) -> Request:
    """The request of June 2026, over the shortest window of the indicator."""
    one = Measured("P", texte, letter, None, "2026-06", "2026-01", ("2026-06",))
    return next(item for item in requests([one]) if item.indicateur == indicateur and item.lecture == DEFAULT)


def together(case: Case, texte: Rulebook) -> Results:
    """Figures of each establishment (`A = "62/90"`, then « exemptee », « partielle » or « absente ») -> those of the project."""
    given = dict(case.entree or {})
    rule = texte.rule(given.pop("indicateur"))
    rows: ProjectRows = {}
    for letter, said in given.items():
        counts = counts_of(rule, figures(said.replace(" exemptee", ""), 1), 1)
        measure = judge(rule, counts, 1, row_target(rule, texte))
        if "exemptee" in said:
            measure = replace(measure, verdict="exemptee", motif="dispense")
        rows[letter, rule.indicateur] = {DEFAULT: Row(request_of(texte, letter, rule.indicateur), measure, rule, rule.cible)}
    found = next(critere for critere in criteria(rows, texte, POOLED) if critere.rule == rule)
    if not found.measures:
        return {"verdict": "aucun", "motif": None}
    (measure,) = found.measures
    shown = {"numerateur": measure.numerateur, "denominateur": measure.denominateur, "taux": measure.taux}
    return shown | {"verdict": measure.verdict, "motif": measure.motif}
