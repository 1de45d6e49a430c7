"""Rules of the register between cells, rows and tables, once each cell is typed.

What the register names elsewhere (rulebooks, FINESS) is checked by `register_links`.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from contracts.register import Register
from transforms.reading.register_problems import Problem

_RATES = ("dossiers_actifs", "projets_personnalises", "evenements_agenda")
"""Indicators that are rates in every text: their evaluation is a percent."""


def register_problems(register: Register) -> list[Problem]:
    """Everything wrong between the cells of a typed register, table by table, in the order of the lines."""
    return [
        *_in_order(_repeated_projects(register.projets)),
        *_in_order(_perimeter(register.perimetre)),
        *_in_order(_criteria(register.criteres)),
        *_in_order(_acts(register.actes)),
        *_unknown_projects(register),
    ]


def _in_order(problems: Iterator[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.ligne or 0)


def _where(table: str, rows: pl.DataFrame, wrong: pl.Expr, column: str, clause: str) -> Iterator[Problem]:
    for line in rows.filter(wrong)["ligne"].to_list():
        yield Problem(table, clause, line, column)


def _repeated_projects(projets: pl.DataFrame) -> Iterator[Problem]:
    # Compared without case: the identifiers name files, and some disks do not tell P1 from p1.
    again = ~pl.col("projet_id").str.to_lowercase().is_first_distinct()
    yield from _where("projets", projets, again, "projet_id", "identifiant déjà pris par une ligne précédente, changez-le")


def _perimeter(rows: pl.DataFrame) -> Iterator[Problem]:
    early = pl.col("date_sortie") < pl.col("date_entree")
    yield from _where("perimetre", rows, early, "date_sortie", "la sortie précède l'entrée, corrigez l'une des deux dates")
    unexplained = pl.col("nombre_essms").is_not_null() & pl.col("motif_nombre").is_null()
    yield from _where("perimetre", rows, unexplained, "motif_nombre", "un nombre corrigé doit être motivé, donnez le motif")
    yield from _hours(rows)
    for first, line in _contradictions(rows):
        clause = f"établissement déjà en ligne {first} pour un jour commun avec d'autres valeurs, gardez une des deux lignes"
        yield Problem("perimetre", clause, line, "finess_et")


def _hours(rows: pl.DataFrame) -> Iterator[Problem]:
    done, total = pl.col("heures_medico_sociales"), pl.col("heures_totales")
    clause = "les heures médico-sociales et totales vont ensemble, donnez les deux ou aucune"
    for missing, given in (("heures_medico_sociales", total), ("heures_totales", done)):
        yield from _where("perimetre", rows, pl.col(missing).is_null() & given.is_not_null(), missing, clause)
    none = done.is_not_null() & (total <= 0)
    yield from _where("perimetre", rows, none, "heures_totales", "le nombre total d'heures est supérieur à zéro, corrigez-le")
    more = (total > 0) & (done > total)
    clause = "les heures médico-sociales dépassent les heures totales, corrigez les unes ou les autres"
    yield from _where("perimetre", rows, more, "heures_medico_sociales", clause)


def _contradictions(rows: pl.DataFrame) -> list[tuple[int, int]]:
    """Pairs of lines of one project and establishment, in force on a common day, that do not say the same."""
    key = ["projet_id", "finess_et"]
    # An establishment born of a merger has one row per former number.
    apart = (*key, "ligne", "date_entree", "date_sortie", "finess_precedent")
    attributes = [name for name in rows.columns if name not in apart]
    repeated = rows.filter(pl.struct(key).is_duplicated())
    pairs = repeated.join(repeated, on=key).filter(pl.col("ligne") < pl.col("ligne_right"))
    common = _not_after("date_entree", "date_sortie_right") & _not_after("date_entree_right", "date_sortie")
    differ = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_right")) for name in attributes)
    wrong = pairs.filter(common & differ).group_by("ligne_right").agg(pl.col("ligne").min())
    return wrong.select("ligne", "ligne_right").rows()


def _not_after(start: str, end: str) -> pl.Expr:
    """A missing day is an open end of the period."""
    return (pl.col(start) <= pl.col(end)).fill_null(True)


def _criteria(rows: pl.DataFrame) -> Iterator[Problem]:
    again = ~pl.struct("projet_id", "indicateur").is_first_distinct()
    yield from _where("criteres", rows, again, "indicateur", "critère déjà donné pour ce projet, gardez une seule ligne")
    kept = pl.col("statut") == "retenu"
    missing = kept & pl.col("evaluation").is_null()
    yield from _where("criteres", rows, missing, "evaluation", "un critère retenu a une évaluation, donnez-la")
    unexplained = ~kept & pl.col("motif").is_null()
    yield from _where("criteres", rows, unexplained, "motif", "un critère impossible doit être motivé, donnez le motif")
    null_target = pl.col("evaluation") <= 0
    yield from _where("criteres", rows, null_target, "evaluation", "une évaluation est supérieure à zéro, corrigez-la")
    # A percent cell of Excel holds 0.9 for 90 %: read as 0.9 % it would pay whatever the result.
    share = pl.col("indicateur").is_in(_RATES) & (pl.col("evaluation") > 0) & (pl.col("evaluation") < 1)
    clause = "l'évaluation d'un taux se donne en pour cent, écrivez 90 et non 0,9"
    yield from _where("criteres", rows, share, "evaluation", clause)


def _acts(rows: pl.DataFrame) -> Iterator[Problem]:
    unnamed = (pl.col("acte") == "arbitrage") & pl.col("motif").is_null()
    yield from _where("actes", rows, unnamed, "motif", "un arbitrage nomme le motif qu'il lève, donnez-le")
    # An act on the decision of another project would pay or settle the wrong one.
    form = pl.col("decision_id").str.replace(r"-20[0-9]{2}-(0[1-9]|1[0-2])-v[1-9][0-9]*$", "")
    other = (form == pl.col("decision_id")) | (form != pl.col("projet_id"))
    clause = "ce n'est pas une décision de ce projet, écrivez son identifiant : PROJET-AAAA-MM-vN"
    yield from _where("actes", rows, other.fill_null(False), "decision_id", clause)


def _unknown_projects(register: Register) -> Iterator[Problem]:
    known = register.projets["projet_id"].implode()
    for table in ("perimetre", "criteres", "pieces", "actes"):
        unknown = ~pl.col("projet_id").is_in(known)
        clause = "projet absent de la table projets, ajoutez-le ou corrigez l'identifiant"
        yield from _where(table, getattr(register, table), unknown, "projet_id", clause)
