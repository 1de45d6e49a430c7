"""Readings (`lectures`): the admissible ways to read the sentences the calls leave open, and what each changes.

A rulebook names the readings it admits and why; this module says what their codes mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.rulebook import IndicatorRule, Rulebook
from contracts.vocabulary import COUNTS_WITHOUT_DOSSIER
from transforms.measures.months import first_day, last_day, window_start

DEFAULT = "fenetre"
"""Our default: persons accompanied in the window itself."""

POOLED = "ensemble"
"""Rates of the project as a whole, instead of each establishment's."""

EACH_ESTABLISHMENT = "chaque_essms"
"""Each establishment's rates, where the text takes the project as a whole."""

EVERY_MONTH_END = "chaque_fin_de_mois"
"""Every month end since the first measure, instead of the last one only."""

_POPULATIONS = ("annuelle", "douze_mois", "presents")
_ACTIVE_ONLY = ("dossiers_actifs", "projets_personnalises", "evenements_agenda")


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


def reading(code: str, imports: bool = False) -> Reading:
    """The reading of that code; `imports` says whether the text counts imports as updates anyway."""
    if code in _POPULATIONS:
        return Reading(code, population=code, imports=imports)
    if code.startswith("fenetre_"):
        return Reading(code, length=int(code.removeprefix("fenetre_")), imports=imports)
    return Reading(code, enpause=code == "enpause", imports=imports or code == "imports")


def changes(code: str, rule: IndicatorRule) -> bool:
    """Whether a reading can change the figures of an indicator of one establishment."""
    if code == DEFAULT:
        return True
    if code in _POPULATIONS:
        return rule.indicateur not in COUNTS_WITHOUT_DOSSIER
    if code.startswith("fenetre_"):
        return rule.fenetre.minimum <= int(code.removeprefix("fenetre_")) <= rule.fenetre.maximum != rule.fenetre.minimum
    if code == "enpause":
        return rule.indicateur == "projets_personnalises"
    return code == "imports" and rule.indicateur in _ACTIVE_ONLY


def establishment_readings(texte: Rulebook) -> list[str]:
    """Codes of the readings that change what is counted for one establishment, the default first."""
    others = [item.code for item in texte.lectures if item.code not in (POOLED, EACH_ESTABLISHMENT, EVERY_MONTH_END)]
    return [DEFAULT, *others]


def admits(texte: Rulebook, code: str) -> bool:
    """Whether a text admits a reading (the default and the scope of the text always are)."""
    return code in (DEFAULT, texte.portee) or any(item.code == code for item in texte.lectures)
