"""The README of the sample on money: criteria set per project with their shares, and what the scales give."""

from __future__ import annotations

from collections.abc import Iterable

from transforms.synth.readme_text import table_line
from transforms.synth.register import Critere
from transforms.synth.scenarios import Grappe, Resultat

_CRITERIA = """
## Criteria set per project

Figures of the whole project (of its pilot tranche for `national-2021`), June 2026. An evaluation is a percent for a rate, a count
otherwise. A share has no amount where the text pays no share.

| projet | indicateur | evaluation | result | verdict | share | released |
|---|---|---|---|---|---|---|
"""

_SCALES = """
## Grants against the scales

What the scale of the text gives for the establishments in the register, whatever their dates, beside the grant.

| projet | montant | barème | how |
|---|---|---|---|
"""


def criteria_section(grappes: Iterable[Grappe]) -> str:
    """The criteria of every project that sets its own, in the order of the register."""
    lines = []
    for grappe in grappes:
        found = {item.indicateur: item for item in grappe.resultats}
        lines += [_criterion_line(row, found.get(row.indicateur)) for row in grappe.criteres]
    return "".join((_CRITERIA, *lines))


def _criterion_line(row: Critere, found: Resultat | None) -> str:
    named = (f"`{row.projet_id}`", f"`{row.indicateur}`")
    if found is None:
        return table_line((*named, row.statut, "–", "no row", "–", "–"))
    return table_line((*named, row.evaluation, found.resultat, found.verdict, found.maximum or "–", found.libere or "–"))


def scale_section(grappes: Iterable[Grappe]) -> str:
    """Grant and scale of every project."""
    lines = [table_line((f"`{item.projet.projet_id}`", item.projet.montant_subvention or "–", *item.bareme)) for item in grappes]
    return "".join((_SCALES, *lines))
