"""The calculations a case may ask for without a deposit: each turns `entree` into results, through the real functions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.rulebook import Rulebook, Source, Target
from tests.cases.case_files import Case, WrongCaseFile
from transforms.decisions.decide import Outcome, Signals, decide, pooled
from transforms.decisions.money import shares, to_cents, to_euros
from transforms.decisions.project import balance_of, is_provisional, released
from transforms.measures.plan import Measured, Request, requests
from transforms.measures.readings import DEFAULT
from transforms.measures.rows import ProjectRows, Row
from transforms.measures.verdicts import Counts, Measure, Pair, best_window, judge, remaining

Results = dict[str, Any]

NUMERATOR = {
    "dossiers_actifs": "actifs",
    "projets_personnalises": "actifs_projet",
    "evenements_agenda": "actifs_evenement",
}
DENOMINATOR = {
    "dossiers_actifs": "personnes",
    "projets_personnalises": "actifs",
    "evenements_agenda": "actifs",
    "mssante": "beneficiaires",
    "dmp": "beneficiaires",
}
UNKNOWN = {"projets_personnalises": "inconnus_projet", "evenements_agenda": "inconnus_evenement"}
ROLL = {
    "dossiers_actifs": "effectif_personnes",
    "mssante": "effectif_beneficiaires",
    "dmp": "effectif_beneficiaires",
}


def verdict(case: Case, texte: Rulebook) -> Results:
    """Figures of one indicator over one window -> its verdict."""
    given = dict(case.entree or {})
    indicateur = given.pop("indicateur")
    length = given.pop("mois", 1)
    target = _target(given, texte, indicateur)
    measure = judge(indicateur, counts_of(indicateur, given, length), length, target)
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


def _target(given: Results, texte: Rulebook, indicateur: str) -> Target | None:
    if "cible" not in given:
        return texte.rule(indicateur).cible
    return Target(given.pop("unite", "part"), Decimal(given.pop("cible")), Source("", "", ""))


def counts_of(indicateur: str, given: Results, length: int) -> Counts:
    """Counts from the words of a case: `numerateur`, `denominateur`, `inconnus`, `mois_couverts`, `effectif`, `declare`…"""
    left = dict(given)
    zero = dict.fromkeys(Counts.__dataclass_fields__, 0)
    zero |= {"effectif_personnes": None, "effectif_beneficiaires": None, "declare_numerateur": None, "declare_denominateur": None}
    zero |= {"dossiers_presents": left.pop("dossiers", True), "flux_present": left.pop("flux", True), "declaree": False}
    zero["mois_couverts"] = left.pop("mois_couverts", length)
    zero[NUMERATOR.get(indicateur, indicateur)] = left.pop("numerateur", 0)
    if indicateur in DENOMINATOR:
        zero[DENOMINATOR[indicateur]] = left.pop("denominateur", 0)
    zero["inconnus"] = left.pop("inconnus", 0)
    if indicateur in UNKNOWN:
        zero[UNKNOWN[indicateur]] = left.pop("inconnus_qui_comptent", 0)
    if "effectif" in left:
        zero[ROLL[indicateur]] = left.pop("effectif")
    if "declare" in left:
        above, _, below = str(left.pop("declare")).partition("/")
        zero |= {"declaree": True, "declare_numerateur": int(above), "declare_denominateur": int(below) if below else None}
    if left:
        raise WrongCaseFile(f"« {min(left)} » ne se donne pas pour {indicateur}")
    return Counts(**zero)


def best(case: Case, texte: Rulebook) -> Results:
    """Figures of several windows (`fenetres.4 = "12/18"`, « partielle » where a month is not covered) -> the one kept."""
    given = case.entree or {}
    indicateur = given["indicateur"]
    measures = {}
    for length, said in sorted((int(length), said) for length, said in given["fenetres"].items()):
        figures, _, partial = said.partition(" ")
        above, below = figures.split("/")
        counts = {"numerateur": int(above), "denominateur": int(below), "mois_couverts": length - bool(partial)}
        measures[length] = judge(indicateur, counts_of(indicateur, counts, length), length, texte.rule(indicateur).cible)
    length, measure = list(measures.items())[best_window(list(measures.values()))]
    return {"fenetre": length, "verdict": measure.verdict, "motif": measure.motif}


def windows(case: Case, texte: Rulebook) -> Results:
    """Month measured and first measure -> the admissible windows, each « premier jour au dernier jour »."""
    given = case.entree or {}
    mois, first = given["mois"], given.get("premiere_mesure")
    one = Measured("P", texte, "690990015", None, mois, first, (mois,))
    asked = [item for item in requests([one]) if item.indicateur == given["indicateur"] and item.lecture == DEFAULT]
    return {"fenetres": [f"{item.fenetre_debut} au {item.fenetre_fin}" for item in asked if item.mois == mois]}


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
            rows[letter, rule.indicateur] = {DEFAULT: Row(_request(texte, letter, rule.indicateur), measure, rule)}
    outcome = decide(rows, texte, Signals(papers, to_check, rejected), DEFAULT)
    return {"decision": outcome.decision, "motif": outcome.motif}


def _request(texte: Rulebook, letter: str, indicateur: str) -> Request:
    """The request of June 2026, over the shortest window of the indicator."""
    one = Measured("P", texte, letter, None, "2026-06", "2026-01", ("2026-06",))
    return next(item for item in requests([one]) if item.indicateur == indicateur and item.lecture == DEFAULT)


def together(case: Case, texte: Rulebook) -> Results:
    """Figures of each establishment (`A = "62/90"`, then « exemptee », « partielle » or « absente ») -> those of the project."""
    given = dict(case.entree or {})
    indicateur = given.pop("indicateur")
    rule = texte.rule(indicateur)
    rows = []
    for letter, said in given.items():
        figures, *words = said.split(" ")
        above, below = figures.split("/")
        counts = {"numerateur": int(above), "denominateur": int(below), "dossiers": "absente" not in words}
        counts["mois_couverts"] = 0 if "partielle" in words else 1
        measure = judge(indicateur, counts_of(indicateur, counts, 1), 1, rule.cible)
        if "exemptee" in words:
            measure = Measure("exemptee", "dispense", measure.choices)
        rows.append(Row(_request(texte, letter, indicateur), measure, rule))
    measures = pooled(rows)
    if not measures:
        return {"verdict": "aucun", "motif": None}
    found = measures[0]
    figures = {"numerateur": found.numerateur, "denominateur": found.denominateur, "taux": found.taux}
    return figures | {"verdict": found.verdict, "motif": found.motif}


def money(case: Case, texte: Rulebook) -> Results:
    """Grant and decision -> advance, balance and what is released."""
    given = case.entree or {}
    said = given["montant_subvention"]
    grant = None if said == "vide" else Decimal(said)
    balance = balance_of(grant, texte)
    return {
        "montant_solde": balance,
        "avance": None if grant is None or balance is None else grant - balance,
        "montant_libere": released(balance, Outcome(given.get("decision", "liberer"))),
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


CALCULATIONS: dict[str, Callable[[Case, Rulebook], Results]] = {
    "verdict": verdict,
    "meilleure_fenetre": best,
    "fenetres": windows,
    "decision": decision,
    "ensemble": together,
    "argent": money,
    "partage": sharing,
    "provisoire": provisional,
}
"""What `calcul` may be in the header of a file."""
