"""The text as it applies to one project: where targets are set per project, the register's criteria become its targets."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import polars as pl

from contracts.rulebook import IndicatorRule, Rulebook, Target


def text_for_project(texte: Rulebook, criteres: pl.DataFrame) -> Rulebook:
    """The text with the targets of a project, in the order of its criteria.

    "Only the `retenu` ones have rows": a criterion not chosen, or impossible, leaves the text. A text that sets every target
    itself is given back as it is.

    Args:
        texte: the rulebook.
        criteres: the rows of table `criteres` for the project.
    """
    if texte.criteres is None:
        return texte
    kept = criteres.filter(pl.col("statut") == "retenu").sort("ligne")
    chosen = [_with_target(texte.rule(row["indicateur"]), row["evaluation"]) for row in kept.iter_rows(named=True)]
    others = [rule for rule in texte.indicateurs if rule.par_projet is None]
    return replace(texte, indicateurs=(*chosen, *others))


def _with_target(rule: IndicatorRule, evaluation: Decimal) -> IndicatorRule:
    """`evaluation` is "percent for a rate, a count otherwise"."""
    assert rule.par_projet is not None
    if rule.mesure == "taux":
        return replace(rule, cible=Target("part", evaluation / 100, rule.par_projet))
    return replace(rule, cible=Target("nombre", evaluation, rule.par_projet))
