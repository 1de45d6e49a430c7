"""Which establishments of which projects are measured for a month."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from contracts.finess_register import FinessRegister, closed_by
from contracts.register import Register
from contracts.rulebook import Rulebook
from transforms.measures.months import last_day, months_between
from transforms.measures.plan import Measured


@dataclass(frozen=True)
class ProjectScope:
    """One project to decide for a month: its register row, its text, and the establishments measured, in register order."""

    projet: dict
    texte: Rulebook
    establishments: tuple[Measured, ...]


def scopes(register: Register, textes: dict[str, Rulebook], finess: FinessRegister, mois: str) -> list[ProjectScope]:
    """The projects that have a decision for `mois`.

    "The establishments measured are those of `perimetre` on the last day of M, each once. An exit on the last day of M is
    still in. There is no row and no decision before `premiere_mesure`."
    """
    categories = dict(finess.et.select("finess_et", "categorie").iter_rows())
    found = []
    for projet in register.projets.sort("ligne").iter_rows(named=True):
        first = projet["premiere_mesure"]
        if first is not None and mois < first:
            continue
        texte = textes[projet["texte_id"]]
        rows = register.perimetre.filter(pl.col("projet_id") == projet["projet_id"]).sort("ligne")
        months = months_between(first or mois, mois)
        present = {month: _inside(rows, month) for month in months}
        establishments = tuple(
            Measured(
                projet_id=projet["projet_id"],
                texte=texte,
                finess_et=finess_et,
                categorie=categories.get(finess_et),
                mois=mois,
                premiere_mesure=first,
                months_in=tuple(month for month in months if finess_et in present[month]),
            )
            for finess_et in present[mois]
        )
        found.append(ProjectScope(projet, texte, establishments))
    return found


def _inside(rows: pl.DataFrame, mois: str) -> dict[str, None]:
    """Numbers of the perimeter on the last day of the month, each once, in the order of the register."""
    day = last_day(mois)
    inside = rows.filter(
        (pl.col("date_entree").is_null() | (pl.col("date_entree") <= day))
        & (pl.col("date_sortie").is_null() | (pl.col("date_sortie") >= day))
    )
    return dict.fromkeys(inside["finess_et"])


def missing_papers(register: Register, projet_id: str, texte: Rulebook) -> tuple[str, ...]:
    """Codes of the papers the text asks for that have not been received (`date_reception` filled = received)."""
    received = register.pieces.filter((pl.col("projet_id") == projet_id) & pl.col("date_reception").is_not_null())["piece"]
    return tuple(piece.code for piece in texte.pieces if piece.code not in set(received))


def to_check(finess: FinessRegister, numbers: set[str], mois: str) -> dict[str, str]:
    """Establishments FINESS does not know (`essms_inconnu`), or knows as closed on the last day of the month (`essms_ferme`)."""
    known = finess.et.filter(pl.col("finess_et").is_in(list(numbers)))
    closed = set(known.filter(closed_by(last_day(mois)))["finess_et"])
    unknown = numbers - set(known["finess_et"])
    return dict.fromkeys(sorted(unknown), "essms_inconnu") | dict.fromkeys(sorted(closed), "essms_ferme")
