"""The invented activity of one establishment: dossiers, events, deposits in the DMP, messages, exchanges, month after month.

A `Profil` gives exact counts. The same dossiers are updated, visited and deposited in each month, so that a count does not
depend on the length of the window; the seed moves days and numbers, never a count. What is sent, and when, is in `deposits`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from transforms.synth.months import day_between, first_day, last_day, month_of

_AUTRES_NATURES = ("entretien", "soin", "transmission")
"""Natures of the events that are not the agenda's."""


@dataclass(frozen=True)
class Profil:
    """Exact counts of one establishment, the same in every month. `messages` is per month, the same or month by month.

    `actifs` first dossiers of `effectif` are updated each month; the last `projets` of these have a personalised project
    and the first `agenda` an event; `dmp` of the `beneficiaires` have a document. Beside them: `sortis` (active until they
    leave on that day), `disparus` (inactive, shown by exports until the month given).
    """

    effectif: int
    actifs: int
    projets: int
    agenda: int
    beneficiaires: int
    dmp: int
    messages: int | Mapping[str, int]
    prescriptions: int = 0
    parcours: int = 0
    sortis: tuple[date, ...] = ()
    disparus: tuple[str, ...] = ()
    readmis: int = 0
    tardifs: int = 0
    """Among the inactive: last updated long before the window, then after it."""
    maj_hors_etat: int = 0
    """Among the first active: their updates are told by `mises_a_jour` alone, not by the state."""
    importes: int = 0
    """Among the last inactive: touched by an import only, told by `mises_a_jour`."""
    extraction_tardive: date | None = None
    """Day on which the last month is exported, after its end: those updated each month were updated once more since."""
    evenements_max: int = 2
    autres_natures: int = 0
    """Among the active beyond `agenda`: the first ones, whose events are of any nature but the agenda's."""


@dataclass
class Dossier:
    """One dossier. `majs` are the days its state shows as last update; `imports` and `saisies` those told apart."""

    numero: str
    sejours: list[tuple[date, date | None]]
    projet: tuple[str, str, str]
    beneficiaire: str
    majs: list[date] = field(default_factory=list)
    saisies: list[date] = field(default_factory=list)
    imports: list[date] = field(default_factory=list)
    vu_jusqua: str | None = None

    @property
    def sortie(self) -> date | None:
        """Last exit, None while the person is still there."""
        return self.sejours[-1][1]


@dataclass
class Activite:
    """What happened in one establishment. Events: number, moment, status, nature, month sent. DMP: number, day, status."""

    finess_et: str
    dossiers: list[Dossier] = field(default_factory=list)
    evenements: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    dmp: list[tuple[str, date, str]] = field(default_factory=list)
    messages: dict[str, int] = field(default_factory=dict)
    echanges: dict[tuple[str, str], int] = field(default_factory=dict)


def invent_activite(rng: Random, finess_et: str, profil: Profil, mois: tuple[str, ...]) -> Activite:
    """The activity of one establishment over the months given (oldest first)."""
    activite = Activite(finess_et)
    activite.dossiers = _dossiers(rng, profil, mois[0])
    for month in mois:
        _live_month(rng, activite, profil, month)
        activite.messages[month] = profil.messages if isinstance(profil.messages, int) else profil.messages.get(month, 0)
        activite.echanges[month, "e_prescription"] = profil.prescriptions
        activite.echanges[month, "e_parcours"] = profil.parcours
    if profil.extraction_tardive:
        after = last_day(mois[-1]) + timedelta(days=1)
        for dossier in activite.dossiers[: profil.actifs + profil.tardifs]:
            dossier.majs.append(day_between(rng, after, profil.extraction_tardive))
    return activite


def _dossiers(rng: Random, profil: Profil, first: str) -> list[Dossier]:
    total = profil.effectif + len(profil.sortis) + len(profil.disparus)
    numbers = rng.sample(range(1, 100_000), total)
    before = first_day(first)
    dossiers = [
        Dossier(
            f"U-{numbers[rank]:06d}",
            [(_entry(rng, before), None)],
            _projet(profil, rank, before),
            _beneficiaire(rng, profil, rank),
        )
        for rank in range(profil.effectif)
    ]
    for rank in range(profil.readmis):
        dossiers[rank].sejours = [
            (before - timedelta(days=700), before - timedelta(days=120)),
            (before - timedelta(days=30), None),
        ]
    others = iter(numbers[profil.effectif :])
    for leaving in profil.sortis:
        dossiers.append(Dossier(f"U-{next(others):06d}", [(_entry(rng, before), leaving)], ("ENCOURS", "2025-01-15", ""), "O"))
    for month in profil.disparus:
        gone = Dossier(f"U-{next(others):06d}", [(_entry(rng, before), None)], ("", "", ""), "O", vu_jusqua=month)
        gone.majs = [before - timedelta(days=40)]
        dossiers.append(gone)
    for dossier in dossiers[profil.actifs : profil.effectif] + dossiers[: profil.maj_hors_etat]:
        dossier.majs = [before - timedelta(days=rng.randrange(20, 200))]
    return dossiers


def _entry(rng: Random, before: date) -> date:
    return before - timedelta(days=rng.randrange(60, 2_000))


def _projet(profil: Profil, rank: int, before: date) -> tuple[str, str, str]:
    """Status, start and end. Active dossiers without a valid project take each way of not having one in turn."""
    if rank < profil.actifs - profil.projets:
        started, ended = (before - timedelta(days=400)).isoformat(), (before - timedelta(days=30)).isoformat()
        return (("TERMINE", started, ended), ("ENPAUSE", started, ""), ("", "", ""), ("ENCOURS", started, ended))[rank % 4]
    if rank % 7 == 6:
        return ("ENPREPARATION", (before + timedelta(days=300)).isoformat(), "")
    return ("ENCOURS", (before - timedelta(days=90 + rank % 50)).isoformat(), "")


def _beneficiaire(rng: Random, profil: Profil, rank: int) -> str:
    if rank >= profil.beneficiaires:
        return "N"
    return rng.choice(("O", "O", ""))


def _live_month(rng: Random, activite: Activite, profil: Profil, month: str) -> None:
    start, end = first_day(month), last_day(month)
    for rank, dossier in enumerate(activite.dossiers):
        leaving = dossier.sortie
        if dossier.vu_jusqua or (leaving and leaving < start):
            continue
        until = min(end, leaving) if leaving else end
        active = rank < profil.actifs or leaving is not None
        if active:
            told = dossier.saisies if rank < profil.maj_hors_etat else dossier.majs
            told.append(day_between(rng, start, until))
        elif rank >= profil.effectif - profil.importes:
            dossier.imports.append(day_between(rng, start, until))
        if active or rank < profil.actifs + profil.tardifs or rank % 2:
            _meet(rng, activite, profil, rank, (start, until))
        if max(0, profil.beneficiaires - profil.dmp) <= rank < profil.beneficiaires:
            activite.dmp.append((dossier.numero, day_between(rng, start, until), rng.choice(("OK", "OK", ""))))
    _add_dmp_noise(rng, activite, profil, (start, end))


def _meet(rng: Random, activite: Activite, profil: Profil, rank: int, days: tuple[date, date]) -> None:
    """Events of one dossier in one month; the active dossiers beyond `agenda` have a cancelled one or one of another nature."""
    number, month = activite.dossiers[rank].numero, month_of(days[0])
    met = profil.agenda + profil.autres_natures
    if profil.agenda <= rank < profil.actifs:
        moment = _moment(rng, days)
        if rank < met:
            activite.evenements.append((number, moment, "VALIDE", _AUTRES_NATURES[rank % 3], month))
        elif rank == met:
            activite.evenements.append((number, moment, "VALIDE", "agenda", month))
            activite.evenements.append((number, moment, "ANNULE", "agenda", month))
        elif rank == met + 1 and not profil.autres_natures:
            activite.evenements.append((number, moment, "VALIDE", "transmission", month))
        return
    for _ in range(rng.randint(1, profil.evenements_max)):
        status = rng.choice(("VALIDE", "VALIDE", "TERMINE", "PLANIFIE", ""))
        activite.evenements.append((number, _moment(rng, days), status, rng.choice(("agenda", "agenda", "")), month))


def _moment(rng: Random, days: tuple[date, date]) -> str:
    return f"{day_between(rng, *days).isoformat()}T{rng.randrange(8, 19):02d}:{rng.choice(('00', '15', '30', '45'))}"


def _add_dmp_noise(rng: Random, activite: Activite, profil: Profil, days: tuple[date, date]) -> None:
    """What must not count: a failed deposit, and one for somebody who is not a beneficiary."""
    if profil.dmp < profil.beneficiaires:
        activite.dmp.append((activite.dossiers[0].numero, day_between(rng, *days), "ERREUR"))
    if profil.dmp and profil.beneficiaires < profil.effectif:
        activite.dmp.append((activite.dossiers[profil.beneficiaires].numero, day_between(rng, *days), "OK"))
