"""What the plausibility signals compare and what they find: plain values, made of counts, never of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contracts.plausibility import PlausibilityRule
from contracts.signals import SIGNALS


@dataclass(frozen=True)
class Facts:
    """One establishment for the month measured (a row of `ctl_faits`).

    `presents`, `actifs`, `inconnus`, `projets`: of those present on the last day, the dossiers updated in the month, those whose
    update is known only after it, those with an open personalised project; `…_avant`: the same of the month before by its own
    state. None: no state says it. `majs`, `imports`: dossiers updated in the month, by hand and by import alone; `jour`: the
    day most of them share; `fin_etat`: the last day of which the state speaks. `messages`: None when no deposit says them.
    """

    finess_et: str
    presents: int | None
    actifs: int | None
    inconnus: int | None
    projets: int | None
    presents_avant: int | None
    actifs_avant: int | None
    inconnus_avant: int | None
    projets_avant: int | None
    disparus: int | None
    majs: int
    jour: date | None
    majs_du_jour: int
    imports: int
    fin_etat: date | None
    messages: int | None


@dataclass(frozen=True)
class SameDates:
    """A column of dates of the dossiers of which every filled line shows one day (a row of `ctl_dates_identiques`)."""

    finess_et: str
    colonne: str
    lignes: int


@dataclass(frozen=True)
class OtherRoll:
    """A roll declared for a period that holds the last day of the month and is no window measured (`ctl_effectifs`)."""

    finess_et: str
    periode_debut: date
    periode_fin: date
    personnes: int


@dataclass(frozen=True)
class Declared:
    """What was declared of the window of a measure, beside what was counted there (a row of `ctl_declares`)."""

    finess_et: str
    indicateur: str
    fenetre_debut: date
    fenetre_fin: date
    personnes: int
    beneficiaires: int
    effectif_personnes: int | None
    effectif_beneficiaires: int | None
    declaree: bool
    declare_numerateur: int | None
    declare_denominateur: int | None


@dataclass(frozen=True)
class Finding:
    """One signal about an establishment, or about the project when `finess_et` is None. `nombre`: the cases it counts."""

    code: str
    finess_et: str | None
    nombre: int
    message: str


def finding(rule: PlausibilityRule, finess_et: str | None, nombre: int, **figures: object) -> Finding:
    """A signal raised: what it means, then its figures."""
    shown: Mapping[str, str] = {name: _shown(value) for name, value in (figures | {"nombre": nombre}).items()}
    return Finding(rule.code, finess_et, nombre, f"{SIGNALS[rule.code]} {rule.phrase.format_map(shown)}")


def _shown(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
