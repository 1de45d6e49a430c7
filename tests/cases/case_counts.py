"""Counts from the words of a case: « 62/90 », « 27 », a table, and what else is known of them (`partielle`, `absente`…)."""

from __future__ import annotations

from typing import Any

from contracts.rulebook import IndicatorRule
from tests.cases.case_files import WrongCaseFile
from transforms.measures.verdicts import Counts

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


def figures(said: Any, length: int) -> Results:
    """« 62/90 partielle » as a table: `partielle` (no month covered), `absente` (nothing was sent); a table is given back."""
    if isinstance(said, dict):
        return said
    first, *words = str(said).split(" ")
    above, _, below = first.partition("/")
    found: Results = {"numerateur": int(above)} | ({"denominateur": int(below)} if below else {})
    for word in words:
        if word not in ("partielle", "absente"):
            raise WrongCaseFile(f"« {said} » : « {word} » est inconnu ; mots admis : partielle, absente")
    if "partielle" in words:
        found["mois_couverts"] = length - 1
    if "absente" in words:
        found |= {"dossiers": False, "flux": False}
    return found


def counts_of(rule: IndicatorRule, given: Results, length: int) -> Counts:
    """Counts of one indicator: `numerateur`, `denominateur`, `inconnus`, `mois_couverts`, `effectif`, `declare`…"""
    left = dict(given)
    zero = dict.fromkeys(Counts.__dataclass_fields__, 0)
    zero |= {"effectif_personnes": None, "effectif_beneficiaires": None, "declare_numerateur": None, "declare_denominateur": None}
    zero |= {"dossiers_presents": left.pop("dossiers", True), "flux_present": left.pop("flux", True), "declaree": False}
    zero["mois_couverts"] = left.pop("mois_couverts", length)
    zero[_numerator(rule)] = left.pop("numerateur", 0)
    if rule.mesure == "taux":
        zero[DENOMINATOR[rule.indicateur]] = left.pop("denominateur", 0)
    zero["inconnus"] = left.pop("inconnus", 0)
    if rule.indicateur in UNKNOWN:
        zero[UNKNOWN[rule.indicateur]] = left.pop("inconnus_qui_comptent", 0)
    if "effectif" in left:
        zero[ROLL[rule.indicateur]] = left.pop("effectif")
    if "declare" in left:
        above, _, below = str(left.pop("declare")).partition("/")
        zero |= {"declaree": True, "declare_numerateur": int(above), "declare_denominateur": int(below) if below else None}
    if left:
        raise WrongCaseFile(f"« {min(left)} » ne se donne pas pour {rule.indicateur}")
    return Counts(**zero)


def _numerator(rule: IndicatorRule) -> str:
    """Where a text counts documents, every successful deposit counts."""
    if rule.indicateur == "dmp" and rule.mesure == "nombre":
        return "dmp_depots"
    return NUMERATOR.get(rule.indicateur, rule.indicateur)
