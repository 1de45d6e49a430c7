"""The establishment of each row: in its column, in a cell above, or said once for a whole file or sheet."""

from __future__ import annotations

import polars as pl

from contracts.dialect import OuFiness
from transforms.dialects.finess_texts import number_among
from transforms.dialects.raw import Row
from transforms.dialects.translated import Context
from transforms.reading.coded import Coded
from transforms.reading.csv_header import Refusal


def said_once(where: OuFiness, context: Context, sheet: str, above: list[Row]) -> str | None:
    """The number that the name of the file, that of the sheet, the title or the folder says; None when rows say it.

    Raises:
        Refusal: `finess_absent`, there is none, or several.
    """
    if where in ("colonne", "au_dessus"):
        return None
    if where == "dossier":
        found = context.folder_finess
    elif where == "nom":  # eight digits are a day there
        found = number_among([context.file_name], lost_zero=False)
    else:
        texts = [sheet] if where == "feuille" else [cell for row in above for cell in row if cell]
        found = number_among(texts, lost_zero=where == "feuille")
    if not found:
        raise Refusal("finess_absent")
    return found


def repeated(cells: Coded, ranks: pl.Series, breaks: list[int]) -> Coded:
    """The cells, an empty one repeating the one above, unless a line that was left out stands between them (`breaks`)."""
    groups = pl.Series("groupe", breaks, dtype=pl.Int32).search_sorted(ranks) if breaks else pl.repeat(0, len(ranks), eager=True)
    empty = cells.spread(cells.texts.is_null())
    frame = pl.DataFrame({"code": cells.codes.set(empty, None), "groupe": groups})
    filled = frame.select(pl.col("code").forward_fill().over("groupe")).to_series()
    return Coded(filled.fill_null(len(cells.texts)), pl.concat([cells.texts, pl.Series([None], dtype=pl.String)], rechunk=True))
