"""The sentence a sender reads for each fault: what is wrong and how to mend it, never the value at fault."""

from __future__ import annotations

import polars as pl

from contracts.deposits.columns import COVERAGE, DATASETS
from contracts.deposits.rules import FILE_RULES, ROW_RULES, SENDER_RULES

KINDS = {"regle": pl.String, "jeu": pl.String, "colonne": pl.String, "refus_colonnes": pl.String, "en_tete": pl.String}
"""What distinguishes one sentence from another."""


def messages(kinds: pl.DataFrame) -> pl.DataFrame:
    """Adds `message` to each kind of fault (`KINDS`)."""
    sentences = [message(*kind) for kind in kinds.select(KINDS.keys()).iter_rows()]
    return kinds.select(KINDS.keys()).with_columns(pl.Series("message", sentences, dtype=pl.String))


def message(regle: str, jeu: str | None, colonne: str | None, colonnes: str | None, en_tete: str | None = None) -> str:
    """The sentence of one fault; `en_tete` is the sender's name of the column, when it is not that of the pivot form."""
    sentence = (SENDER_RULES.get(regle) if en_tete else None) or ROW_RULES.get(regle) or FILE_RULES[regle]
    return sentence.format(
        colonne=f"« {en_tete or colonne} »",
        colonnes=colonnes or "aucune n'est proche",
        codes=", ".join(_codes(jeu, colonne)),
        jeux=", ".join(DATASETS),
    )


def _codes(jeu: str | None, colonne: str | None) -> tuple[str, ...]:
    dataset = COVERAGE if jeu == COVERAGE.name else DATASETS.get(jeu or "")
    found = [column for column in dataset.columns if column.name == colonne] if dataset else []
    if found and found[0].kind == "oui_non":
        return ("O", "N")
    return found[0].codes if found else ()
