"""Returns of several establishments at once, in bytes."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.figures import month_words
from transforms.measures.months import last_day
from transforms.returns.content import Tables, contents
from transforms.returns.sheets import sheets
from transforms.sheets.workbook import workbook


def returns(mois: str, tables: Tables) -> Iterator[tuple[str, bytes]]:
    """The number of each recipient and its workbook."""
    title = f"Retour de {month_words(mois)}"
    for content in contents(mois, tables):
        yield content.essms["finess_et"], workbook(sheets(content), title, last_day(mois))
