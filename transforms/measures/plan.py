"""What must be counted: for each establishment and indicator of a project, every window of every reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from contracts.rulebook import IndicatorRule, Rulebook
from contracts.vocabulary import FLOW_OF
from transforms.measures.months import last_day, months_between, window_start
from transforms.measures.readings import DEFAULT, EVERY_MONTH_END, WHOLE_PROJECT, changes, establishment_readings, reading


@dataclass(frozen=True)
class Measured:
    """One establishment of one project, on the last day of the month measured.

    `texte` is the text as it applies to the project. `months_in` are the months, from the first measure to the month measured,
    at whose end it was in the perimeter; `debut`, the month in which the project started.
    """

    projet_id: str
    texte: Rulebook
    finess_et: str
    categorie: str | None
    mois: str
    premiere_mesure: str | None
    months_in: tuple[str, ...]
    phase: str = "projet"
    debut: str | None = None
    champ: str | None = None
    sons_eligible: bool | None = None
    tranche: str | None = None


class Request(NamedTuple):
    """One measure to count: the window of `length` months ending with `mois`, under a reading. A region asks for millions."""

    projet_id: str
    texte_id: str
    finess_et: str
    indicateur: str
    lecture: str
    mois: str
    length: int
    fenetre_debut: date
    fenetre_fin: date
    population_debut: date
    enpause: bool
    imports: bool
    toutes_natures: bool


def requests(establishments: Iterable[Measured]) -> list[Request]:
    """Every measure to count for these establishments, in their order."""
    found: list[Request] = []
    planned: dict[tuple, tuple[Rulebook, list[Request]]] = {}
    for one in establishments:
        key = (id(one.texte), one.mois, one.premiere_mesure, one.months_in, one.phase, one.debut)
        if key not in planned:
            planned[key] = (one.texte, list(_requests_of(one)))  # the text is kept with its plan, so that no other takes its id
        for plan in planned[key][1]:
            found.append(Request(one.projet_id, plan[1], one.finess_et, *plan[3:]))
    return found


def _requests_of(one: Measured) -> Iterator[Request]:
    for rule in one.texte.indicateurs:
        for code in establishment_readings(one.texte):
            if changes(code, rule, one.phase):
                yield from _windows(one, rule, code, one.mois)
        if rule.cible is not None and any(item.code == EVERY_MONTH_END for item in one.texte.lectures):
            for mois in earlier_month_ends(one):
                yield from _windows(one, rule, DEFAULT, mois)


def earlier_month_ends(one: Measured) -> list[str]:
    """Month ends since the first measure, before the month measured, at which the establishment was in the perimeter."""
    if one.premiere_mesure is None:
        return []
    return [mois for mois in months_between(one.premiere_mesure, one.mois)[:-1] if mois in one.months_in]


def _windows(one: Measured, rule: IndicatorRule, code: str, mois: str) -> Iterator[Request]:
    read = reading(code, imports=one.texte.imports_comptent)
    for length in _lengths(one, rule, code, mois):
        start = window_start(mois, length)
        yield Request(
            projet_id=one.projet_id,
            texte_id=one.texte.texte_id,
            finess_et=one.finess_et,
            indicateur=rule.indicateur,
            lecture=code,
            mois=mois,
            length=length,
            fenetre_debut=start,
            fenetre_fin=last_day(mois),
            population_debut=read.population_start(mois, start),
            enpause=read.enpause,
            imports=read.imports,
            toutes_natures=rule.toutes_natures,
        )


def _lengths(one: Measured, rule: IndicatorRule, code: str, mois: str) -> tuple[int, ...]:
    """Admissible lengths of the window of a reading; none where the reading cannot be computed."""
    if code == WHOLE_PROJECT:
        since = months_between(one.debut, mois) if one.debut else []
        return (len(since),) if since else ()
    length = reading(code).length
    return (length,) if length else rule.fenetre.lengths(one.premiere_mesure == mois, one.phase)


LOOKED_AT = {"projet_id": pl.String, "finess_et": pl.String, "premier_jour": pl.Date, "dernier_jour": pl.Date}
"""The days that the measures of an establishment of a project may look at."""


def looked_at(asked: list[Request]) -> pl.DataFrame:
    """From which day to which the measures asked look at the deposits, per project and establishment (`LOOKED_AT`)."""
    days: dict[tuple[str, str], tuple[date, date]] = {}
    for one in asked:
        key, first = (one.projet_id, one.finess_et), min(one.fenetre_debut, one.population_debut)
        known = days.get(key, (first, one.fenetre_fin))
        days[key] = (min(known[0], first), max(known[1], one.fenetre_fin))
    return pl.DataFrame([(*key, *between) for key, between in days.items()], schema=LOOKED_AT, orient="row")


_VARIANT = ["finess_et", "fenetre_debut", "fenetre_fin", "population_debut", "enpause", "imports", "toutes_natures"]


def count_tables(asked: list[Request]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The two tables the counting SQL reads.

    Returns:
        `variantes`, one row per distinct thing to count (`agenda` when events are), and `demandes`, one row per request, in
        order: `demande` is its rank, `flux` the dataset it reads besides `dossiers`.
    """
    columns = dict(zip(Request._fields, zip(*asked, strict=True), strict=True)) if asked else dict.fromkeys(Request._fields, ())
    demandes = pl.DataFrame(
        {
            "demande": range(len(asked)),
            "indicateur": columns["indicateur"],
            "flux": [FLOW_OF[indicateur] for indicateur in columns["indicateur"]],
            **{name: columns[name] for name in _VARIANT},
        },
        schema={
            "demande": pl.Int64,
            "indicateur": pl.String,
            "flux": pl.String,
            "finess_et": pl.String,
            "fenetre_debut": pl.Date,
            "fenetre_fin": pl.Date,
            "population_debut": pl.Date,
            "enpause": pl.Boolean,
            "imports": pl.Boolean,
            "toutes_natures": pl.Boolean,
        },
    )
    variantes = (
        demandes.group_by(_VARIANT)
        .agg((pl.col("indicateur") == "evenements_agenda").any().alias("agenda"))
        .sort(_VARIANT)
        .with_row_index("variante")
    )
    return variantes, demandes.join(variantes.drop("agenda"), on=_VARIANT, how="left", maintain_order="left")
