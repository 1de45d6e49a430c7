"""Faults sprinkled over the rows of an invented region: one wrong cell in a row, among the faults real senders make."""

from __future__ import annotations

import polars as pl

from transforms.synth.draws import among, one_of

WRONG_CELLS: dict[str, tuple[str, ...]] = {
    "date_entree": ("", "2026-02-30", "12/03/2026"),
    "date_sortie": ("1899-12-31", "31/05/2026"),
    "date_debut": ("", "2026-06-31T10:00", "03/06/2026 10:00"),
    "date_depot": ("", "1999-01-01", "2026-13-01"),
    "date_envoi": ("", "1999-01", "juin 2026"),
    "date_maj": ("", "00/00/2026"),
    "date": ("", "1999-01-01"),
    "statut": ("REPORTE", "KO"),
    "origine": ("reprise",),
    "projet_statut": ("ACTIF", "En cours"),
    "beneficiaire_projet": ("oui", "1"),
    "nb_messages": ("", "-1", "12,5"),
    "nb": ("", "-1"),
    "service": ("e_facture",),
}
"""Values that no rule accepts, by column."""

WRONG_FINESS = "finess_faux"
"""Column of the number with a wrong key."""


def spoil_rows(rows: pl.DataFrame, bad: pl.Expr, bits: pl.Expr) -> pl.DataFrame:
    """The same rows, those that are `bad` with one wrong cell.

    A wrong FINESS number is among the faults where `rows` have `finess_faux`. They do not for `dossiers`: in a file that covers
    several establishments, a state that nobody can be named for would be held against every one of them.
    """
    names = [name for name in rows.columns if name in WRONG_CELLS]
    if WRONG_FINESS in rows.columns:
        names.append("finess_et")
    which = among(bits, len(names), skip=8)
    return rows.with_columns(
        pl.when(bad & (which == rank)).then(_wrong(name, bits)).otherwise(pl.col(name)).alias(name)
        for rank, name in enumerate(names)
    )


def _wrong(name: str, bits: pl.Expr) -> pl.Expr:
    if name == "finess_et":
        return pl.col(WRONG_FINESS)
    return one_of(WRONG_CELLS[name], among(bits, len(WRONG_CELLS[name]), skip=16))
