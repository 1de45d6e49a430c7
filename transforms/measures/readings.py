"""Readings (`lectures`): the admissible ways to read the sentences the calls leave open, and what each changes.

A rulebook names the readings it admits and why; this module says what their codes mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from contracts.rulebook import IndicatorRule, Rulebook
from contracts.vocabulary import ACTIVE_DOSSIERS, COUNTS_SINCE_THE_START
from transforms.measures.months import first_day, last_day, window_start

DEFAULT = "fenetre"
"""Our default: persons accompanied in the window itself."""

POOLED = "ensemble"
"""Rates of the project as a whole, instead of each establishment's."""

EACH_ESTABLISHMENT = "chaque_essms"
"""Each establishment's rates, where the text takes the project as a whole."""

EVERY_MONTH_END = "chaque_fin_de_mois"
"""Every month end since the first measure, instead of the last one only."""

DECLARED = "declaratif"
"""A release resting on declared counts stands."""

WHOLE_PROJECT = "duree_projet"
"""Counts since the start of the project, where the text says so beside its window."""

_OF_DECISIONS = (POOLED, EACH_ESTABLISHMENT, EVERY_MONTH_END, DECLARED)
_POPULATIONS = ("annuelle", "douze_mois", "presents")


@dataclass(frozen=True)
class Reading:
    """What one reading changes in the count of one establishment."""

    code: str
    population: str = DEFAULT
    length: int | None = None
    enpause: bool = False
    imports: bool = False

    def population_start(self, mois: str, window: date) -> date:
        """First day on or after which a stay makes a person accompanied, for a window that starts on `window`.

        `annuelle`: persons present on the last day of M and final exits since 1 January; `douze_mois`: twelve months;
        `presents`: on the last day of M.
        """
        if self.population == "annuelle":
            return date(first_day(mois).year, 1, 1)
        if self.population == "douze_mois":
            return window_start(mois, 12)
        return last_day(mois) if self.population == "presents" else window


@cache
def reading(code: str, imports: bool = False) -> Reading:
    """The reading of that code; `imports` says whether the text counts imports as updates anyway."""
    if code in _POPULATIONS:
        return Reading(code, population=code, imports=imports)
    if code.startswith("fenetre_"):
        return Reading(code, length=int(code.removeprefix("fenetre_")), imports=imports)
    return Reading(code, enpause=code == "enpause", imports=imports or code == "imports")


def changes(code: str, rule: IndicatorRule, phase: str) -> bool:
    """Whether a reading can change the figures of an indicator of one establishment, in a phase of the project."""
    if code == DEFAULT:
        return True
    if code in _POPULATIONS:
        return rule.uses_dossiers
    if code.startswith("fenetre_"):
        fixed = phase == "maintenance" and rule.fenetre.maintenance is not None
        return not fixed and int(code.removeprefix("fenetre_")) in rule.fenetre.choices
    if code == WHOLE_PROJECT:
        return rule.mesure == "nombre" and rule.indicateur in COUNTS_SINCE_THE_START
    if code == "enpause":
        return rule.indicateur == "projets_personnalises"
    return code == "imports" and rule.indicateur in ACTIVE_DOSSIERS


def establishment_readings(texte: Rulebook) -> list[str]:
    """Codes of the readings that change what is counted for one establishment, the default first."""
    return [DEFAULT, *(item.code for item in texte.lectures if item.code not in _OF_DECISIONS)]


def admits(texte: Rulebook, code: str) -> bool:
    """Whether a text admits a reading (the default and the scope of the text always are)."""
    return code in (DEFAULT, texte.portee) or any(item.code == code for item in texte.lectures)


def retained(texte: Rulebook, chosen: str | None) -> str:
    """Code of the reading under which a project is decided, from the one the ARS chose for its text, if any."""
    return DEFAULT if chosen in (None, texte.portee) else chosen


def scope(texte: Rulebook, code: str) -> str:
    """How the establishments combine under a reading: `chaque_essms` or `ensemble`."""
    return code if code in (POOLED, EACH_ESTABLISHMENT) else texte.portee
