"""Which establishments of which projects are measured for a month."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import polars as pl

from contracts.champs import CHAMP_OF_CATEGORIE
from contracts.finess_register import FinessRegister, closed_by
from contracts.register import Register
from contracts.rulebook import Rulebook
from transforms.measures.counted import counted
from transforms.measures.months import last_day, months_between
from transforms.measures.plan import Measured
from transforms.measures.project_text import text_for_project


@dataclass(frozen=True)
class Tranche:
    """A wave of deployment: its name (None: the project has no tranche), first day (None: from the start), ESSMS counted."""

    nom: str | None
    debut: date | None
    nombre: int


@dataclass(frozen=True)
class ProjectScope:
    """One project to decide for a month: its register row, its text with the targets of the project, and what is measured.

    `establishments` and `tranches` are in the order of the register.
    """

    projet: dict
    texte: Rulebook
    establishments: tuple[Measured, ...]
    tranches: tuple[Tranche, ...] = ()


def scopes(
    register: Register, textes: dict[str, Rulebook], finess: FinessRegister, mois: str, projects: set[str] | None = None
) -> list[ProjectScope]:
    """The projects (all, or among `projects`) that have a decision for `mois`.

    "The establishments measured are those of `perimetre` on the last day of M, each once. An exit on the last day of M is
    still in. There is no row and no decision before `premiere_mesure`."
    """
    categories = dict(finess.et.select("finess_et", "categorie").iter_rows())
    own = by_project(register)
    found = []
    for projet in register.projets.sort("ligne").iter_rows(named=True):
        first, projet_id = projet["premiere_mesure"], projet["projet_id"]
        if (projects is not None and projet_id not in projects) or (first is not None and mois < first):
            continue
        texte = text_for_project(textes[projet["texte_id"]], own[projet_id].criteres)
        rows = own[projet_id].perimetre
        listed = rows.to_dicts()
        present = {month: inside(listed, month) for month in months_between(first or mois, mois)}
        debut = projet["date_demarrage"]
        establishments = tuple(
            Measured(
                projet_id=projet_id,
                texte=texte,
                finess_et=finess_et,
                categorie=categories.get(finess_et),
                mois=mois,
                premiere_mesure=first,
                months_in=tuple(month for month, there in present.items() if finess_et in there),
                phase=projet["phase"],
                debut=f"{debut:%Y-%m}" if debut else None,
                champ=row["champ"] or CHAMP_OF_CATEGORIE.get(categories.get(finess_et) or ""),
                sons_eligible=row["sons_eligible"],
                tranche=row["tranche"],
            )
            for finess_et, row in present[mois].items()
        )
        found.append(ProjectScope(projet, texte, establishments, _tranches(rows)))
    return found


def of_project(rows: pl.DataFrame, projet_id: str) -> pl.DataFrame:
    """The rows of a register table that concern a project, in the order of the register; as it is, a table that has no others."""
    concerned = rows["projet_id"] == projet_id
    if concerned.all() and rows["ligne"].is_sorted():
        return rows
    return rows.filter(concerned).sort("ligne")


def by_project(register: Register) -> dict[str, Register]:
    """For each project, the register as far as it goes for it alone: its rows of every table, in the order of the register."""
    cut = {field.name: _cut(getattr(register, field.name)) for field in fields(register)}
    return {
        projet_id: Register(**{name: rows.get(projet_id, empty) for name, (rows, empty) in cut.items()})
        for projet_id in register.projets["projet_id"]
    }


def _cut(rows: pl.DataFrame) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The rows of each project, and a table without rows for those that have none."""
    parts = rows.sort("ligne").partition_by("projet_id", maintain_order=True, as_dict=True)
    return {projet_id: part for (projet_id,), part in parts.items()}, rows.clear()


def inside(rows: list[dict], mois: str) -> dict[str, dict]:
    """Establishments of the perimeter of a project on the last day of the month, each once, in the order of the register.

    Args:
        rows: those of `perimetre` of the project, in that order.
        mois: the month.

    Returns:
        The first row of each that is in, by number; "An exit on the last day of M is still in."
    """
    day = last_day(mois)
    there: dict[str, dict] = {}
    for row in rows:
        if (row["date_entree"] or day) <= day <= (row["date_sortie"] or day):
            there.setdefault(row["finess_et"], row)
    return there


def _tranches(rows: pl.DataFrame) -> tuple[Tranche, ...]:
    """The tranches of a project, "in the order in which the register first names them"; a project without any is one tranche."""
    numbers: dict[str | None, int] = {}
    for one in counted(rows):
        numbers[one.dit["tranche"]] = numbers.get(one.dit["tranche"], 0) + one.nombre
    return tuple(
        Tranche(name, _first_entry(of_tranche["date_entree"]), numbers.get(name, 0))
        for (name,), of_tranche in rows.group_by("tranche", maintain_order=True)
    )


def _first_entry(dates: pl.Series) -> date | None:
    """The day the tranche begins; None for a row without date, which is there from the start."""
    return None if dates.null_count() else dates.min()


def received_papers(register: Register, projet_id: str) -> frozenset[str]:
    """Codes of the papers received (`date_reception` filled = received)."""
    received = of_project(register.pieces, projet_id).filter(pl.col("date_reception").is_not_null())
    return frozenset(received["piece"])


def to_check(finess: FinessRegister, numbers: set[str], mois: str) -> dict[str, str]:
    """Establishments FINESS does not know (`essms_inconnu`), or knows as closed on the last day of the month (`essms_ferme`)."""
    known = finess.et.filter(pl.col("finess_et").is_in(list(numbers)))
    closed = set(known.filter(closed_by(last_day(mois)))["finess_et"])
    unknown = numbers - set(known["finess_et"])
    return dict.fromkeys(sorted(unknown), "essms_inconnu") | dict.fromkeys(sorted(closed), "essms_ferme")
