"""Property: whatever the layout, each row is what a person would read. Grids are printed from known values, line by line, and the
expected rows are gathered while printing.
"""

from __future__ import annotations

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.dialect import TableLue
from tests.dialects.translate.tables_by_hand import FINESS, OTHER, Grid, column, dialect, only, ragged, rows, translated

NAMES = {
    "finess_et": ["FINESS", "finess ", "N°\u00a0Finess\nET"],
    "periode_debut": ["Du", "DU"],
    "periode_fin": ["Au", "au"],
    "personnes_accompagnees": ["Personnes accompagnées", "PERSONNES  ACCOMPAGNEES"],
    "beneficiaires_projet": ["Projet d'accueil", "projet d?accueil", "Projet d’accueil"],
}
TABLE = TableLue(
    "effectifs",
    {
        "finess_et": ("FINESS", "N° Finess ET"),
        "periode_debut": ("Du",),
        "periode_fin": ("Au",),
        "personnes_accompagnees": ("Personnes accompagnées",),
        "beneficiaires_projet": ("Projet d'accueil",),
    },
    ignorer=("TOTAL*", "Édité le*"),
)
DIALECT = dialect(TABLE, dates=("jj/mm/aaaa", "jj.mm.aaaa"), vides=("NC",))


def number(value):
    digits = f"{value:,}"
    return st.sampled_from([str(value), digits.replace(",", " "), digits.replace(",", "\u202f"), f"{value},0", f" {value} "])


def day(value):
    return st.sampled_from([value.isoformat(), value.strftime("%d/%m/%Y"), value.strftime("%d.%m.%Y ")])


@st.composite
def printed(draw):
    """A cell of each column, and what a person reads in it."""
    first = draw(st.dates(datetime.date(2001, 1, 1), datetime.date(2099, 1, 1)))
    count = draw(st.integers(0, 999_999_999))
    unreadable = draw(st.sampled_from(["≈ 45", "en cours", "1,5", "-1", "1 23"]))
    finess = draw(st.sampled_from([FINESS, OTHER]))
    cells = {
        "finess_et": (finess, finess),
        "periode_debut": (draw(day(first)), first.isoformat()),
        "periode_fin": (draw(st.sampled_from(["31/02/2025", "1/2/25", "x"])),) * 2,
        "personnes_accompagnees": (draw(number(count)), str(count)),
        "beneficiaires_projet": draw(st.sampled_from([("NC", None), ("", None), (None, None), (unreadable, unreadable)])),
    }
    return {name: typed for name, (typed, _) in cells.items()}, {name: read for name, (_, read) in cells.items() if read}


@st.composite
def grids(draw):
    """Rows, and the rows expected with the rank of their line, the ragged ranks, the number of rows that are no data."""
    order = draw(st.permutations([*NAMES, "Nom", "Autre"]))
    titles = draw(st.lists(st.sampled_from([[], ["Export"], [None, "Personnes accompagnées"]]), max_size=3))
    header = [draw(st.sampled_from(NAMES[name])) if name in NAMES else name for name in order]
    cells, expected, broken, outside = [*titles, header], [], [], len(titles)
    for kind in draw(st.lists(st.sampled_from(["data", "data", "blank", "total", "broken"]), max_size=8)):
        typed, read = draw(printed())
        row = [typed.get(name, "DUPONT") for name in order]
        if kind == "blank":
            row = draw(st.sampled_from([[None] * len(row), [" ", "\u00a0"] + [None] * (len(row) - 2)]))
        elif kind == "total":
            row = [None, "Total général", *row[2:]] if draw(st.booleans()) else ["ÉDITÉ  LE 1er", *row[1:]]
        elif kind == "broken":
            row = row[: draw(st.integers(1, 3))] + ["x"]
        cells.append(row)
        if kind == "data":
            expected.append({"ligne": len(cells)} | read)
        elif kind == "broken":
            broken.append(len(cells))
        else:
            outside += 1
    return cells, expected, broken, outside


@settings(max_examples=150, deadline=None)
@given(grids())
def test_each_row_is_what_a_person_reads(given_grid):
    cells, expected, broken, outside = given_grid
    one = only(translated(DIALECT, Grid(cells, ragged=True)))
    assert one.refusal is None
    assert rows(one) == expected
    assert ragged(one) == broken
    assert one.outside == outside
    assert set(one.ignored) == {"Nom", "Autre"}


@settings(max_examples=50, deadline=None)
@given(grids(), st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(given_grid, random):
    cells, expected, *_ = given_grid
    header = next(rank for rank, row in enumerate(cells) if "Nom" in row)
    lines = cells[header + 1 :]
    random.shuffle(lines)
    one = only(translated(DIALECT, Grid([*cells[: header + 1], *lines], ragged=True)))
    assert sorted(column(one, "personnes_accompagnees")) == sorted(row["personnes_accompagnees"] for row in expected)
