"""Which field of activity (`champ`) each FINESS category belongs to: the codes whose field is known, and nothing guessed.

FINESS has no such field: it is derived from the category's aggregate. A code that is absent here has no known field
(`champ` null), and the register may give one (`perimetre.champ`). Which text treats which category apart is in the rulebooks.
"""

from __future__ import annotations

import polars as pl

CATEGORIES_OF_CHAMP: dict[str, tuple[str, ...]] = {
    "PA": ("202", "207", "381", "500", "501", "502"),
    "PH": (
        # children (aggregate 4100)
        *("182", "183", "186", "188", "189", "190", "192", "194", "195", "196", "221", "238", "377", "390", "396", "402"),
        # adults (aggregates 4300 and 4609)
        *("198", "246", "247", "249", "252", "253", "255", "370", "379", "382", "395", "437"),
        *("445", "446", "448", "449", "464"),
    ),
    # 640 (help to families at home) is filed under 4601 in FINESS, but its work is at home
    "DOM": ("209", "354", "460", "640"),
    "PDS": ("165", "178", "180", "197", "213", "608"),
    "AHI": ("214", "216", "219", "256", "257", "258", "259", "271", "380", "442", "443"),
    "PE": (
        *("159", "166", "172", "175", "176", "177", "236", "286", "295", "378", "411", "643", "644"),
        # judicial protection of youth (aggregates 4502 and 4505), then the "lieux de vie" (4605)
        *("241", "418", "427", "440", "441", "453"),
        "462",
    ),
    "PJM": ("340",),
}
"""Categories of each field."""

UNDECIDED_CATEGORIES: tuple[str, ...] = ("341", "342", "344", "345")
"""Near the protection of adults, but no text says to which field they belong: their field stays unknown."""

CHAMP_OF_CATEGORIE: dict[str, str] = {
    categorie: champ for champ, categories in CATEGORIES_OF_CHAMP.items() for categorie in categories
}


def champ_expr(categorie: pl.Expr) -> pl.Expr:
    """The field of a column of three-character FINESS categories; null where it is not known."""
    return categorie.replace_strict(CHAMP_OF_CATEGORIE, default=None, return_dtype=pl.String)
