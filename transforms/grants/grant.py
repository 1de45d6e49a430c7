"""The grant of a project by the scale of its text: lines, total, difference with the grant given, shares between regions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl

from contracts.rulebook import Rulebook
from contracts.rulebook_money import Scale
from transforms.grants import words
from transforms.grants.items import item_lines
from transforms.grants.record import Grant
from transforms.grants.regions import region_shares
from transforms.measures.counted import counted


def grant_of(
    projet: Mapping[str, Any], perimetre: pl.DataFrame, texte: Rulebook, departements: Mapping[str, str | None]
) -> Grant | None:
    """The grant by the scale; None when the text has none.

    "The scale never substitutes" for `montant_subvention`: "the scale's own figure is computed beside it and a difference is
    signalled." Where the text gives no amount for a project of this size, the lines show numbers and unit amounts alone.

    Args:
        projet: a row of `Projets`.
        perimetre: the rows of `Perimetre` of that project.
        texte: its rulebook.
        departements: department of each `finess_et` per the FINESS file, None or absent where it is not known.
    """
    bareme = texte.bareme
    if bareme is None:
        return None
    essms = counted(perimetre, projet["type_operation"])
    number = sum(one.nombre for one in essms)
    lines = tuple(line for item in bareme.postes for line in item_lines(item, bareme, essms, projet))
    motif = _out_of_bounds(number, bareme)
    if motif is not None:
        lines = tuple(replace(line, montant=None) for line in lines)
    total = sum((line.montant for line in lines), Decimal("0.00")) if motif is None else None
    given = projet["montant_subvention"]
    return Grant(
        nombre_essms=number,
        lignes=lines,
        montant=total,
        motif=motif,
        ecart=total - given if total is not None and given is not None else None,
        partages=region_shares(essms, projet, departements) if bareme.partage_ars is not None else (),
    )


def _out_of_bounds(number: int, bareme: Scale) -> str | None:
    """Why the text gives no amount: "entre 50 et 500 ESMS …, plus de 500 ESMS … étudié au cas par cas"."""
    if bareme.minimum is not None and number < bareme.minimum.valeur:
        return words.too_few(number, bareme.minimum.valeur)
    if bareme.maximum is not None and number > bareme.maximum.valeur:
        return words.too_many(number, bareme.maximum.valeur)
    return None
